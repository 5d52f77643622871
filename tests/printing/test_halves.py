"""Two copies on one page: laid out once, and alike but for the name that each bears."""

import pytest

from desktop.printing import render
from desktop.printing.blocks import HALF, HALF_TOP, halves
from desktop.printing.letterhead import Heading
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from tests.printing import papers, pdf, run_papers


def test_what_both_copies_share_is_drawn_once_and_stands_on_both() -> None:
    sheet = Sheet("", "")
    asked = []

    def body(on: Sheet) -> None:
        asked.append(on.y)
        on.text(on.left, on.y + 20, "两份都有的话")

    halves(sheet, ("客户联", "存根联"), papers.OFFICE, Heading("单据", "D-1"), body)

    assert len(asked) == 1
    assert asked[0] > HALF_TOP
    assert pdf.text(sheet.finish()).count("两份都有的话") == 2


@pytest.mark.parametrize(
    "paper", [papers.delivery_note(5), papers.receipt(), run_papers.return_note(3)]
)
def test_the_lower_copy_stands_half_a_page_under_the_upper_one(paper: Paper) -> None:
    read = [one for one in pdf.characters(render(paper)) if one.page == 0]
    upper = [one for one in read if one.bottom > HALF]
    lower = [one for one in read if one.bottom < HALF - 6]  # between them: where to cut
    names = set("客户联存根会计")

    assert {one.text for one in upper} ^ {one.text for one in lower} <= names
    for above, below in zip(upper, lower, strict=True):
        assert above.text == below.text or {above.text, below.text} <= names
        assert below.bottom == pytest.approx(above.bottom - HALF, abs=0.5)
