"""Each kind of paper: what stands on it, and how many pages it takes."""

import base64
import re
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pypdfium2.raw as raw
import pytest

from desktop.basics.money import capitals, grouped
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing import render
from desktop.printing.shelf import Block, Level
from tests.printing import papers, pdf

AMOUNTS = ("1,234.56", "-2,234.57", "", "0.00", "—")


@pytest.mark.parametrize("lines", [0, 1, 200])
def test_a_delivery_note_of_any_length_holds_every_line_on_both_copies(lines: int) -> None:
    data = render(papers.delivery_note(lines))
    pages = pdf.texts(data)

    assert "客户联" in pages[0]
    assert pdf.outside(data) == []
    assert len(pages) == {0: 1, 1: 1}.get(lines, len(pages))
    if lines == 0:
        assert "本单没有货物" in pages[0]
    if lines == 200:
        half = len(pages) // 2
        assert f"第 1 页 / 共 {half} 页" in pages[0]
        assert "存根联" in pages[half]
        assert pdf.text(data).count("清泉氨基酸洗面奶") == 80
        assert sum("本页小计" in page for page in pages) >= len(pages) - 2


def test_a_delivery_note_sums_its_lines_and_writes_the_due_in_capitals() -> None:
    note = papers.delivery_note(5)
    read = pdf.text(render(note))

    assert (
        note.supply_fen - note.basic_fen == note.due_fen == sum(line.due_fen for line in note.lines)
    )
    assert read.count(capitals(note.due_fen)) == 2
    assert read.count(f"¥{grouped(note.due_fen)}") == 2
    assert papers.TERMS[1] in read


@pytest.mark.parametrize("stops", [0, 1, 200])
def test_a_manifest_of_any_length_names_every_stop(stops: int) -> None:
    run = papers.manifest(stops, notes=False)
    data = render(run)
    pages = pdf.texts(data)

    assert pdf.outside(data) == []
    assert pdf.bad_starts(data) == []
    assert "全车合计" in "".join(pages)
    assert "收车交接" in "".join(pages)
    if not stops:
        assert "这一车次还没有站点。" in pages[0]
    for number in range(1, stops + 1):
        assert f"138 0000 {number:04d}" in "".join(pages)
    if stops == 200:
        assert sum("本页小计" in page for page in pages) >= len(pages) - 1
        assert f"共 {len(pages)} 页" in pages[0]


def test_the_subtotals_of_a_manifest_add_up_to_its_total() -> None:
    run = papers.manifest(60, notes=False)
    read = "\n".join(pdf.texts(render(run)))
    sums = re.findall(r"本页小计\s+(\d+) 站\s+(\d+) 箱\s+(\d+) 散\s+([\d,.]+)", read)

    assert sum(int(stops) for stops, *_ in sums) == 60
    assert sum(int(cartons) for _, cartons, *_ in sums) == sum(s.cartons for s in run.stops)
    due = sum(round(Decimal(amount.replace(",", "")) * 100) for *_, amount in sums)
    assert due == sum(stop.due_fen for stop in run.stops)


def test_a_manifest_is_followed_by_the_notes_of_its_stops_in_order() -> None:
    run = papers.manifest(5)
    pages = pdf.texts(render(run))
    notes = [page for page in pages if "送货单" in page]

    assert [re.search(r"SH-2026-\d+", page)[0] for page in notes] == [  # type: ignore[index]
        stop.notes[0].number for stop in run.stops
    ]


@pytest.mark.parametrize("movements", [0, 1, 200])
def test_a_statement_of_any_length_ends_with_its_slip(movements: int) -> None:
    paper = papers.statement(movements)
    data = render(paper)
    pages = pdf.texts(data)

    assert pdf.outside(data) == []
    assert "基金对账单回执" in pages[-1]
    assert sum("基金对账单回执" in page for page in pages) == 1
    assert ("本季没有进货、退货或没收。" in pages[0]) == (movements == 0)


def test_a_statement_runs_its_balance_from_opening_to_the_end() -> None:
    paper = papers.statement(9)
    read = pdf.text(render(paper))
    last = paper.opening_fen + sum(movement.fund_fen for movement in paper.movements)

    assert grouped(last) in read
    assert "−" in read
    assert "2026年第二季度（2026-04-01 至 2026-06-30）" in read


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("settled", "已列入季度结算"),
        ("held", "有案件等待裁定"),
        ("carried", "转入下一季度"),
        ("open", "尚未结算"),
    ],
)
def test_a_statement_says_what_became_of_the_quarter(state: str, words: str) -> None:
    assert words in pdf.text(render(papers.statement(state=state)))


def test_a_proposal_holds_what_the_owner_needs_on_one_or_two_pages() -> None:
    paper = papers.proposal()
    data = render(paper)
    read = pdf.text(data)

    assert len(pdf.texts(data)) <= 2
    for product in paper.products:
        assert product.name in read
        assert grouped(product.profit_fen) in read
    for words in ("有效至 2026-08-05", "陈强", "139 0000 0000", "店主签收", "年轻家庭 46%"):
        assert words in read


def test_a_proposal_says_what_the_first_order_earns_where_no_month_is_known() -> None:
    earnings = replace(papers.proposal().earnings, first_profit_fen=61250)
    assert "首批卖完能赚" not in pdf.text(render(papers.proposal(earnings=earnings)))
    unknown = replace(earnings, monthly_profit_fen=None)
    read = pdf.text(render(papers.proposal(earnings=unknown)))
    assert "首批卖完能赚" in read
    assert "¥612.50" in read


LOW = Level(260, (Block(1, 2, 240, 220), Block(2, 3, 70, 190), Block(3, 6, 80, 230)))


def test_a_small_proposal_stands_on_one_page_with_its_shelf() -> None:
    low = replace(papers.SHELF, levels=(LOW,))
    data = render(papers.proposal(products=papers.PRODUCTS[3:], shelf=low, support=()))
    assert len(pdf.texts(data)) == 1
    assert "怎么摆" in pdf.text(data)


def test_a_proposal_without_survey_products_or_shelf_says_so() -> None:
    data = render(papers.proposal(customers="", groups=(), products=(), shelf=None, support=()))
    assert "尚未调查。" in pdf.text(data)
    assert "还没有建议的产品。" in pdf.text(data)


def test_an_overfull_level_stays_within_its_shelf() -> None:
    level = papers.SHELF.levels[0]
    blocks = tuple(replace(block, facings=block.facings * 5) for block in level.blocks)
    shelf = replace(papers.SHELF, levels=(replace(level, blocks=blocks),))
    assert pdf.outside(render(papers.proposal(shelf=shelf)), margin=40) == []


def test_a_block_too_narrow_for_its_name_shows_the_number_in_the_table() -> None:
    narrow = Level(260, (Block(1, 1, 20, 200), Block(2, 6, 90, 230)))
    read = pdf.text(render(papers.proposal(shelf=replace(papers.SHELF, levels=(narrow,)))))
    assert "左起：清泉氨基酸洗面奶 ×1、清泉沐浴露家庭装 ×6" in read
    assert "清泉沐浴露家庭装 ×6" in read


def test_packs_of_unknown_size_do_no_harm() -> None:
    level = Level(260, (Block(1, 3, 60, 0), Block(2, 0, 0, 0), Block(9, 1, 0, 0)))
    data = render(papers.proposal(shelf=replace(papers.SHELF, levels=(level, Level(200, ())))))
    assert "清泉氨基酸洗面奶 ×3" in pdf.text(data)


def test_a_shelf_is_drawn_to_one_scale_in_both_directions() -> None:
    paper = papers.proposal(shelf=replace(papers.SHELF, levels=(LOW, LOW)))
    page = list(pypdfium2.PdfDocument(render(paper)))[-1]
    paths = [each.get_bounds() for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    spaces = [
        (right - left, top - bottom)
        for left, bottom, right, top in paths
        if right - left > 300 and top - bottom > 60
    ]
    assert len(spaces) >= 2
    for wide, high in spaces[:2]:
        assert wide / high == pytest.approx(1200 / 260, rel=0.02)


def test_a_product_shows_its_picture_and_a_broken_one_does_no_harm() -> None:
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
    pictured = render(papers.proposal(products=(replace(papers.PRODUCTS[0], picture=dot),)))
    broken = base64.b64encode(b"no picture").decode()
    for bad in ("§", broken):
        data = render(papers.proposal(products=(replace(papers.PRODUCTS[0], picture=bad),)))
        assert b"/Subtype /Image" not in data
    assert b"/Subtype /Image" in pictured


def test_a_contract_comes_in_two_copies_with_all_clauses_and_prices() -> None:
    paper = papers.contract(40)
    pages = pdf.texts(render(paper))
    half = len(pages) // 2

    assert "第 1 份 / 共 2 份" in pages[0]
    assert "第 2 份 / 共 2 份" in pages[half]
    for copy in (pages[:half], pages[half:]):
        whole = "".join("".join(copy).split())
        for clause in paper.clauses:
            assert "".join(clause.split()) in whole
        assert whole.count("雅润洗护礼盒") == 8
        assert f"第1页/共{half}页" in whole


def test_a_contract_with_two_hundred_long_clauses_turns_pages_within_the_frame() -> None:
    data = render(papers.contract(200, clauses=papers.CLAUSES * 30))
    assert pdf.outside(data) == []
    assert pdf.bad_starts(data) == []


def test_a_contract_names_what_its_prices_and_its_fund_are_called() -> None:
    paper = papers.contract(1, price_heading="建议零售价", fund_name="合作基金", area="老城片区")
    unpriced = replace(paper.prices[0], price_fen=None)
    read = pdf.text(render(replace(paper, prices=(unpriced,), clauses=())))

    assert read.count("建议零售价见附表") == read.count("合作基金，货款的 5%") == 2
    assert "老城片区" in read
    assert "最低零售价" not in read
    assert "—" in read


def test_a_list_sums_its_amounts_and_no_prices() -> None:
    columns = (
        SeenColumn("客户", stretch=True),
        SeenColumn("供货价", right=True, price=True),
        SeenColumn("金额", right=True),
        SeenColumn("扣点", right=True),
    )
    rows = tuple((f"店{n}", "1.50", amount, "12.5%") for n, amount in enumerate(AMOUNTS))
    seen = SeenList("订单", "", columns, rows)
    last = pdf.texts(render(papers.list_sheet(seen=seen)))[-1].splitlines()
    assert "合计 -1,000.01" in last
    assert "合计" not in pdf.text(render(papers.list_sheet(seen=replace(seen, rows=rows[:1]))))
    words = tuple((*row[:2], "未定", row[3]) for row in rows)
    assert "合计" not in pdf.text(render(papers.list_sheet(seen=replace(seen, rows=words))))


def test_several_papers_make_one_pdf_each_with_its_own_pages() -> None:
    shops = [replace(papers.SHOP, name=f"第{number}家店") for number in range(3)]
    statements = [papers.statement(2, client=shop) for shop in shops]
    pages = pdf.texts(render(*statements))

    assert len(pages) == 3
    for page, shop in zip(pages, shops, strict=True):
        assert shop.name in page
        assert "第 1 页 / 共 1 页" in page
    with pytest.raises(ValueError, match="no paper"):
        render()


def test_a_reward_slip_counts_its_days_by_the_rules_of_its_office() -> None:
    read = pdf.text(render(papers.reward_slip(appeal_days=20, claim_days=90)))
    assert "从第 21 天起" in read
    assert "裁定后 110 天内" in read


def test_a_reward_slip_groups_its_code_and_names_nobody() -> None:
    read = pdf.text(render(papers.reward_slip()))
    assert re.search(r"4071\s+9388\s+2665\s+0142", read)
    assert "罗素芬" not in read
    assert "锦绣" not in read


@pytest.mark.parametrize(
    "code", ["", "407193882665014", "40719388266501420", "４０７１９３８８２６６５０１４２"]
)
def test_a_claim_code_of_another_form_is_not_printed(code: str) -> None:
    with pytest.raises(ValueError, match="claim code"):
        render(papers.reward_slip(code=code))


@pytest.mark.parametrize("visits", [0, 1, 40])
def test_a_visit_sheet_keeps_each_visit_on_one_page(visits: int) -> None:
    pages = pdf.texts(render(papers.visit_sheet(visits)))
    whole = "".join(pages)

    assert whole.count("店主签字") == visits
    assert all(page.count("这样说") == page.count("店主签字") for page in pages)
    assert ("这一天没有安排拜访。" in whole) == (visits == 0)
