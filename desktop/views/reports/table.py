"""A report's table on screen: its total is always the last line."""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from desktop.basics import report
from desktop.basics.figures import COUNT, DAY, MONEY, RATE, TEXT, stands_right
from desktop.basics.report import Line, LongLines
from desktop.services.reports import text_of
from desktop.views.kit.tables.column_widths import Wish
from desktop.views.kit.tables.record_table import Column, Fetch, Index, RecordTable, RecordView

TOTAL = -1  # the key of the total; those of the rows are their places
_WIDTHS_PX = {TEXT: 84, MONEY: 100, COUNT: 64, RATE: 64, DAY: 92}
_CLIENT = "client"
# What a client's line opens or its name tells too: it gives way, in this order, so that the name
# and all figures stand whole in a small window.
_GIVES_WAY = ("code", "segment", "area", "rep")
_FIRST = 100  # of very many rows those that are read with the report


class Rows(NamedTuple):
    """The keys of a table's rows, its total the last, and the rows that are known."""

    keys: "array[int]"
    known: dict[int, Line]


def rows_of(table: report.Table) -> Rows:
    """All rows of a table, of very many only the first; to be asked off the GUI thread."""
    lines = table.lines[:_FIRST] if isinstance(table.lines, LongLines) else table.lines
    known = dict(enumerate(lines))
    if table.total:
        known[TOTAL] = Line(table.total)
    return Rows(in_order(table, range(len(table.lines))), known)


def in_order(table: report.Table, places: Iterable[int]) -> "array[int]":
    """The keys of a table's rows in some order; its total stays the last."""
    keys = array("q", places)
    if table.total:
        keys.append(TOTAL)
    return keys


class ReportRows(RecordTable[Line]):
    """The rows of a report's table; whoever shows it sorts it, by what they stand for.

    Their words are made as they are seen; ``fetch`` reads the rows at some places of very many.
    """

    def __init__(self, columns: tuple[report.Column, ...], fetch: Fetch) -> None:
        made = [_column(place, one) for place, one in enumerate(columns)]
        super().__init__(made, fetch)

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        self.set_ids(rows.keys, rows.known)

    def arrange(self, keys: Sequence[int]) -> None:
        """Show the rows in this order."""
        self.set_ids(keys, self._rows)

    def data(self, index: Index, role: int = 0) -> object:
        if role == Qt.ItemDataRole.FontRole and self.id_at(index.row()) == TOTAL:
            font = QFont()
            font.setBold(True)
            return font
        return super().data(index, role)


def _column(place: int, column: report.Column) -> Column[Line]:
    return Column(
        column.heading,
        lambda row: text_of(column, row.values[place]),
        150 if column.wide else _WIDTHS_PX[column.kind],
        column.name,
        right=stands_right(column.kind),
        stretch=column.wide,
    )


def report_view(table: report.Table, fetch: Fetch) -> RecordView[Line]:
    """A view of a table's rows; ``fetch`` reads those at some places of very many."""
    view = RecordView(ReportRows(table.columns, fetch), table.title)
    view.widths.bold = True
    view.widths.standing = _standing([one.name for one in table.columns])
    return view


def left_out(view: RecordView[Line]) -> list[str]:
    """The headings for which its window has no room now."""
    return [
        column.heading
        for place, column in enumerate(view.table.columns)
        if view.isColumnHidden(place)
    ]


def _standing(names: Sequence[str]) -> Callable[[int, Sequence[Wish]], Collection[int]]:
    """Which columns stand in so much room."""
    may_go = [names.index(one) for one in _GIVES_WAY if one in names and _CLIENT in names]

    def stand(room: int, wishes: Sequence[Wish]) -> Collection[int]:
        needs = [max(wish.need, wish.least) for wish in wishes]
        places = dict.fromkeys(range(len(names)))
        for place in may_go:
            if sum(needs[one] for one in places) > room:
                del places[place]
        return list(places)

    return stand
