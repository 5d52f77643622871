"""Lines that are taken out of a document are told in the audit trail, so that check finds all."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Agreement, Audit, Run, Staff, Suggestion
from desktop.queries.check import first_wrong
from desktop.services.agreements import AgreementDraft, draft_agreement, edit_agreement_draft
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, change_run, plan_run
from desktop.services.staff import edit_staff
from desktop.services.suggestions import edit_suggestion_draft, prepare_suggestion
from tests.office import MONDAY, Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def version(team: Team, record: type, key: int) -> int:
    with team.office.reading() as session:
        return int(session.get_one(record, key).version)


def _price_taken_out(team: Team) -> None:
    until = date(2026, 12, 31)
    rates = Decimal("0.05"), Decimal("0.02")
    with_price = AgreementDraft(
        "C1", MONDAY, until, *rates, protected_prices={"P1": 4500}, lead_lines=["洁面"]
    )
    key = draft_agreement(team.c1, with_price)
    without = AgreementDraft("C1", MONDAY, until, *rates)
    edit_agreement_draft(team.c1, key, version(team, Agreement, key), without)


def _product_taken_out(team: Team) -> None:
    key = prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签", ["P1"]))
    edit_suggestion_draft(
        team.r1, key, version(team, Suggestion, key), SuggestionDraft("C1", "push", "主推")
    )


def _stop_taken_off(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("V1", "老王", 5, ""))
    orders = [add_order(team.r1, code, [OrderedLine("P1", "支", 1)]) for code in ("C1", "C2")]
    key = plan_run(team.d1, RunDraft("V1", MONDAY + timedelta(days=1), orders))
    change_run(team.d1, key, version(team, Run, key), RunDraft("V1", MONDAY, orders[:1]))


def _role_taken_away(team: Team) -> None:
    with team.office.reading() as session:
        staff = session.scalars(select(Staff).where(Staff.code == "c1")).one()
        seen, name = staff.version, staff.name
    edit_staff(team.ad, "c1", seen, name, ["cashier"])


@pytest.mark.parametrize(
    ("take_out", "kinds"),
    [
        (_price_taken_out, {"agreement_protected_price", "agreement_lead_line"}),
        (_product_taken_out, {"suggestion_product"}),
        (_stop_taken_off, {"stop"}),
        (_role_taken_away, {"staff_role"}),
    ],
)
def test_what_is_taken_out_is_told(
    team: Team, take_out: Callable[[Team], None], kinds: set[str]
) -> None:
    take_out(team)
    with team.office.reading() as session:
        assert first_wrong(session) is None
        gone = select(Audit.record_kind).where(Audit.after.is_(None), Audit.seal == "")
        assert set(session.scalars(gone)) == kinds
