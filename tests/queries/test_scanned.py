"""The code on every paper finds its document again by scanner (D5)."""

from collections.abc import Iterator

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Payout
from desktop.queries.found import Found
from desktop.queries.search import find_anything
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.proposals import compute_proposal, confirm_proposal
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.visits import release_plan
from tests.office import MONDAY, Team, new_team
from tests.printing import qr
from tests.services.test_issued_papers import delivered, settled, signed, visited

PLACES = ("agreements", "fund", "orders", "payouts", "proposals", "runs", "visits")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def scanned(team: Team, typed: str) -> list[Found]:
    with team.c1.reading() as session:
        return find_anything(session, typed, dict.fromkeys(PLACES, ""), lambda _action: False)


def places(team: Team, paper: bytes) -> Iterator[tuple[str, str, int | None]]:
    """Which paper each code of a paper's first page names, and where it leads."""
    for code in qr.codes(paper):
        first = scanned(team, code)[0]
        yield code.split("/")[0], first.page, first.key  # one that comes back names its page too


def test_both_copies_of_a_delivery_note_lead_to_their_order(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    orders = [add_order(team.r1, code, [OrderedLine("P1", "支", 3)]) for code in ("C1", "C2")]
    run = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, orders))
    load_run(team.d1, run)

    note = issue(team.d1, "delivery_note", "DD-2026-00002")
    assert list(places(team, note)) == [("SD-2026-00002", "orders", orders[1])] * 2
    manifest = issue(team.d1, "manifest", "CC-2026-0001")
    assert list(places(team, manifest)) == [("CC-2026-0001", "runs", run)]


def test_statement_and_voucher_lead_to_the_clients_fund_and_payout(team: Team) -> None:
    signed(team)
    delivered(team)
    settlement = settled(team)

    statement = issue(team.c1, "statement", "C1", quarter=Quarter(2026, 1))
    assert set(places(team, statement)) == {("DZ-2026Q1-C1", "fund", 1)}
    with team.c1.reading() as session:
        payout = session.get_one(Payout, (settlement, 1)).settlement_entry_number
    voucher = issue(team.k1, "payout_voucher", "LK-2026Q1-C1")
    assert list(places(team, voucher)) == [("LK-2026Q1-C1", "payouts", payout)] * 2


def test_contract_proposal_and_visit_sheet_lead_to_theirs(team: Team) -> None:
    agreement = signed(team)
    assert list(places(team, issue(team.c1, "contract", key=agreement))) == [
        ("XY-2026-0001", "agreements", agreement)
    ]
    line = ProposalLineDraft("P1", "支", 2, 1, 12, "走量稳")
    proposal = compute_proposal(team.r1, ProposalDraft("C1", MONDAY, "多是学生。", [line]))
    confirm_proposal(team.m1, proposal)
    assert list(places(team, issue(team.c1, "proposal", "JY-2026-0001"))) == [
        ("JY-2026-0001", "proposals", proposal)
    ]
    plan = visited(team)
    release_plan(team.r1, plan)
    assert list(places(team, issue(team.r1, "visit_sheet", key=plan))) == [
        ("BF-20260105-0001", "visits", plan)
    ]


def test_a_scanner_that_types_through_an_input_method_is_understood(team: Team) -> None:
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    assert scanned(team, "ｓｄ－２０２６－００００１")[0].page == "orders"


@pytest.mark.parametrize("typed", ["SD-2026-00009", "SD-", "DZ-2026Q5-C1", "BF-20260105-0009"])
def test_a_number_that_was_never_given_finds_nothing(team: Team, typed: str) -> None:
    assert scanned(team, typed) == []
