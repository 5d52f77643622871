"""A clock that can't be right: nothing is dated into a closed quarter, and the rest is asked."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.basics.office_clock import at_office, office_day
from desktop.queries.facts import clock
from desktop.queries.facts.clock import clock_doubt
from desktop.services import agreements, benefits, deliveries, payments, returns, settlements
from desktop.services.agreements import AgreementDraft
from desktop.services.clients import approve_opening, set_opening
from desktop.services.orders import OrderedLine, add_order
from tests.office import MONDAY, Team, new_team

WRONG = date(2026, 2, 10)


@pytest.fixture
def settled(sqlite_url: str) -> Team:
    """An office whose first quarter is settled; its clock then falls back into it."""
    team = new_team(sqlite_url)
    terms = AgreementDraft("C1", MONDAY, date(2026, 12, 31), Decimal("0.05"), Decimal("0.02"))
    agreement = agreements.draft_agreement(team.c1, terms)
    agreements.submit_agreement(team.c1, agreement)
    agreements.approve_agreement(team.m1, agreement)
    agreements.sign_agreement(team.c1, agreement, None, frozenset({agreements.UNREVIEWED}))
    for quantity in (10, 4):
        order = add_order(team.r1, "C1", [OrderedLine("P1", "支", quantity)])
        deliveries.record_delivery(team.d1, order)
    payments.record_collection(team.k1, "C2", 500)
    benefits.deliver_benefit(team.c1, BenefitDraft("C1", "rack", 100))
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    set_opening(team.c1, OpeningDraft("C2", 1000, 0))
    team.day = date(2026, 4, 2)
    settlement = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlements.submit_settlement(team.c1, settlement)
    settlements.approve_settlement(team.m1, settlement)
    settlements.post_settlement(team.a1, settlement)
    team.day = WRONG
    return team


BOOKINGS: dict[str, Callable[[Team], object]] = {
    "delivery": lambda team: deliveries.record_delivery(team.d1, 3),
    "delivery cancelled": lambda team: deliveries.cancel_delivery(team.d1, 1),
    "return": lambda team: returns.record_return(team.d1, 1, 1, 1),
    "collection": lambda team: payments.record_collection(team.k1, "C1", 1000),
    "collection cancelled": lambda team: payments.cancel_collection(team.k1, 1),
    "refund": lambda team: payments.pay_refund(team.k1, "C2", 100),
    "benefit": lambda team: benefits.deliver_benefit(team.c1, BenefitDraft("C1", "sign", 100)),
    "benefit cancelled": lambda team: benefits.cancel_benefit(team.c1, 1),
    "payout": lambda team: settlements.pay_out(team.k1, 1, "C1", "cash"),
    "opening": lambda team: approve_opening(team.m1, 1),
}


@pytest.mark.parametrize("kind", BOOKINGS)
def test_nothing_is_dated_today_when_todays_quarter_is_closed(settled: Team, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        BOOKINGS[kind](settled)
    assert refused.value.code == "closed_period"


def test_a_day_before_the_newest_booking_is_asked_about(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    team.day = date(2026, 1, 8)
    payments.record_collection(team.k1, "C1", 500)
    team.day = date(2026, 1, 6)
    lines = [OrderedLine("P1", "支", 1)]
    with pytest.raises(NeedsConfirmation, match="2026-01-08") as asked:
        add_order(team.c1.saving("k", {}, set()), "C1", lines)
    assert add_order(team.c1.saving("k", {}, {asked.value.name}), "C1", lines) == 1
    # What a wrong clock dated, and was cancelled since, asks nobody any more.
    payments.cancel_collection(team.k1, 1)
    with team.office.reading() as session:
        doubt = clock_doubt(session, team.day)
    assert doubt is None


def test_another_computers_clock_is_compared(database_url: str) -> None:
    team = new_team(database_url)
    now = datetime.now(UTC)
    server = database_url.startswith("postgresql")
    with team.office.reading() as session:
        assert clock_doubt(session, date(2030, 1, 1), now) is None
        behind = clock_doubt(session, date(2030, 1, 1), now - timedelta(hours=3))
        ahead = clock_doubt(session, date(2030, 1, 1), now + timedelta(hours=3))
        rested = clock_doubt(session, date(2030, 1, 1), now + timedelta(days=30))
        a_year = clock_doubt(session, date(2030, 1, 1), now + timedelta(days=365))
    assert behind is not None
    assert (ahead is not None) is server
    assert (rested is not None) is server
    assert a_year is not None
    assert ("2030-01-01" in a_year.words) is not server
    with team.office.reading() as session:
        ten_minutes = clock_doubt(session, date(2030, 1, 1), now + timedelta(minutes=10))
    assert (ten_minutes is not None) is server
    team.office.engine.dispose()


def test_a_pc_that_is_set_to_another_zone_says_so_and_dates_by_the_office(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(sqlite_url)
    late = datetime(2030, 1, 1, 17, 30, tzinfo=UTC)  # past midnight in Beijing
    with team.office.reading() as session:
        assert clock_doubt(session, date(2030, 1, 2), datetime.now(UTC)) is None
        monkeypatch.setattr(clock, "pc_zone", lambda _moment: timedelta(hours=-3, minutes=-30))
        monkeypatch.setattr(clock, "_against_another", lambda *_given: None)
        doubt = clock_doubt(session, date(2030, 1, 2), late)
    assert doubt is not None
    assert "UTC-3:30" in doubt.words
    assert "2030-01-02 01:30" in doubt.words
    team.office.engine.dispose()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has its zone in its settings")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_the_office_has_one_day_whatever_its_pcs_are_set_to(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    here = office_day(), at_office(datetime(2026, 3, 8, 17, 0, tzinfo=UTC))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert here[0] <= office_day() <= here[0] + timedelta(days=1)
        there = at_office(datetime(2026, 3, 8, 17, 0, tzinfo=UTC))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert there.replace(tzinfo=None) == here[1].replace(tzinfo=None)
    assert there.date() == date(2026, 3, 9)
