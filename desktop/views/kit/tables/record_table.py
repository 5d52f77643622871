"""Tables of records: ids in SQL's order, rows fetched by the page and kept; never a copy of all."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenColumn
from desktop.views.kit import theme
from desktop.views.kit.tables.column_widths import CELL_PX, ColumnWidths
from desktop.views.kit.tables.copying import MOST_COPIED, copied_rows
from desktop.views.kit.tables.headings import Headings
from desktop.views.kit.tables.row_height import ROW_HEIGHT
from desktop.views.kit.tables.seen_order import in_seen_order
from desktop.views.kit.tables.toned import TonedCells
from desktop.views.kit.terms import tip_of
from desktop.views.kit.words import heard_tone

_PAGE = 100
_AIR_PX = 10  # above and below the lines of a row
# What Qt asks of a cell, as the plain numbers by which it does: looked up once, not in each cell.
_ALIGNED = int(Qt.ItemDataRole.TextAlignmentRole)
_TONED = int(Qt.ItemDataRole.ForegroundRole)
_WORDS, _HEARD = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_TOLD = frozenset((_ALIGNED, _TONED, _WORDS, _HEARD, int(Qt.ItemDataRole.ToolTipRole)))
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of a list: its heading (a msgid), what a row says in it, and how it looks.

    ``name`` is what the query sorts by; a list whose rows are all there sorts by what is seen.
    A column that can't be sorted says why in ``unsorted``. ``width`` is the usual one, in pixels;
    a ``stretch`` column takes what is left. What is short or joined here stands whole in a
    workbook, as the columns of ``whole``: heading and text. A ``price`` is no sum: a list on
    paper doesn't add it up. One that ``wraps`` is a sentence: its rows are as high as it needs.
    An ``extra`` one stands in a list only where it has room beside all others, or is asked for.
    """

    heading: str
    text: Callable[[Row], str]
    width: int = 100
    name: str = ""
    right: bool = False
    stretch: bool = False
    tone: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    whole: tuple[tuple[str, Callable[[Row], str]], ...] = ()
    price: bool = False
    unsorted: str = ""
    wraps: bool = False
    extra: bool = False

    @property
    def called(self) -> str:
        """What the window's memory calls it, in whatever language: its heading, else its name."""
        return self.heading or self.name

    @property
    def seen(self) -> SeenColumn:
        """The column as a workbook, a paper or the clipboard has it."""
        return SeenColumn(_(self.heading), self.right, self.stretch, self.price)

    @property
    def is_state(self) -> bool:
        """Whether it holds a state or a flag: words that say something else when they are cut."""
        return not (self.stretch or self.wraps) and (
            self.tone is not None or self.heading == "State"
        )


Fetch = Callable[[list[int]], None]


class RecordTable(QAbstractTableModel, Generic[Row]):
    """The Qt side of a list: knows every id, holds the rows that were looked at.

    Without a ``fetch`` its rows are all there, and it sorts itself. ``fixed`` is why a list can't
    be sorted at all.
    """

    known = Signal(object)  # rows that were not known before

    def __init__(
        self, columns: Sequence[Column[Row]], fetch: Fetch | None = None, *, fixed: str = ""
    ) -> None:
        super().__init__()
        self.sorts_itself = fetch is None and not fixed
        if self.sorts_itself:
            columns = [
                one if one.name or one.unsorted else replace(one, name=f"#{place}")
                for place, one in enumerate(columns)
            ]
        for one in columns:
            if not (one.name or one.unsorted or fixed):
                raise ValueError(f"column {one.heading!r} neither sorts nor says why not")
        self.columns = columns
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._own_order = self._ids  # as the rows came
        self._rows: dict[int, Row] = {}
        self._asked: set[int] = set()
        self.order = ("", False)  # the column it is sorted by, and whether downwards

    def heading(self, section: int) -> str:
        """A column's words; the one that the list is sorted by has its arrow beside them."""
        column, (name, down) = self.columns[section], self.order
        words = _(column.heading)
        if not name or column.name != name:
            return words
        return f"{words} {'↓' if down else '↑'}".strip()

    def show_order(self, name: str, *, down: bool) -> None:
        """Say by which column the list is sorted; no name for its own order."""
        self.order = (name, down)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_ids(self, ids: Sequence[int], rows: Mapping[int, Row] | None = None) -> None:
        """Show these records, in this order; ``rows`` are those known already."""
        self.beginResetModel()
        self._ids = self._own_order = array("q", ids)
        self._rows = dict(rows or {})
        if self.sorts_itself:
            self._sort()
        self._asked = set()
        self.endResetModel()
        self.known.emit(self._rows.values())

    def go_on(self, ids: Sequence[int]) -> None:
        """Show all of a list whose first records are shown; whatever else stands stays."""
        known = len(self._ids)
        if array("q", ids[:known]) != self._ids:
            self.set_ids(ids, self._rows)  # somebody changed it meanwhile
        elif len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids = self._own_order = array("q", ids)
            # What was asked for of a page that had only begun is not all of it.
            self._asked.discard(known // _PAGE)
            self.endInsertRows()

    def sort_by(self, name: str, *, down: bool) -> None:
        """Sort the rows, which are all there, by what is seen in a column."""
        self.beginResetModel()
        self.order = (name, down)
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        name, down = self.order
        column = next((one for one in self.columns if name and one.name == name), None)
        if column is None:
            return
        words = column.whole[0][1] if column.whole else column.text

        def seen(key: int) -> str:
            return words(self._rows[key])

        known = [key for key in self._own_order if key in self._rows]
        self._ids = array("q", in_seen_order(known, seen, figures=column.right, down=down))

    def take(self, rows: Mapping[int, Row]) -> None:
        """Rows that were asked for have come."""
        self._rows.update(rows)
        self.known.emit(rows.values())
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def id_at(self, place: int) -> int | None:
        """The record at a place of the list."""
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def place_of(self, key: int) -> int | None:
        """Where a record stands in the list."""
        try:
            return self._ids.index(key)
        except ValueError:
            return None

    def row_of(self, key: int) -> Row | None:
        """A record's row, if it was fetched."""
        return self._rows.get(key)

    @property
    def rows(self) -> Collection[Row]:
        """The rows that are known."""
        return self._rows.values()

    @property
    def rows_in_order(self) -> Sequence[Row]:
        """The rows of a list that has them all, as they stand."""
        return [self._rows[key] for key in self._ids]

    @property
    def ids(self) -> Sequence[int]:
        """All ids, in order."""
        return self._ids

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return self._row_words(section) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(_(column.heading)) or None
        return None

    def data(self, index: Index, role: int = 0) -> object:
        if role not in _TOLD:  # each cell that is painted is asked for font, picture and tick too
            return None
        column = self.columns[index.column()]
        if role == _ALIGNED:
            return _alignment(column)
        if role == _TONED and column.tone is None:
            return None
        row = self._row(index.row())
        if row is None:
            return None
        if role == _WORDS:
            return column.text(row)
        tone = column.tone(row) if column.tone else ""
        if role == _HEARD:  # a state is told by its own words
            return heard_tone(column.text(row), "" if column.name == "state" else tone)
        if role == _TONED:
            return theme.colour(tone) if tone else None
        return column.tip(row) if column.tip else column.text(row)

    def _row_words(self, place: int) -> str | None:
        """What a row is called by whoever hears it: its widest words, else its first."""
        row = self._rows.get(self._ids[place])
        named = next((one for one in self.columns if one.stretch), self.columns[0])
        return None if row is None else named.text(row) or self.columns[0].text(row)

    def need(self, place: int) -> None:
        """Ask for a row that isn't known, before it is painted."""
        if 0 <= place < len(self._ids):
            self._row(place)

    def _row(self, place: int) -> Row | None:
        key = self._ids[place]
        row = self._rows.get(key)
        if row is None and self._fetch and place // _PAGE not in self._asked:
            page = place // _PAGE
            self._asked.add(page)
            self._fetch(list(self._ids[page * _PAGE : (page + 1) * _PAGE]))
        return row


def _alignment(column: Column[Row]) -> Qt.AlignmentFlag:
    return _AT_RIGHT if column.right else _AT_LEFT


class RecordView(QTableView, Generic[Row]):
    """A list on screen: whole rows, thin lines, sorted by its headings, worked by keyboard."""

    picked = Signal(int)
    activated_key = Signal(int)
    sorted_by = Signal(str, bool)
    uncopied = Signal()  # very many rows were to be copied, or some that aren't read
    is_arranged = False  # whether its columns can be moved

    def __init__(self, table: RecordTable[Row], name: str) -> None:
        super().__init__()
        self.table = table
        self.setModel(table)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setItemDelegate(TonedCells(self))
        self.setProperty("kind", "rows")
        self._wraps = any(column.wraps for column in table.columns)
        self._most_rows = 0  # that are shown without scrolling, of a list that fits its rows
        self.setWordWrap(self._wraps)
        self.setTabKeyNavigation(False)
        self.setHorizontalHeader(
            Headings(lambda place: bool(table.columns[place].name), moved=self.is_arranged)
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.ensurePolished()  # so that words are measured as they are written
        self._set_height()
        ROW_HEIGHT.changed.connect(self._set_height)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        self.doubleClicked.connect(lambda index: self._activate(index.row()))
        self._set_columns(table.columns)

    def _set_columns(self, columns: Sequence[Column[Row]]) -> None:
        head = self.horizontalHeader()
        head.sectionClicked.connect(self._on_heading)
        self.widths = ColumnWidths(self, columns, [_(column.heading) for column in columns])
        self.table.known.connect(self.widths.measure)
        self.widths.measure(self.table.rows)
        if self._wraps:
            self.widths.laid.connect(self._wrap)
            self.table.modelReset.connect(self._wrap)

    def _set_height(self) -> None:
        """Rows and headings are equally high, and never lower than what is written in them."""
        high = max(ROW_HEIGHT.px, self.fontMetrics().height() + 4)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(high)
        rows.setDefaultSectionSize(high)
        self.horizontalHeader().setFixedHeight(high)
        if self._wraps:
            self._wrap()
        elif self._most_rows:
            self.fit(self._most_rows)

    def _wrap(self) -> None:
        """Sentences have other lines in other widths."""
        words, whole = self.fontMetrics(), 1 << 16
        least = self.verticalHeader().defaultSectionSize()
        widths = [self.columnWidth(place) - CELL_PX for place in range(len(self.table.columns))]
        for number, row in enumerate(self.table.rows_in_order):
            highs = (
                words.boundingRect(0, 0, width, whole, Qt.TextFlag.TextWordWrap, column.text(row))
                for column, width in zip(self.table.columns, widths, strict=True)
            )
            self.setRowHeight(number, max(least, *(one.height() + _AIR_PX for one in highs)))
        if self._most_rows:
            self.fit(self._most_rows)

    def pick(self, key: int | None, *, silent: bool = False) -> bool:
        """Select a record's row, and show it; False when it isn't in the list."""
        place = self.table.place_of(key) if key is not None else None
        if place is None:
            return False
        index = self.table.index(place, 0)
        self.selectionModel().blockSignals(silent)
        self._stand_on(index)
        self.selectionModel().blockSignals(False)
        self.executeDelayedItemsLayout()  # else a list that grew can't be scrolled to its last row
        self.updateGeometries()
        self.scrollTo(index)
        return True

    def _stand_on(self, index: QModelIndex) -> None:
        """Choose one row alone, whatever key is held meanwhile."""
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)

    @property
    def key(self) -> int | None:
        """The selected record."""
        return self.table.id_at(self.currentIndex().row())

    def fit(self, limit: int = 12) -> None:
        """As high as its rows, at most ``limit`` of them: for short lists inside a page."""
        self._most_rows = limit
        rows = range(min(self.table.rowCount(), limit))
        if self._wraps:  # a bar that came for a moment would take the width that it comes from
            bars = Qt.ScrollBarPolicy
            whole = len(rows) == self.table.rowCount()
            self.setVerticalScrollBarPolicy(
                bars.ScrollBarAlwaysOff if whole else bars.ScrollBarAsNeeded
            )
        self.setFixedHeight(self._px_of(rows))

    @property
    def whole_px(self) -> int:
        """How high it is with all of its rows."""
        number = self.table.rowCount()
        if self._wraps:
            return self._px_of(range(number))
        return self._px_of(()) + number * self.verticalHeader().defaultSectionSize()

    def _px_of(self, rows: Iterable[int]) -> int:
        head = self.horizontalHeader().minimumHeight()
        return head + sum(map(self.rowHeight, rows)) + 4

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, as they are seen, under their headings."""
        head, columns = self.horizontalHeader(), self.table.columns
        order = map(head.logicalIndex, range(len(columns)))
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self.table.row_of(self.table.ids[place]) for place in places]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows) or len(rows) > MOST_COPIED:
            self.uncopied.emit()
        elif rows:
            copied_rows([columns[at] for at in order if not head.isSectionHidden(at)], known).lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._activate(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table.rowCount():
            last = event.key() == Qt.Key.Key_End
            self._stand_on(self.table.index(self.table.rowCount() - 1 if last else 0, 0))
            return
        super().keyPressEvent(event)

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        if (key := self.table.id_at(current.row())) is not None:  # -1 where there is none
            self.picked.emit(key)

    def _activate(self, place: int) -> None:
        if (key := self.table.id_at(place)) is not None:
            self.activated_key.emit(key)

    def _on_heading(self, section: int) -> None:
        name = self.table.columns[section].name
        if not name:
            return
        down = self.table.order == (name, False)
        if self.table.sorts_itself:
            key = self.key
            self.table.sort_by(name, down=down)
            self.pick(key, silent=True)
            self.scrollToTop()
        self.show_order(name, down=down)
        self.sorted_by.emit(name, down)

    def show_order(self, name: str, *, down: bool) -> None:
        """Show the arrow of the order that the list has, also of one that was remembered."""
        self.table.show_order(name, down=down)
        places = range(len(self.table.columns))
        self.widths.name_columns([self.table.heading(place) for place in places])
