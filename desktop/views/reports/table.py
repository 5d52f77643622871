"""A report's table on screen: its total is always the last line."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from desktop.basics import report
from desktop.basics.figures import COUNT, DAY, MONEY, RATE, TEXT, stands_right
from desktop.views.kit.tables.column_widths import Wish
from desktop.views.kit.tables.record_table import Column, Index, RecordTable, RecordView

TOTAL = -1  # the key of the total; those of the rows are their places
_WIDTHS_PX = {TEXT: 84, MONEY: 100, COUNT: 64, RATE: 64, DAY: 92}
_CLIENT = "client"
# What a client's line opens or its name tells too: it gives way, in this order, so that the name
# and all figures stand whole in a small window.
_GIVES_WAY = ("code", "segment", "area")
Texts = tuple[str, ...]


class ReportRows(RecordTable[Texts]):
    """All rows of a report's table, as texts; whoever shows it sorts it, by what they stand for."""

    def __init__(self, columns: tuple[report.Column, ...]) -> None:
        made = [_column(place, one) for place, one in enumerate(columns)]
        super().__init__(made, lambda _ids: None)  # no row is ever unknown

    def show_rows(self, rows: Sequence[Texts], total: Texts) -> None:
        """Show these rows, and the total below them if there is one."""
        known = dict(enumerate(rows))
        if total:
            known[TOTAL] = total
        self.set_ids(list(known), known)

    def arrange(self, places: Sequence[int]) -> None:
        """Show the rows in this order."""
        self.set_ids([*places, *([TOTAL] if TOTAL in self._rows else [])], self._rows)

    def data(self, index: Index, role: int = 0) -> object:
        if role == Qt.ItemDataRole.FontRole and self.id_at(index.row()) == TOTAL:
            font = QFont()
            font.setBold(True)
            return font
        return super().data(index, role)


def _column(place: int, column: report.Column) -> Column[Texts]:
    return Column(
        column.heading,
        lambda row: row[place],
        150 if column.wide else _WIDTHS_PX[column.kind],
        column.name,
        right=stands_right(column.kind),
        stretch=column.wide,
    )


def report_view(table: report.Table) -> RecordView[Texts]:
    """A view of a table's rows."""
    view = RecordView(ReportRows(table.columns), table.title)
    view.widths.bold = True
    view.widths.standing = _standing([one.name for one in table.columns])
    return view


def left_out(view: RecordView[Texts]) -> list[str]:
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
