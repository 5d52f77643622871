"""The two lists of the day board: the drops on no run, and the stops of the chosen run."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from desktop.basics.i18n import N_, _
from desktop.queries.day_rows import StopLine
from desktop.queries.day_words import WHY
from desktop.queries.facts.run_ways import DayDrop
from desktop.views.board.runs_view import DROPS, dragged
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView
from desktop.views.kit.told_keys import tell_keys
from desktop.views.kit.words import joined, short_day

_DRAGGED_PX = 8
_ORDERED = N_("Its order is that of the run.")


class WaitingView(RecordView[DayDrop]):
    """What is on no run yet: Enter puts what is chosen on the run, or it is dragged there.

    ``put`` hands over the codes; ``returned`` those that were dragged back here.
    """

    put = Signal(object)
    returned = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        self._why: Mapping[str, str] = {}
        self._shown: tuple[Sequence[DayDrop], Mapping[str, str]] = ((), {})
        columns = (
            Column[DayDrop](N_("Client"), lambda row: row.client, 96, stretch=True, tip=self._tip),
            Column[DayDrop](N_("Area"), lambda row: row.area, 52),
            Column[DayDrop](N_("Cartons"), lambda row: f"{row.cartons:.1f}", 50, right=True),
            Column[DayDrop](
                N_("Due day"),
                lambda row: "!" if row.code in self._why else short_day(row.due, today()),
                52,
                tone=lambda row: "wrong" if row.code in self._why else "",
                tip=self._tip,
            ),
        )
        super().__init__(RecordTable(columns), _("On no run"))
        self._pressed: QPoint | None = None
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAcceptDrops(True)

    def show_drops(self, drops: Sequence[DayDrop], why: Mapping[str, str]) -> None:
        """Show these drops; ``why`` says what keeps some of them off every run."""
        if (drops, why) == self._shown:
            return
        self._shown = drops, why
        place = self.currentIndex().row()
        self._why = why
        self.table.set_ids(range(len(drops)), dict(enumerate(drops)))
        if drops:
            self.setCurrentIndex(self.table.index(min(max(place, 0), len(drops) - 1), 0))

    def _tip(self, row: DayDrop) -> str:
        why = self._why.get(row.code, "")
        return joined(row.client, row.address, _(WHY[why]) if why else "")

    @property
    def codes(self) -> list[str]:
        """What is chosen, in the list's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        keys = [self.table.id_at(row) for row in rows]
        found = [self.table.row_of(key) for key in keys if key is not None]
        return [row.code for row in found if row is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.codes:
            if not event.isAutoRepeat():
                self.put.emit(self.codes)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        index = self.indexAt(self._pressed)
        if not (index.isValid() and self.selectionModel().isSelected(index)):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not self.codes:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() > _DRAGGED_PX:
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(dragged(self.codes))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._pressed is not None and index.isValid() and not event.modifiers():
            self.setCurrentIndex(index)
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        if self.codes:
            self.put.emit(self.codes)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DROPS) and event.source() is not self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(event.mimeData().hasFormat(DROPS) and event.source() is not self)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.returned.emit(bytes(event.mimeData().data(DROPS).data()).decode().split("\n"))


class StopsView(RecordView[StopLine]):
    """The stops of the chosen run: Alt+↑ and Alt+↓ move one, Delete takes it off.

    ``chosen`` hands over a stop's code, ``moved`` the code and the place before which it comes.
    """

    chosen = Signal(str)
    moved = Signal(str, int)
    left = Signal(object)

    def __init__(self) -> None:
        columns = (
            Column[StopLine](N_("#"), self._place_of, 30, right=True, unsorted=_ORDERED),
            Column[StopLine](
                N_("Client"),
                self._client_words,
                84,
                stretch=True,
                unsorted=_ORDERED,
                tip=lambda row: joined(self._client_words(row), row.drop.address),
            ),
            Column[StopLine](
                N_("Arrives"),
                lambda row: f"! {row.arrives}" if row.late or row.in_break else row.arrives,
                60,
                unsorted=_ORDERED,
                tone=lambda row: "wrong" if row.late else "careful" if row.in_break else "",
            ),
            Column[StopLine](
                N_("Open"), _hours, 92, unsorted=_ORDERED, tip=lambda row: row.drop.hours.text
            ),
            Column[StopLine](
                N_("Cartons"),
                lambda row: f"{row.drop.cartons:.1f}",
                48,
                right=True,
                unsorted=_ORDERED,
            ),
        )
        self._places: dict[str, int] = {}
        self._out = False
        super().__init__(RecordTable(columns), _("Stops of this run"))
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.picked.connect(self._on_key)
        tell_keys(
            self,
            {"Alt+↑ / Alt+↓": _("Move the stop up or down"), "Delete": _("Take the stop off")},
        )

    def _place_of(self, row: StopLine) -> str:
        return str(self._places.get(row.drop.code, 0) + 1)

    def _client_words(self, row: StopLine) -> str:
        """Who it is; that one is locked goes without saying of a run that is ``out``."""
        name = row.drop.client
        return _("{name} (locked)").format(name=name) if row.held and not self._out else name

    def show_stops(self, stops: Sequence[StopLine], code: str, *, out: bool = False) -> None:
        """Show a run's stops, the one of this code chosen."""
        self._out = out
        self._places = {one.drop.code: at for at, one in enumerate(stops)}
        self.table.set_ids(range(len(stops)), dict(enumerate(stops)))
        if code in self._places:
            self.pick(self._places[code], silent=True)

    def _on_key(self, key: int) -> None:
        row = self.table.row_of(key)
        if row is not None:
            self.chosen.emit(row.drop.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.key
        row = self.table.row_of(key) if key is not None else None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if row is None or key is None:
            super().keyPressEvent(event)
        elif alt and event.key() == Qt.Key.Key_Up:
            if key > 0:
                self.moved.emit(row.drop.code, key - 1)
        elif alt and event.key() == Qt.Key.Key_Down:
            self.moved.emit(row.drop.code, key + 2)
        elif event.key() == Qt.Key.Key_Delete:
            self.left.emit([row.drop.code])
        else:
            super().keyPressEvent(event)


def _hours(row: StopLine) -> str:
    drop = row.drop
    return f"{drop.opens or '…'}–{drop.closes or '…'}" if drop.opens or drop.closes else ""
