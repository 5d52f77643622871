"""Ticks that were taken back, by whatever stroke: doubtful; lone ticks beside them are sure."""

from math import cos, sin
from random import Random

import pytest

from desktop.basics.layout import Layout, Tick
from desktop.scans import MISSED, STRUCK, TWO, Answer
from tests.scans.hands import BLACKENED, STRUCK_OUT, Harm, Picture, harmed, stroke
from tests.scans.spoilt import hook
from tests.scans.test_ticks import HARMS, one_each, printed, read

SCANNED = Harm(200, turn=1.5, noise=0.015)
Way = list[tuple[float, float]]
RING: Way = [(0.5 * cos(at), 0.5 * sin(at)) for at in range(60)]
HOOK: Way = [(-0.42, -0.05), (-0.1, 0.36), (0.55, -0.6)]
# In sides of the box about its middle.
STRUCK_BY: dict[str, Way] = {
    "a long line": STRUCK_OUT,
    "a short line": [(-0.9, 0), (0.9, 0.05)],
    "a diagonal": [(-0.8, -0.8), (0.8, 0.8)],
    "a scribble in the box": RING,
}
LONE: dict[str, list[Way]] = {
    "a cross": [[(-0.45, -0.4), (0.4, 0.45)], [(0.4, -0.45), (-0.4, 0.4)]],
    "a large cross": [[(-0.6, -0.6), (0.6, 0.6)], [(0.6, -0.6), (-0.6, 0.6)]],
    "a hook": [HOOK],
    "a round hook": [
        [(-0.4, 0), (-0.3, 0.2), (-0.16, 0.33), (-0.06, 0.33), (0.1, 0.1), (0.5, -0.6)]
    ],
    "a stroke": [[(-0.35, 0.4), (0.4, -0.45)]],
    "a zigzag": [
        [(-0.56, -0.4), (0.62, -0.3), (-0.56, 0), (0.62, 0.15), (-0.5, 0.5), (0.55, 0.55)]
    ],
}


def answers(sheet: Picture, layout: Layout, harm: Harm = SCANNED) -> dict[str, Answer]:
    """What is read of each row's result."""
    page = read(harmed(sheet, harm, Random(1)), layout)
    assert page is not None
    return {one.row: one for one in page.answers if one.field == "result"}


@pytest.mark.parametrize("kind", ["visits", "manifest"])
@pytest.mark.parametrize("way", STRUCK_BY.values(), ids=STRUCK_BY)
def test_a_struck_tick_is_doubtful_though_others_are_struck_alike(kind: str, way: Way) -> None:
    layout, sheets = printed(kind)
    sheet = sheets[0].copy()
    marked = one_each(layout, "result")
    for at, one in enumerate(marked):
        hook(sheet, one)
        if at:
            stroke(sheet, one, way)
    lone, *struck = answers(sheet, layout).values()
    assert (lone.values, lone.doubt) == ((marked[0].value,), "")
    assert all(one.doubt for one in struck)


@pytest.mark.parametrize("dpi", [100, 200])
@pytest.mark.parametrize("ways", LONE.values(), ids=LONE)
def test_a_lone_tick_is_sure_whatever_its_shape(ways: list[Way], dpi: int) -> None:
    layout, sheets = printed("manifest")
    sheet = sheets[0].copy()
    marked = one_each(layout, "result")
    for one in marked:
        for way in ways:
            stroke(sheet, one, way)
    found = answers(sheet, layout, Harm(dpi, turn=1.5, noise=0.015))
    assert [one.doubt for one in found.values()] == [""] * len(marked)
    assert [one.values for one in found.values()] == [(one.value,) for one in marked]


@pytest.mark.parametrize("kind", ["visits", "manifest"])
@pytest.mark.parametrize("way", ["a long line", "a short line"])
def test_a_line_through_a_broad_pens_tick_is_doubtful(kind: str, way: str) -> None:
    layout, sheets = printed(kind)
    sheet = sheets[0].copy()
    marked = one_each(layout, "result")
    for at, one in enumerate(marked):
        stroke(sheet, one, HOOK, pen="marker")
        if at % 2:
            stroke(sheet, one, STRUCK_BY[way])
    doubts = [one.doubt for one in answers(sheet, layout).values()]
    assert [bool(one) for one in doubts] == [bool(at % 2) for at in range(len(marked))]


def test_a_broad_pens_cross_is_no_blackened_box() -> None:
    layout, sheets = printed("manifest")
    sheet = sheets[0].copy()
    first, *_others = one_each(layout, "result")
    for way in LONE["a cross"]:
        stroke(sheet, first, way, pen="marker")
    assert answers(sheet, layout)[first.row].doubt == ""


def test_a_gel_tick_blackened_with_the_same_pen_is_doubtful_on_a_blurred_page_too() -> None:
    layout, sheets = printed("manifest")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    for at, one in enumerate(marked):
        stroke(sheet, one, HOOK, pen="gel")
        if at % 3 == 0:
            stroke(sheet, one, [(1.2 * x, 1.2 * y) for x, y in BLACKENED], pen="gel")
    found = answers(sheet, layout, HARMS["blurred"])
    doubts = [bool(found[one.row].doubt) for one in marked]
    assert doubts == [at % 3 == 0 for at in range(len(marked))]


def blackened(kind: str, ticks: list[Tick]) -> list[Answer]:
    """What is read of a page on which nothing but these boxes is blackened."""
    layout, sheets = printed(kind)
    sheet = sheets[0].copy()
    for one in ticks:
        stroke(sheet, one, BLACKENED)
    return [*answers(sheet, layout).values()]


@pytest.mark.parametrize("kind", ["visits", "manifest"])
def test_some_blackened_boxes_without_any_other_tick_are_doubtful(kind: str) -> None:
    marked = one_each(printed(kind)[0], "result")[::2]
    found = {one.row: one.doubt for one in blackened(kind, marked)}
    assert {row for row, doubt in found.items() if doubt} == {one.row for one in marked}
    assert {*found.values()} == {"", STRUCK}


def test_who_blackens_a_box_in_each_row_ticks_so_and_two_in_one_are_doubtful() -> None:
    layout, _sheets = printed("manifest")
    marked = one_each(layout, "result")
    found = blackened("manifest", marked)
    assert [(one.values, one.doubt) for one in found] == [((one.value,), "") for one in marked]
    second = next(
        one
        for one in layout.pages[0].ticks
        if (one.row, one.field) == (marked[0].row, "result") and one.value != marked[0].value
    )
    found = blackened("manifest", [*marked, second])
    assert [one.doubt for one in found] == [TWO] + [""] * (len(marked) - 1)


@pytest.mark.parametrize("high", [1.0, 1.3])
def test_a_circle_about_words_that_runs_into_the_next_box_is_no_tick_of_that(high: float) -> None:
    layout, sheets = printed("manifest")
    sheet = sheets[0].copy()
    meant = [one for one in layout.pages[0].ticks if one.value == "cash"][::2]
    for one in meant:
        stroke(sheet, one, [(1.69 + cos(a / 3.2) * 1.24, sin(a / 3.2) * high) for a in range(21)])
    page = read(harmed(sheet, SCANNED, Random(2)), layout)
    assert page is not None
    doubts = {one.row: one.doubt for one in page.answers if one.field == "means"}
    assert [doubts[one.row] for one in meant] == [MISSED] * len(meant)
