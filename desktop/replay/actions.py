"""Every action of a scenario: its fields, and the service that carries it out."""

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.order import OrderDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalAsked
from desktop.basics.drafts.route_plan import RoutePlanDraft
from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.survey import SurveyDraft
from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.replay.action import Action
from desktop.replay.benefits import deliver_benefit
from desktop.replay.doing import (
    add_order,
    add_product,
    add_staff,
    approve_opening,
    compute_proposal,
    confirm_suggestion,
    draft_agreement,
    drafting,
    given,
    lapse_reward,
    move_on_route,
    on,
    order_proposal,
    pay_reward,
    put_route,
    receive_stock,
    record_delivery,
    record_return,
    record_survey,
    report_case,
    review_clauses,
    set_price,
    take_up_proposal,
)
from desktop.replay.fields import (
    Reader,
    amount,
    by_name,
    clock,
    day,
    known,
    many,
    quarter,
    rate,
    readers,
    record,
    text,
    truth,
    whole,
    words,
)
from desktop.replay.second_wave import ORDERED, SECOND_WAVE
from desktop.services import (
    agreements,
    benefits,
    cases,
    clients,
    deliveries,
    effects,
    payments,
    proposals,
    returns,
    settlements,
    suggestions,
    trials,
    visits,
)

_REF = {"ref": words}
_REPORTER = record({"kind": words}, {"client": words, "staff": words, "name": text})
_RATES = record({}, {"basic": rate, "fund": rate})
_PROPOSED = record(
    {
        "product": words,
        "facings": whole,
        "level": whole,
        "unit": words,
        "quantity": whole,
        "reason": text,
    }
)
_LEVEL = record({"width_cm": whole}, {"height_cm": known(whole)})
_AGREEMENT, _OF_AGREEMENT = readers(AgreementDraft)
_CASE, _OF_CASE = readers(CaseDraft)
_PLAN, _OF_PLAN = readers(VisitPlanDraft)
_ROUTE, _OF_ROUTE = readers(RoutePlanDraft)
_STANDS: dict[str, Reader] = {"client": words, "weekday": whole, "weeks": words}
_FIXED = {"fixed": truth}
_DELIVERY, _OF_DELIVERY = readers(DeliveryDraft)
_ORDER, _OF_ORDER = readers(OrderDraft)
_PRODUCT, _OF_PRODUCT = readers(ProductDraft, "retail")
_PROPOSAL, _OF_PROPOSAL = readers(ProposalAsked)
_STAFF, _OF_STAFF = readers(StaffDraft)
_SUGGESTION, _OF_SUGGESTION = readers(SuggestionDraft)
_TRIAL, _OF_TRIAL = readers(TrialDraft)
_SURVEY, _OF_SURVEY = readers(SurveyDraft)

_FIRST: dict[str, Action] = {
    "staff.add": Action(
        add_staff,
        _STAFF,
        _OF_STAFF | {"role": words, "roles": many(words)},
    ),
    "office.review": Action(
        review_clauses, {"reviewer": words, "ground": words, "valid_until": day}
    ),
    "product.add": Action(
        add_product, _PRODUCT | {"units": by_name(whole), "prices": by_name(amount)}, _OF_PRODUCT
    ),
    "product.price": Action(
        set_price,
        {"code": words, "unit": words, "price": amount, "from": day},
    ),
    "client.add": Action(drafting(clients.add_client, ClientDraft), *readers(ClientDraft)),
    "opening.set": Action(drafting(clients.set_opening, OpeningDraft), *readers(OpeningDraft)),
    "opening.approve": Action(approve_opening, {"client": words}),
    "agreement.draft": Action(
        draft_agreement,
        _REF | _AGREEMENT,
        _OF_AGREEMENT
        | {
            "product_rates": by_name(_RATES),
            "minimum_prices": by_name(amount),
            "lead_lines": many(words),
        },
        makes="agreement",
    ),
    "agreement.submit": Action(on("agreement", agreements.submit_agreement), _REF),
    "agreement.return": Action(on("agreement", agreements.return_agreement), _REF),
    "agreement.approve": Action(
        on("agreement", agreements.approve_agreement, "density_reason"),
        _REF,
        {"density_reason": text},
    ),
    "agreement.sign": Action(
        on("agreement", agreements.sign_agreement, "dated"), _REF, {"dated": day}
    ),
    "agreement.terminate": Action(on("agreement", agreements.terminate_agreement), _REF),
    "order.add": Action(
        add_order,
        _REF | _ORDER | {"lines": many(ORDERED)},
        _OF_ORDER | {"at": clock},
        makes="order",
    ),
    "delivery.record": Action(
        record_delivery,
        {"ref": words, "order": words} | _DELIVERY,
        _OF_DELIVERY | {"accepted": many(whole), "collected": amount, "means": words},
        makes="delivery",
    ),
    "delivery.cancel": Action(
        on("delivery", deliveries.cancel_delivery, "reason", ref="delivery"),
        {"delivery": words},
        {"reason": text},
    ),
    "return.record": Action(
        record_return,
        {"delivery": words, "line": whole, "quantity": whole},
        {"ref": words, "dated": day, "lot": words, "condition": words, "run": words},
        makes="return",
    ),
    "return.cancel": Action(
        on("return", returns.cancel_return, "reason", ref="return"),
        {"return": words},
        {"reason": text},
    ),
    "collection.record": Action(
        given(payments.record_collection, "client", "amount", means="means", dated="dated"),
        {"client": words, "amount": amount},
        {"ref": words, "dated": day, "means": words},
        makes="collection",
    ),
    "collection.cancel": Action(
        on("collection", payments.cancel_collection, "reason", ref="collection"),
        {"collection": words},
        {"reason": text},
    ),
    "refund.pay": Action(
        given(payments.pay_refund, "client", "amount"), {"client": words, "amount": amount}
    ),
    "benefit.deliver": Action(
        deliver_benefit,
        {},
        _REF
        | {"client": words, "kind": words, "cost": amount, "paid_by": words, "promise": words}
        | {"goods": many(record({"product": words, "quantity": whole}))},
        makes="benefit",
    ),
    "benefit.cancel": Action(
        on("benefit", benefits.cancel_benefit, "reason", ref="benefit"),
        {"benefit": words},
        {"reason": text},
    ),
    "case.report": Action(
        report_case,
        _REF | _CASE | {"reporters": many(_REPORTER)},
        _OF_CASE,
        makes="case",
    ),
    "case.accept": Action(on("case", cases.accept_case), _REF),
    "case.dismiss": Action(on("case", cases.dismiss_case), _REF),
    "case.rule": Action(
        on("case", cases.rule_case, "upheld", "share"),
        {"ref": words, "upheld": truth},
        {"share": rate},
    ),
    "case.overturn": Action(on("case", cases.overturn_case, "reason"), _REF, {"reason": text}),
    "reward.pay": Action(
        pay_reward,
        {"case": words, "reporter": whole},
    ),
    "reward.lapse": Action(
        lapse_reward,
        {"case": words, "reporter": whole},
    ),
    "settlement.prepare": Action(
        given(settlements.prepare_settlement, "quarter", client="client"),
        {"ref": words, "quarter": quarter},
        {"client": words},
        makes="settlement",
    ),
    "settlement.submit": Action(on("settlement", settlements.submit_settlement), _REF),
    "settlement.return": Action(on("settlement", settlements.return_settlement), _REF),
    "settlement.approve": Action(on("settlement", settlements.approve_settlement), _REF),
    "settlement.post": Action(on("settlement", settlements.post_settlement), _REF),
    "payout.pay": Action(
        on("settlement", settlements.pay_out, "client", "method", ref="settlement"),
        {"settlement": words, "client": words, "method": words},
    ),
    "payout.cancel": Action(
        on("settlement", settlements.cancel_payout, "client", "reason", ref="settlement"),
        {"settlement": words, "client": words},
        {"reason": text},
    ),
    "suggestion.prepare": Action(
        drafting(suggestions.prepare_suggestion, SuggestionDraft, "products"),
        _REF | _SUGGESTION,
        _OF_SUGGESTION | {"products": many(words)},
        makes="suggestion",
    ),
    "suggestion.submit": Action(on("suggestion", suggestions.submit_suggestion), _REF),
    "suggestion.return": Action(on("suggestion", suggestions.return_suggestion), _REF),
    "suggestion.confirm": Action(confirm_suggestion, _REF),
    "suggestion.review": Action(
        on("suggestion", effects.review_suggestion, "word"), _REF, {"word": text}
    ),
    "trial.draw": Action(
        drafting(trials.draw_trial, TrialDraft, "clients", "products"),
        _REF | _TRIAL | {"clients": many(words)},
        _OF_TRIAL | {"products": many(words)},
        makes="trial",
    ),
    "trial.submit": Action(on("trial", trials.submit_trial), _REF),
    "trial.call_off": Action(on("trial", trials.call_off_trial, "reason"), _REF | {"reason": text}),
    "visit.plan": Action(
        drafting(visits.plan_visits, VisitPlanDraft, "clients"),
        _REF | _PLAN | {"clients": many(words)},
        _OF_PLAN,
        makes="plan",
    ),
    "route.put": Action(
        put_route,
        {**_REF, **_ROUTE, "lines": many(record(_STANDS, _FIXED))},
        _OF_ROUTE,
        makes="route",
    ),
    "route.move": Action(move_on_route, {"plan": words, **_STANDS}, _FIXED),
    "visit.release": Action(on("plan", visits.release_plan), _REF),
    "visit.release_ready": Action(on("plan", visits.release_ready), _REF),
    "visit.record": Action(
        on(
            "plan",
            visits.record_visit,
            "client",
            "outcome",
            "mark",
            "words",
            "adopted_on",
            "assets",
            ref="plan",
        ),
        {"plan": words, "client": words, "outcome": words},
        {"mark": whole, "words": text, "adopted_on": day, "assets": by_name(words)},
    ),
    "visit.fail": Action(
        on("plan", visits.fail_visit, "client", "reason", ref="plan"),
        {"plan": words, "client": words, "reason": text},
    ),
    "patrol.record": Action(
        given(visits.record_patrol, "client", "prices", assets="assets"),
        {"client": words, "prices": by_name(amount)},
        {"assets": by_name(words)},
    ),
    "survey.record": Action(
        record_survey,
        _SURVEY | {"groups": by_name(rate), "levels": many(_LEVEL)},
        _OF_SURVEY,
    ),
    "proposal.compute": Action(
        compute_proposal,
        _REF | _PROPOSAL,
        _OF_PROPOSAL | {"customers": words, "lines": many(_PROPOSED), "support": many(text)},
        makes="proposal",
    ),
    "proposal.confirm": Action(on("proposal", proposals.confirm_proposal), _REF),
    "proposal.present": Action(on("proposal", proposals.present_proposal), _REF),
    "proposal.answer": Action(
        on("proposal", proposals.answer_proposal, "accepted", "reason"),
        _REF | {"accepted": truth},
        {"reason": text},
    ),
    "proposal.order": Action(
        order_proposal, _REF | {"order": words}, makes="order", called_by="order"
    ),
    "proposal.take_up": Action(
        take_up_proposal,
        _REF | {"agreement": words},
        {"order": words},
        makes="agreement",
        called_by="agreement",
    ),
    "stock.receive": Action(
        receive_stock,
        {"product": words, "lot": words, "expires": day, "unit": words, "quantity": whole},
    ),
}

ACTIONS: dict[str, Action] = _FIRST | SECOND_WAVE
