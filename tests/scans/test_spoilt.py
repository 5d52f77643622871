"""Pages that were spoilt before they are read: what isn't read right is doubtful, never wrong."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from desktop.basics.layout import Layout, Tick
from desktop.scans import MISSED, codes_in, pages_of, read_page
from tests.scans import hands, spoilt
from tests.scans.hands import Harm, Picture, as_jpeg, chosen, harmed, stroke, tick
from tests.scans.test_ticks import KINDS, printed, read, wanted

SCANNED = Harm(200, turn=1.5, noise=0.015)
Spoil = Callable[[Picture, Layout, Random], Picture]
# What is done to a page, and how much of it must be read for sure, in hundredths.
SPOILT: dict[str, tuple[Spoil, int]] = {
    "a cup of coffee": (spoilt.stained, 0),
    "a fold": (spoilt.folded, 40),
    "a corner torn off": (spoilt.torn, 90),
    "cut by the scanner": (spoilt.cropped, 90),
    "its back shines through": (spoilt.shone_through, 90),
    "a seal": (spoilt.stamped, 30),
    "written on": (spoilt.written_on, 90),
}
PENS = {"thin": (0.3, 50), "thick": (2.0, 20), "red": (0.5, 90), "pencil": (0.5, 153)}


def counted(kind: str, sheet: Picture, ticked: list[Tick], harm: Harm) -> tuple[int, int]:
    """How many fields are read for sure, and of how many; none of them wrong."""
    layout, _sheets = printed(kind)
    page = read(sheet, layout, harm.quality)
    assert page is not None
    said = wanted(layout, 0, ticked)
    sure = [one for one in page.answers if not one.doubt]
    assert [one for one in sure if {*one.values} != said[one.row, one.field]] == []
    return len(sure), len(said)


@pytest.mark.parametrize(("spoil", "least"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_page_is_read_or_doubtful_and_never_wrong(spoil: Spoil, least: int) -> None:
    by, found = Random(least), []
    for kind in KINDS:
        layout, sheets = printed(kind)
        sheet, ticked = sheets[0].copy(), chosen(layout, 0, by)
        for one in ticked:
            tick(sheet, one, by)
        sheet = harmed(spoil(sheet, layout, by), SCANNED, by)
        found.append(counted(kind, sheet, ticked, SCANNED))
    sure, number = (sum(some) for some in zip(*found, strict=True))
    assert 100 * sure >= least * number


@pytest.mark.parametrize("pen", PENS)
def test_ticks_of_any_pen_are_read(pen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "PENS", {pen: PENS[pen]})
    by, found = Random(pen), []
    for kind in KINDS:
        layout, sheets = printed(kind)
        sheet, ticked = sheets[0].copy(), chosen(layout, 0, by)
        for one in ticked:
            tick(sheet, one, by)
        found.append(counted(kind, harmed(sheet, SCANNED, by), ticked, SCANNED))
    sure, number = (sum(some) for some in zip(*found, strict=True))
    assert 100 * sure >= 90 * number


# Millimetres between a box and the nearest end of a mark, in sides of the box.
FAR = {
    "left": (-1.05 - 3 / 3.7, 0),
    "right": (0.92 + 3 / 3.7, 0),
    "above": (0, -0.86 - 3 / 3.7),
    "below": (0, 1.1 + 3 / 3.7),
}


@pytest.mark.parametrize("kind", ["visits", "manifest"])
@pytest.mark.parametrize("off", FAR.values(), ids=FAR)
def test_a_tick_three_millimetres_off_its_box_is_doubtful(
    kind: str, off: tuple[float, float]
) -> None:
    layout, sheets = printed(kind)
    sheet, by = sheets[0].copy(), Random(kind)
    free = [one for one in layout.pages[0].ticks if spoilt.far_off(one, layout, *off)]
    # Not on the first row of a table, whose heading stands on no other; not on all rows alike.
    marked = {(one.row, one.field): one for one in free[len(free) // 3 :: len(free)]}
    assert marked
    for one in marked.values():
        spoilt.hook(sheet, one, *off)
    page = read(harmed(sheet, SCANNED, by), layout)
    assert page is not None
    answers = {(one.row, one.field): one.doubt for one in page.answers}
    assert [key for key in marked if not answers[key]] == []


# The boxes of a field that has no other words to compare with, and where a mark lies on print.
ON_WORDS = {
    "visits": ("adopted", FAR["above"]),
    "manifest": ("full", FAR["left"]),
    "survey": ("社区超市", FAR["right"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_tick_on_print_is_doubtful_though_there_is_nothing_to_compare_it_with(kind: str) -> None:
    layout, sheets = printed(kind)
    sheet, (value, off) = sheets[0].copy(), ON_WORDS[kind]
    marked = [one for one in layout.pages[0].ticks if one.value == value]
    for one in marked:  # all rows alike
        spoilt.hook(sheet, one, *off)
    page = read(harmed(sheet, SCANNED, Random(7)), layout)
    assert page is not None
    answers = {(one.row, one.field): one.doubt for one in page.answers}
    assert [answers[one.row, one.field] for one in marked] == [MISSED] * len(marked)


@pytest.mark.parametrize(("dpi", "blur"), [(150, 1), (200, 1.6), (300, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_words_alone_are_no_strokes(kind: str, dpi: int, blur: float) -> None:
    layout, sheets = printed(kind)
    page = read(harmed(sheets[0].copy(), Harm(dpi, turn=-3, blur=blur), Random(8)), layout)
    assert page is not None
    assert [one for one in page.answers if one.doubt] == []


@pytest.mark.parametrize("high", [0.8, 1.0, 1.3])
def test_a_circle_about_words_alone_is_told_on_a_survey(high: float) -> None:
    layout, sheets = printed("survey")
    sheet, by = sheets[0].copy(), Random(4)
    ticks = layout.pages[0].ticks
    marked = [next(one for one in ticks if one.value == value) for value in ("middle", "家庭")]
    for one in marked:
        words = len(one.value) if one.several else 1
        middle, wide = 0.8 + words * 0.45, words * 0.45 + 0.35
        ring = [(a, b * high) for a, b in hands.BESIDE["around it"]]
        stroke(sheet, one, [(middle + a * wide / 1.1, b) for a, b in ring])
    page = read(harmed(sheet, SCANNED, by), layout)
    assert page is not None
    doubts = {one.field: one.doubt for one in page.answers}
    assert (doubts["spending"], doubts["groups"]) == (MISSED, MISSED)


def test_a_fax_has_fewer_lines_than_dots() -> None:
    layout, sheets = printed("manifest")
    sheet, by = sheets[0].copy(), Random(5)
    ticked = chosen(layout, 0, by)
    for one in ticked:
        tick(sheet, one, by)
    black = sheet.resize((1728, 1145)).point(lambda shade: 255 if shade > 150 else 0).convert("1")
    written = BytesIO()
    black.save(written, "TIFF", compression="group4", dpi=(204, 98))
    (grey,) = pages_of(written.getvalue())
    found, _others = codes_in(grey)
    page = read_page(grey, found[0], layout)
    assert page is not None
    said = wanted(layout, 0, ticked)
    sure = [one for one in page.answers if not one.doubt]
    assert all({*one.values} == said[one.row, one.field] for one in sure)
    assert len(sure) >= 0.9 * len(said)


def test_two_pages_in_one_picture_are_both_read() -> None:
    by, found = Random(6), {}
    sheets = {kind: printed(kind)[1][0].copy() for kind in ("visits", "manifest")}
    ticked = {kind: chosen(printed(kind)[0], 0, by) for kind in sheets}
    for kind, sheet in sheets.items():
        for one in ticked[kind]:
            tick(sheet, one, by)
    wide, high = sheets["visits"].size
    both = Image.new("L", (2 * wide, high), 255)
    for at, sheet in enumerate(sheets.values()):
        both.paste(sheet, (at * wide, 0))
    (grey,) = pages_of(as_jpeg(both.resize((wide * 4 // 3, high * 2 // 3))))
    for code in codes_in(grey)[0]:
        for kind in sheets:
            layout = printed(kind)[0]
            if code.says.digest == layout.digest:
                found[kind] = read_page(grey, code, layout)
    for kind in sheets:
        page, said = found[kind], wanted(printed(kind)[0], 0, ticked[kind])
        assert page is not None
        assert all(one.doubt or {*one.values} == said[one.row, one.field] for one in page.answers)
