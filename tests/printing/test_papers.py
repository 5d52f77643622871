"""Every paper: right text, embedded fonts, inside its frame, the same bytes each time."""

import csv
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import desktop.printing
from desktop.printing import KINDS, render
from desktop.printing.fonts import unprintable
from desktop.printing.frozen import from_json, to_json
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.printing.page import Sheet
from tests.printing import account_papers, papers, pdf, run_papers
from tests.printing.client_paper import client_file
from tests.printing.manual_paper import manual_book, role_card
from tests.printing.map_paper import map_sheet
from tests.printing.survey_paper import survey_form

PAPERS: dict[str, Callable[..., Any]] = {
    "proposal": papers.proposal,
    "manifest": papers.manifest,
    "pick_list": run_papers.pick_list,
    "loading_list": run_papers.loading_list,
    "triple_note": run_papers.triple_note,
    "closing_sheet": run_papers.closing_sheet,
    "return_note": run_papers.return_note,
    "delivery_note": papers.delivery_note,
    "statement": papers.statement,
    "contract": papers.contract,
    "visit_sheet": papers.visit_sheet,
    "payout_voucher": papers.payout_voucher,
    "receipt": papers.receipt,
    "benefit_receipt": papers.benefit_receipt,
    "ruling": account_papers.ruling,
    "rebate_sheet": account_papers.rebate_sheet,
    "balance_letter": account_papers.balance_letter,
    "payout_list": account_papers.payout_list,
    "reward_slip": papers.reward_slip,
    "check_sheet": papers.check_sheet,
    "survey_form": survey_form,
    "list": papers.list_sheet,
    "report": papers.report,
    "map": map_sheet,
    "client_file": client_file,
    "manual": manual_book,
    "role_card": role_card,
}
LONG = Outlet(
    "C-2026-000147-附",
    "涪州市游仙区锦绣花园（二期）南门综合市场底商“罗老幺”日用百货批发零售生活超市连锁第十七分店",
    "欧阳淑芬、司马光明（夜间）",
    "四川省涪州市游仙区科学城片区锦绣花园二期 3 栋 1 单元12 号（28 路终点站旁，从老粮站路口进）",
    "138 0000 0147 / 0816-2230118 转 802",
)
LONG_OFFICE = Letterhead(
    "雅润（四川）日用化学工业股份有限公司西南营销中心",
    "涪州市及周边县区联合办事处",
    "四川省涪州市涪城区临江路 118 号滨江国际大厦 B 座 22 楼 2208 号",
    "0816-2230118、0816-2230119",
)


def test_every_kind_has_a_sample_here() -> None:
    for module in pkgutil.iter_modules(desktop.printing.__path__, "desktop.printing."):
        import_module(module.name)  # a paper that nothing else imports is one too
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
def test_a_paper_has_its_size_a_title_its_office_and_embedded_fonts_only(kind: str) -> None:
    data = render(PAPERS[kind]())
    document = pypdfium2.PdfDocument(data)

    size = (683, 397) if kind == "triple_note" else (595, 842)
    assert {tuple(round(side) for side in page.get_size()) for page in document} == {size}
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


@pytest.mark.parametrize("words", [0, 1, 30])
def test_a_survey_form_is_one_page_whatever_the_office_calls_its_shops(words: int) -> None:
    kinds = [f"社区综合便民超市{place}" for place in range(words)]
    groups = [f"附近工地的外来务工人员和家属{place}" for place in range(words)]
    paper = survey_form(
        letterhead=LONG_OFFICE,
        client=LONG,
        shop_type=kinds[-1] if kinds else "",
        shop_types=tuple(kinds),
        groups=(*groups, "其他"),
    )
    data = render(paper)
    assert len(pypdfium2.PdfDocument(data)) == 1
    assert pdf.outside(data) == []
    said = pdf.text(data)
    assert "第8层" in said.replace(" ", "")
    assert not kinds or kinds[-1] in said.replace(" ", ""), "the kind that is known stands there"


def test_a_survey_form_is_known_by_its_number_at_its_foot() -> None:
    paper = survey_form()
    assert f"{paper.number}　第 1 页" in pdf.text(render(paper))
