"""Visits: planned, released with a suggestion each, recorded; and patrols (G2–G4, G6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Client, Patrol, PatrolPrice, Staff, Suggestion, Visit, VisitPlan
from desktop.models.base import wrong_state
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.models.visit import DISPLAYS
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.promotions import lowest_prices
from desktop.queries.facts.suggestions import ready_suggestions
from desktop.queries.plans.visits import clients_due
from desktop.services.assets import check_seen, find_assets, note_assets
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_open_client,
    need_positive,
    need_text,
    need_version,
    need_word,
)
from desktop.services.find import find_client, find_products, find_staff, not_found
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields, write_over, written

PLAN = Noun("plan", VisitPlan)


def plan_visits(office: Office, draft: VisitPlanDraft) -> int:
    """Plan whom a rep visits on a day, in order; today or later (G3).

    Without clients the plan begins with those of the route plan in force (G10).
    """
    _check(draft)
    with office.transaction("visit.plan") as session:
        visitor, shops = _whom(session, draft, draft.clients or _due(session, draft))
        session.allow()
        _need_open(shops)
        plan = VisitPlan(
            **written(draft),
            rep_id=visitor.id,
            planned_on=session.today,
            planned_by_id=session.actor_id,
        )
        plan.visits = _in_order(shops, {})
        session.add(plan)
        session.flush()
        return plan.id


CHANGE = Step("visit.change", PLAN, to("released"))  # what can be released can be changed


def change_plan(office: Office, plan_id: int, version: int, draft: VisitPlanDraft) -> None:
    """Change a plan that isn't released yet (G3). Raises ChangedElsewhere (E2)."""
    _check(draft)
    with office.transaction(CHANGE.action) as session:
        plan = PLAN.find(session, plan_id)
        visitor, shops = _whom(session, draft, draft.clients)
        CHANGE.need(session, plan)
        need_version(plan, version)
        known = {visit.client_id: visit for visit in plan.visits}
        _need_open([shop for shop in shops if shop.id not in known])
        flag_modified(plan, "state")  # the visits alone would leave its version as it was
        plan.rep_id = visitor.id
        write_over(plan, draft)
        plan.visits = _in_order(shops, known)


DISCARD = Step("visit.discard", PLAN, to("released"))


def discard_plan(office: Office, plan_id: int) -> None:
    """Throw a plan away that isn't released; the audit trail keeps what it said."""
    with DISCARD.begin(office, plan_id) as (session, plan):
        session.delete(plan)


def _check(draft: VisitPlanDraft) -> None:
    need_fields(draft)
    for place, code in enumerate(draft.clients, 1):
        if code in draft.clients[: place - 1]:
            raise invalid("clients", _("A client stands on a plan once."), Spot(place, "client"))


def _due(session: Change, draft: VisitPlanDraft) -> list[str]:
    """Whom the rep's route plan in force visits on the day."""
    return clients_due(session, draft.rep, draft.day)


def _whom(
    session: Change, draft: VisitPlanDraft, codes: Sequence[str]
) -> tuple[Staff, list[Client]]:
    """Who visits whom; today or later."""
    if not codes:
        raise invalid("clients", _("Name at least one client to visit."))
    need_no_past(session, draft.day)
    visitor = find_staff(session, draft.rep, "rep")
    return visitor, [find_client(session, code, "clients", Spot(code, "client")) for code in codes]


def need_no_past(session: Change, day: date) -> None:
    """Refuse (``invalid``) a plan for a day that is over."""
    if day < session.today:
        raise invalid("date", _("A plan is made for today or a later day."))


def _need_open(shops: Sequence[Client]) -> None:
    for shop in shops:
        need_open_client(shop, "clients", Spot(shop.code, "client"))


def _in_order(shops: Sequence[Client], known: Mapping[int, Visit]) -> list[Visit]:
    """A visit of each shop in its order; who stood on the plan before keeps his."""
    visits = []
    for place, shop in enumerate(shops, 1):
        visit = known.get(shop.id) or Visit(client_id=shop.id)
        visit.position = place
        visits.append(visit)
    return visits


def _need_to_come(session: Change, plan: VisitPlan) -> None:
    """Refuse (``wrong_state``) a plan that is released, or whose day is over."""
    plan.require_move("released")
    if session.today > plan.day:
        raise Refused("wrong_state", _("The plan's day is over: plan the visits anew."))


def _releasable(session: Change, plan: VisitPlan) -> None:
    """Not released yet nor over, each client with its suggestion (``no_suggestion``, G3)."""
    _need_to_come(session, plan)
    ready = ready_suggestions(session, session.rules, _going(plan), plan.day)
    lacking = [client_id for client_id in _going(plan) if client_id not in ready]
    if lacking:
        names = session.scalars(
            select(Client.name).where(Client.id.in_(lacking)).order_by(Client.code_key)
        )
        raise Refused(
            "no_suggestion",
            _("No confirmed suggestion for: {clients}.").format(clients=_(", ").join(names)),
            "clients",
        )


def _going(plan: VisitPlan) -> list[int]:
    return [visit.client_id for visit in plan.visits]


RELEASE = Step("visit.release", PLAN, _releasable)


def release_plan(office: Office, plan_id: int) -> None:
    """Bind each client's confirmed suggestion, or name all clients that lack one (G3)."""
    with RELEASE.begin(office, plan_id) as (session, plan):
        ready = ready_suggestions(session, session.rules, _going(plan), plan.day)
        _bind(session, plan, ready)


def _releasable_in_part(session: Change, plan: VisitPlan) -> None:
    """Not released yet nor over, some clients with a suggestion and some without (G10)."""
    _need_to_come(session, plan)
    ready = ready_suggestions(session, session.rules, _going(plan), plan.day)
    if not ready:
        raise Refused("no_suggestion", _("No client has a confirmed suggestion."), "clients")
    if len(ready) == len(plan.visits):
        raise Refused("wrong_state", _("Each client has its suggestion: release the plan."))


RELEASE_READY = Step("visit.release_ready", PLAN, _releasable_in_part)


def release_ready(office: Office, plan_id: int) -> list[str]:
    """Release a plan without the clients that lack a suggestion; the names of these (G10)."""
    with RELEASE_READY.begin(office, plan_id) as (session, plan):
        ready = ready_suggestions(session, session.rules, _going(plan), plan.day)
        off = [visit.client_id for visit in plan.visits if visit.client_id not in ready]
        plan.visits = [visit for visit in plan.visits if visit.client_id in ready]
        _bind(session, plan, ready)
        names = select(Client.name).where(Client.id.in_(off)).order_by(Client.code_key)
        return list(session.scalars(names))


def _bind(session: Change, plan: VisitPlan, ready: Mapping[int, Suggestion]) -> None:
    for visit in plan.visits:
        visit.suggestion_id = ready[visit.client_id].id
    plan.move("released")
    plan.released_on = session.today
    plan.released_by_id = session.actor_id


def _recordable(session: Change, plan: VisitPlan, visit: Visit | None = None) -> None:
    """On its day or after (``too_early``), while it, or at least one, has no result (G3)."""
    if plan.state != "released":
        raise wrong_state(plan)
    if visit is not None:
        visit.require_move("failed")
    elif not any((one.state, "failed") in Visit.MOVES for one in plan.visits):
        raise Refused("wrong_state", _("All visits of this plan have their result."))
    if session.today < plan.day:
        raise Refused("too_early", _("The visit is due on {day}.").format(day=plan.day))


RECORD = Step("visit.record", PLAN, _recordable)
FAIL = Step("visit.fail", PLAN, _recordable)


def record_visit(
    office: Office,
    plan_id: int,
    client: str,
    outcome: str,
    mark: int | None = None,
    words: str = "",
    adopted_on: date | None = None,
    assets: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Record a visit with its suggestion's outcome, and what the client said (G3, G6).

    ``assets`` are those that were seen, by tag (B2).
    """
    check_seen(assets)
    need_word("outcome", outcome, OUTCOMES)
    if mark is not None and not 1 <= mark <= 5:
        raise invalid("mark", _("A mark goes from 1 to 5."))
    with office.transaction(RECORD.action) as session:
        plan = PLAN.find(session, plan_id)
        visit = _visit(session, plan, client)
        seen = find_assets(session, visit.client_id, assets)
        RECORD.need(session, plan, visit)
        suggestion = session.get_one(Suggestion, visit.suggestion_id)
        _end(session, visit, outcome)
        suggestion.move(outcome)
        suggestion.presented_on = plan.day
        suggestion.words = words
        suggestion.mark = mark
        if outcome in ADOPTED:
            suggestion.adopted_on = adopted_on or plan.day
        note_assets(session, seen, assets)


def fail_visit(office: Office, plan_id: int, client: str, reason: str) -> None:
    """Record that a visit could not be made; its suggestion is free again (G3)."""
    reason = need_text("reason", reason)
    with office.transaction(FAIL.action) as session:
        plan = PLAN.find(session, plan_id)
        visit = _visit(session, plan, client)
        FAIL.need(session, plan, visit)
        _end(session, visit, "failed")
        visit.reason = reason


def _visit(session: Change, plan: VisitPlan, client: str) -> Visit:
    """The plan's visit of a client; refuses ``not_found``."""
    shop = find_client(session, client)
    visit = next((one for one in plan.visits if one.client_id == shop.id), None)
    if visit is None:
        raise not_found("client", client)
    return visit


def _end(session: Change, visit: Visit, state: str) -> None:
    visit.move(state)
    visit.recorded_on = session.today
    visit.recorded_by_id = session.actor_id


def record_patrol(
    office: Office,
    client: str,
    prices: Mapping[str, int],
    assets: Mapping[str, str] = MappingProxyType({}),
    display: str = "",
    note: str = "",
) -> int:
    """Record shelf prices in fen per base unit, beside the protected ones of the day (G4).

    ``assets`` are those that were seen, by tag (B2); ``display`` says how it was found, if somebody
    looked.
    """
    check_seen(assets)
    if display:
        need_word("display", display, DISPLAYS)
    for product, price_fen in prices.items():
        need_positive("prices", price_fen, Spot(product, "price"))
    with office.transaction("patrol.record") as session:
        shop = find_client(session, client)
        products = find_products(session, prices, "prices")
        seen = find_assets(session, shop.id, assets)
        session.allow()
        agreement = agreement_on(session, shop.id, session.today)
        lowest = lowest_prices(session, agreement, session.today) if agreement else {}
        patrol = Patrol(
            client_id=shop.id,
            patrolled_on=session.today,
            patrolled_by_id=session.actor_id,
            display=display,
            note=note.strip(),
        )
        patrol.prices = [
            PatrolPrice(
                product_id=products[code].id,
                price_fen=price_fen,
                protected_fen=lowest.get(products[code].id),
            )
            for code, price_fen in prices.items()
        ]
        session.add(patrol)
        note_assets(session, seen, assets)
        session.flush()
        return patrol.id
