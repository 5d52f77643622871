"""The table of a grid: arrows move, typing writes, Enter goes on to the next cell to be typed into.

Space puts what is usual into a row, + opens and closes what stands under it; − closes it too, but
where figures are typed: there it is a minus, which is refused in words.
"""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.basics.i18n import _
from desktop.basics.pasted import one_cell
from desktop.views.kit import theme
from desktop.views.kit.forms.grid.table import GridTable, Index
from desktop.views.kit.forms.grid.widths import GridWidths
from desktop.views.kit.pasted_cells import copied_text
from desktop.views.kit.told_keys import tell_keys
from desktop.views.kit.undo_keys import is_redo, is_undo

ROW_PX = 30
_END = QAbstractItemDelegate.EndEditHint
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Grid(QTableView):
    """A grid on screen; ``usual`` and ``emptied`` name a row, ``over`` follows the last cell.

    ``chosen`` names the row and the column in which a figure chose.
    """

    usual = Signal(str)
    chosen = Signal(str, str)
    emptied = Signal(str)
    over = Signal()
    undone = Signal()
    redone = Signal()
    pasted = Signal()
    cleared = Signal()
    copied = Signal()

    def __init__(self, table: GridTable) -> None:
        super().__init__()
        self.table = table
        self.setModel(table)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_click)
        tell_keys(
            self,
            {
                "Enter": _("On to the next cell to be typed into"),
                _("Space"): _("Put in what is usual for the row"),
                "+ / −": _("Open or close what stands under the row"),
                "Delete": _("Empty the cell or the row"),
                "Ctrl+C / Ctrl+V": _("Copy cells, and paste them from Excel or WPS"),
            },
        )
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(28)
        self._widths = GridWidths(self, table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.share()

    @property
    def key(self) -> str:
        """The row that the keyboard is in; "" for none."""
        index = self.currentIndex()
        return self.table.key_at(index.row()) if index.isValid() else ""

    def pick(self, key: str, column: str = "") -> None:
        """Go to a cell; without a column, where the keyboard is, or the first to type into."""
        rows = self.table.rows
        if key not in rows.visible:
            return
        place = rows.visible.index(key)
        at = self.table.column_named(column) if column else max(self.currentIndex().column(), 0)
        if not column and not self.table.is_open(place, at):
            at = self._first_open(place) or at
        self.executeDelayedItemsLayout()
        self.stand_on(self.table.index(place, at))
        self.scrollTo(self.currentIndex())

    def stand_on(self, index: QModelIndex) -> None:
        """Go to a cell, and choose it alone, whatever key is held meanwhile."""
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect)

    def take_typing(self) -> None:
        """Write what stands in a cell that is still being typed into."""
        if self.state() == QAbstractItemView.State.EditingState:
            for line in self.viewport().findChildren(QLineEdit):
                self.commitData(line)
                self.closeEditor(line, _END.NoHint)

    def keep_place(self, change: Callable[[], object]) -> None:
        """Change which rows are shown; the keyboard stays in its cell."""
        key, column = self.key, self.currentIndex().column()
        change()
        self.table.refill()
        if key in self.table.rows.visible:
            place = self.table.rows.visible.index(key)
            self.stand_on(self.table.index(place, max(column, 0)))

    def toggle(self, key: str) -> None:
        """Open or close what stands under a row, or under the one that it stands under."""
        rows = self.table.rows
        parent = rows.row(key).under or key
        if rows.is_opened(parent):
            self.pick(parent)
            self.keep_place(lambda: rows.close(parent))
        else:
            self.keep_place(lambda: rows.open(parent))

    def step(self, rows: int) -> None:
        """Go up or down by so many rows."""
        index = self.currentIndex()
        there = self.table.index(index.row() + rows, index.column())
        if there.isValid():
            self.stand_on(there)

    def _on_double_click(self, index: QModelIndex) -> None:
        """On what nobody types into it opens what stands under the row."""
        if not self.table.is_open(index.row(), index.column()):
            self.toggle(self.table.key_at(index.row()))

    def go_on(self) -> None:
        """To the next cell that takes what is typed."""
        index = self.currentIndex()
        row, column = index.row(), index.column() + 1
        while row < self.table.rowCount():
            for at in range(column, self.table.columnCount()):
                if self.table.is_open(row, at) and not self.table.is_passed(row, at):
                    self.stand_on(self.table.index(row, at))
                    return
            row, column = row + 1, 0
        self.over.emit()

    def _first_open(self, place: int, start: int = 0) -> int:
        columns = range(start, self.table.columnCount())
        found = (at for at in columns if self.table.is_open(place, at))
        return next(found, 0)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is the window's, too: here it is about what was typed and isn't saved yet.
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and (is_undo(event) or is_redo(event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            self.undone.emit()
        elif is_redo(event):
            self.redone.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            self._press(event)

    def _press(self, event: QKeyEvent) -> None:
        key, held = self.key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not key or held & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Space:
            self.usual.emit(key)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear(key)
        elif event.text() in ("+", "="):
            self.toggle(key)
        elif event.text() in ("-", "_") and not self._takes_signs():
            parent = self.table.rows.row(key).under or key
            self.pick(parent)
            self.keep_place(lambda: self.table.rows.close(parent))
        else:
            if event.text().isprintable() and event.text():
                self._come_to_type()
            if not self._choose(event.text()):
                super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method writes opens the cell and stands in it."""
        said = event.commitString() or event.preeditString()
        if said:
            self._come_to_type()
        index = self.currentIndex()
        if not said or not index.isValid() or not self.table.is_open(index.row(), index.column()):
            return
        self.edit(index)
        line = self.indexWidget(index)  # not just any: one that is closing may still be there
        if isinstance(line, QLineEdit):
            line.selectAll()
            QCoreApplication.sendEvent(line, event)

    def _come_to_type(self) -> None:
        """What is typed where nobody types goes to the next cell of its row that takes it.

        Not back over one that was passed already: money would become a result there.
        """
        index = self.currentIndex()
        if not self.table.is_open(index.row(), index.column()):
            found = self._first_open(index.row(), index.column()) or self._first_open(index.row())
            if found:
                self.stand_on(self.table.index(index.row(), found))

    def _takes_signs(self) -> bool:
        """Whether a minus can be meant for the cell that the keyboard is in."""
        index = self.currentIndex()
        kind = self.table.columns[index.column()].kind
        return kind != "choice" and self.table.is_open(index.row(), index.column())

    def _clear(self, key: str) -> None:
        index = self.currentIndex()
        if len(self.selectionModel().selectedIndexes()) > 1:
            self.cleared.emit()
        elif self.table.takes(index.row(), index.column()):
            self.table.setData(index, "")
        else:
            self.emptied.emit(key)

    def _choose(self, text: str) -> bool:
        """A figure chooses in a cell of few words: the first, the second …"""
        index = self.currentIndex()
        column = self.table.columns[index.column()]
        if column.kind != "choice" or not self.table.is_open(index.row(), index.column()):
            return False
        values = list(self.table.choices_at(index))
        if text.isdigit() and 0 < int(text) <= len(values):
            key = self.key
            self.table.setData(index, values[int(text) - 1])
            self.chosen.emit(key, column.name)
            return True
        return False

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        done = hint == _END.SubmitModelCache
        super().closeEditor(editor, _END.NoHint if done else hint)
        if done:
            self.go_on()


class _Cells(QStyledItemDelegate):
    """What a cell is typed into: a line, or a list of a few words."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        table = index.model()
        assert isinstance(table, GridTable)
        column = table.columns[index.column()]
        if column.kind == "choice":
            made = QComboBox(parent)
            for value, words in table.choices_at(index).items():
                made.addItem(_(words), value)
            made.setAccessibleName(_(column.words))
            return made
        line = QLineEdit(parent)
        line.setAccessibleName(_(column.words))
        line.setObjectName(column.name)
        line.setStyleSheet("padding: 0 4px; min-height: 0;")
        if column.at_right:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """On its own ground: a style sheet leaves a cell's colour out."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            inside = QRectF(option.rect.adjusted(2, 3, -2, -4)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("edge"))
            painter.setBrush(ground)
            painter.drawRoundedRect(inside, 4, 4)
        super().paint(painter, option, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Taken here: the table behind it would go on a second time.
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, _END.SubmitModelCache)
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and isinstance(watched, QLineEdit):
            self._paste_into(watched)
            return True
        step = _STEPS.get(event.key())
        if step and isinstance(watched, QLineEdit):
            # An arrow ends the typing and moves; it never changes a figure.
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, _END.NoHint)
            self._grid.step(step)
            return True
        return super().eventFilter(watched, event)

    def _paste_into(self, line: QLineEdit) -> None:
        """One cell goes into what is being typed; several go into the grid instead of it."""
        cell = one_cell(copied_text())
        if cell is None:
            self.closeEditor.emit(line, _END.NoHint)
            self._grid.pasted.emit()
        else:
            line.insert(" ".join(cell.split()))
