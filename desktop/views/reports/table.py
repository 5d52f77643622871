"""A report's table on screen: its total is always the last line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from desktop.basics import report
from desktop.basics.figures import COUNT, DAY, MONEY, RATE, TEXT, stands_right
from desktop.views.kit.tables.record_table import Column, Index, RecordTable, RecordView

TOTAL = -1  # the key of the total; those of the rows are their places
_WIDTHS_PX = {TEXT: 84, MONEY: 100, COUNT: 64, RATE: 64, DAY: 92}
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
    return view
