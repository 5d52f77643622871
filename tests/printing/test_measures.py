"""Every paper measured with a ruler, at every length: pages full, letters black and of five sizes.

What is measured is the PDF's own ink, not what the program meant to draw.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from desktop.printing import render
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.printing.measures import GUTTER, SIZES
from tests.printing import papers, pdf, ruler
from tests.printing.leaf import leaves
from tests.printing.test_papers import LONG, LONG_OFFICE, PAPERS

A_THIRD = 1 / 3
BLACK = (0, 0, 0)
ENDLESS = Outlet(
    "C" * 40, "X" * 200, "联" * 60 + "Y" * 100, "地" * 80 + "Z" * 150, "13800000147" * 5
)
ENDLESS_OFFICE = Letterhead("公" * 60, "处" * 60, "A" * 200, "0816-2230118、" * 10)
LENGTHS: dict[str, tuple[int, Callable[[int], Any]]] = {
    "statement": (60, papers.statement),
    "settled": (60, lambda count: papers.statement(count, settled_fen=100, closing_fen=5)),
    "contract": (60, papers.contract),
    "clauses": (30, lambda count: papers.contract(3, clauses=(papers.CLAUSES * 5)[:count])),
    "long clauses": (
        20,
        lambda count: papers.contract(3, clauses=(papers.CLAUSES[1] * count,) * 3),
    ),
    "manifest": (60, lambda count: papers.manifest(count, notes=False)),
    "delivery_note": (60, papers.delivery_note),
    "visit_sheet": (20, papers.visit_sheet),
    "list": (60, papers.list_sheet),
}


@pytest.mark.parametrize("kind", LENGTHS)
def test_no_page_ends_a_third_empty_while_more_follows(kind: str) -> None:
    longest, make = LENGTHS[kind]
    for count in range(1, longest + 1, 3):
        pages = list(leaves(render(make(count))))
        assert [leaf for leaf in pages if not leaf.is_last and leaf.empty > A_THIRD] == [], count
    assert len(pages) > 1


def _of(kind: str, client: Outlet | None, office: Letterhead | None) -> Any:
    paper = PAPERS[kind](**({"letterhead": office} if office else {}))
    if client is None:
        return paper
    if kind == "proposal":
        return replace(paper, client=client.name, rep_name=client.contact, rep_phone=client.phone)
    return replace(paper, client=client) if hasattr(paper, "client") else paper


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize(
    ("client", "office"),
    [(None, None), (LONG, LONG_OFFICE), (ENDLESS, ENDLESS_OFFICE)],
    ids=["plain", "long", "endless"],
)
def test_letters_are_black_of_five_sizes_and_none_is_printed_over_another(
    kind: str, client: Outlet | None, office: Letterhead | None
) -> None:
    data = render(_of(kind, client, office))
    letters = ruler.letters(data)

    assert {letter.ink for letter in letters} == {BLACK}
    assert {letter.size for letter in letters} <= set(SIZES)
    assert ruler.overprinted(data) == []
    assert pdf.outside(data) == []


@pytest.mark.parametrize("kind", ["statement", "contract", "proposal", "manifest", "delivery_note"])
def test_what_stands_in_one_row_shares_one_baseline(kind: str) -> None:
    assert ruler.uneven(render(PAPERS[kind]())) == []


def test_the_ruler_sees_grey_letters_other_sizes_and_letters_printed_over_others() -> None:
    from desktop.printing.page import Sheet, Style

    sheet = Sheet("x", "y")
    sheet.begin(None)
    sheet.text(60, 100, "你好")
    sheet.text(64, 101, "世界", Style(7.5, colour="#69717C"))
    data = sheet.finish()

    assert {letter.size for letter in ruler.letters(data)} == {9, 7.5}
    assert {letter.ink for letter in ruler.letters(data)} == {BLACK, (0x69, 0x71, 0x7C)}
    assert ruler.overprinted(data)
    assert ruler.uneven(data)


def test_columns_keep_the_gutter_between_them() -> None:
    """The widest figures of a statement come no nearer to each other than the gutter."""
    large = papers.statement(3)
    moved = tuple(
        replace(each, goods_fen=-12_345_678_90, fund_fen=-12_345_678_90, document="S" * 40)
        for each in large.movements
    )
    letters = ruler.letters(render(replace(large, movements=moved)))
    row = next(one.baseline for one in letters if one.text == "S")
    edges = sorted(one.box[::2] for one in letters if one.baseline == row)
    gaps = [after[0] - before[1] for before, after in pairwise(edges)]
    assert min(gap for gap in gaps if gap > 4) >= GUTTER - 0.5
