"""How each declared step is really tried on a document, in every way that could go through."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.benefit import HandoverDraft
from desktop.basics.drafts.letter import AnswerDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.rebate import Band, RebateDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import (
    Agreement,
    AssortmentRule,
    Case,
    Client,
    Lot,
    Opening,
    Product,
    Promotion,
    Return,
    Staff,
    Stop,
    Suggestion,
    Vehicle,
)
from desktop.queries.facts.rules import read_rules
from desktop.queries.open_run import orders_out
from desktop.services import (
    accepted,
    agreements,
    assortment,
    benefits,
    cases,
    clients,
    closing,
    deliveries,
    effects,
    letters,
    lines,
    orders,
    payments,
    product_pictures,
    products,
    promotions,
    proposals,
    rebates,
    returns,
    runs,
    settlements,
    staff,
    stock,
    suggestions,
    trials,
    vehicles,
    visits,
)
from desktop.services.agreements import AgreementDraft
from desktop.services.clients import ClientDraft
from desktop.services.moves import STEPS
from desktop.services.office import Office
from desktop.services.orders import OrderedLine
from desktop.services.products import ProductDraft
from tests.office import MONDAY

DRAFT = AgreementDraft(
    "C1",
    MONDAY,
    date(2026, 12, 31),
    Decimal("0.05"),
    Decimal("0.02"),
    protected_prices={"P1": 4500},
)
PRODUCT = ProductDraft("P1", "洗面奶", "清泉", "洁面", {"支": 1, "箱": 24})
TOLD = SuggestionDraft("C1", "push", "主推香皂")
LINES = [OrderedLine("P1", "支", 3)]
OFFER = ProposalDraft(
    "C1", date(2027, 12, 31), "学生", [ProposalLineDraft("P1", "支", 2, 1, 6, "卖得快")]
)
RULE = AssortmentDraft("R1", 2, "天天要用", category="洁面")
PLAN = RebateDraft(
    "返利", MONDAY, MONDAY, "amount", "whole", [Band(0, rate=Decimal("0.01"))], products=["P1"]
)
UNREVIEWED = frozenset({agreements.UNREVIEWED})

Attempt = Callable[[Office], object]
# How a step is really tried on a document: in all the ways of which one may go through.
Tries = Callable[[Session, Any], Sequence[Attempt]]


def by_id(service: Callable[..., object], *given: Any) -> Tries:
    """A service that is told the document's id."""

    def tries(_session: Session, record: Any) -> Sequence[Attempt]:
        key = record.id
        return [lambda office: service(office, key, *given)]

    return tries


def changed(service: Callable[..., object], *given: Any) -> Tries:
    """A service that is told the version that was read, too."""

    def tries(_session: Session, record: Any) -> Sequence[Attempt]:
        key, version = record.id, record.version
        return [lambda office: service(office, key, version, *given)]

    return tries


def sign(session: Session, agreement: Any) -> Sequence[Attempt]:
    """On the first and on the last day that a paper may carry."""
    key, days = agreement.id, (0, read_rules(session).paper_days)

    def signed(back: int) -> Attempt:
        return lambda office: agreements.sign_agreement(
            office, key, office.today - timedelta(days=back), UNREVIEWED
        )

    return [signed(back) for back in days]


def edit_client(_session: Session, client: Any) -> Sequence[Attempt]:
    draft, version = ClientDraft(client.code, client.name, client.segment), client.version
    key = client.id
    return [lambda office: clients.edit_client(office, key, version, draft)]


def plan_run(_session: Session, order: Any) -> Sequence[Attempt]:
    stops = [order.id]
    return [lambda office: runs.plan_run(office, RunDraft("V1", office.today, stops))]


def edit_staff(_session: Session, person: Any) -> Sequence[Attempt]:
    code, version, name = person.code, person.version, person.name
    return [lambda office: staff.edit_staff(office, code, version, name, ["rep"])]


def set_picture(_session: Session, product: Any) -> Sequence[Attempt]:
    key = product.id

    def tried(office: Office) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "P1.png"
            Image.new("RGB", (8, 8)).save(file)
            product_pictures.set_picture(office, key, file)

    return [tried]


def change_run(_session: Session, run: Any) -> Sequence[Attempt]:
    key, version, stops = run.id, run.version, [stop.order_id for stop in run.stops]
    return [
        lambda office: runs.change_run(office, key, version, RunDraft("V1", office.today, stops))
    ]


def come_back(session: Session, order: Any) -> Sequence[Attempt]:
    key = order.id
    run_id = session.scalar(
        select(Stop.run_id).where(Stop.order_id == key).order_by(Stop.id.desc()).limit(1)
    )

    def unserved(office: Office) -> None:
        if run_id is not None:
            runs.leave_unserved(office, run_id, key)
        else:
            with runs.UNSERVED.begin(office, key):
                raise AssertionError("it was on no run")

    return [unserved]


def deliver_stops(session: Session, run: Any) -> Sequence[Attempt]:
    def delivered(order: int) -> Attempt:
        return lambda office: deliveries.record_delivery(office, order)

    return [delivered(order) for order in orders_out(session, run.id)]


def return_lines(_session: Session, delivery: Any) -> Sequence[Attempt]:
    key = delivery.id

    def returned(line: int) -> Attempt:
        return lambda office: returns.record_return(office, key, line, 1)

    return [returned(line.position) for line in delivery.lines]


def cancel_returns(session: Session, delivery: Any) -> Sequence[Attempt]:
    def cancelled(key: int) -> Attempt:
        return lambda office: returns.cancel_return(office, key)

    found = session.scalars(select(Return.id).where(Return.delivery_id == delivery.id))
    return [cancelled(key) for key in found]


def of_payout(service: Callable[..., object], *given: Any) -> Tries:
    def tries(session: Session, payout: Any) -> Sequence[Attempt]:
        key, code = payout.settlement_id, session.get_one(Client, payout.client_id).code
        return [lambda office: service(office, key, code, *given)]

    return tries


def of_reporters(service: Callable[..., object], *given: Any) -> Tries:
    def tries(_session: Session, case: Any) -> Sequence[Attempt]:
        key = case.id

        def tried(position: int) -> Attempt:
            return lambda office: service(office, key, position, *given)

        return [tried(reporter.position) for reporter in case.reporters]

    return tries


def of_visits(service: Callable[..., object], *given: Any) -> Tries:
    def tries(session: Session, plan: Any) -> Sequence[Attempt]:
        key = plan.id

        def tried(client_id: int) -> Attempt:
            code = session.get_one(Client, client_id).code
            return lambda office: service(office, key, code, *given)

        return [tried(visit.client_id) for visit in plan.visits]

    return tries


def change_plan(_session: Session, plan: Any) -> Sequence[Attempt]:
    key, version = plan.id, plan.version
    return [
        lambda office: visits.change_plan(
            office, key, version, VisitPlanDraft("r1", office.today, ["C1"])
        )
    ]


TRIES: Mapping[str, Mapping[str, Tries]] = {
    "agreement": {
        "agreement.edit": changed(agreements.edit_agreement_draft, DRAFT),
        "agreement.discard": by_id(agreements.discard_agreement_draft),
        "agreement.submit": by_id(agreements.submit_agreement),
        "agreement.take_back": by_id(agreements.take_back_agreement),
        "agreement.return": by_id(agreements.return_agreement),
        "agreement.approve": by_id(agreements.approve_agreement),
        "agreement.void": by_id(agreements.void_agreement),
        "agreement.sign": sign,
        "agreement.terminate": by_id(agreements.terminate_agreement),
    },
    "letter": {
        "letter.answer": by_id(letters.answer_letter, AnswerDraft("agreed")),
        "letter.reopen": by_id(letters.reopen_letter),
    },
    "lines": {"agreement.amend": by_id(lines.amend_lines)},
    "benefit": {
        "benefit.deliver": by_id(benefits.keep_promise, HandoverDraft()),
        "benefit.sign": by_id(benefits.sign_benefit),
        "benefit.withdraw": by_id(benefits.withdraw_benefit, "不办了"),
        "benefit.cancel": by_id(benefits.cancel_benefit),
        "asset.end": by_id(benefits.end_benefits_asset, "taken_back", "换新"),
    },
    "case": {
        "case.accept": by_id(cases.accept_case),
        "case.dismiss": by_id(cases.dismiss_case),
        "case.rule": by_id(cases.rule_case, True),
        "case.overturn": by_id(cases.overturn_case),
        "reward.pay": of_reporters(cases.pay_reward, "0"),
        "reward.lapse": of_reporters(cases.lapse_reward),
    },
    "client": {"client.edit": edit_client, "client.close": by_id(clients.close_client)},
    "collection": {"collection.cancel": by_id(payments.cancel_collection)},
    "delivery": {
        "delivery.cancel": by_id(deliveries.cancel_delivery),
        "return.record": return_lines,
        "return.cancel": cancel_returns,
    },
    "lot": {
        "stock.count": by_id(stock.count_lot, 1, "盘点"),
        "stock.write_off": by_id(stock.write_off, 1, "破损"),
    },
    "opening": {
        "opening.discard": by_id(clients.discard_opening),
        "opening.approve": by_id(clients.approve_opening),
    },
    "order": {
        "order.change": changed(orders.change_order, LINES),
        "order.cancel": by_id(orders.cancel_order),
        "run.unserved": come_back,
        "run.plan": plan_run,
        "delivery.record": by_id(deliveries.record_delivery),
    },
    "payout": {
        "payout.pay": of_payout(settlements.pay_out, "cash"),
        "payout.cancel": of_payout(settlements.cancel_payout),
    },
    "plan": {
        "visit.change": change_plan,
        "visit.discard": by_id(visits.discard_plan),
        "visit.release": by_id(visits.release_plan),
        "visit.release_ready": by_id(visits.release_ready),
        "visit.record": of_visits(visits.record_visit, "declined"),
        "visit.fail": of_visits(visits.fail_visit, "关门"),
    },
    "product": {
        "product.edit": changed(products.edit_product, PRODUCT),
        "product.price": by_id(products.set_price, "支", 4000, MONDAY),
        "product.picture": set_picture,
        "stock.receive": by_id(stock.receive_stock, "2601A", date(2027, 12, 31), "支", 1),
    },
    "vehicle": {
        "vehicle.edit": changed(vehicles.edit_vehicle, VehicleDraft("V1", "老王", 60)),
    },
    "promotion": {"promotion.end": by_id(promotions.end_promotion)},
    "proposal": {
        "proposal.edit": changed(proposals.edit_proposal_draft, OFFER),
        "proposal.discard": by_id(proposals.discard_proposal_draft),
        "proposal.confirm": by_id(proposals.confirm_proposal),
        "proposal.present": by_id(proposals.present_proposal),
        "proposal.answer": by_id(partial(proposals.answer_proposal, accepted=True)),
        "proposal.order": by_id(accepted.order_proposal),
        "proposal.take_up": by_id(accepted.take_up_proposal),
    },
    "rebate": {
        "rebate.discard": by_id(rebates.discard_rebate),
        "rebate.approve": by_id(rebates.approve_rebate),
        "rebate.reckon": by_id(rebates.reckon_rebate),
        "rebate.confirm": by_id(rebates.confirm_rebate),
        "rebate.deliver": by_id(rebates.deliver_rebate),
    },
    "rule": {
        "rule.edit": changed(assortment.edit_rule, RULE),
        "rule.remove": by_id(assortment.remove_rule),
    },
    "return": {"return.cancel": by_id(returns.cancel_return)},
    "staff": {"staff.edit": edit_staff},
    "run": {
        "run.change": change_run,
        "run.close": by_id(closing.close_run),
        "run.take_cash": by_id(closing.take_cash, 0, "找零"),
        "run.discard": by_id(runs.discard_run),
        "run.load": by_id(runs.load_run),
        "delivery.record": deliver_stops,
    },
    "settlement": {
        "settlement.discard": by_id(settlements.discard_settlement),
        "settlement.submit": by_id(settlements.submit_settlement),
        "settlement.take_back": by_id(settlements.take_back_settlement),
        "settlement.return": by_id(settlements.return_settlement),
        "settlement.approve": by_id(settlements.approve_settlement),
        "settlement.post": by_id(settlements.post_settlement),
    },
    "suggestion": {
        "suggestion.edit": changed(suggestions.edit_suggestion_draft, TOLD),
        "suggestion.discard": by_id(suggestions.discard_suggestion_draft),
        "suggestion.submit": by_id(suggestions.submit_suggestion),
        "suggestion.take_back": by_id(suggestions.take_back_suggestion),
        "suggestion.return": by_id(suggestions.return_suggestion),
        "suggestion.confirm": by_id(suggestions.confirm_suggestion),
        "suggestion.withdraw": by_id(suggestions.withdraw_suggestion),
        "suggestion.review": by_id(effects.review_suggestion),
    },
    "trial": {
        "trial.submit": by_id(trials.submit_trial),
        "trial.call_off": by_id(trials.call_off_trial, "店不够了"),
    },
}


def state_of(session: Session, record: Any, day: date) -> str:
    """Its state as of a day."""
    rules = read_rules(session)
    match record:
        case Opening():
            return "approved" if record.approved_on else "waiting"
        case Agreement():
            return record.state_on(day)
        case Suggestion():
            return record.state_on(day, rules.stale_days)
        case Case():
            return record.state_on(day, rules.appeal_days)
        case AssortmentRule() | Lot() | Product() | Promotion() | Staff() | Vehicle():
            return ""
    return str(record.state)


def states(kind: str) -> set[str]:
    record = STEPS[kind][0].noun.record
    return {
        Opening: {"waiting", "approved"},
        AssortmentRule: {""},
        Lot: {""},
        Product: {""},
        Promotion: {""},
        Staff: {""},
        Vehicle: {""},
    }.get(record, set(getattr(record, "STATE_WORDS", ())))
