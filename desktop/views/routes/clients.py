"""The clients of a day in the order of its way; they are moved to other days by mouse and keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.basics.i18n import _
from desktop.queries.route_board import WEEKS, Lines, RouteShop
from desktop.views.kit.told_keys import tell_keys

CLIENT_MIME = "application/x-zhongxiao-client"
_CODE = Qt.ItemDataRole.UserRole
_NARROW = (0, 2, 3, 4)  # the number, the class, the weeks, and whether it is fixed
# By which key a client goes how many weekdays and weeks on.
_STEPS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DayClients(QTableWidget):
    """Ctrl and an arrow move the client to another weekday or week, F fixes it, Enter opens it."""

    picked = Signal(str)
    opened = Signal(str)
    stepped = Signal(str, int, int)  # a client's code, and by how many weekdays and weeks
    fixed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(0, 1 + len(_NARROW))
        self.may_move = False
        self.setAccessibleName(_("Clients of this day"))
        self.setHorizontalHeaderLabels([_("No."), _("Client"), _("Class"), _("Weeks"), _("Fixed")])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in _NARROW:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tell_keys(
            self,
            {
                "Ctrl+← / Ctrl+→": _("Move the client to another weekday"),
                "Ctrl+↑ / Ctrl+↓": _("Move the client to another week"),
                "F": _("Fix the client to its day, or no more"),
            },
        )
        self.currentCellChanged.connect(lambda *_cells: self._tell())
        self.itemActivated.connect(lambda _item: self._open())

    @property
    def code(self) -> str:
        """The client that is chosen, "" for none."""
        item = self.item(self.currentRow(), 0)
        return str(item.data(_CODE)) if item is not None else ""

    def pick(self, code: str) -> bool:
        """Choose a client; False where it isn't here."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.data(_CODE) == code:
                self.setCurrentCell(row, 0)
                return True
        return False

    def show_clients(self, shops: Sequence[RouteShop], lines: Lines, *, allowed: bool) -> None:
        """Show these in their order, with where they stand; whether they may be moved."""
        before = self.code
        self.may_move = allowed
        self.setDragEnabled(allowed)
        self.blockSignals(True)
        self.clearContents()
        self.setRowCount(len(shops))
        for row, shop in enumerate(shops):
            line = lines.get(shop.code)
            weeks = _weeks_words(line.weeks) if line else ""
            fixed = _("fixed") if line and line.fixed else ""
            for column, text in enumerate(
                (str(row + 1) if line else "", shop.name, shop.client_class, weeks, fixed)
            ):
                item = QTableWidgetItem(text)
                item.setData(_CODE, shop.code)
                item.setToolTip(shop.name if shop.place else _("its place isn't known"))
                self.setItem(row, column, item)
        if shops:
            self.setCurrentCell(0, 0)
            self.pick(before)
        self.blockSignals(False)

    def mimeData(self, items: Sequence[QTableWidgetItem]) -> QMimeData:
        data = QMimeData()
        data.setData(CLIENT_MIME, str(items[0].data(_CODE)).encode())
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(event.key())
        if step and held == Qt.KeyboardModifier.ControlModifier:
            if self.code and self.may_move:
                self.stepped.emit(self.code, *step)
        elif held or not self._on_key(event.key()):
            super().keyPressEvent(event)

    def _on_key(self, key: int) -> bool:
        if key == Qt.Key.Key_F and self.code and self.may_move:
            self.fixed.emit(self.code)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            return False
        return True

    def _tell(self) -> None:
        if self.code:
            self.picked.emit(self.code)

    def _open(self) -> None:
        if self.code:
            self.opened.emit(self.code)


def _weeks_words(weeks: str) -> str:
    if len(weeks) == WEEKS:
        return _("every week")
    return _("week {weeks}").format(weeks=_(", ").join(weeks))
