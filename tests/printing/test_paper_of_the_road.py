"""What goes along with the goods and the rep: notes, manifests, visit sheets, by the ruler."""

import re
from dataclasses import replace

import pytest

from desktop.printing import render
from tests.printing import papers, pdf
from tests.printing.test_papers import LONG, LONG_OFFICE

MM = 72 / 25.4


def boxes(data: bytes, least_mm: float, page: int = 0) -> int:
    """How many drawn boxes of a page are so wide, and high enough for a hand, in whole mm."""
    return sum(
        abs((right - left) / MM - least_mm) < 1.2 and (top - bottom) / MM > 11
        for number, left, bottom, right, top in pdf.drawn(data)
        if number == page
    )


@pytest.mark.parametrize("lines", [1, 2, 9, 10])
def test_ten_lines_have_both_copies_on_one_sheet(lines: int) -> None:
    data = render(papers.delivery_note(lines))
    (page,) = pdf.texts(data)
    assert page.count("收货人签字（章）") == 2
    assert boxes(data, 46) == 2


@pytest.mark.parametrize("lines", range(1, 26))
def test_a_note_of_any_length_has_nothing_over_its_foot(lines: int) -> None:
    for note in (
        papers.delivery_note(lines),
        papers.delivery_note(
            lines, client=LONG, letterhead=LONG_OFFICE, driver="欧阳建国、司马向东（替班）"
        ),
    ):
        data = render(note)
        pages = pdf.texts(data)
        assert pdf.outside(data) == []
        assert "".join(pages).count("收货人签字（章）") == 2
        half = 297 / 2 * MM
        cut = [each for each in pdf.characters(data) if each.page == 0]
        if len(pages) == 1:
            foot = max(one.top for one in cut if one.bottom < 10 * MM)
            terms = [one.bottom for one in cut if foot < one.bottom < half]
            assert min(terms) > foot


def test_the_due_amount_follows_the_words_without_a_gap() -> None:
    read = pdf.text(render(papers.delivery_note(1)))
    assert "人民币贰佰叁拾陆元伍角肆分" in read
    assert "¥236.54" in read


@pytest.mark.parametrize("stops", [1, 12, 40, 60])
def test_every_stop_has_thirty_millimetres_to_sign_in(stops: int) -> None:
    data = render(papers.manifest(stops, notes=False))
    pages = range(len(pdf.texts(data)))
    assert pdf.outside(data) == []
    assert sum(boxes(data, 30, page) for page in pages) == stops


def test_nothing_is_written_that_is_not_there() -> None:
    paper = papers.manifest(7, notes=False)
    stops = tuple(replace(stop, planned="", cartons=0) for stop in paper.stops)
    read = pdf.text(render(replace(paper, stops=stops, departure="", distance_m=0)))
    assert not re.search(r"\d 箱", read)
    assert "0 箱" not in read
    assert "到达" not in read
    assert "出车" not in read
    assert "公里" not in read
    planned = pdf.text(render(paper))
    assert "到达" in planned
    assert "08:12" in planned
    assert "出车" in planned
    assert "0 箱" not in planned.replace("10 箱", "").replace("20 箱", "")


def test_contact_and_address_stand_in_lines_of_their_own() -> None:
    paper = papers.visit_sheet(1)
    long = replace(LONG, contact=LONG.contact * 3, phone=LONG.phone * 2)
    visits = (replace(paper.visits[0], client=long),)
    data = render(replace(paper, visits=visits, letterhead=LONG_OFFICE))
    letters = list(pdf.characters(data))
    placed = sorted(letters, key=lambda one: (-round(one.bottom), one.left))

    over = [
        (one.text, other.text)
        for place, one in enumerate(placed)
        for other in placed[place + 1 : place + 90]
        if one.page == other.page
        and min(one.right, other.right) - max(one.left, other.left) > 1
        and min(one.top, other.top) - max(one.bottom, other.bottom) > 1
    ]
    assert over == []
    assert pdf.outside(data) == []


def test_a_visit_is_as_high_as_it_is_measured() -> None:
    for visits in range(1, 12):
        data = render(papers.visit_sheet(visits))
        assert pdf.outside(data) == []
        pages = pdf.texts(data)
        assert all(page.count("这样说") == page.count("店主签字") for page in pages)
        assert len(pages) == (visits + 2) // 3
