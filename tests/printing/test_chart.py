"""Charts on paper: strokes and boxes of true length, no picture, shades a laser keeps apart."""

from itertools import pairwise

import pypdfium2
import pypdfium2.raw as raw

from desktop.basics.chart import BARS, COLUMNS, LINES, Chart, Mark, Series
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing import render
from desktop.printing.chart import _FILLS
from desktop.printing.report import ReportTable
from tests.printing import papers, pdf

ACCENT = (11, 110, 105)


def printed(chart: Chart) -> bytes:
    """A report of this chart alone."""
    seen = SeenList("表", "", (SeenColumn("名称"), SeenColumn("额", right=True, price=True)), ())
    return render(papers.report(tables=(ReportTable(seen, "无", (), chart),), notes=()))


def filled(data: bytes, colour: tuple[int, int, int]) -> list[tuple[float, float]]:
    """Width and height of each box filled in a colour, from the top down."""
    page = pypdfium2.PdfDocument(data)[0]
    found = []
    for one in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        mode, stroke = raw.ctypes.c_int(), raw.ctypes.c_int()
        raw.FPDFPath_GetDrawMode(one.raw, mode, stroke)
        parts = [raw.ctypes.c_uint() for _part in range(4)]
        raw.FPDFPageObj_GetFillColor(one.raw, *parts)
        if mode.value and tuple(part.value for part in parts[:3]) == colour:
            left, bottom, right, top = one.get_bounds()
            found.append((-top, right - left, top - bottom))
    return [(wide, high) for _place, wide, high in sorted(found)]


def test_bars_are_as_long_as_their_figures() -> None:
    chart = Chart("前三家", BARS, ("甲", "乙", "丙"), (Series("净额", (40_000, 20_000, 10_000)),))
    data = printed(chart)
    # The first is the bar beside the heading of the section.
    widths = [wide for wide, _high in filled(data, ACCENT)][1:]
    assert [round(wide / widths[-1], 2) for wide in widths] == [4, 2, 1]
    assert "400.00" in pdf.text(data)


def test_columns_are_as_high_as_their_figures() -> None:
    chart = Chart("各月", COLUMNS, ("1月", "2月"), (Series("净额", (3_000_000, 1_000_000)),))
    heights = sorted(high for wide, high in filled(printed(chart), ACCENT) if wide > 10)
    assert round(heights[1] / heights[0], 2) == 3
    assert "万元" in pdf.text(printed(chart))


def test_a_curve_with_its_marks_and_no_picture_at_all() -> None:
    weeks = tuple(f"第{week}周" for week in range(1, 27))
    series = (
        Series("本店", tuple(100 * week for week in range(26))),
        Series("同类店", tuple(90 * week for week in range(26)), "quiet"),
    )
    chart = Chart("每周送货", LINES, weeks, series, marks=(Mark(4, "采纳：香皂堆头"),))
    data = printed(chart)
    objects = list(pypdfium2.PdfDocument(data)[0].get_objects())
    assert not [one for one in objects if one.type == raw.FPDF_PAGEOBJ_IMAGE]
    said = pdf.text(data)
    for words in ("每周送货", "本店", "同类店", "采纳：香皂堆头", "第26周"):
        assert words in said
    assert pdf.outside(data) == []


def test_series_are_told_apart_in_grey() -> None:
    series = tuple(Series(tone, (10_000,), tone) for tone in _FILLS)
    data = printed(Chart("色", COLUMNS, ("1",), series))
    greys = []
    for colour in _FILLS.values():
        red, green, blue = bytes.fromhex(colour[1:])
        assert filled(data, (red, green, blue)), colour
        greys.append(0.299 * red + 0.587 * green + 0.114 * blue)
    assert all(darker + 30 < paler for darker, paler in pairwise(sorted(greys)))
