"""A report on paper (F1): its charts, the table behind each, and how it is reckoned."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.chart import Chart
from desktop.basics.seen_list import SeenList
from desktop.printing.blocks import points, points_height, section
from desktop.printing.chart import chart_height, draw_chart
from desktop.printing.compared import draw_compared
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.list_sheet import laid_across, laid_upright
from desktop.printing.measures import HEADING, MM, PLAIN
from desktop.printing.page import A4, ACROSS, Sheet, Style
from desktop.printing.paper import Paper


@dataclass(frozen=True)
class ReportTable:
    """One table: its rows as texts, its total below, ``none`` in place of rows."""

    seen: SeenList
    none: str
    total: tuple[str, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class ReportSheet(Paper, kind="report"):
    """A report as it stood on a day; ``asked`` says of which time, and of what alone.

    The rows of a ``compared`` one are times to compare (see ``draw_compared``).
    """

    follows_window = True

    letterhead: Letterhead
    day: date
    name: str
    asked: str
    tables: tuple[ReportTable, ...]
    notes: tuple[str, ...] = ()
    compared: bool = False

    def called(self) -> str:
        """What its PDF is called."""
        return f"{self.name} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the report on sheets; all of them lie on their side if one of its tables must."""
        across = not self.compared and any(
            laid_upright(_measured(one)) is None for one in self.tables
        )
        sheet.begin(running(self.name, str(self.day), self.letterhead), ACROSS if across else A4)
        heading = Heading(self.name, "", (str(self.day),), self.asked, size=HEADING)
        head(sheet, self.letterhead, heading)
        for table in self.tables:
            if self.compared:
                draw_compared(sheet, table.seen, table.none, table.chart)
            else:
                _draw_table(sheet, table, across=across)
        if self.notes:
            sheet.y += 5 * MM
            sheet.need(points_height(sheet, self.notes))
            points(sheet, self.notes)


def _draw_table(sheet: Sheet, table: ReportTable, *, across: bool) -> None:
    seen, chart = table.seen, table.chart
    high = chart_height(chart) + 6 * MM if chart else 0
    section(sheet, seen.name, keep=high + 14 * MM)
    if chart:
        sheet.text(sheet.left, sheet.y + PLAIN, chart.title, Style(PLAIN, bold=True))
        sheet.y += 5 * MM
        draw_chart(sheet, chart)
        sheet.y += 1 * MM
    measured = _measured(table)
    laid = (None if across else laid_upright(measured)) or laid_across(measured)
    totals = [table.total] if table.total else []
    laid.table(seen).draw(sheet, seen.rows, totals=totals, empty=table.none)


def _measured(table: ReportTable) -> SeenList:
    """The table with its total, which may be its widest row."""
    seen = table.seen
    return SeenList(seen.name, "", seen.columns, (*seen.rows, *filter(None, [table.total])))
