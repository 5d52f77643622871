"""Every paper of shops that strain it: nothing cut, torn, printed over or left alone."""

import re
from dataclasses import fields, replace
from typing import Any

import pypdfium2
import pytest

from desktop.printing import render
from desktop.printing.letterhead import Letterhead
from tests.printing import account_papers, papers, pdf, ruler, run_papers
from tests.printing.strained import BARE, SHOPS, SUMS_FEN, strained
from tests.printing.survey_paper import survey_form
from tests.printing.test_papers import PAPERS


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("kind", PAPERS)
def test_nothing_is_cut_or_printed_over_whoever_it_is_for(kind: str, shop: str) -> None:
    data = render(strained(PAPERS[kind](), SHOPS[shop]))
    assert pdf.outside(data) == []
    assert ruler.overprinted(data) == []
    assert {one.ink for one in ruler.letters(data)} <= {(0, 0, 0), (255, 255, 255)}
    assert min(one.size for one in ruler.letters(data)) >= 8
    for page in pdf.texts(data):
        assert len("".join(page.split())) > 25, "a page that holds nothing"


@pytest.mark.parametrize("sum_fen", SUMS_FEN)
@pytest.mark.parametrize("kind", PAPERS)
def test_no_sum_is_torn_however_large_or_small(kind: str, sum_fen: int) -> None:
    data = render(strained(PAPERS[kind](), SHOPS["hardly known"], sum_fen))
    assert pdf.outside(data) == []
    assert ruler.overprinted(data) == []
    for line in "\n".join(pdf.texts(data)).splitlines():
        assert not re.search(r"\d,(?:\d{3}\.)?$", line), line


LONG = {
    "delivery_note": papers.delivery_note,
    "manifest": lambda count: papers.manifest(count, notes=False),
    "statement": papers.statement,
    "contract": papers.contract,
    "list": papers.list_sheet,
    "loading_list": run_papers.loading_list,
    "payout_list": account_papers.payout_list,
}


@pytest.mark.parametrize("count", [1, 120])
@pytest.mark.parametrize("kind", LONG)
def test_a_paper_of_many_lines_repeats_its_head_and_counts_its_pages(kind: str, count: int) -> None:
    data = render(LONG[kind](count))
    pages = pdf.texts(data)
    assert pdf.outside(data) == []
    for number, page in enumerate(pages, start=1):
        said = re.search(r"第 (\d+) 页 / 共 (\d+) 页", page)
        if said is None:
            continue  # two copies on one page
        assert 1 <= int(said[1]) <= int(said[2]) <= len(pages)
        if number > 1 and int(said[1]) > 1:
            assert "（续）" in page


@pytest.mark.parametrize("count", range(20, 60))
def test_no_row_stands_alone_on_a_page(count: int) -> None:
    for page in pdf.texts(render(papers.list_sheet(count))):
        assert page.count("2026-06-30") != 1


@pytest.mark.parametrize("prices", range(4, 12))
def test_an_annex_never_ends_in_a_lone_price(prices: int) -> None:
    for page in pdf.texts(render(papers.contract(prices))):
        assert len(re.findall(r"(?:QQ|YR|SB)-\d{4}", page)) != 1


def _bare(paper: Any) -> Any:
    own = {field.name for field in fields(paper)}
    return replace(paper, letterhead=BARE) if "letterhead" in own else paper


@pytest.mark.parametrize("kind", PAPERS)
def test_what_isn_t_known_of_a_shop_or_an_office_leaves_no_dash(kind: str) -> None:
    data = render(_bare(strained(PAPERS[kind](), SHOPS["hardly known"])))
    for label in ("地址", "电话", "联系人", "备注", "货品", "资产编号"):
        assert f"{label}—" not in "".join(pdf.text(data).split())


@pytest.mark.parametrize("kind", PAPERS)
def test_an_office_without_a_company_stands_at_the_edge(kind: str) -> None:
    paper = _bare(PAPERS[kind]())
    if getattr(paper, "letterhead", None) is not BARE:
        return
    first = next(pdf.characters(render(paper)))
    if first.text == "新":
        assert first.left == pytest.approx(min(one.left for one in _first_page(paper)), abs=3)


def _first_page(paper: Any) -> list[pdf.Character]:
    return [one for one in pdf.characters(render(paper)) if one.page == 0]


def _lines_to_write(data: bytes) -> int:
    """How many long thin strokes stand in the upper third of the first page."""
    high = pypdfium2.PdfDocument(data)[0].get_size()[1]
    shapes = [box for page, *box in pdf.drawn(data) if page == 0]
    return sum(
        right - left > 90 and top - bottom < 2 and bottom > high * 0.75
        for left, bottom, right, top in shapes
    )


def test_a_contract_and_a_survey_have_lines_for_what_isn_t_known() -> None:
    known = papers.contract(3)
    blank = replace(known, letterhead=BARE, client=SHOPS["hardly known"])
    assert _lines_to_write(render(blank)) == _lines_to_write(render(known)) + 4
    form = survey_form()
    bare = replace(form, client=SHOPS["hardly known"])
    assert _lines_to_write(render(bare)) == _lines_to_write(render(form)) + 2
    assert "地址" in pdf.text(render(bare))


def test_a_contract_without_lead_lines_says_so() -> None:
    assert "主推系列不约定" in "".join(pdf.text(render(papers.contract(lead_lines=()))).split())


def test_nobody_is_asked_to_call_where_no_phone_is_known() -> None:
    paper = papers.proposal(rep_phone="")
    assert "有事打一个电话" in pdf.text(render(paper))
    assert "有事打一个电话" not in pdf.text(render(replace(paper, letterhead=BARE)))


def test_a_survey_form_of_a_shop_far_out_stays_on_its_one_page() -> None:
    far = SHOPS["forty signs"]
    office = Letterhead("雅润日化", "涪州办事处", far.address, far.phone)
    assert len(pdf.texts(render(survey_form(letterhead=office, client=far)))) == 1
