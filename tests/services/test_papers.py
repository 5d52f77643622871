"""Papers hold what was posted, and print the same once they are issued."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import DatabaseTrouble, Refused
from desktop.basics.layout import KEPT_AS
from desktop.cli import main
from desktop.models import Client, IssuedPaper, Order
from desktop.queries.papers.proposal import newest_proposal
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.proposals import (
    answer_proposal,
    compute_proposal,
    confirm_proposal,
    present_proposal,
    record_survey,
)
from desktop.services.returns import record_return
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.write_file import write_file
from tests.office import MONDAY, Team, new_team
from tests.printing.pdf import texts


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office whose client C1 signed an agreement."""
    team = new_team(sqlite_url)
    year = MONDAY.replace(year=2027)
    draft = AgreementDraft("C1", MONDAY, year, Decimal("0.125"), Decimal("0.05"))
    agreement_id = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({UNREVIEWED}))
    return team


def words(pdf: bytes) -> str:
    return "".join(texts(pdf))


def proposed(team: Team, facings: int = 3) -> int:
    groups = {"学生": Decimal("0.6"), "家庭": Decimal("0.4")}
    survey = SurveyDraft("C1", "校门口小店", 40, 600, groups, "middle", 2, [LevelDraft(90)] * 3)
    record_survey(team.r1, survey)
    line = ProposalLineDraft("P1", "支", facings, 1, 12, "学生天天用")
    until = date(2026, 2, 5)
    return compute_proposal(
        team.r1, ProposalDraft("C1", until, "多是学生", [line], "放中间", "包换")
    )


def test_a_statement_shows_each_movement_of_the_worked_example(team: Team) -> None:
    order_id = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    delivery_id = record_delivery(team.d1, order_id)
    record_return(team.d1, delivery_id, 1, 1)
    text = words(issue(team.m1, "statement", "C1", quarter=Quarter(2026, 1)))
    for figure in ("5.67", "-1.89", "3.78", "SD-2026-00001", "TH-2026-00001"):
        assert figure in text


def test_a_proposal_goes_out_only_confirmed_and_prints_the_same_later(team: Team) -> None:
    proposal_id = proposed(team)
    with pytest.raises(Refused) as caught:
        issue(team.r1, "proposal", "JY-2026-0001")
    assert caught.value.code == "wrong_state"
    with pytest.raises(Refused) as caught:
        issue(team.r1, "proposal", "JY-2026-0009")
    assert caught.value.code == "not_found"
    confirm_proposal(team.m1, proposal_id)
    first = issue(team.r1, "proposal", "JY-2026-0001", look=True)
    assert "洗面奶" in words(first)
    assert "48.00" in words(first)
    with team.m1.transaction("client.edit") as session:
        session.get_one(Client, 1).name = "改了名字"
    assert issue(team.r1, "proposal", "JY-2026-0001") == first
    assert "第 2 次打印（补打）" in words(issue(team.r1, "proposal", "JY-2026-0001"))
    present_proposal(team.r1, proposal_id)
    answer_proposal(team.r1, proposal_id, accepted=True)
    with pytest.raises(Refused):
        answer_proposal(team.r1, proposal_id, accepted=False)
    with team.office.reading() as session:
        assert newest_proposal(session) == ("JY-2026-0001", "C1")


def test_a_proposal_must_fit_the_shelf_that_was_measured(team: Team) -> None:
    with team.m1.transaction("product.edit") as session:
        from desktop.models import Product

        session.get_one(Product, 1).width_mm = 200
    with pytest.raises(Refused) as caught:
        proposed(team, facings=5)
    assert caught.value.code == "invalid"


@pytest.mark.parametrize(
    "line",
    [
        ProposalLineDraft("P1", "盒", 1, 1, 1, ""),
        ProposalLineDraft("P1", "支", 0, 1, 1, ""),
    ],
)
def test_a_bad_proposal_line_is_refused(team: Team, line: ProposalLineDraft) -> None:
    with pytest.raises(Refused):
        compute_proposal(team.r1, ProposalDraft("C1", date(2026, 2, 5), "学生", [line]))
    with pytest.raises(Refused):
        compute_proposal(team.r1, ProposalDraft("C1", date(2026, 1, 1), "学生", []))


def test_a_manifest_holds_every_stop_and_what_is_due(team: Team, tmp_path: Path) -> None:
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    with pytest.raises(Refused):
        add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    orders = [add_order(team.r1, code, [OrderedLine("P1", "支", 3)]) for code in ("C1", "C2")]
    run_id = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, orders, "08:00"))
    before = words(issue(team.d1, "manifest", "CC-2026-0001"))
    load_run(team.d1, run_id)
    text = words(issue(team.d1, "manifest", "CC-2026-0001"))
    for figure in ("99.22", "113.40", "玖拾玖元贰角贰分", "小店C2"):
        assert figure in text
        assert figure in before
    with team.office.reading() as session:
        assert {session.get_one(Order, one).state for one in orders} == {"loaded"}
    out = tmp_path / "papers" / "manifest.pdf"
    database = ["--database", str(team.office.engine.url.database)]
    assert main(["print", "manifest", "CC-2026-0001", *database, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["print", "statement", "C1", *database, "--out", str(out)]) == 2
    statement = ["print", "statement", "C1", "--quarter", "2026Q1", *database]
    assert main([*statement, "--out", str(out)]) == 0
    assert main(["print", "proposal", "JY-1", *database, "--out", str(out)]) == 2


def test_bad_runs_are_refused(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    order_id = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    for day, vehicle, orders in (
        (MONDAY, "川Z·A1027", []),
        (MONDAY, "川Z·A1027", [order_id, order_id]),
        (date(2025, 12, 28), "川Z·A1027", [order_id]),
        (MONDAY, "none", [order_id]),
        (MONDAY, "川Z·A1027", [99]),
    ):
        with pytest.raises(Refused):
            plan_run(team.d1, RunDraft(vehicle, day, orders))
    with pytest.raises(Refused):
        issue(team.d1, "manifest", "CC-2026-0001")


def test_a_paper_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseTrouble):
        write_file(tmp_path / "file" / "paper.pdf", b"%PDF")


def test_a_blank_survey_form_says_what_is_known_of_its_client_and_is_no_issued_paper(
    team: Team,
) -> None:
    proposed(team)
    form = issue(team.r1, "survey_form", "c1")
    said = words(form)
    assert "客户调查表" in said
    assert "面积40平方米" in said.replace(" ", "")
    assert "校门口小店" in said, "the kind of shop that was found last"
    assert "学生" in said
    assert issue(team.r1, "survey_form", "C1") == form, "no copy: it isn't counted"
    with team.r1.reading() as session:
        kept = session.scalars(select(IssuedPaper.kind)).all()
    assert kept == [KEPT_AS], "only where its boxes stand, for a scan"
    with pytest.raises(Refused) as nobody:
        issue(team.r1, "survey_form", "C99")
    assert nobody.value.code == "not_found"
