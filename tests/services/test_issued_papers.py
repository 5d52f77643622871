"""Contracts, visit sheets, vouchers, reward slips and batches: what goes out, and what never."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import Refused
from desktop.cli import main
from desktop.models import Agreement, ClauseTemplate, Client, IssuedPaper
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.cases import ReporterDraft, accept_case, report_case, rule_case
from desktop.services.checking import check_office
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import issue, issue_several
from desktop.services.papers.slips import print_reward_slips
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settlements import (
    approve_settlement,
    cancel_payout,
    pay_out,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from desktop.services.suggestions import confirm_suggestion, prepare_suggestion, submit_suggestion
from desktop.services.visits import plan_visits, record_visit, release_plan
from tests.office import MONDAY, Team, new_team
from tests.printing.pdf import texts

SPRING = date(2026, 4, 7)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office whose client C1 has an agreement drafted."""
    return new_team(sqlite_url)


def text(pdf: bytes) -> str:
    pages = texts(pdf)
    return "".join("".join(pages).split())


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def drafted(team: Team, client: str = "C1") -> int:
    return draft_agreement(
        team.c1,
        AgreementDraft(
            client,
            MONDAY,
            MONDAY.replace(year=2027),
            Decimal("0.125"),
            Decimal("0.05"),
            {"P1": (Decimal("0.15"), None)},
            {"P1": 4500},
            ["清泉"],
        ),
    )


def signed(team: Team, client: str = "C1") -> int:
    agreement_id = drafted(team, client)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({UNREVIEWED}))
    return agreement_id


def delivered(team: Team, client: str = "C1") -> None:
    record_delivery(team.d1, add_order(team.r1, client, [OrderedLine("P1", "支", 3)]))


def settled(team: Team) -> int:
    """The first quarter's settlement, posted."""
    team.day = SPRING
    settlement_id = prepare_settlement(team.c1, Quarter(2026, 1))
    submit_settlement(team.c1, settlement_id)
    approve_settlement(team.m1, settlement_id)
    post_settlement(team.a1, settlement_id)
    return settlement_id


def kept(team: Team, kind: str) -> list[str]:
    with team.office.reading() as session:
        return list(session.scalars(select(IssuedPaper.data).where(IssuedPaper.kind == kind)))


def test_a_contract_is_a_preview_until_it_is_approved(team: Team) -> None:
    agreement_id = drafted(team)
    preview = text(issue(team.c1, "contract", key=agreement_id))
    assert "草稿，尚未批准" in preview
    assert kept(team, "contract") == []
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    contract = text(issue(team.c1, "contract", key=agreement_id))
    assert "草稿" not in contract
    for words in ("XY-2026-0001", "第1份/共2份", "第2份/共2份", "12.5%", "15%", "45.00", "清泉"):
        assert words in contract
    with pytest.raises(Refused) as caught:
        issue(team.c1, "contract", key=9)
    assert caught.value.code == "not_found"


def test_a_contract_keeps_the_clauses_and_names_of_the_day_it_was_issued(team: Team) -> None:
    agreement_id = signed(team)
    first = issue(team.c1, "contract", key=agreement_id, look=True)
    with team.m1.transaction("clauses.edit") as session:
        template = session.get_one(ClauseTemplate, "protected_prices")
        template.text = "新条款。"
        session.get_one(Client, 1).name = "改了名字"
    assert issue(team.c1, "contract", "XY-2026-0001", look=True) == first
    assert issue(team.c1, "contract", key=agreement_id) == first
    assert text(issue(team.c1, "contract", key=agreement_id)).replace(
        "第2次打印（补打）", ""
    ) == text(first)
    assert "新条款。" in text(issue(team.c1, "contract", key=drafted(team, "C2")))
    for number in ("", "XY-2026-0009"):
        with pytest.raises(Refused) as caught:
            issue(team.c1, "contract", number)
        assert caught.value.code == "not_found"


def test_suggested_prices_are_never_called_lowest_prices(team: Team) -> None:
    agreement_id = drafted(team)
    with team.m1.transaction("agreement.edit") as session:
        session.get_one(Agreement, agreement_id).clause_kind = "suggested_prices"
    contract = text(issue(team.c1, "contract", key=agreement_id))
    assert "网点合作协议" in contract
    assert "建议零售价" in contract
    assert "最低零售价" not in contract


def visited(team: Team) -> int:
    """A plan of C1 for today with its suggestion confirmed."""
    suggestion_id = prepare_suggestion(
        team.r1,
        SuggestionDraft(
            "C1", "display", "洗面奶放到收银台左边。", ["P1"], "学生一眼就看得到", "多卖5支"
        ),
    )
    submit_suggestion(team.r1, suggestion_id)
    confirm_suggestion(team.m1, suggestion_id)
    return plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))


def test_a_visit_sheet_goes_out_only_once_its_plan_is_released(team: Team) -> None:
    plan_id = visited(team)
    with pytest.raises(Refused) as caught:
        issue(team.r1, "visit_sheet", key=plan_id)
    assert caught.value.code == "wrong_state"
    release_plan(team.r1, plan_id)
    first = issue(team.r1, "visit_sheet", key=plan_id, look=True)
    for words in ("洗面奶放到收银台左边。", "学生一眼就看得到", "多卖5支", "陈列", "员工r1"):
        assert words in text(first)
    record_visit(team.r1, plan_id, "C1", "adopted", 4, "好看多了")
    assert issue(team.r1, "visit_sheet", key=plan_id) == first

    team.day += timedelta(days=7)
    later = visited(team)
    release_plan(team.r1, later)
    assert "2026-01-05采纳：洗面奶放到收银台左边，店主说“好看多了”" in text(
        issue(team.r1, "visit_sheet", "r1", day=team.day)
    )


def test_a_reps_day_is_one_paper_and_an_empty_day_is_refused(team: Team) -> None:
    plan_id = visited(team)
    release_plan(team.r1, plan_id)
    assert pages(issue(team.c1, "visit_sheet", "r1", day=MONDAY)) == 1
    with pytest.raises(Refused) as caught:
        issue(team.c1, "visit_sheet", "r1", day=date(2026, 1, 6))
    assert caught.value.code == "not_found"


def test_a_quarter_that_has_not_begun_has_no_statement(team: Team) -> None:
    for document in ("", "C1"):
        with pytest.raises(Refused) as caught:
            issue(team.c1, "statement", document, quarter=Quarter(2030, 1))
        assert (caught.value.code, caught.value.field) == ("invalid", "quarter")


def test_the_statements_of_a_quarter_come_in_one_batch_and_are_kept_once_posted(
    team: Team,
) -> None:
    signed(team, "C1")
    signed(team, "C2")
    with pytest.raises(Refused) as caught:
        issue(team.c1, "statement", quarter=Quarter(2026, 1))
    assert caught.value.code == "not_found"
    delivered(team, "C1")
    delivered(team, "C2")
    batch = issue(team.c1, "statement", quarter=Quarter(2026, 1))
    assert pages(batch) == 2
    assert text(batch).count("草稿：本季未结算") == 2
    assert kept(team, "statement") == []
    settled(team)
    batch = issue(team.c1, "statement", quarter=Quarter(2026, 1), look=True)
    assert text(batch).count("本季应结¥5.67") == 2
    assert "草稿" not in text(batch)
    assert len(kept(team, "statement")) == 2
    team.day += timedelta(days=30)
    assert issue(team.c1, "statement", quarter=Quarter(2026, 1)) == batch


def test_a_voucher_is_left_to_tick_until_it_is_paid_and_then_kept(team: Team) -> None:
    signed(team)
    delivered(team)
    settlement_id = settled(team)
    number = "LK-2026Q1-C1"
    before = text(issue(team.k1, "payout_voucher", number))
    assert "□现金" in before
    assert before.count("草稿：未付款") == 2
    assert "伍元陆角柒分" in before
    assert kept(team, "payout_voucher") == []
    pay_out(team.k1, settlement_id, "C1", "transfer")
    first = issue(team.k1, "payout_voucher", number)
    assert "转账" in text(first)
    assert "出纳员工k1" in text(first)
    assert "□" not in text(first)
    cancel_payout(team.k1, settlement_id, "C1", "户名不对")
    pay_out(team.k1, settlement_id, "C1", "cash")
    second = text(issue(team.k1, "payout_voucher", number))
    assert "现金" in second
    assert "第2次付款" in second
    assert second.count("编号LK-2026Q1-C1-2") == 2
    assert "补打" not in second
    assert len(kept(team, "payout_voucher")) == 2
    with pytest.raises(Refused) as caught:
        issue(team.k1, "payout_voucher", "LK-2026Q1-C2")
    assert caught.value.code == "not_found"


def test_no_voucher_goes_out_while_a_case_waits_or_after_the_forfeiture(team: Team) -> None:
    signed(team)
    delivered(team)
    settled(team)
    reported = report_case(
        team.c1,
        CaseDraft(client="C1", seen_on=date(2026, 2, 1), product="P1", price_fen=4000),
        [ReporterDraft("unnamed")],
    )
    accept_case(team.m1, reported.case_id)
    with pytest.raises(Refused) as caught:
        issue(team.k1, "payout_voucher", "LK-2026Q1-C1")
    assert caught.value.code == "frozen"
    rule_case(team.m1, reported.case_id, upheld=True)
    with pytest.raises(Refused) as caught:
        issue(team.k1, "payout_voucher", "LK-2026Q1-C1")
    assert caught.value.code == "wrong_state"


def test_a_reward_slip_holds_its_code_and_nobodys_name_and_is_kept_nowhere(team: Team) -> None:
    signed(team)
    people = [ReporterDraft("consumer", "告密的罗大姐"), ReporterDraft("client", "C2")]
    reported = report_case(
        team.c1, CaseDraft(client="C1", seen_on=MONDAY, product="P1", price_fen=4000), people
    )
    slips = print_reward_slips(team.c1, reported.case_id, reported.claim_codes)
    read = text(slips)
    assert pages(slips) == 2
    for code in reported.claim_codes:
        assert code in read
    for name in ("罗大姐", "小店C2", "C2", "小店C1", "洗面奶"):
        assert name not in read
    assert kept(team, "reward_slip") == []
    dump = "\n".join(team.office.engine.raw_connection().iterdump())  # type: ignore[attr-defined]
    assert not any(code in dump for code in reported.claim_codes)
    for codes in ([], reported.claim_codes[:1], ["12", "34"]):
        with pytest.raises(Refused) as caught:
            print_reward_slips(team.c1, reported.case_id, codes)
        assert caught.value.code == "invalid"


def test_a_stop_has_its_notes_alone_as_they_stand_on_the_manifest(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    orders = [add_order(team.r1, code, [OrderedLine("P1", "支", 3)]) for code in ("C1", "C2")]
    with pytest.raises(Refused) as caught:
        issue(team.d1, "delivery_note", "DD-2026-00001")
    assert caught.value.code == "wrong_state"
    run_id = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, orders))
    load_run(team.d1, run_id)
    issue(team.d1, "manifest", "CC-2026-0001")
    with team.m1.transaction("client.edit") as session:
        session.get_one(Client, 1).name = "改了名字"
    notes = text(issue(team.d1, "delivery_note", "DD-2026-00001"))
    assert "小店C1" in notes
    assert "客户联" in notes
    assert "存根联" in notes
    assert "小店C2" not in notes
    with pytest.raises(Refused) as caught:
        issue(team.d1, "delivery_note", "DD-2026-00009")
    assert caught.value.code == "not_found"


def test_the_command_prints_every_kind_but_the_reward_slip(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(team)
    delivered(team)
    release_plan(team.r1, visited(team))
    settlement_id = settled(team)
    pay_out(team.k1, settlement_id, "C1", "cash")
    out = tmp_path / "paper.pdf"
    end = ["--database", str(team.office.engine.url.database), "--out", str(out)]
    for arguments in (
        ["contract", "XY-2026-0001"],
        ["visit-sheet", "r1", "--day", "2026-01-05"],
        ["statement", "--quarter", "2026Q1"],
        ["voucher", "LK-2026Q1-C1"],
        ["delivery-note", "DD-2026-00001"],
    ):
        out.unlink(missing_ok=True)
        assert main(["print", *arguments, *end]) == 0, arguments
        assert out.read_bytes().startswith(b"%PDF")
    for arguments in (
        ["visit-sheet", "r1", "--day", "5.1.2026"],
        ["visit-sheet", "r1"],
        ["contract"],
        ["delivery-note", "DD-2026-00009"],
        ["check-sheet", "XX"],
        ["contract", "XY-2026-0001", "--quarter", "2026Q1"],
        ["statement", "C1", "--quarter", "2026Q1", "--day", "2026-01-05"],
    ):
        out.unlink(missing_ok=True)
        assert main(["print", *arguments, *end]) == 2, arguments
        assert not out.exists()
    capsys.readouterr()
    assert main(["print", "reward-slip", "AJ-2026-0001", *end]) == 2
    assert "补打" in capsys.readouterr().err


def test_statements_of_several_clients_are_kept_and_counted_each_for_itself(team: Team) -> None:
    for code in ("C1", "C2"):
        signed(team, code)
        delivered(team, code)
    settled(team)
    which = [WhichPaper(code, quarter=Quarter(2026, 1)) for code in ("C2", "C1")]
    first = text(issue_several(team.c1, "statement", which))
    assert first.index("DZ-2026Q1-C2") < first.index("DZ-2026Q1-C1")
    assert "补打" not in first
    assert len(kept(team, "statement")) == 2
    again = text(issue_several(team.c1, "statement", [*which, which[0]]))
    assert "第2次打印（补打）" in again
    assert "第3次打印（补打）" in again
    assert len(kept(team, "statement")) == 2
    with pytest.raises(Refused, match="C9"):
        issue_several(team.c1, "statement", [*which, WhichPaper("C9", quarter=Quarter(2026, 1))])
    assert check_office(team.office, []) is None
