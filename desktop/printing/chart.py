"""A chart on paper, as vectors, with shades that a black-and-white laser keeps apart."""

from desktop.basics.chart import Chart
from desktop.basics.chart_drawing import Box, Letters, Stroke, Words, fitting_height, lay_out
from desktop.printing.fonts import printable, width
from desktop.printing.measures import ACCENT, INK, SMALL, SOFT, WHITE
from desktop.printing.page import Area, Sheet, Style

_LETTERS = Letters(SMALL, lambda text: width(printable(text), SMALL))
# By tone; an outline holds what is pale.
_FILLS = {
    "accent": ACCENT,
    "good": "#4F8F8A",
    "quiet": "#9AA3A2",
    "careful": "#D2D9D8",
    "wrong": WHITE,
}
_PALE = ("careful", "wrong")
_AREAS = {"accent_soft": SOFT}
_INKS = {"line": "#C9CFCE", "accent": ACCENT, "quiet": INK}
_THINNER = 0.6  # than on a screen
_OUTLINE = 0.4
_MIDDLE = 0.35  # of its size, from a text's middle to its baseline


def chart_height(chart: Chart) -> float:
    """How high a chart is drawn."""
    return fitting_height(chart, SMALL)


def draw_chart(sheet: Sheet, chart: Chart) -> None:
    """Put a chart at ``sheet.y``, across the page; it doesn't turn the page."""
    high = chart_height(chart)
    draw_chart_in(sheet, chart, (sheet.left, sheet.y, sheet.room, high))
    sheet.y += high


def draw_chart_in(sheet: Sheet, chart: Chart, area: Area) -> None:
    """Put a chart into an area of the page."""
    left, top, wide, high = area
    for shape in lay_out(chart, wide, high, _LETTERS).shapes:
        if isinstance(shape, Box):
            box = left + shape.x, top + shape.y, shape.wide, shape.high
            line = INK if shape.tone in _PALE else None
            sheet.box(box, _FILLS.get(shape.tone, INK), line, weight=_OUTLINE)
        elif isinstance(shape, Words):
            y = top + shape.y + _MIDDLE * SMALL
            sheet.text(left + shape.x, y, shape.text, Style(SMALL, align=shape.align))
        else:
            _draw_stroke(sheet, shape, left, top)


def _draw_stroke(sheet: Sheet, shape: Stroke, left: float, top: float) -> None:
    points = [(left + x, top + y) for x, y in shape.points]
    if shape.filled:
        sheet.path(points, _AREAS.get(shape.tone, SOFT))
    else:
        colour = _INKS.get(shape.tone, INK)
        sheet.path(points, colour, shape.weight * _THINNER, dashed=shape.dashed)
