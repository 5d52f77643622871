"""How each kind of event is carried out: from what the file says to the service it means."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import (
    OFFERED_DAYS,
    ProposalAsked,
    ProposalDraft,
    ProposalLineDraft,
)
from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import drafted
from desktop.basics.i18n import _
from desktop.queries.facts.route_plans import route_version
from desktop.queries.open_run import run_head
from desktop.queries.orders import order_version
from desktop.queries.trials import drafts_of_trial
from desktop.replay.names import Names
from desktop.services import (
    accepted,
    agreements,
    cases,
    clients,
    closing,
    computing,
    deliveries,
    orders,
    payments,
    products,
    proposals,
    returns,
    route_plans,
    runs,
    settings,
    staff,
    stock,
    suggestions,
)
from desktop.services.office import Office

Values = dict[str, Any]
Doing = Callable[[Office, Names, Values], int | None]


def add_staff(office: Office, _names: Names, values: Values) -> int:
    """Somebody with one role, or with several."""
    if ("role" in values) == ("roles" in values):
        raise Refused("invalid", _("Give either “role” or “roles”."), "roles")
    roles = values.get("roles") or [values.get("role", "")]
    if "roles" in values and not values["roles"]:
        roles = []
    return staff.add_staff(office, roles=roles, **vars(drafted(StaffDraft, values)))


def put_route(office: Office, _names: Names, values: Values) -> int:
    """A rep's four weeks with the lines of each client."""
    lines = [RouteLineDraft(**one) for one in values["lines"]]
    return route_plans.put_route_plan(office, drafted(RoutePlanDraft, values, lines=lines))


def move_on_route(office: Office, names: Names, values: Values) -> None:
    """A client that stands elsewhere on a route plan."""
    plan_id = names.id("route", values["plan"])
    with office.reading() as session:
        version = route_version(session, plan_id)
    line = RouteLineDraft(**{name: said for name, said in values.items() if name != "plan"})
    route_plans.move_on_route(office, plan_id, version, line)


def add_product(office: Office, _names: Names, values: Values) -> int:
    """A product with its units and first prices."""
    draft = drafted(ProductDraft, values, units=values["units"], prices=values["prices"])
    # What a window would ask is taken as confirmed.
    return products.add_product(office, draft, frozenset({products.SHARED_BARCODE}))


def draft_agreement(office: Office, _names: Names, values: Values) -> int:
    """An agreement's draft, with its own rates and protected prices."""
    own = values.get("product_rates", {})
    return agreements.draft_agreement(
        office,
        drafted(
            AgreementDraft,
            values,
            product_rates={code: (one.get("basic"), one.get("fund")) for code, one in own.items()},
            protected_prices=values.get("minimum_prices", {}),
            lead_lines=values.get("lead_lines", ()),
        ),
    )


def add_order(office: Office, _names: Names, values: Values) -> int:
    """An order with its lines."""
    lines = [OrderedLine(**line) for line in values["lines"]]
    draft = drafted(OrderDraft, values, lines=lines)
    taken_at = values.get("at", orders.USUAL_TIME)
    return orders.add_order(office, taken_at=taken_at, **vars(draft))


_NO_RUN = RunDraft("-", date(2000, 1, 1), ())  # of a name that no run has


def change_order(office: Office, names: Names, values: Values) -> None:
    """Other lines of an order."""
    order = names.id("order", values["order"])
    lines = [OrderedLine(**line) for line in values["lines"]]
    with office.reading() as session:
        version = order_version(session, order)
    orders.change_order(office, order, version, lines)


def record_delivery(office: Office, names: Names, values: Values) -> int:
    """A delivery; the money taken with it has the delivery's name too."""
    taken = {"collected_fen": values.get("collected", 0), "means": values.get("means", "cash")}
    draft = drafted(DeliveryDraft, values, **taken)
    order = names.id("order", values["order"])
    made = deliveries.record_delivery(office, order, values.get("accepted"), **vars(draft))
    if values.get("collected"):
        names.known["collection", values["ref"]] = payments.collection_of(office, made)
    return made


def record_return(office: Office, names: Names, values: Values) -> int:
    """Goods of a delivery's line that came back."""
    delivery = names.id("delivery", values["delivery"])
    optional = ("dated", "lot", "condition")
    more: Values = {name: values[name] for name in optional if name in values}
    if "run" in values:
        more["run_id"] = names.id("run", values["run"])
    return returns.record_return(office, delivery, values["line"], values["quantity"], **more)


def report_case(office: Office, names: Names, values: Values) -> int:
    """A report; its claim codes are kept for whoever is paid."""
    reporters = [_reporter(one) for one in values["reporters"]]
    reported = cases.report_case(office, drafted(CaseDraft, values), reporters)
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


def review_clauses(office: Office, _names: Names, values: Values) -> None:
    """A legal review of the clauses."""
    settings.review_clauses(office, values["reviewer"], values["ground"], values["valid_until"])


def compute_proposal(office: Office, _names: Names, values: Values) -> int:
    """A proposal's draft: computed, or with the lines that are given."""
    said = {**values, "support": "\n".join(values.get("support", ()))}
    if "lines" not in values:
        customers = values.get("customers", "")
        return computing.propose_shelf(office, drafted(ProposalAsked, said, customers=customers))
    if "budget" in values:
        raise Refused("invalid", _("A budget is for what is computed."), "budget")
    lines = [ProposalLineDraft(**line) for line in values["lines"]]
    last = office.today + timedelta(days=OFFERED_DAYS)
    said = {"valid_until": last, "customers": "", **said}
    return proposals.compute_proposal(office, drafted(ProposalDraft, said, lines=lines))


def order_proposal(office: Office, names: Names, values: Values) -> int:
    """The first order of a proposal."""
    return accepted.order_proposal(office, names.id("proposal", values["ref"]))


def take_up_proposal(office: Office, names: Names, values: Values) -> int:
    """The agreement of a proposal, and its first order where that wasn't taken before."""
    key = names.id("proposal", values["ref"])
    agreement = accepted.take_up_proposal(office, key)
    if "order" in values:
        names.known["order", values["order"]] = accepted.order_of(office, key)
    return agreement


def record_survey(office: Office, _names: Names, values: Values) -> int:
    """A survey with the groups of buyers and the levels of the shelf."""
    levels = [LevelDraft(**level) for level in values["levels"]]
    draft = drafted(SurveyDraft, values, groups=values["groups"], levels=levels)
    return proposals.record_survey(office, draft)


def plan_run(office: Office, names: Names, values: Values) -> int:
    """A run with its orders, in the order of its stops."""
    stops = [names.id("order", ref, "orders") for ref in values["orders"]]
    return runs.plan_run(office, drafted(RunDraft, values, orders=stops))


def change_run(office: Office, names: Names, values: Values) -> None:
    """Other stops, in their order; its day and vehicle stay."""
    run = names.id("run", values["run"])
    stops = [names.id("order", ref, "orders") for ref in values["orders"]]
    with office.reading() as session:
        draft, version = run_head(session, run) or (_NO_RUN, 0)
    runs.change_run(office, run, version, replace(draft, orders=stops))


def load_run(office: Office, names: Names, values: Values) -> None:
    """Load a run, short or as it was picked."""
    picked = [
        runs.Picked(**{**one, "order": names.id("order", one["order"], "picked")})
        for one in values.get("picked", ())
    ]
    run = names.id("run", values["run"])
    runs.load_run(office, run, short=values.get("short", False), picked=picked)


def leave_unserved(office: Office, names: Names, values: Values) -> None:
    """A stop of a run that wasn't served."""
    run, order = names.id("run", values["run"]), names.id("order", values["order"])
    runs.leave_unserved(office, run, order, values.get("reason", ""))


def close_run(office: Office, names: Names, values: Values) -> None:
    """What came back of a run, and the cash."""
    back = [closing.Back(**one) for one in values.get("back", ())]
    run = names.id("run", values["run"])
    closing.close_run(office, run, back, values.get("cash"), values.get("reason", ""))


def take_cash(office: Office, names: Names, values: Values) -> None:
    """The cash that a run's driver hands over to the cashier."""
    run = names.id("run", values["run"])
    closing.take_cash(office, run, values["cash"], values.get("reason", ""))


def start_stock(office: Office, _names: Names, values: Values) -> None:
    """The first count."""
    stock.start_stock(office, [stock.CountedLot(**one) for one in values["lots"]])


def close_client(office: Office, names: Names, values: Values) -> None:
    """Close the client of this code."""
    client = names.by_code(office, "client", values, "client")
    clients.close_client(office, client, values.get("reason", ""), values.get("successor"))


def approve_opening(office: Office, names: Names, values: Values) -> None:
    """Approve the client's opening balances."""
    clients.approve_opening(office, names.by_code(office, "opening", values, "client"))


def set_price(office: Office, names: Names, values: Values) -> None:
    """A price of the product of this code."""
    product = names.by_code(office, "product", values, "code")
    products.set_price(office, product, values["unit"], values["price"], values["from"])


def receive_stock(office: Office, names: Names, values: Values) -> int:
    """A lot of the product of this code."""
    product = names.by_code(office, "product", values, "product")
    rest = (values[name] for name in ("lot", "expires", "unit", "quantity"))
    return stock.receive_stock(office, product, *rest)


def pay_reward(office: Office, names: Names, values: Values) -> None:
    """Pay a reporter, with the claim code that replaying the report gave."""
    code = names.claim_code(values["case"], values["reporter"])
    cases.pay_reward(office, names.id("case", values["case"]), values["reporter"], code)


def lapse_reward(office: Office, names: Names, values: Values) -> None:
    """Give a reporter's reward to the pool."""
    cases.lapse_reward(office, names.id("case", values["case"]), values["reporter"])


def on_lot(service: Callable[[Office, int, int, str], None]) -> Any:
    """A service that does something with so much of a lot, for a reason."""

    def run(office: Office, names: Names, values: Values) -> None:
        lot = names.lot(office, values["product"], values["lot"])
        service(office, lot, values["quantity"], values["reason"])

    return run


def on(kind: str, service: Callable[..., Any], *more: str, ref: str = "ref") -> Any:
    """A service that takes a document's id, then the named fields that are given."""

    def run(office: Office, names: Names, values: Values) -> None:
        given = {name: values[name] for name in more if name in values}
        service(office, names.id(kind, values[ref]), **given)

    return run


def given(service: Callable[..., Any], *order: str, **renamed: str) -> Any:
    """A service that takes fields in order, then the optional ones that are given."""

    def run(office: Office, _names: Names, values: Values) -> Any:
        rest = {parameter: values[name] for parameter, name in renamed.items() if name in values}
        return service(office, *(values[name] for name in order), **rest)

    return run


def confirm_suggestion(office: Office, names: Names, values: Values) -> None:
    """A suggestion by its name; one that a trial made by the trial's and the client's."""
    suggestions.confirm_suggestion(office, _suggestion(office, names, values["ref"]))


def _suggestion(office: Office, names: Names, ref: str) -> int:
    trial, _blank, client = ref.rpartition(" ")
    trial_id = names.known.get(("trial", trial))
    if trial_id is not None and ("suggestion", ref) not in names.known:
        with office.reading() as session:
            drafts = dict(drafts_of_trial(session, trial_id))
        if client in drafts:
            return drafts[client]
    return names.id("suggestion", ref)


def drafting(service: Callable[..., Any], draft: type[Any], *more: str) -> Any:
    """A service that takes a draft; ``more`` of its fields are no part of a declaration."""

    def run(office: Office, _names: Names, values: Values) -> Any:
        others = {name: values[name] for name in more if name in values}
        return service(office, drafted(draft, values, **others))

    return run
