"""Dirt on a page: dots that lie alone are no marks; what a hand may have made stays doubtful."""

from random import Random

import pytest
from PIL import ImageDraw

from desktop.basics.layout import Tick
from desktop.scans import FAINT, STRUCK, Answer
from tests.scans.hands import (
    BLACKENED,
    DRAWN_DPI,
    HUNDREDTHS_PER_INCH,
    PENS,
    Harm,
    Picture,
    chosen,
    harmed,
    stroke,
    tick,
)
from tests.scans.spoilt import hook
from tests.scans.test_struck import LONE, answers
from tests.scans.test_ticks import KINDS, one_each, printed, read, wanted

SCANNED = Harm(200, turn=1.5)
# How many, and half of how wide in millimetres.
DIRT = {"a few": (60, (0.1, 0.3)), "many": (250, (0.1, 0.35)), "dust": (800, (0.05, 0.15))}


def dot(picture: Picture, one: Tick, across: float, down: float, wide: float = 0.65) -> None:
    """Draw a round dot, so far from a box's middle and so wide (in millimetres)."""
    scale, mm = DRAWN_DPI / HUNDREDTHS_PER_INCH, DRAWN_DPI / 25.4
    x, y = (place * scale for place in one.box.middle)
    x, y, reach = x + across * mm, y + down * mm, wide * mm / 2
    ImageDraw.Draw(picture).ellipse((x - reach, y - reach, x + reach, y + reach), fill=60)


def doubts(found: dict[str, Answer]) -> list[str]:
    return [one.doubt for one in found.values()]


@pytest.mark.parametrize("dirt", DIRT.values(), ids=DIRT)
def test_a_dirty_page_is_read_and_nothing_wrong_is_sure(
    dirt: tuple[int, tuple[float, float]],
) -> None:
    by, sure, number = Random(f"{dirt}"), 0, 0
    for kind in KINDS:
        layout, sheets = printed(kind)
        sheet, ticked, pen = sheets[0].copy(), chosen(layout, 0, by), by.choice([*PENS])
        for one in ticked:
            tick(sheet, one, by, pen=pen)
        page = read(harmed(sheet, Harm(200, turn=1.5, specks=dirt[0], speck=dirt[1]), by), layout)
        assert page is not None
        said = wanted(layout, 0, ticked)
        known = [one for one in page.answers if not one.doubt]
        assert [one for one in known if {*one.values} != said[one.row, one.field]] == []
        sure, number = sure + len(known), number + len(said)
    assert sure >= 0.95 * number


def test_a_dot_beside_a_tick_strikes_nothing_out_on_a_page_that_has_others() -> None:
    layout, sheets = printed("manifest")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    for one in marked:
        hook(sheet, one)
        dot(sheet, one, -3.4, 0.3)
    assert doubts(answers(sheet, layout, SCANNED)) == [""] * len(marked)


def test_a_dot_in_a_box_is_a_speck_only_where_another_is_ticked_or_far_aside() -> None:
    layout, sheets = printed("manifest")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    others = {(one.row, one.value): one for one in layout.pages[0].ticks if one.field == "result"}
    for at, one in enumerate(marked):
        dot(sheet, one, -0.3, -3.0)
        if at > 1:
            hook(sheet, one)
        beside = next(
            other for (row, _value), other in others.items() if row == one.row and other is not one
        )
        dot(sheet, beside, 0.9 * (at != 0), 0.9 * (at != 0))
    assert doubts(answers(sheet, layout, SCANNED)) == [FAINT] + [""] * (len(marked) - 1)


def test_a_dot_in_a_box_of_a_clean_page_is_doubtful() -> None:
    layout, sheets = printed("manifest")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    for one in marked[1:]:
        hook(sheet, one)
    dot(sheet, marked[0], 0.9, 0.9)
    assert doubts(answers(sheet, layout, SCANNED)) == [FAINT] + [""] * (len(marked) - 1)


@pytest.mark.parametrize("pen", ["ballpoint", "gel", "pencil"])
def test_a_tick_scribbled_over_among_crosses_is_doubtful(pen: str) -> None:
    layout, sheets = printed("manifest")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    for one in marked:
        for way in LONE["a cross"]:
            stroke(sheet, one, way, pen=pen)
    stroke(sheet, marked[2], BLACKENED, pen=pen)
    found = doubts(answers(sheet, layout, SCANNED))
    assert found.pop(2) == STRUCK
    assert not any(found)


@pytest.mark.parametrize("pen", ["ballpoint", "gel"])
def test_a_cross_that_a_row_of_dashes_runs_through_is_doubtful(pen: str) -> None:
    layout, sheets = printed("visits")
    sheet, marked = sheets[0].copy(), one_each(layout, "result")
    for at, one in enumerate(marked):
        for way in LONE["a cross"]:
            stroke(sheet, one, way, pen=pen)
        for dash in range(12 * (at % 2)):
            begin = -1 + 0.28 * dash
            stroke(sheet, one, [(begin, 0.05), (begin + 0.14, 0.05)], pen=pen)
    found = doubts(answers(sheet, layout, SCANNED))
    assert [bool(one) for one in found] == [bool(at % 2) for at in range(len(marked))]
