"""Visit plans with their suggestions and results, and what a patrol needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import (
    Agreement,
    Client,
    Patrol,
    PatrolPrice,
    Product,
    ProtectedPrice,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.queries.clients import is_overdue
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import Wanted, by_name, holds, in_turn, keys, ordered, searched

LACKING = {
    "none": N_("no suggestion yet"),
    "draft": N_("still a draft"),
    "submitted": N_("waits for the manager"),
    "stale": N_("stale"),
}


@dataclass(frozen=True)
class PlanRow:
    """A rep's visits of a day; ``open`` have no result yet, ``lacking`` no suggestion."""

    id: int
    day: date
    rep: str
    state: str
    visits: int
    open: int
    lacking: int


@dataclass(frozen=True)
class PlannedVisit:
    """One client on a plan; before release its suggestion is the one that would be bound."""

    client_id: int
    code: str
    name: str
    client_class: str
    address: str
    suggestion_id: int | None
    suggestion: str
    why_lacking: str
    state: str
    words: str
    mark: int | None
    reason: str


@dataclass(frozen=True)
class PlanDetail:
    """One plan."""

    row: PlanRow
    version: int
    rep_code: str
    visits: tuple[PlannedVisit, ...]


@dataclass(frozen=True)
class VisitOn:
    """A visit of a day, with the plan that it is on."""

    plan_id: int
    rep: str
    released: bool
    visit: PlannedVisit


@dataclass(frozen=True)
class OverdueClient:
    """A client to put on a plan: overdue, or with a suggestion that is ready."""

    code: str
    name: str
    client_class: str
    late: bool
    ready: bool


@dataclass(frozen=True)
class ShelfPrice:
    """A protected price that a patrol looks at, in fen per base unit."""

    product: str
    name: str
    protected_fen: int


@dataclass(frozen=True)
class UnderPrice:
    """A price seen under the protected one."""

    client: str
    client_name: str
    product: str
    product_name: str
    price_fen: int
    protected_fen: int
    seen_on: date


def plan_ids(session: Session, wanted: Wanted, person_id: int | None, today: date) -> list[int]:
    """The plans of a list; those that wait, the oldest first.

    Filters: today, open (results missing), my_open, coming, mine.
    """
    query = filtered_plans(wanted.filter, person_id, today)
    query = query.join(Staff, Staff.id == VisitPlan.rep_id)
    match = holds(Staff.name, wanted.search)
    left = _visits(Visit.state == "planned")
    columns: dict[str, Any] = {
        "visits": _visits(),
        "left": case((VisitPlan.state == "released", left), else_=0),
        "day": VisitPlan.day,
        "rep": by_name(Staff),
        "state": in_turn(VisitPlan.state, VisitPlan.STATE_WORDS),
    }
    waits = wanted.filter in ("open", "my_open", "coming")
    day = VisitPlan.day if waits else VisitPlan.day.desc()
    last = (day, Staff.code_key, VisitPlan.id)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def _visits(*which: ColumnElement[bool]) -> Any:
    """How many visits stand on a plan, all or those of a kind."""
    theirs = select(func.count()).where(Visit.plan_id == VisitPlan.id, *which)
    return theirs.correlate(VisitPlan).scalar_subquery()


def filtered_plans(name: str, person_id: int | None, today: date) -> Select[Any]:
    """The keys of the plans under a filter."""
    query = select(VisitPlan.id)
    match name:
        case "today":
            return query.where(VisitPlan.day == today)
        case "coming":
            return query.where(VisitPlan.day > today)
        case "mine":
            return query.where(VisitPlan.rep_id == person_id)
        case "my_open":
            return filtered_plans("open", person_id, today).where(VisitPlan.rep_id == person_id)
        case "open":
            left = select(Visit.plan_id).where(Visit.state == "planned")
            return query.where(
                VisitPlan.state == "released", VisitPlan.day <= today, VisitPlan.id.in_(left)
            )
    return query


def plan_counts(session: Session, person_id: int | None, today: date) -> dict[str, int]:
    """How many plans stand under each filter."""
    return {
        name: len(plan_ids(session, Wanted(filter=name), person_id, today))
        for name in ("today", "open", "my_open", "coming", "mine")
    }


def plan_rows(session: Session, ids: Sequence[int]) -> dict[int, PlanRow]:
    """The lines of these plans."""
    wanted = list(ids)
    counts = {
        key: (number, left)
        for key, number, left in session.execute(
            select(
                Visit.plan_id,
                func.count(),
                func.count().filter(Visit.state == "planned"),
            )
            .where(Visit.plan_id.in_(wanted))
            .group_by(Visit.plan_id)
        )
    }
    rows = session.execute(
        select(VisitPlan, Staff.name)
        .join(Staff, Staff.id == VisitPlan.rep_id)
        .where(VisitPlan.id.in_(wanted))
    ).all()
    lacking = _lacking(session, [plan for plan, _rep in rows if plan.state == "planned"])
    found = {}
    for plan, rep in rows:
        number, left = counts.get(plan.id, (0, 0))
        lack = lacking.get(plan.id, 0)
        found[plan.id] = PlanRow(plan.id, plan.day, rep, plan.state, number, left, lack)
    return found


def _lacking(session: Session, plans: Sequence[VisitPlan]) -> dict[int, int]:
    """How many clients of each plan have no suggestion that releasing it would bind (G3)."""
    going = {visit.client_id for plan in plans for visit in plan.visits}
    ready = _ready(session, list(going), min((plan.day for plan in plans), default=date.max))
    days = {key: one.confirmed_on for key, one in ready.items()}
    stale = timedelta(days=read_rules(session).stale_days)
    return {
        plan.id: sum(
            (confirmed := days.get(visit.client_id)) is None or confirmed < plan.day - stale
            for visit in plan.visits
        )
        for plan in plans
    }


def plan_detail(session: Session, plan_id: int) -> PlanDetail:
    """One plan with each client's suggestion, or why there is none (G3)."""
    plan = session.get_one(VisitPlan, plan_id)
    rep = session.get_one(Staff, plan.rep_id)
    return PlanDetail(
        plan_rows(session, [plan_id])[plan_id],
        plan.version,
        rep.code,
        tuple(_planned(session, plan)),
    )


def visits_on(session: Session, day: date, rep_id: int | None = None) -> list[VisitOn]:
    """The visits of a day as their plans show them, of one rep or of all."""
    own = [VisitPlan.rep_id == rep_id] if rep_id is not None else []
    rows = session.execute(
        select(VisitPlan, Staff.name)
        .join(Staff, Staff.id == VisitPlan.rep_id)
        .where(VisitPlan.day == day, *own)
        .order_by(Staff.code_key, VisitPlan.id)
    ).all()
    return [
        VisitOn(plan.id, rep, plan.state == "released", visit)
        for plan, rep in rows
        for visit in _planned(session, plan)
    ]


def _planned(session: Session, plan: VisitPlan) -> list[PlannedVisit]:
    """A plan's visits; before its release with the suggestions that would be bound."""
    ids = [visit.client_id for visit in plan.visits]
    clients = {one.id: one for one in session.scalars(select(Client).where(Client.id.in_(ids)))}
    bound = [visit.suggestion_id for visit in plan.visits if visit.suggestion_id is not None]
    suggestions = {
        one.id: one for one in session.scalars(select(Suggestion).where(Suggestion.id.in_(bound)))
    }
    ready = _ready(session, ids, plan.day) if plan.state == "planned" else {}
    waiting = _waiting(session, ids) if plan.state == "planned" else {}
    visits = []
    for visit in plan.visits:
        client = clients[visit.client_id]
        told = suggestions.get(visit.suggestion_id or 0) or ready.get(visit.client_id)
        lacking = "" if told else waiting.get(visit.client_id, "none")
        visits.append(
            PlannedVisit(
                client.id,
                client.code,
                client.name,
                client.client_class or "",
                client.address,
                told.id if told else None,
                told.content if told else "",
                lacking,
                visit.state,
                told.words if told and visit.state != "planned" else "",
                told.mark if told and visit.state != "planned" else None,
                visit.reason,
            )
        )
    return visits


def _ready(session: Session, client_ids: list[int], day: date) -> dict[int, Suggestion]:
    """Each client's confirmed suggestion that is fresh on the day and bound to no open visit."""
    oldest = day - timedelta(days=read_rules(session).stale_days)
    bound = select(Visit.suggestion_id).where(
        Visit.state == "planned", Visit.suggestion_id.is_not(None)
    )
    rows = session.scalars(
        select(Suggestion)
        .where(
            Suggestion.client_id.in_(client_ids),
            Suggestion.state == "confirmed",
            Suggestion.confirmed_on >= oldest,
            Suggestion.id.not_in(bound),
        )
        .order_by(Suggestion.confirmed_on, Suggestion.id)
    )
    return {one.client_id: one for one in rows}


def _waiting(session: Session, client_ids: list[int]) -> dict[int, str]:
    """Where a client's suggestion stands that is not ready: draft, submitted or stale."""
    rows = session.execute(
        select(Suggestion.client_id, Suggestion.state)
        .where(
            Suggestion.client_id.in_(client_ids),
            Suggestion.state.in_(("draft", "submitted", "confirmed")),
        )
        .order_by(Suggestion.id)
    )
    return {key: "stale" if state == "confirmed" else state for key, state in rows}


def clients_to_visit(session: Session, rep_code: str, today: date) -> list[OverdueClient]:
    """A rep's clients to plan: with a suggestion ready, then those overdue (G9)."""
    theirs = (
        select(Client)
        .join(Staff, Staff.id == Client.rep_id)
        .where(Staff.code == rep_code, Client.state != "closed")
    )
    late = set(keys(session, theirs.with_only_columns(Client.id).where(is_overdue(session, today))))
    rows = session.scalars(theirs.order_by(Client.area_key, Client.name_key, Client.code_key)).all()
    ready = _ready(session, [one.id for one in rows], today)
    planned = set(
        session.scalars(
            select(Visit.client_id)
            .join(VisitPlan, VisitPlan.id == Visit.plan_id)
            .where(Visit.state == "planned", VisitPlan.day >= today)
        )
    )
    found = [
        OverdueClient(one.code, one.name, one.client_class or "", one.id in late, one.id in ready)
        for one in rows
        if (one.id in late or one.id in ready) and one.id not in planned
    ]
    return sorted(found, key=lambda one: (not one.ready, not one.late))


def protected_prices(session: Session, client_code: str, today: date) -> list[ShelfPrice]:
    """The prices that a client's agreement in force protects (A4)."""
    rows = session.execute(
        select(Agreement, ProtectedPrice, Product)
        .join(Client, Client.id == Agreement.client_id)
        .join(ProtectedPrice, ProtectedPrice.agreement_id == Agreement.id)
        .join(Product, Product.id == ProtectedPrice.product_id)
        .where(Client.code == client_code, Agreement.state == "active")
        .order_by(Product.code_key)
    )
    return [
        ShelfPrice(product.code, product.name, price.price_fen)
        for agreement, price, product in rows
        if agreement.in_force_on(today)
    ]


def under_prices(session: Session, patrol_id: int) -> list[UnderPrice]:
    """What a patrol saw under the protected price: each becomes a report with one click (G4)."""
    rows = session.execute(
        select(Patrol, PatrolPrice, Client, Product)
        .join(PatrolPrice, PatrolPrice.patrol_id == Patrol.id)
        .join(Client, Client.id == Patrol.client_id)
        .join(Product, Product.id == PatrolPrice.product_id)
        .where(
            Patrol.id == patrol_id,
            PatrolPrice.price_fen < PatrolPrice.protected_fen,
            PatrolPrice.case_id.is_(None),
        )
        .order_by(Product.code_key)
    )
    return [
        UnderPrice(
            client.code,
            client.name,
            product.code,
            product.name,
            seen.price_fen,
            seen.protected_fen or 0,
            patrol.patrolled_on,
        )
        for patrol, seen, client, product in rows
    ]
