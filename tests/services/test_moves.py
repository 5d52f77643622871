"""What the window greys is what a service would refuse, with the same words."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.errors import OfficeError, Refused
from desktop.services import (
    agreements,
    cases,
    clients,
    deliveries,
    orders,
    payments,
    settlements,
    suggestions,
    visits,
)
from desktop.services.agreements import AgreementDraft
from desktop.services.cases import ReporterDraft
from desktop.services.moves import Move, moves
from desktop.services.office import Office
from desktop.services.orders import OrderedLine
from tests.office import MONDAY, Team, new_team

Attempt = Callable[[Office, int], object]


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


class Undone(Exception):
    """Ends an attempt that went well, so that it leaves no trace."""


def attempted(office: Office, attempt: Attempt, key: int) -> str:
    """The words of the refusal when this is really tried; empty when it goes through."""
    try:
        with office.batch() as together:
            attempt(together, key)
            raise Undone
    except Undone:
        return ""
    except Refused as refusal:
        return refusal.message
    except OfficeError:
        return ""


def agree(office: Office, kind: str, key: int, attempts: dict[str, Attempt]) -> dict[str, Move]:
    """Moves say what attempts show."""
    said = {move.action: move for move in moves(office, kind, key)}
    for name, attempt in attempts.items():
        if name in said:
            words = attempted(office, attempt, key)
            assert said[name].allowed == (words == ""), name
            # A plan speaks of all its visits, an attempt of one.
            assert said[name].reason == words or name in ("visit.record", "visit.fail")
    return said


DRAFT = AgreementDraft(
    "C1",
    MONDAY,
    date(2026, 12, 31),
    Decimal("0.05"),
    Decimal("0.02"),
    protected_prices={"P1": 4500},
)
AGREEMENT: dict[str, Attempt] = {
    "agreement.discard": agreements.discard_agreement_draft,
    "agreement.submit": agreements.submit_agreement,
    "agreement.take_back": agreements.take_back_agreement,
    "agreement.return": agreements.return_agreement,
    "agreement.approve": agreements.approve_agreement,
    "agreement.sign": agreements.sign_agreement,
    "agreement.terminate": agreements.terminate_agreement,
}


def test_an_agreement_step_by_step(team: Team) -> None:
    key = agreements.draft_agreement(team.m2, DRAFT)
    steps: tuple[Callable[[], object], ...] = (
        lambda: agreements.submit_agreement(team.c1, key),
        lambda: agreements.approve_agreement(team.m1, key),
        lambda: agreements.sign_agreement(team.c1, key, None, frozenset({"unreviewed"})),
        lambda: agreements.terminate_agreement(team.c1, key),
    )
    for step in (lambda: None, *steps):
        step()
        for office in (team.c1, team.m1, team.m2):
            agree(office, "agreement", key, AGREEMENT)
    assert {move.action for move in moves(team.c1, "agreement", key)} == {
        "agreement.edit",
        "agreement.discard",
        "agreement.submit",
        "agreement.take_back",
        "agreement.sign",
        "agreement.terminate",
    }
    assert moves(team.k1, "agreement", key) == ()


def test_who_drafted_is_told_why_approving_is_grey(team: Team) -> None:
    key = agreements.draft_agreement(team.m2, DRAFT)
    agreements.submit_agreement(team.m2, key)
    said = agree(team.m2, "agreement", key, AGREEMENT)["agreement.approve"]
    assert not said.allowed
    assert said.reason == attempted(team.m2, agreements.approve_agreement, key) != ""


SUGGESTION: dict[str, Attempt] = {
    "suggestion.discard": suggestions.discard_suggestion_draft,
    "suggestion.submit": suggestions.submit_suggestion,
    "suggestion.take_back": suggestions.take_back_suggestion,
    "suggestion.return": suggestions.return_suggestion,
    "suggestion.confirm": suggestions.confirm_suggestion,
    "suggestion.withdraw": suggestions.withdraw_suggestion,
}
PLAN: dict[str, Attempt] = {
    "visit.discard": visits.discard_plan,
    "visit.release": visits.release_plan,
    "visit.record": lambda office, key: visits.record_visit(office, key, "C1", "declined"),
    "visit.fail": lambda office, key: visits.fail_visit(office, key, "C1", "关门"),
}


def test_a_suggestion_and_its_visit(team: Team) -> None:
    key = suggestions.prepare_suggestion(team.r1, "C1", "display", "换大价签")
    other = suggestions.prepare_suggestion(team.m1, "C1", "push", "主推")
    plan = visits.plan_visits(team.r1, "r1", MONDAY + timedelta(days=1), ["C1"])
    steps: tuple[Callable[[], object], ...] = (
        lambda: suggestions.submit_suggestion(team.r1, key),
        lambda: suggestions.confirm_suggestion(team.m1, key),
        lambda: visits.release_plan(team.r1, plan),
        lambda: setattr(team, "day", MONDAY + timedelta(days=1)),
        lambda: visits.record_visit(team.r1, plan, "C1", "declined"),
        lambda: setattr(team, "day", MONDAY + timedelta(days=30)),
    )
    for step in (lambda: None, *steps):
        step()
        for office in (team.r1, team.m1, team.m2):
            for one in (key, other):
                agree(office, "suggestion", one, SUGGESTION)
            agree(office, "plan", plan, PLAN)


def sold(team: Team) -> tuple[int, int]:
    """A signed agreement, and an order of three delivered under it."""
    key = agreements.draft_agreement(team.c1, DRAFT)
    agreements.submit_agreement(team.c1, key)
    agreements.approve_agreement(team.m1, key)
    agreements.sign_agreement(team.c1, key, None, frozenset({"unreviewed"}))
    order = orders.add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    return order, deliveries.record_delivery(team.d1, order)


def test_orders_deliveries_returns_and_money(team: Team) -> None:
    order, delivery = sold(team)
    order_steps: dict[str, Attempt] = {
        "order.cancel": orders.cancel_order,
        "delivery.record": deliveries.record_delivery,
    }
    delivery_steps: dict[str, Attempt] = {
        "delivery.cancel": deliveries.cancel_delivery,
        "return.record": lambda office, key: deliveries.record_return(office, key, 1, 1),
    }
    return_steps: dict[str, Attempt] = {"return.cancel": deliveries.cancel_return}
    waiting = orders.add_order(team.r1, "C2", [OrderedLine("P1", "支", 1)])
    taken = payments.record_collection(team.k1, "C1", 100)
    agree(team.k1, "collection", taken, {"collection.cancel": payments.cancel_collection})
    payments.cancel_collection(team.k1, taken)
    agree(team.k1, "collection", taken, {"collection.cancel": payments.cancel_collection})
    for one in (order, waiting):
        agree(team.c1, "order", one, order_steps)
    agree(team.d1, "delivery", delivery, delivery_steps)
    first = deliveries.record_return(team.d1, delivery, 1, 1)
    second = deliveries.record_return(team.d1, delivery, 1, 1)
    for one in (first, second):
        agree(team.d1, "return", one, return_steps)
    agree(team.d1, "delivery", delivery, delivery_steps)
    deliveries.cancel_return(team.d1, second)
    for one in (first, second):
        agree(team.d1, "return", one, return_steps)
    client_steps: dict[str, Attempt] = {
        "client.close": lambda office, _key: clients.close_client(office, "C2"),
    }
    agree(team.c1, "client", 2, client_steps)


def test_a_case_its_rewards_and_the_frozen_payout(team: Team) -> None:
    sold(team)
    team.day = date(2026, 4, 2)
    settlement = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlement_steps: dict[str, Attempt] = {
        "settlement.discard": settlements.discard_settlement,
        "settlement.submit": settlements.submit_settlement,
        "settlement.take_back": settlements.take_back_settlement,
        "settlement.return": settlements.return_settlement,
        "settlement.approve": settlements.approve_settlement,
        "settlement.post": settlements.post_settlement,
    }
    for step in (
        lambda: None,
        lambda: settlements.submit_settlement(team.c1, settlement),
        lambda: settlements.approve_settlement(team.m1, settlement),
        lambda: settlements.post_settlement(team.a1, settlement),
    ):
        step()
        for office in (team.c1, team.m1, team.a1):
            agree(office, "settlement", settlement, settlement_steps)
    with team.office.reading() as session:
        from desktop.queries.listing import Wanted
        from desktop.queries.settlement_list import payout_ids

        (payout,) = payout_ids(session, Wanted())
    payout_steps: dict[str, Attempt] = {
        "payout.pay": lambda office, _key: settlements.pay_out(office, settlement, "C1", "cash"),
        "payout.cancel": lambda office, _key: settlements.cancel_payout(office, settlement, "C1"),
    }
    agree(team.k1, "payout", payout, payout_steps)
    reported = cases.report_case(
        team.m2, "C1", "P1", 4400, date(2026, 3, 31), [ReporterDraft("unnamed")]
    )
    case, code = reported.case_id, reported.claim_codes[0]
    case_steps: dict[str, Attempt] = {
        "case.accept": cases.accept_case,
        "case.dismiss": cases.dismiss_case,
        "case.rule": lambda office, key: cases.rule_case(office, key, True),
        "case.overturn": cases.overturn_case,
        "reward.pay": lambda office, key: cases.pay_reward(office, key, 1, code),
        "reward.lapse": lambda office, key: cases.lapse_reward(office, key, 1),
    }
    for step in (
        lambda: None,
        lambda: cases.accept_case(team.m1, case),
        lambda: cases.rule_case(team.m1, case, True),
        lambda: setattr(team, "day", team.day + timedelta(days=16)),
        lambda: cases.pay_reward(team.k1, case, 1, code),
    ):
        step()
        for office in (team.m1, team.k1):
            agree(office, "case", case, case_steps)
            agree(office, "payout", payout, payout_steps)


def test_an_unknown_document_has_no_moves(team: Team) -> None:
    assert moves(team.c1, "order", 999) == ()
    assert moves(team.office, "order", 1) == ()
