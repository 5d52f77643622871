"""Visit plans with their suggestions and results, and what a patrol needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.basics.money import grouped
from desktop.models import (
    Client,
    Patrol,
    PatrolPrice,
    Product,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.day_way import along_a_short_way
from desktop.queries.facts.promotions import lowest_prices
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.seen_prices import first_reported, is_unreported
from desktop.queries.facts.suggestions import oldest_fresh, ready_suggestions
from desktop.queries.facts.visits import is_overdue, next_visits
from desktop.queries.listing import Wanted, by_name, holds, in_turn, keys, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList, with_words
from desktop.queries.words import state_word

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
    planned_on: date
    released_on: date | None

    @property
    def told(self) -> Line:
        """Of which day, and what is left."""
        under = _("{number} without a result").format(number=self.open)
        return Line(_("visits of {day}").format(day=self.day), under)


@dataclass(frozen=True)
class PlannedVisit:
    """One client on a plan; before release its suggestion is the one that would be bound.

    ``turn`` is its place along the way of the day, from 1, as on the printed sheet.
    """

    turn: int
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


@dataclass(frozen=True, kw_only=True)
class PlanDetail(VisitPlanDraft):
    """One plan."""

    row: PlanRow
    version: int
    visits: tuple[PlannedVisit, ...]


@dataclass(frozen=True)
class VisitOn:
    """A visit of a day, with the plan that it is on."""

    plan_id: int
    rep: str
    released: bool
    visit: PlannedVisit

    @property
    def told(self) -> Line:
        """Whom to tell what; why it can't be told yet, or what came of it."""
        visit = self.visit
        words = with_words(visit.name, visit.suggestion)
        if visit.why_lacking:
            return Line(words, _(LACKING[visit.why_lacking]), "wrong", self.plan_id)
        under = "" if visit.state == "planned" else state_word("visit", visit.state)
        return Line(words, under, key=self.plan_id)


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

    client_id: int
    client: str
    client_name: str
    product: str
    product_name: str
    price_fen: int
    protected_fen: int
    seen_on: date

    @property
    def told(self) -> Line:
        """Where what stands too low, and by how much."""
        words = _("{client}: {product}").format(client=self.client_name, product=self.product_name)
        under = _("{price}, protected {protected}, seen {day}").format(
            price=grouped(self.price_fen), protected=grouped(self.protected_fen), day=self.seen_on
        )
        return Line(words, under, "wrong", self.client_id)


@dataclass(frozen=True)
class DisplayLapse:
    """A display that a patrol found not as agreed."""

    client: str
    client_name: str
    note: str
    seen_on: date


def plan_ids(session: Session, wanted: Wanted, person_id: int | None, today: date) -> list[int]:
    """The plans of a list; those that wait, the oldest first."""
    query = VISITS.under(wanted.filter, Asked(session, today, person_id))
    query = query.join(Staff, Staff.id == VisitPlan.rep_id)
    match = holds(Staff.name, wanted.search)
    left = _visits(Visit.state == "planned")
    columns: dict[str, Any] = {
        "visits": _visits(),
        "left": case((VisitPlan.state == "released", left), else_=0),
        "day": VisitPlan.day,
        "planned": VisitPlan.planned_on,
        "released": VisitPlan.released_on,
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


VISITS = PageList(
    "visits",
    VisitPlan.id,
    (
        Filter("", N_("All"), counted=False),
        Filter("today", N_("Today"), lambda asked: VisitPlan.day == asked.today),
        Filter("open", N_("Results missing"), lambda asked: _lacks_results(asked.today)),
        Filter(
            "my_open",
            N_("Mine missing"),
            lambda asked: _lacks_results(asked.today) & asked.mine(VisitPlan.rep_id),
            role="rep",
        ),
        Filter("coming", N_("Coming"), lambda asked: VisitPlan.day > asked.today),
        Filter("mine", N_("Mine"), lambda asked: asked.mine(VisitPlan.rep_id)),
    ),
    lambda asked, wanted: plan_ids(asked.session, wanted, asked.person_id, asked.today),
    lambda asked, ids: plan_rows(asked.session, ids),
)


def _lacks_results(today: date) -> ColumnElement[bool]:
    """Whether a plan's day has come and some of its visits have no result."""
    left = select(Visit.plan_id).where(Visit.state == "planned")
    came = (VisitPlan.state == "released") & (VisitPlan.day <= today)
    return came & VisitPlan.id.in_(left)


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
        days = (plan.planned_on, plan.released_on)
        found[plan.id] = PlanRow(plan.id, plan.day, rep, plan.state, number, left, lack, *days)
    return found


def _lacking(session: Session, plans: Sequence[VisitPlan]) -> dict[int, int]:
    """How many clients of each plan have no suggestion that releasing it would bind (G3)."""
    rules = read_rules(session)
    going = {visit.client_id for plan in plans for visit in plan.visits}
    first = min((plan.day for plan in plans), default=date.max)
    ready = ready_suggestions(session, rules, list(going), first)
    days = {key: one.confirmed_on for key, one in ready.items()}
    found = {}
    for plan in plans:
        oldest = oldest_fresh(rules, plan.day)
        confirmed = [days.get(visit.client_id) for visit in plan.visits]
        found[plan.id] = sum(day is None or day < oldest for day in confirmed)
    return found


def plan_detail(session: Session, plan_id: int) -> PlanDetail:
    """One plan with each client's suggestion, or why there is none (G3)."""
    rows = plan_rows(session, [plan_id])  # before the plan is looked at: both read it whole
    plan = session.get_one(VisitPlan, plan_id)
    visits = tuple(_planned(session, plan))
    return PlanDetail(
        **stored(VisitPlanDraft, plan),
        rep=session.get_one(Staff, plan.rep_id).code,
        clients=tuple(visit.code for visit in visits),
        row=rows[plan_id],
        version=plan.version,
        visits=visits,
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


def visits_today(asked: Asked) -> list[Line]:
    """The asking person's visits of the day, with what to say or why it can't be said yet."""
    return [one.told for one in visits_on(asked.session, asked.today, asked.person_id)]


def _planned(session: Session, plan: VisitPlan) -> list[PlannedVisit]:
    """A plan's visits along a short way; before its release with what would be bound."""
    ids = [visit.client_id for visit in plan.visits]
    clients = {one.id: one for one in session.scalars(select(Client).where(Client.id.in_(ids)))}
    bound = [visit.suggestion_id for visit in plan.visits if visit.suggestion_id is not None]
    suggestions = {
        one.id: one for one in session.scalars(select(Suggestion).where(Suggestion.id.in_(bound)))
    }
    ready, waiting = {}, {}
    if plan.state == "planned":
        ready = ready_suggestions(session, read_rules(session), ids, plan.day)
        waiting = _waiting(session, ids)
    visits = []
    by_client = {visit.client_id: visit for visit in plan.visits}
    on_the_way = along_a_short_way(session, [clients[one] for one in ids])
    for turn, client in enumerate(on_the_way, 1):
        visit = by_client[client.id]
        said = suggestions.get(visit.suggestion_id or 0) or ready.get(visit.client_id)
        lacking = "" if said else waiting.get(visit.client_id, "none")
        visits.append(
            PlannedVisit(
                turn,
                client.id,
                client.code,
                client.name,
                client.client_class or "",
                client.address,
                said.id if said else None,
                said.content if said else "",
                lacking,
                visit.state,
                said.words if said and visit.state != "planned" else "",
                said.mark if said and visit.state != "planned" else None,
                visit.reason,
            )
        )
    return visits


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
    rules = read_rules(session)
    late = set(keys(session, theirs.with_only_columns(Client.id).where(is_overdue(rules, today))))
    rows = session.scalars(theirs.order_by(Client.area_key, Client.name_key, Client.code_key)).all()
    ready = ready_suggestions(session, rules, [one.id for one in rows], today)
    planned = set(session.scalars(next_visits(today)))
    found = [
        OverdueClient(one.code, one.name, one.client_class or "", one.id in late, one.id in ready)
        for one in rows
        if (one.id in late or one.id in ready) and one.id not in planned
    ]
    return sorted(found, key=lambda one: (not one.ready, not one.late))


def protected_prices(session: Session, client_code: str, today: date) -> list[ShelfPrice]:
    """What a client may not undercut today: its protected prices (A4), or a promotion's (V1b)."""
    client_id = session.scalar(select(Client.id).where(Client.code == client_code))
    agreement = agreement_on(session, client_id, today) if client_id is not None else None
    if agreement is None:
        return []
    lowest = lowest_prices(session, agreement, today)
    products = session.scalars(
        select(Product).where(Product.id.in_(list(lowest))).order_by(Product.code_key)
    )
    return [ShelfPrice(one.code, one.name, lowest[one.id]) for one in products]


def displays_lapsed(session: Session, patrol_ids: Sequence[int]) -> list[DisplayLapse]:
    """The displays that these patrols found not as agreed."""
    rows = session.execute(
        select(Patrol, Client)
        .join(Client, Client.id == Patrol.client_id)
        .where(Patrol.id.in_(list(patrol_ids)), Patrol.display == "lapsed")
        .order_by(Patrol.id)
    )
    return [
        DisplayLapse(client.code, client.name, patrol.note, patrol.patrolled_on)
        for patrol, client in rows
    ]


def under_prices(session: Session, patrol_ids: Sequence[int]) -> list[UnderPrice]:
    """What patrols saw under the protected price: each becomes a report with one click (G4).

    What was reported since isn't among them.
    """
    return _under_prices(session, Patrol.id.in_(list(patrol_ids)))


def unreported_prices(session: Session, client_ids: Sequence[int], today: date) -> list[UnderPrice]:
    """What patrols saw at these clients under the protected price, and can still be reported."""
    first = first_reported(read_rules(session), today)
    seen = Patrol.client_id.in_(list(client_ids)) & (Patrol.patrolled_on >= first)
    return _under_prices(session, seen)


def _under_prices(session: Session, which: ColumnElement[bool]) -> list[UnderPrice]:
    rows = session.execute(
        select(Patrol, PatrolPrice, Client, Product)
        .join(PatrolPrice, PatrolPrice.patrol_id == Patrol.id)
        .join(Client, Client.id == Patrol.client_id)
        .join(Product, Product.id == PatrolPrice.product_id)
        .where(which, is_unreported())
        .order_by(Patrol.id, Product.code_key)
    )
    return [
        UnderPrice(
            client.id,
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
