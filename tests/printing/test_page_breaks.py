"""Pages break where a careful typist would break them: nothing that belongs together is torn."""

from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest

from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing import render
from desktop.printing.letterhead import Letterhead, spaced
from tests.printing import account_papers, papers, pdf, run_papers
from tests.printing.test_papers import LONG


def flat(page: str) -> str:
    return "".join(page.split())


@pytest.mark.parametrize("clauses", range(8, 24))
def test_nobody_signs_a_page_without_a_clause_and_no_annex_lacks_its_first_lines(
    clauses: int,
) -> None:
    texts = (papers.CLAUSES * 4)[:clauses]
    pages = [flat(page) for page in pdf.texts(render(papers.contract(3, clauses=texts)))]

    for page in pages:
        assert ("附表与正文同等有效" in page) == ("代表签字" in page) == ("收款账户" in page)
        if "代表签字" in page:
            assert flat(f"{clauses}.{texts[-1]}") in page
        if "附表产品价格" in page:
            assert "29.12" in page


@pytest.mark.parametrize("count", [*range(28, 46), 200])
def test_the_end_of_a_long_delivery_note_is_signed_beneath_its_last_goods(count: int) -> None:
    note = papers.delivery_note(count)
    pages = pdf.texts(render(note))
    signed = [page for page in pages if "收货人签字" in page]

    assert len(signed) == 2
    for page in signed:
        assert "合计" in page
        assert page.count("QQ-") + page.count("YR-") + page.count("SB-") >= 1


def test_a_stop_whose_goods_fill_more_than_a_page_begins_beneath_the_head() -> None:
    few = run_papers.loading_list(3)
    long = replace(few.stops[0], goods=few.stops[-1].goods[:1] * 70)
    data = render(replace(few, stops=(long, *few.stops[1:])))
    pages = pdf.texts(data)

    assert pdf.outside(data) == []
    assert len(pages) == 2
    assert long.client.name in pages[0]
    assert pages[0].count(long.goods[0].name) > 30


@pytest.mark.parametrize("stops", range(7, 24))
def test_a_run_is_handed_over_beneath_its_last_stops(stops: int) -> None:
    data = render(papers.manifest(stops, notes=False))
    last = pdf.texts(data)[-1]

    assert pdf.outside(data) == []
    assert "收车交接" in last
    assert "全车合计" in last
    assert last.count("138 0000") >= 1


@pytest.mark.parametrize("movements", range(8, 24))
def test_a_statements_slip_hangs_on_its_last_movements(movements: int) -> None:
    data = render(papers.statement(movements))
    last = pdf.texts(data)[-1]

    assert pdf.outside(data) == []
    assert "基金对账单回执" in last
    assert last.count("SH-2026") >= 1


def test_a_settled_statement_runs_on_to_what_was_settled_and_what_is_left() -> None:
    settled = papers.statement(9, settled_fen=60000, closing_fen=1972)
    read = flat(pdf.text(render(settled)))
    assert "2026年第二季度结算，转入应付-600.0019.72" in read
    assert "期末余额，转入下一季度19.72" in read
    assert "转入应付" not in pdf.text(render(papers.statement(9, settled_fen=0)))


def test_a_forfeiture_given_back_is_added_in_the_sum() -> None:
    given_back = papers.statement(1, forfeited_fen=-12345)
    read = pdf.text(render(given_back))
    assert "123.45" in read
    assert "-123.45" not in read


def test_a_manifest_numbers_its_hundredth_stop_on_one_line() -> None:
    lines = "\n".join(pdf.texts(render(papers.manifest(101, notes=False)))).splitlines()
    assert any(line.startswith(("100", "100 ")) for line in lines)


def test_a_wide_list_lies_across_and_breaks_no_date_and_no_amount() -> None:
    titles = ("客户", "编码", "片区", "业务员", "地址", "最近下单", "上次拜访", "应收", "基金余额")
    columns = tuple(
        SeenColumn(title, stretch=not place, right=place > 4) for place, title in enumerate(titles)
    )
    row = (LONG.name, "C0001", "老城片区", "陈强", LONG.address)
    figures = ("2026-06-30", "2026-07-01", "99,999,999.99", "-0.05")
    seen = SeenList("客户档案", "逾期未访", columns, ((*row, *figures),) * 80)
    data = render(papers.list_sheet(1, seen=seen))

    assert [round(side) for side in pypdfium2.PdfDocument(data)[0].get_size()] == [842, 595]
    for page in pdf.texts(data):
        found = {figure: page.count(figure) for figure in ("C0001", *figures)}
        assert len(set(found.values())) == 1, found
        assert found["C0001"] > 0
    edges = [each for each in pdf.characters(data) if each.right > 842 - 40 or each.left < 40]
    assert edges == []


def test_a_contract_shows_rates_only_where_a_product_has_its_own_and_all_alike() -> None:
    plain = papers.contract(3)
    assert "同正文" not in pdf.text(render(plain))
    rates = (Decimal("0.06"), Decimal("0.125"), None)
    own = tuple(
        replace(price, basic_rate=rate) for price, rate in zip(plain.prices, rates, strict=True)
    )
    read = pdf.text(render(replace(plain, prices=own)))
    assert "6.0%" in read
    assert "12.5%" in read
    assert "比例写“同正文”的，按正文的比例" in read


def test_a_mobile_number_is_grouped_as_people_read_it() -> None:
    assert spaced("13700008811") == "137 0000 8811"
    assert spaced("13700008811/0816-2230118") == "137 0000 8811/0816-2230118"
    assert spaced("6217001370000881123") == "6217001370000881123"
    shop = replace(papers.SHOP, phone="13700008811")
    assert "137 0000 8811" in pdf.text(render(papers.payout_voucher(client=shop)))


def test_an_office_that_bears_its_companys_name_is_named_once() -> None:
    own = Letterhead("雅润日化", "雅润日化涪州办事处", "临江路 118 号", "0816-2230118")
    read = pdf.text(render(papers.contract(letterhead=own)))
    assert "甲方（盖章）：雅润日化涪州办事处" in read
    assert "雅润日化雅润日化" not in flat(read)


def test_somebody_can_be_called_where_a_shop_has_no_rep() -> None:
    read = pdf.text(render(papers.proposal(rep_name="", rep_phone="")))
    assert "涪州办事处　0816-2230118" in read
    assert "业务员" not in read


@pytest.mark.parametrize(
    ("means", "words", "account"),
    [
        ("", "本店今日领讫", True),
        ("现金", "当面点清", False),
        ("转账", "请转入下列账户", True),
        ("抵付货款", "同意抵付应付货款", False),
    ],
)
def test_a_voucher_says_what_its_signature_means(means: str, words: str, account: bool) -> None:
    read = pdf.text(render(papers.payout_voucher(means=means)))
    assert read.count(words) == 2
    assert ("收款户名、账号" in read) == account


def test_a_fund_is_called_on_every_paper_as_in_its_contract() -> None:
    assert "合作基金对账单" in pdf.text(render(papers.statement(fund_name="合作基金")))
    assert "第二季度合作基金" in pdf.text(render(papers.payout_voucher(fund_name="合作基金")))


def test_a_visit_that_failed_is_ticked_on_the_sheet() -> None:
    read = pdf.text(render(papers.visit_sheet(1)))
    assert "没见到" in read
    assert "店主不在" in read


@pytest.mark.parametrize("count", [1, 7, 12, 13, 18])
def test_a_proposal_of_many_products_keeps_to_two_pages(count: int) -> None:
    data = render(papers.proposal(products=(papers.PRODUCTS * 3)[:count]))
    pages = pdf.texts(data)

    assert len(pages) <= 2
    assert "业务员 陈强" in pages[0]
    assert pdf.outside(data) == []


@pytest.mark.parametrize("clauses", range(2, 16))
def test_nobody_signs_a_ruling_on_a_page_without_its_appeal(clauses: int) -> None:
    paper = account_papers.ruling()
    long = replace(
        paper, client=LONG, clauses=tuple((n, paper.clauses[0][1]) for n in range(clauses))
    )
    signed = [page for page in pdf.texts(render(long)) if "裁定人" in page]

    assert len(signed) == 1
    assert "对本决定有异议的" in signed[0]
