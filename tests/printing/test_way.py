"""The small map of a rep's day: every shop whose place is known has its number on it."""

from decimal import Decimal

from desktop.printing import render
from desktop.printing.places import Degrees
from tests.printing import papers, pdf


def at(lat: str, lon: str) -> Degrees:
    return Degrees(Decimal(lat), Decimal(lon))


def test_the_way_stands_above_the_visits_with_the_numbers_of_the_list() -> None:
    bare = papers.visit_sheet(3)
    placed = (at("31.470", "104.740"), None, at("31.480", "104.760"))
    mapped = papers.visit_sheet(3, begins=at("31.460", "104.730"), places=placed)
    assert "出发" not in pdf.text(render(bare))
    first = pdf.text(render(mapped)).partition("出发")[2]
    assert first[:2] == "13"  # the shop in the middle lies nowhere
    assert pdf.outside(render(mapped)) == []


def test_twenty_shops_on_one_spot_are_drawn_and_nothing_stands_outside() -> None:
    here = at("31.470", "104.740")
    assert pdf.outside(render(papers.visit_sheet(20, begins=here, places=(here,) * 20))) == []
    nowhere = papers.visit_sheet(2, begins=here, places=(None, None))
    assert "出发" not in pdf.text(render(nowhere))
