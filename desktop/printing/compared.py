"""A table whose rows are times: on paper they stand side by side, beside their picture."""

from desktop.basics.chart import Chart
from desktop.basics.seen_list import SeenList
from desktop.printing.blocks import section
from desktop.printing.chart import draw_chart_in
from desktop.printing.measures import GUTTER, LINE, MM, PLAIN, SMALL
from desktop.printing.page import Sheet, Style, first_baseline

_TABLE = 0.58  # of the page's width; the picture has the rest
_ROW = 5.2 * MM
_HEAD = 5.6 * MM
_PICTURE = 30 * MM  # the least height of a picture
_LABEL = 23 * MM


def draw_compared(sheet: Sheet, seen: SeenList, none: str, chart: Chart | None) -> None:
    """Put a section on the page: figures down, times across, and the picture at their right.

    The first column of ``seen`` names the times; the first time is the one that matters.
    """
    high = max(_HEAD + _ROW * (len(seen.columns) - 1), _PICTURE if chart else 0)
    section(sheet, seen.name, keep=high if seen.rows else _ROW)
    if not seen.rows:
        sheet.flow(none, Style(PLAIN))
        return
    top, wide = sheet.y, sheet.room * _TABLE
    _draw_figures(sheet, seen, wide)
    if chart:
        left = sheet.left + wide + 2 * GUTTER
        _draw_picture(sheet, chart, left, top, high)
    sheet.y = top + high


def _draw_picture(sheet: Sheet, chart: Chart, left: float, top: float, high: float) -> None:
    sheet.text(left, top + first_baseline(SMALL), chart.title, Style(SMALL, bold=True))
    below = top + 4 * MM
    draw_chart_in(sheet, chart, (left, below, sheet.right - left, top + high - below))


def _draw_figures(sheet: Sheet, seen: SeenList, wide: float) -> None:
    """The rows of the table as columns; the first of them is bold."""
    part = (wide - _LABEL) / len(seen.rows)
    edges = [sheet.left + _LABEL + part * (place + 1) for place in range(len(seen.rows))]
    for place, (edge, row) in enumerate(zip(edges, seen.rows, strict=True)):
        style = Style(SMALL, bold=not place, align="right")
        baseline = sheet.y + first_baseline(SMALL)
        sheet.fitted(edge, baseline, row[0], part - 1 * MM, style, smallest=SMALL)
    end = sheet.left + wide
    sheet.y += _HEAD
    sheet.rule(sheet.left, sheet.y - 0.8 * MM, end)
    for number, column in enumerate(seen.columns[1:], start=1):
        baseline = sheet.y + first_baseline(PLAIN, 1.35)
        sheet.fitted(sheet.left, baseline, column.title, _LABEL, Style(PLAIN))
        for place, (edge, row) in enumerate(zip(edges, seen.rows, strict=True)):
            style = Style(PLAIN, bold=not place, align="right")
            sheet.fitted(edge, baseline, row[number], part - 1 * MM, style)
        sheet.y += _ROW
        sheet.rule(sheet.left, sheet.y - 0.6 * MM, end, LINE, 0.3)
