"""A document of each noun through all its states: its key, whenever something is new."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.benefit import HandoverDraft, PromiseDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Client, Payout
from desktop.models.suggestion import OUTCOMES
from desktop.queries.lines import planned_lines
from desktop.services import (
    agreements,
    assortment,
    benefits,
    cases,
    clients,
    closing,
    deliveries,
    effects,
    lines,
    orders,
    payments,
    promotions,
    proposals,
    rebates,
    returns,
    runs,
    settlements,
    stock,
    suggestions,
    visits,
)
from desktop.services.cases import ReporterDraft
from tests.office import MONDAY, Team
from tests.services.staggering import make_plan, put_near
from tests.services.tried import DRAFT, LINES, OFFER, PLAN, RULE, UNREVIEWED
from tests.services.tried_and_written import a_letter, a_trial

TUESDAY = MONDAY + timedelta(days=1)


def an_agreement(team: Team) -> Iterator[int]:
    key = agreements.draft_agreement(team.m2, DRAFT)
    yield key
    agreements.submit_agreement(team.c1, key)
    yield key
    agreements.approve_agreement(team.m1, key)
    yield key
    agreements.sign_agreement(team.c1, key, None, UNREVIEWED)
    yield key
    ended = approved(team, "C2")
    agreements.sign_agreement(team.c1, ended, None, UNREVIEWED)
    agreements.terminate_agreement(team.c1, ended)
    yield ended
    team.day = TUESDAY
    beside = [approved(team, "C1"), approved(team, "C2")]
    yield from beside
    agreements.void_agreement(team.m1, void := approved(team, "C2"))
    yield void
    team.day = date(2027, 1, 4)
    yield key
    yield from beside
    agreements.sign_agreement(team.c1, beside[1], date(2026, 12, 31), UNREVIEWED)
    yield beside[1]
    team.day = date(2027, 1, 20)
    yield beside[0]


def approved(team: Team, client: str, **others: Any) -> int:
    key = agreements.draft_agreement(team.c1, replace(DRAFT, client=client, **others))
    agreements.submit_agreement(team.c1, key)
    agreements.approve_agreement(team.m1, key)
    return key


def sold(team: Team) -> tuple[int, int]:
    """A signed agreement, and an order of three delivered under it."""
    agreements.sign_agreement(team.c1, approved(team, "C1"), None, UNREVIEWED)
    order = orders.add_order(team.r1, "C1", LINES)
    return order, deliveries.record_delivery(team.d1, order)


def a_benefit(team: Team) -> Iterator[int]:
    key, other = (
        benefits.promise_benefit(team.m1, PromiseDraft("C1", kind, 100))
        for kind in ("sign", "rebate")
    )
    yield key
    benefits.keep_promise(team.c1, key, HandoverDraft())
    yield key
    benefits.sign_benefit(team.c1, key)
    yield key
    benefits.end_benefits_asset(team.c1, key, "taken_back", "换新")
    yield key
    benefits.cancel_benefit(team.c1, key)
    benefits.withdraw_benefit(team.c1, other, "不办了")
    yield from (key, other)


def a_collection(team: Team) -> Iterator[int]:
    key = payments.record_collection(team.k1, "C1", 100)
    yield key
    payments.cancel_collection(team.k1, key)
    yield key


def a_case(team: Team) -> Iterator[int]:
    sold(team)
    team.day = date(2026, 1, 12)
    staff, unnamed = ReporterDraft("staff", "m1"), ReporterDraft("unnamed")
    key = reported(team, [staff, unnamed, unnamed])
    yield key
    cases.accept_case(team.m1, key)
    yield key
    cases.rule_case(team.m2, key, True)
    yield key
    dismissed, wrong, overturned = (reported(team, [unnamed]) for _one in range(3))
    cases.dismiss_case(team.m1, dismissed)
    for other in (wrong, overturned):
        cases.accept_case(team.m1, other)
        cases.rule_case(team.m1, other, other == overturned)
    cases.overturn_case(team.m1, overturned)
    yield from (dismissed, wrong, overturned)
    for later in (timedelta(days=20), timedelta(days=200)):
        team.day += later
        yield key
    cases.lapse_reward(team.k1, key, 2)
    yield key
    cases.lapse_reward(team.k1, key, 3)
    yield key


def reported(team: Team, reporters: list[ReporterDraft]) -> int:
    seen = team.day - timedelta(days=3)
    return cases.report_case(
        team.r1, CaseDraft(client="C1", seen_on=seen, product="P1", price_fen=4400), reporters
    ).case_id


def a_client(team: Team) -> Iterator[int]:
    yield 2
    clients.close_client(team.c1, 2)
    yield 2
    sold(team)
    yield 1


def some_lines(team: Team) -> Iterator[int]:
    yield 2  # without an agreement
    put_near(team)
    make_plan(team)
    with team.office.reading() as session:
        planned = planned_lines(session)
        shops = session.execute(select(Client.id, Client.code)).all()
    (changed,) = (key for key, code in shops if planned.get(code) == ("皂角",))
    yield changed
    lines.amend_lines(team.c1, changed)
    yield changed
    clients.close_client(team.c1, 2)
    yield 2


def a_delivery(team: Team) -> Iterator[int]:
    _order, key = sold(team)
    yield key
    back = [returns.record_return(team.d1, key, 1, quantity) for quantity in (1, 2)]
    yield key
    for one in reversed(back):
        returns.cancel_return(team.d1, one)
    deliveries.cancel_delivery(team.d1, key)
    yield key
    yield deliveries.record_delivery(team.d1, orders.add_order(team.r1, "C2", LINES), [0])


def a_lot(team: Team) -> Iterator[int]:
    stock.receive_stock(team.d1, 1, "L1", date(2027, 12, 31), "支", 1)
    yield 1
    stock.start_stock(team.d1, [])
    yield 1
    stock.receive_stock(team.d1, 1, "L1", date(2027, 12, 31), "支", 1)
    yield 1


def an_opening(team: Team) -> Iterator[int]:
    key = clients.set_opening(team.c1, OpeningDraft("C1", 100, 0))
    yield key
    clients.approve_opening(team.m1, key)
    yield key


def an_order(team: Team) -> Iterator[int]:
    runs.add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    keys = [orders.add_order(team.r1, "C1", LINES) for _one in range(4)]
    yield keys[0]
    run = runs.plan_run(team.d1, RunDraft("V1", team.day, keys[:1]))
    yield keys[0]
    runs.load_run(team.d1, run)
    yield keys[0]
    for key, accepted in zip(keys, (3, 1, 0), strict=False):
        deliveries.record_delivery(team.d1, key, [accepted])
        yield key
    orders.cancel_order(team.c1, keys[3])
    yield keys[3]


def a_payout(team: Team) -> Iterator[int]:
    sold(team)
    key = posted(team)
    with team.office.reading() as session:
        payout = session.scalars(select(Payout.settlement_entry_number)).one()
    yield payout
    settlements.pay_out(team.k1, key, "C1", "cash")
    yield payout
    case = reported(team, [])
    cases.accept_case(team.m1, case)
    yield payout  # frozen, though it is paid
    cases.rule_case(team.m1, case, False)
    settlements.cancel_payout(team.k1, key, "C1")
    case = reported(team, [])
    cases.accept_case(team.m1, case)
    yield payout
    cases.rule_case(team.m1, case, True)
    yield payout


def posted(team: Team) -> int:
    team.day = date(2026, 4, 2)
    key = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlements.submit_settlement(team.c1, key)
    settlements.approve_settlement(team.m1, key)
    settlements.post_settlement(team.a1, key)
    return key


def a_plan(team: Team) -> Iterator[int]:
    key, late = (
        visits.plan_visits(team.r1, VisitPlanDraft("r1", TUESDAY, ["C1", "C2"]))
        for _one in range(2)
    )
    yield key
    for client in ("C1", "C2"):
        told(team, client)
        yield key
    visits.release_plan(team.r1, key)
    yield key
    team.day = TUESDAY
    yield key
    for client in ("C1", "C2"):
        visits.fail_visit(team.r1, key, client, "关门")
        yield key
    team.day += timedelta(days=1)
    yield late


def told(team: Team, client: str) -> int:
    """A confirmed suggestion."""
    key = suggestions.prepare_suggestion(team.r1, SuggestionDraft(client, "display", "换大价签"))
    suggestions.submit_suggestion(team.r1, key)
    suggestions.confirm_suggestion(team.m1, key)
    return key


def a_vehicle(team: Team) -> Iterator[int]:
    yield runs.add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))


def a_product(_team: Team) -> Iterator[int]:
    yield 1


def a_person(_team: Team) -> Iterator[int]:
    yield 4


def a_proposal(team: Team) -> Iterator[int]:
    for accepted in (True, False):
        key = proposals.compute_proposal(team.m2, OFFER)
        yield key
        proposals.confirm_proposal(team.m1, key)
        yield key
        proposals.present_proposal(team.r1, key)
        yield key
        proposals.answer_proposal(team.r1, key, accepted=accepted)
        yield key


def a_rebate(team: Team) -> Iterator[int]:
    sold(team)
    key = rebates.draft_rebate(team.m2, PLAN)
    yield key
    rebates.approve_rebate(team.m1, key)
    yield key
    team.day = TUESDAY
    yield key
    rebates.reckon_rebate(team.m2, key)
    yield key
    rebates.reckon_rebate(team.c1, key)
    team.day += timedelta(days=8)
    yield key
    rebates.reckon_rebate(team.c1, key)
    rebates.confirm_rebate(team.m1, key)
    yield key
    rebates.deliver_rebate(team.k1, key)
    yield key


def a_rule(team: Team) -> Iterator[int]:
    yield assortment.set_rule(team.m1, RULE)


def a_return(team: Team) -> Iterator[int]:
    _order, delivery = sold(team)
    first, second = (returns.record_return(team.d1, delivery, 1, 1) for _one in range(2))
    yield from (first, second)
    returns.cancel_return(team.d1, second)
    yield from (first, second)


def a_run(team: Team) -> Iterator[int]:
    runs.add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    keys = [orders.add_order(team.r1, code, LINES) for code in ("C1", "C2")]
    run = runs.plan_run(team.d1, RunDraft("V1", team.day, keys))
    yield run
    runs.load_run(team.d1, run)
    for key in keys:
        yield run
        deliveries.record_delivery(team.d1, key)
    yield run
    closing.close_run(team.d1, run)
    yield run
    key = orders.add_order(team.r1, "C1", LINES)
    unpaid = runs.plan_run(team.d1, RunDraft("V1", team.day, [key]))
    runs.load_run(team.d1, unpaid)
    deliveries.record_delivery(team.d1, key, collected_fen=100)
    closing.close_run(team.d1, unpaid, cash_later=True)
    yield unpaid
    key = orders.add_order(team.r1, "C1", LINES)
    away = runs.plan_run(team.d1, RunDraft("V1", team.day, [key]))
    runs.discard_run(team.d1, away)
    yield away


def a_settlement(team: Team) -> Iterator[int]:
    sold(team)
    team.day = date(2026, 4, 2)
    key = settlements.prepare_settlement(team.m2, Quarter(2026, 1))
    yield key
    settlements.submit_settlement(team.c1, key)
    yield key
    settlements.approve_settlement(team.m1, key)
    yield key
    settlements.post_settlement(team.a1, key)
    yield key


def a_suggestion(team: Team) -> Iterator[int]:
    key = suggestions.prepare_suggestion(team.m2, SuggestionDraft("C1", "display", "换大价签"))
    other = suggestions.prepare_suggestion(team.r1, SuggestionDraft("C1", "push", "主推香皂"))
    yield key
    suggestions.submit_suggestion(team.c1, key)
    yield from (key, other)
    suggestions.confirm_suggestion(team.m1, key)
    yield key
    team.day += timedelta(days=20)
    yield key
    suggestions.confirm_suggestion(team.m1, key)
    visits.release_plan(
        team.r1, visits.plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    )
    yield key  # bound to a visit
    withdrawn = told(team, "C2")
    suggestions.withdraw_suggestion(team.m1, withdrawn)
    yield withdrawn
    for outcome in OUTCOMES:
        key = told(team, "C2")
        plan = visits.plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C2"]))
        visits.release_plan(team.r1, plan)
        visits.record_visit(team.r1, plan, "C2", outcome)
        yield key
    team.day += timedelta(days=60)
    effects.review_suggestion(team.r1, key)
    yield key


def a_promotion(team: Team) -> Iterator[int]:
    draft = PromotionDraft(team.day, team.day + timedelta(days=9), {"P1": 1990})
    key = promotions.add_promotion(team.m1, draft)
    yield key
    promotions.end_promotion(team.m1, key)
    yield key


STORIES: Mapping[str, Callable[[Team], Iterator[int]]] = {
    "agreement": an_agreement,
    "benefit": a_benefit,
    "case": a_case,
    "client": a_client,
    "collection": a_collection,
    "delivery": a_delivery,
    "letter": a_letter,
    "lines": some_lines,
    "lot": a_lot,
    "opening": an_opening,
    "order": an_order,
    "payout": a_payout,
    "plan": a_plan,
    "product": a_product,
    "promotion": a_promotion,
    "proposal": a_proposal,
    "rebate": a_rebate,
    "return": a_return,
    "rule": a_rule,
    "run": a_run,
    "settlement": a_settlement,
    "staff": a_person,
    "suggestion": a_suggestion,
    "trial": a_trial,
    "vehicle": a_vehicle,
}
