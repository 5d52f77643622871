"""Every action of a scenario: its fields, and the service that carries it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.replay.fields import (
    Reader,
    amount,
    by_name,
    clock,
    day,
    degrees,
    many,
    quarter,
    rate,
    record,
    text,
    truth,
    whole,
    words,
)
from desktop.replay.names import Names
from desktop.services import (
    agreements,
    cases,
    clients,
    deliveries,
    effects,
    orders,
    payments,
    people,
    products,
    proposals,
    runs,
    settlements,
    stock,
    suggestions,
    visits,
)
from desktop.services.office import Office

Values = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """An action's fields and what it does; ``makes`` is the kind of document it makes."""

    run: Callable[[Office, Names, Values], int | None]
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader] = field(default_factory=dict)
    makes: str = ""


def _staff_add(office: Office, _names: Names, values: Values) -> int:
    if ("role" in values) == ("roles" in values):
        raise Refused("invalid", _("Give either “role” or “roles”."), "roles")
    roles = values.get("roles") or [values.get("role", "")]
    if "roles" in values and not values["roles"]:
        roles = []
    return people.add_staff(office, values["code"], values["name"], roles, values.get("phone", ""))


def _product_add(office: Office, _names: Names, values: Values) -> int:
    return products.add_product(
        office,
        products.ProductDraft(
            retail_fen=values["retail"],
            **{name: value for name, value in values.items() if name != "retail"},
        ),
        frozenset({products.SHARED_BARCODE}),  # what a window would ask is taken as confirmed
    )


def _client_add(office: Office, _names: Names, values: Values) -> int:
    renamed = {"class": "client_class", "reason": "density_reason"}
    draft = {renamed.get(name, name): value for name, value in values.items()}
    return clients.add_client(office, clients.ClientDraft(**draft))


def _agreement_draft(office: Office, _names: Names, values: Values) -> int:
    own = values.get("product_rates", {})
    return agreements.draft_agreement(
        office,
        agreements.AgreementDraft(
            client=values["client"],
            starts_on=values["from"],
            ends_on=values["to"],
            basic_rate=values["basic_rate"],
            fund_rate=values["fund_rate"],
            product_rates={code: (one.get("basic"), one.get("fund")) for code, one in own.items()},
            protected_prices=values.get("minimum_prices", {}),
            lead_lines=values.get("lead_lines", ()),
        ),
    )


def _order_add(office: Office, _names: Names, values: Values) -> int:
    lines = [orders.OrderedLine(**line) for line in values["lines"]]
    return orders.add_order(office, values["client"], lines)


def _delivery_record(office: Office, names: Names, values: Values) -> int:
    made = deliveries.record_delivery(
        office,
        names.id("order", values["order"]),
        values.get("accepted"),
        dated=values.get("dated"),
        arrived=values.get("arrived", ""),
        collected_fen=values.get("collected", 0),
    )
    if values.get("collected"):
        names.known["collection", values["ref"]] = payments.collection_of(office, made)
    return made


def _return_record(office: Office, names: Names, values: Values) -> int:
    delivery = names.id("delivery", values["delivery"])
    return deliveries.record_return(
        office, delivery, values["line"], values["quantity"], values.get("dated")
    )


def _case_report(office: Office, names: Names, values: Values) -> int:
    drafts = [_reporter(one) for one in values["reporters"]]
    reported = cases.report_case(
        office, values["client"], values["product"], values["price"], values["seen_on"], drafts
    )
    names.claim_codes[values["ref"]] = reported.claim_codes
    return reported.case_id


def _reporter(given: Values) -> cases.ReporterDraft:
    kind = given["kind"]
    name_of = {"client": "client", "staff": "staff", "consumer": "name"}.get(kind)
    if set(given) != {"kind", name_of} - {None}:
        raise Refused("invalid", _("A reporter has a kind, and who it is."), "reporters")
    if kind == "consumer" and not str(given["name"]).strip():
        raise Refused("invalid", _("A reporter has a kind, and who it is."), "reporters")
    return cases.ReporterDraft(kind, given.get(name_of, "") if name_of else "")


def _review(office: Office, _names: Names, values: Values) -> None:
    people.review_clauses(office, values["reviewer"], values["ground"], values["valid_until"])


def _proposal_draft(office: Office, _names: Names, values: Values) -> int:
    lines = [proposals.ProposalLineDraft(**line) for line in values["lines"]]
    return proposals.draft_proposal(
        office,
        values["client"],
        values["valid_until"],
        values["customers"],
        lines,
        values.get("support", ()),
        values.get("display", ""),
    )


def _run_plan(office: Office, names: Names, values: Values) -> int:
    stops = [names.id("order", ref) for ref in values["orders"]]
    return runs.plan_run(
        office, values["date"], values["vehicle"], stops, values.get("departs", "")
    )


def _on(kind: str, service: Callable[..., Any], *more: str, ref: str = "ref") -> Any:
    """A service that takes a document's id, then the named fields that are given."""

    def run(office: Office, names: Names, values: Values) -> None:
        given = {name: values[name] for name in more if name in values}
        service(office, names.id(kind, values[ref]), **given)

    return run


def _with(service: Callable[..., Any], *order: str, **renamed: str) -> Any:
    """A service that takes fields in order, then the optional ones that are given."""

    def run(office: Office, _names: Names, values: Values) -> Any:
        rest = {parameter: values[name] for parameter, name in renamed.items() if name in values}
        return service(office, *(values[name] for name in order), **rest)

    return run


_REF = {"ref": words}
_LINE = record({"product": words, "unit": words, "quantity": whole})
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
_CLIENT = {
    "rep": words,
    "class": words,
    "contact": text,
    "phone": text,
    "address": text,
    "area": text,
    "lat": degrees,
    "lon": degrees,
    "households": whole,
    "opens": clock,
    "closes": clock,
    "reason": text,
}

ACTIONS: dict[str, Action] = {
    "staff.add": Action(
        _staff_add,
        {"code": words, "name": words},
        {"role": words, "roles": many(words), "phone": text},
    ),
    "office.review": Action(_review, {"reviewer": words, "ground": words, "valid_until": day}),
    "product.add": Action(
        _product_add,
        {
            "code": words,
            "name": words,
            "line": words,
            "category": words,
            "units": by_name(whole),
            "prices": by_name(amount),
            "retail": amount,
        },
        {
            "barcode": text,
            "spec": text,
            "width_mm": whole,
            "height_mm": whole,
            "trade_margin": rate,
        },
    ),
    "product.price": Action(
        _with(products.set_price, "code", "unit", "price", "from"),
        {"code": words, "unit": words, "price": amount, "from": day},
    ),
    "client.add": Action(_client_add, {"code": words, "name": words, "segment": words}, _CLIENT),
    "client.close": Action(
        _with(clients.close_client, "client", reason="reason", successor="successor"),
        {"client": words},
        {"reason": text, "successor": words},
    ),
    "opening.set": Action(
        _with(clients.set_opening, "client", "receivable", "fund"),
        {"client": words, "receivable": amount, "fund": amount},
    ),
    "opening.approve": Action(_with(clients.approve_opening, "client"), {"client": words}),
    "agreement.draft": Action(
        _agreement_draft,
        {
            "ref": words,
            "client": words,
            "from": day,
            "to": day,
            "basic_rate": rate,
            "fund_rate": rate,
        },
        {
            "product_rates": by_name(_RATES),
            "minimum_prices": by_name(amount),
            "lead_lines": many(words),
        },
        makes="agreement",
    ),
    "agreement.submit": Action(_on("agreement", agreements.submit_agreement), _REF),
    "agreement.return": Action(_on("agreement", agreements.return_agreement), _REF),
    "agreement.approve": Action(_on("agreement", agreements.approve_agreement), _REF),
    "agreement.sign": Action(
        _on("agreement", agreements.sign_agreement, "dated"), _REF, {"dated": day}
    ),
    "agreement.terminate": Action(_on("agreement", agreements.terminate_agreement), _REF),
    "order.add": Action(
        _order_add, {"ref": words, "client": words, "lines": many(_LINE)}, makes="order"
    ),
    "order.cancel": Action(_on("order", orders.cancel_order, "reason"), _REF, {"reason": text}),
    "delivery.record": Action(
        _delivery_record,
        {"ref": words, "order": words},
        {"accepted": many(whole), "arrived": clock, "collected": amount, "dated": day},
        makes="delivery",
    ),
    "delivery.cancel": Action(
        _on("delivery", deliveries.cancel_delivery, "reason", ref="delivery"),
        {"delivery": words},
        {"reason": text},
    ),
    "return.record": Action(
        _return_record,
        {"delivery": words, "line": whole, "quantity": whole},
        {"ref": words, "dated": day},
        makes="return",
    ),
    "return.cancel": Action(
        _on("return", deliveries.cancel_return, "reason", ref="return"),
        {"return": words},
        {"reason": text},
    ),
    "collection.record": Action(
        _with(payments.record_collection, "client", "amount", means="means", dated="dated"),
        {"client": words, "amount": amount},
        {"ref": words, "dated": day, "means": words},
        makes="collection",
    ),
    "collection.cancel": Action(
        _on("collection", payments.cancel_collection, "reason", ref="collection"),
        {"collection": words},
        {"reason": text},
    ),
    "refund.pay": Action(
        _with(payments.pay_refund, "client", "amount"), {"client": words, "amount": amount}
    ),
    "benefit.deliver": Action(
        _with(payments.deliver_benefit, "client", "kind", "cost", paid_by="paid_by"),
        {"client": words, "kind": words, "cost": amount},
        {"ref": words, "paid_by": words},
        makes="benefit",
    ),
    "benefit.cancel": Action(
        _on("benefit", payments.cancel_benefit, "reason", ref="benefit"),
        {"benefit": words},
        {"reason": text},
    ),
    "case.report": Action(
        _case_report,
        {
            "ref": words,
            "client": words,
            "product": words,
            "price": amount,
            "seen_on": day,
            "reporters": many(_REPORTER),
        },
        makes="case",
    ),
    "case.accept": Action(_on("case", cases.accept_case), _REF),
    "case.dismiss": Action(_on("case", cases.dismiss_case), _REF),
    "case.rule": Action(_on("case", cases.rule_case, "upheld"), {"ref": words, "upheld": truth}),
    "case.overturn": Action(_on("case", cases.overturn_case), _REF),
    "reward.pay": Action(
        lambda office, names, values: cases.pay_reward(
            office,
            names.id("case", values["case"]),
            values["reporter"],
            names.claim_code(values["case"], values["reporter"]),
        ),
        {"case": words, "reporter": whole},
    ),
    "reward.lapse": Action(
        lambda office, names, values: cases.lapse_reward(
            office, names.id("case", values["case"]), values["reporter"]
        ),
        {"case": words, "reporter": whole},
    ),
    "settlement.prepare": Action(
        _with(settlements.prepare_settlement, "quarter"),
        {"ref": words, "quarter": quarter},
        makes="settlement",
    ),
    "settlement.submit": Action(_on("settlement", settlements.submit_settlement), _REF),
    "settlement.return": Action(_on("settlement", settlements.return_settlement), _REF),
    "settlement.approve": Action(_on("settlement", settlements.approve_settlement), _REF),
    "settlement.post": Action(_on("settlement", settlements.post_settlement), _REF),
    "payout.pay": Action(
        _on("settlement", settlements.pay_out, "client", "method", ref="settlement"),
        {"settlement": words, "client": words, "method": words},
    ),
    "payout.cancel": Action(
        _on("settlement", settlements.cancel_payout, "client", "reason", ref="settlement"),
        {"settlement": words, "client": words},
        {"reason": text},
    ),
    "suggestion.prepare": Action(
        _with(
            suggestions.prepare_suggestion,
            "client",
            "category",
            "content",
            products="products",
            wording="wording",
            expected="expected",
        ),
        {"ref": words, "client": words, "category": words, "content": text},
        {"products": many(words), "wording": text, "expected": text},
        makes="suggestion",
    ),
    "suggestion.submit": Action(_on("suggestion", suggestions.submit_suggestion), _REF),
    "suggestion.return": Action(_on("suggestion", suggestions.return_suggestion), _REF),
    "suggestion.confirm": Action(_on("suggestion", suggestions.confirm_suggestion), _REF),
    "suggestion.withdraw": Action(
        _on("suggestion", suggestions.withdraw_suggestion, "reason"), _REF, {"reason": text}
    ),
    "suggestion.review": Action(
        _on("suggestion", effects.review_suggestion, "word"), _REF, {"word": text}
    ),
    "visit.plan": Action(
        _with(visits.plan_visits, "rep", "date", "clients"),
        {"ref": words, "rep": words, "date": day, "clients": many(words)},
        makes="plan",
    ),
    "visit.release": Action(_on("plan", visits.release_plan), _REF),
    "visit.record": Action(
        _on(
            "plan",
            visits.record_visit,
            "client",
            "outcome",
            "mark",
            "words",
            "adopted_on",
            ref="plan",
        ),
        {"plan": words, "client": words, "outcome": words},
        {"mark": whole, "words": text, "adopted_on": day},
    ),
    "visit.fail": Action(
        _on("plan", visits.fail_visit, "client", "reason", ref="plan"),
        {"plan": words, "client": words, "reason": text},
    ),
    "patrol.record": Action(
        _with(visits.record_patrol, "client", "prices"),
        {"client": words, "prices": by_name(amount)},
    ),
    "survey.record": Action(
        lambda office, _names, values: proposals.record_survey(
            office, proposals.SurveyDraft(**values)
        ),
        {
            "client": words,
            "shop_type": words,
            "area_m2": whole,
            "households": whole,
            "groups": by_name(rate),
            "spending": words,
            "rivals": whole,
            "shelf_cm": whole,
            "levels": whole,
        },
        {"brands": text, "notes": text},
    ),
    "proposal.draft": Action(
        _proposal_draft,
        {
            "ref": words,
            "client": words,
            "valid_until": day,
            "customers": text,
            "lines": many(_PROPOSED),
        },
        {"support": many(text), "display": text},
        makes="proposal",
    ),
    "proposal.confirm": Action(_on("proposal", proposals.confirm_proposal), _REF),
    "proposal.present": Action(_on("proposal", proposals.present_proposal), _REF),
    "proposal.accept": Action(_on("proposal", proposals.accept_proposal), _REF),
    "proposal.decline": Action(_on("proposal", proposals.decline_proposal), _REF),
    "stock.receive": Action(
        _with(stock.receive_stock, "product", "lot", "expires", "unit", "quantity"),
        {"product": words, "lot": words, "expires": day, "unit": words, "quantity": whole},
    ),
    "vehicle.add": Action(
        _with(runs.add_vehicle, "code", "driver", "phone", "cartons"),
        {"code": words, "driver": words, "phone": text, "cartons": whole},
    ),
    "run.plan": Action(
        _run_plan,
        {"ref": words, "date": day, "vehicle": words, "orders": many(words)},
        {"departs": clock},
        makes="run",
    ),
    "run.load": Action(_on("run", runs.load_run), _REF),
}
