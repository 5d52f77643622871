"""Every paper: right text, embedded fonts, inside its frame, the same bytes each time."""

import base64
import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest

from desktop.basics.money import capitals, grouped
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing import KINDS, render
from desktop.printing.fonts import unprintable
from desktop.printing.frozen import from_json, to_json
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.printing.page import Sheet
from desktop.printing.shelf import Block, Level
from tests.printing import papers, pdf

PAPERS: dict[str, Callable[..., Any]] = {
    "proposal": papers.proposal,
    "manifest": papers.manifest,
    "delivery_note": papers.delivery_note,
    "statement": papers.statement,
    "contract": papers.contract,
    "visit_sheet": papers.visit_sheet,
    "payout_voucher": papers.payout_voucher,
    "receipt": papers.receipt,
    "benefit_receipt": papers.benefit_receipt,
    "reward_slip": papers.reward_slip,
    "check_sheet": papers.check_sheet,
    "list": papers.list_sheet,
    "report": papers.report,
}
LONG = Outlet(
    "C-2026-000147-附",
    "涪州市游仙区锦绣花园（二期）南门综合市场底商“罗老幺”日用百货批发零售生活超市连锁第十七分店",
    "欧阳淑芬、司马光明（夜间）",
    "四川省涪州市游仙区科学城片区锦绣花园二期 3 栋 1 单元12 号（28 路终点站旁，从老粮站路口进）",
    "138 0000 0147 / 0816-2230118 转 802",
)
AMOUNTS = ("1,234.56", "-2,234.57", "", "0.00", "—")
LONG_OFFICE = Letterhead(
    "雅润（四川）日用化学工业股份有限公司西南营销中心",
    "涪州市及周边县区联合办事处",
    "四川省涪州市涪城区临江路 118 号滨江国际大厦 B 座 22 楼 2208 号",
    "0816-2230118、0816-2230119",
)


def test_every_kind_has_a_sample_here() -> None:
    assert PAPERS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_the_same_bytes_each_time_and_after_freezing(kind: str) -> None:
    paper = PAPERS[kind]()
    data = render(paper)
    thawed = from_json(paper.kind, to_json(paper))

    assert thawed == paper
    assert render(paper) == data
    assert render(thawed) == data


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_a4_has_a_title_its_office_and_embedded_fonts_only(kind: str) -> None:
    data = render(PAPERS[kind]())
    document = pypdfium2.PdfDocument(data)

    assert {tuple(round(side) for side in page.get_size()) for page in document} == {(595, 842)}
    assert document.get_metadata_value("Title")
    assert document.get_metadata_value("Author") == "雅润日化涪州办事处"
    assert data.count(b"/FontFile2") == data.count(b"/Type /FontDescriptor") > 0
    assert set(re.findall(rb"/BaseFont /(?:[A-Z]+\+)?(\w+)", data)) <= {
        b"NotoSansSC",
        b"ZhongxiaoRare",
    }


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_dated_on_the_day_of_its_issue_whenever_it_is_made(kind: str) -> None:
    paper = PAPERS[kind]()
    fields = ("issued_on", "day", "reported_on")
    day = next(getattr(paper, field) for field in fields if hasattr(paper, field))
    made = pypdfium2.PdfDocument(render(paper)).get_metadata_value("CreationDate")
    assert made == f"D:{day:%Y%m%d}000000+00'00'"


@pytest.mark.parametrize("kind", PAPERS)
def test_nothing_leaves_the_frame_and_no_line_starts_with_closing_punctuation(kind: str) -> None:
    data = render(PAPERS[kind]())
    assert pdf.outside(data) == []
    assert pdf.bad_starts(data) == []


@pytest.mark.parametrize("kind", PAPERS)
def test_the_longest_names_stay_inside_and_are_not_cut(kind: str) -> None:
    paper = PAPERS[kind](letterhead=LONG_OFFICE)
    if kind == "proposal":
        paper = replace(paper, client=LONG.name)
    elif hasattr(paper, "client"):
        paper = replace(paper, client=LONG)
    data = render(paper)

    assert pdf.outside(data) == []
    assert pdf.bad_starts(data) == []
    assert LONG_OFFICE.company in pdf.text(data)
    if hasattr(paper, "client"):
        assert LONG.name in pdf.text(data)
    if hasattr(paper, "client") and kind not in ("proposal", "payout_voucher", "receipt"):
        assert LONG.address.replace(" ", "") in pdf.text(data).replace(" ", "")


def test_the_checks_of_frame_and_line_starts_can_fail() -> None:
    sheet = Sheet("x", "y")
    sheet.begin(None)
    sheet.text(60, 100, "你好，世界")
    assert pdf.bad_starts(sheet_bytes := sheet.finish()) == []
    assert pdf.outside(sheet_bytes) == []

    sheet = Sheet("x", "y")
    sheet.begin(None)
    sheet.text(60, 100, "你好")
    sheet.text(60, 115, "，世界")
    sheet.text(570, 130, "出界了")
    assert pdf.bad_starts(sheet_bytes := sheet.finish()) == ["好|，"]
    assert [each.text for each in pdf.outside(sheet_bytes)] == ["界", "了"]


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


def test_rare_hanzi_can_be_read_and_copied_back() -> None:
    shop = replace(papers.SHOP, name="老𠮷家·䶮記龘副食", contact="𠮷雪梅")
    read = pdf.text(render(papers.payout_voucher(client=shop)))
    assert "老𠮷家·䶮記龘副食" in read
    assert "𠮷雪梅" in read


def test_what_cannot_be_printed_is_marked_and_does_no_harm() -> None:
    shop = replace(papers.SHOP, name="开心😀超市\u0000\u202e\ud800")
    data = render(papers.payout_voucher(client=shop))
    assert "开心〓超市" in pdf.text(data)


def test_real_rare_names_print_unharmed(shared: Path) -> None:
    names = (shared / "data/strings/rare_hanzi_names_gbk_not_gb2312.txt").read_text("utf-8").split()
    with (shared / "data/strings/real_townships_rare_hanzi.csv").open(encoding="utf-8") as file:
        names += [row["name"] for row in csv.DictReader(file)]
    clauses = tuple("、".join(names[start : start + 40]) for start in range(0, len(names), 40))
    data = render(papers.contract(1, clauses=clauses))
    whole = "".join(pdf.text(data).split())

    assert [name for name in names if unprintable(name)] == []
    assert pdf.outside(data) == []
    # A name that runs on over a page's end has head and foot in its midst.
    assert len([name for name in names if name not in whole]) <= len(pdf.texts(data))


def test_naughty_strings_never_break_a_paper(shared: Path) -> None:
    strings = (shared / "data/strings/blns.txt").read_text("utf-8", errors="replace").splitlines()
    data = render(papers.contract(1, clauses=tuple(filter(None, strings))))
    assert pdf.outside(data) == []


LATER = {
    "proposal": ("size", "piece", "piece_fen"),
    "statement": ("fund_name", "origin"),
    "payout_voucher": ("fund_name",),
    "contract": ("approved_on",),
}


@pytest.mark.parametrize("kind", LATER)
def test_a_paper_issued_before_a_field_was_added_still_prints(kind: str) -> None:
    def older(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: older(one) for name, one in value.items() if name not in LATER[kind]}
        return [older(one) for one in value] if isinstance(value, list) else value

    paper = PAPERS[kind]()
    issued = json.dumps(older(json.loads(to_json(paper))))

    assert not any(f'"{name}"' in issued for name in LATER[kind])
    assert render(from_json(kind, issued)) == render(paper)


def test_freezing_refuses_what_papers_do_not_consist_of() -> None:
    with pytest.raises(TypeError):
        to_json(replace(papers.reward_slip(), code=1.5))  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        from_json("leaflet", "{}")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "not json",
        '{"letterhead":{"company":"a","office":"b"},"case":"K","reported_on":"x","code":"1"}',
        '{"letterhead":{"company":"a","office":"b"},"case":1,"reported_on":"2026-01-05","code":""}',
        '{"letterhead":{"fax":"c"},"case":"K","reported_on":"2026-01-05","code":""}',
    ],
)
def test_thawing_refuses_text_that_is_no_such_paper(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json("reward_slip", text)


def test_importing_the_papers_loads_no_reportlab() -> None:
    program = "import sys, desktop.printing; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_only_papers_are_rendered() -> None:
    with pytest.raises(TypeError):
        render(date(2026, 1, 5))
