"""Papers printed, ticked by drawn hands, scanned badly, and read: what was ticked comes back."""

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import pytest

from desktop.basics.layout import Layout, Tick, layout_from_json, page_code
from desktop.printing import Paper, layouts_in, render
from desktop.printing.visit_sheet import PlannedVisit, VisitSheet
from desktop.scans import MISSED, STRUCK, TWO, ReadPage, codes_in, pages_of, read_page
from tests.printing.papers import OFFICE, PLACES, SHOP, manifest
from tests.printing.survey_paper import survey_form
from tests.scans.hands import (
    BESIDE,
    BLACKENED,
    STRUCK_OUT,
    Harm,
    Picture,
    as_jpeg,
    chosen,
    harmed,
    pages,
    stroke,
    tick,
)

HARMS = {
    "100 dpi": Harm(100),
    "300 dpi": Harm(300),
    "turned by 10°": Harm(200, turn=10),
    "upside down": Harm(150, turn=183),
    "lying on its side": Harm(150, turn=90),
    "dim, in a shadow": Harm(200, dim=0.5, shadow=0.3),
    "noise": Harm(100, noise=0.06, turn=4),
    "blurred": Harm(200, blur=1.6, turn=-5),
    "specks": Harm(200, specks=120),
    "photo": Harm(200, turn=5, shadow=0.35, noise=0.03, blur=0.8, tilt=0.06, quality=60),
    "all of it": Harm(100, turn=-7, dim=0.7, shadow=0.2, noise=0.05, quality=60),
}
KINDS = ("visits", "manifest", "survey")


def visits(number: int) -> VisitSheet:
    """The sheet of a rep's day."""
    planned = tuple(
        PlannedVisit(
            replace(SHOP, code=f"C{at:04d}", name=PLACES[at % 5][0], address=PLACES[at % 5][2]),
            "小区店",
            "主推",
            "把洗面奶摆到收银台旁，第二支半价，贴上我们的价签",
            "说说隔壁店卖得怎样",
        )
        for at in range(1, number + 1)
    )
    return VisitSheet(OFFICE, "BF-20260706-0012", "陈强", date(2026, 7, 6), planned)


@cache
def printed(kind: str) -> tuple[Layout, list[Picture]]:
    """A paper's layout, and its pages that come back."""
    papers: dict[str, Paper] = {
        "visits": visits(4),
        "manifest": manifest(9, notes=False),
        "survey": survey_form(),
    }
    pdf = render(papers[kind])
    (layout,) = layouts_in(pdf)
    return layout, pages(pdf)


def read(picture: Picture, layout: Layout, quality: int = 85) -> ReadPage | None:
    (grey,) = pages_of(as_jpeg(picture, quality))
    found, _others = codes_in(grey)
    return read_page(grey, found[0], layout) if found else None


def wanted(layout: Layout, page: int, ticked: object) -> dict[tuple[str, str], set[str]]:
    """What the fields of a page say, by what was ticked and what is printed."""
    assert isinstance(ticked, list)
    said: dict[tuple[str, str], set[str]] = {}
    for one in layout.pages[page].ticks:
        values = said.setdefault((one.row, one.field), set())
        if one.printed or one in ticked:
            values.add(one.value)
    return said


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_what_was_ticked_is_read_and_nothing_wrong_is_sure(harm: Harm) -> None:
    by = Random(f"{harm}")
    sure, all_fields = 0, 0
    turn = [*HARMS.values()].index(harm) % len(KINDS)
    for kind, at in ((kind, 0) for kind in (KINDS if harm.noise else KINDS[turn : turn + 1])):
        layout, sheets = printed(kind)
        sheet, ticked = sheets[at].copy(), chosen(layout, at, by)
        for one in ticked:
            tick(sheet, one, by)
        page = read(harmed(sheet, harm, by), layout, harm.quality)
        assert page is not None
        said = wanted(layout, at, ticked)
        found = {(one.row, one.field): one for one in page.answers}
        assert found.keys() == said.keys()
        wrong = [one for key, one in found.items() if not one.doubt and {*one.values} != said[key]]
        assert wrong == []
        sure += sum(not one.doubt for one in found.values())
        all_fields += len(found)
    assert sure >= 0.95 * all_fields or sure == all_fields - 1


def test_two_ticks_where_one_is_asked_are_told_apart_from_a_sure_one() -> None:
    layout, sheets = printed("visits")
    sheet, by = sheets[0].copy(), Random(1)
    first, second, *_rest = [one for one in layout.pages[0].ticks if one.field == "result"]
    for one in (first, second):
        tick(sheet, one, by)
    page = read(sheet, layout)
    assert page is not None
    answer = page.answers[0]
    assert (answer.values, answer.doubt) == ((first.value, second.value), TWO)
    assert not any(one.values or one.doubt for one in page.answers[1:])


def one_each(layout: Layout, field: str) -> list[Tick]:
    """A box of each row of the first page that a field has, another one each time."""
    rows: dict[str, list[Tick]] = {}
    for one in layout.pages[0].ticks:
        if one.field == field:
            rows.setdefault(one.row, []).append(one)
    return [some[at % len(some)] for at, some in enumerate(rows.values())]


@pytest.mark.parametrize("kind", ["visits", "manifest"])
@pytest.mark.parametrize("where", BESIDE)
def test_what_is_marked_beside_its_box_is_never_taken_for_nothing(kind: str, where: str) -> None:
    layout, sheets = printed(kind)
    sheet, by = sheets[0].copy(), Random(where)
    marked = one_each(layout, "result")
    for one in marked:
        stroke(sheet, one, BESIDE[where])
    page = read(harmed(sheet, Harm(150, turn=2, noise=0.02), by), layout)
    assert page is not None
    answers = {one.row: one for one in page.answers if one.field == "result"}
    assert [one.doubt for one in answers.values()] == [MISSED] * len(marked)
    assert all(one.value in answers[one.row].values for one in marked)


def test_a_mark_beside_one_box_of_several_is_told_though_another_is_ticked() -> None:
    layout, sheets = printed("survey")
    sheet, by = sheets[0].copy(), Random(2)
    several = [one for one in layout.pages[0].ticks if one.several]
    tick(sheet, several[0], by)
    stroke(sheet, several[-1], BESIDE["around it"])
    page = read(sheet, layout)
    assert page is not None
    (answer,) = [one for one in page.answers if one.field == several[0].field]
    assert answer.doubt == MISSED
    assert {several[0].value, several[-1].value} <= {*answer.values}


@pytest.mark.parametrize("way", [STRUCK_OUT, BLACKENED], ids=["a line", "blackened"])
def test_a_tick_that_was_taken_back_is_never_sure(way: list[tuple[float, float]]) -> None:
    layout, sheets = printed("manifest")
    sheet, by = sheets[0].copy(), Random(3)
    marked = one_each(layout, "result")
    for one in marked:
        stroke(sheet, one, [(-0.4, -0.05), (-0.1, 0.36), (0.5, -0.6)])
    taken_back = marked[1]
    stroke(sheet, taken_back, way)
    page = read(harmed(sheet, Harm(150, turn=2, noise=0.02), by), layout)
    assert page is not None
    answers = {one.row: one.doubt for one in page.answers if one.field == "result"}
    assert answers.pop(taken_back.row) in (STRUCK, TWO)
    assert not any(answers.values())


def test_a_page_with_its_foot_cut_off_is_not_guessed_at() -> None:
    layout, sheets = printed("visits")
    cut = sheets[0].crop((0, 0, sheets[0].width, round(sheets[0].height * 0.6)))
    assert read(cut, layout) is None


def test_a_layout_is_the_same_after_it_was_kept() -> None:
    layout, _sheets = printed("manifest")
    again = layout_from_json(layout.to_json())
    assert again == layout
    said = page_code(layout.code_of(1))
    assert said is not None
    assert (said.number, said.page, said.digest) == (layout.number, 1, again.digest)
    with pytest.raises(ValueError):
        layout_from_json("[]")
