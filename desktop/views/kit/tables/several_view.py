"""A list of which several rows can be chosen, and whose columns can be arranged."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from desktop.views.kit.tables.columns_shown import ColumnsShown
from desktop.views.kit.tables.headings import Headings
from desktop.views.kit.tables.record_table import RecordTable, RecordView, Row

_SEVERAL = 2
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class SeveralView(RecordView[Row]):
    """Rows are chosen by Shift, Ctrl, Ctrl+A, Ctrl+Space, or by mouse.

    ``chose`` tells that several are chosen, or that it is one again: how many. What one row shows
    is asked for (``picked``) only while no more are chosen. ``menu_wanted`` asks for what can be
    done, at a spot of the screen; ``copied`` for what is chosen as a spreadsheet takes it.
    """

    chose = Signal(int)
    menu_wanted = Signal(QPoint)
    copied = Signal()
    all_wanted = Signal()
    is_arranged = True

    def __init__(self, table: RecordTable[Row], name: str) -> None:
        self._doing = False  # a key or the mouse is at work: what comes of it is told after it
        self._moved = False  # the keyboard's row became another one meanwhile
        self._changed = False  # other rows are chosen
        self._told = 1  # how many were chosen when it was told last
        super().__init__(table, name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # A heading that is painted asks of every row whether it is chosen: that takes seconds.
        self.headings.setSelectionModel(QItemSelectionModel(table, self))
        self.columns = ColumnsShown(self.horizontalHeader(), self.widths, table.columns)
        self.selectionModel().selectionChanged.connect(self._on_chosen)

    @property
    def headings(self) -> Headings:
        """Its headings, which have a menu."""
        head = self.horizontalHeader()
        assert isinstance(head, Headings)
        return head

    # --- what is chosen -----------------------------------------------------------------

    @property
    def number(self) -> int:
        """How many rows are chosen."""
        return sum(bottom - top + 1 for top, bottom in self._ranges())

    @property
    def chosen(self) -> Sequence[int]:
        """The records that are chosen, in the list's order."""
        ids = self.table.ids
        return [key for top, bottom in sorted(self._ranges()) for key in ids[top : bottom + 1]]

    def choose(self, keys: Collection[int]) -> int:
        """Choose those of the records that stand in the list; how many that are."""
        selection, last = QItemSelection(), len(self.table.columns) - 1
        number = 0
        for top, bottom in _runs(self.table.ids, keys):
            selection.select(self.table.index(top, 0), self.table.index(bottom, last))
            number += bottom - top + 1
        self._doing = True
        how = QItemSelectionModel.SelectionFlag
        if number and not self.selectionModel().isSelected(self.currentIndex()):
            first = selection.at(0).topLeft()
            self.selectionModel().setCurrentIndex(first, how.NoUpdate)
        self.selectionModel().clearSelection()  # apart: all less many parts takes Qt seconds
        self.selectionModel().select(selection, how.Select)
        self._doing = self._moved = self._changed = False
        self._told = max(number, 1)
        return number

    def pick(self, key: int | None, *, silent: bool = False) -> bool:
        found = super().pick(key, silent=silent)
        if found:
            self._told = 1
        return found

    def let_go(self, *, silent: bool = False) -> None:
        """Choose no more than the row where the keyboard is."""
        how = QItemSelectionModel.SelectionFlag
        self._doing = silent
        self.selectionModel().select(self.currentIndex(), how.ClearAndSelect | how.Rows)
        if silent:
            self._doing = self._moved = self._changed = False
            self._told = 1

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """The first and the last row of each part that is chosen."""
        chosen = self.selectionModel().selection()
        for place in range(chosen.count()):
            one = chosen.at(place)
            yield one.top(), one.bottom()

    # --- keys and mouse -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        if event.key() == Qt.Key.Key_Escape and self.number >= _SEVERAL:
            self.let_go()
            return
        self._doing = True
        if event.key() in _ENDS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._reach(event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)
        self._tell()

    def _reach(self, last: bool) -> None:
        """Choose all from where the keyboard is to the last row, or to the first one."""
        here, rows = self.currentIndex().row(), self.table.rowCount()
        if here < 0:
            return
        to = rows - 1 if last else 0
        how = QItemSelectionModel.SelectionFlag
        top, bottom = self.table.index(min(here, to), 0), self.table.index(max(here, to), 0)
        self.selectionModel().select(QItemSelection(top, bottom), how.Select | how.Rows)
        self.selectionModel().setCurrentIndex(self.table.index(to, 0), how.NoUpdate)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton:
            if spot.isValid() and not self.selectionModel().isSelected(spot):
                self._stand_on(spot)
            elif spot.isValid():  # of what is chosen already: it stays so
                how = QItemSelectionModel.SelectionFlag
                self._doing = True
                self.selectionModel().setCurrentIndex(spot, how.NoUpdate)
                self._doing = self._moved = False
            return
        self._doing = True
        super().mousePressEvent(event)
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._doing = True
        super().mouseMoveEvent(event)
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._doing = True
        super().mouseReleaseEvent(event)
        self._tell()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.currentIndex().isValid():
            self.menu_wanted.emit(spot)

    def _on_row(self, current: QModelIndex, before: QModelIndex) -> None:
        if self._doing:
            self._moved = True
        elif self.number < _SEVERAL:
            super()._on_row(current, before)

    def _on_chosen(self, *_what: QItemSelection) -> None:
        self._changed = True
        if not self._doing:
            self._tell()

    def _tell(self) -> None:
        """Say what came of a key or the mouse: several are chosen, or which is the one."""
        self._doing = False
        moved, changed = self._moved, self._changed
        self._moved = self._changed = False
        if not (moved or changed):
            return
        number, told = self.number, self._told
        self._told = max(number, 1)
        if number >= _SEVERAL:
            self.chose.emit(number)
            return
        if told >= _SEVERAL:
            self.chose.emit(number)
        if number and (moved or told >= _SEVERAL):
            self.picked.emit(self.chosen[0])


def _runs(ids: Sequence[int], keys: Collection[int]) -> Iterator[tuple[int, int]]:
    """The places of some of the ids, those beside each other together: first and last."""
    wanted = keys if isinstance(keys, set | frozenset) else frozenset(keys)
    if len(wanted) == len(ids) and wanted.issuperset(ids):
        yield 0, len(ids) - 1
        return
    places = [place for place, key in enumerate(ids) if key in wanted]
    if not places:
        return
    breaks = [at for at, (one, next_) in enumerate(pairwise(places), 1) if next_ != one + 1]
    for start, end in pairwise([0, *breaks, len(places)]):
        yield places[start], places[end - 1]
