"""A reward is paid only against its claim code; a reporter's name stands nowhere else (V2)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.errors import Refused
from desktop.models import Audit, Reporter
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.cases import ReporterDraft, accept_case, pay_reward, report_case, rule_case
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from tests.office import MONDAY, Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office where C1 has a fund and a protected price."""
    team = new_team(sqlite_url)
    protect(team)
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)]))
    return team


def protect(team: Team) -> None:
    """Sign an agreement that protects a price at C1."""
    draft = AgreementDraft(
        "C1",
        MONDAY,
        MONDAY.replace(year=2027),
        Decimal("0.1"),
        Decimal("0.05"),
        protected_prices={"P1": 4500},
    )
    agreement_id = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({UNREVIEWED}))


def test_only_the_right_code_is_paid(team: Team) -> None:
    reported = report_case(
        team.r1, CaseDraft("C1", "P1", 4400, MONDAY), [ReporterDraft("consumer", "不该出现的名字")]
    )
    accept_case(team.m1, reported.case_id)
    rule_case(team.m1, reported.case_id, upheld=True)
    team.day = date(2026, 2, 1)
    with pytest.raises(Refused) as caught:
        pay_reward(team.k1, reported.case_id, 1, "0" * 16)
    assert caught.value.field == "claim_code"
    code = reported.claim_codes[0]
    assert len(code) == 16
    pay_reward(team.k1, reported.case_id, 1, f"{code[:4]} {code[4:8]} {code[8:]}")
    with team.office.reading() as session:
        reporter = session.scalars(select(Reporter)).one()
        assert (reporter.reward_state, reporter.reward_fen) == ("paid", 567)
        assert code not in reporter.claim_hash
        rows = session.scalars(select(Audit)).all()
        trail = "".join(f"{row.before}{row.after}" for row in rows)
    assert "不该出现的名字" not in trail
    assert code not in trail
