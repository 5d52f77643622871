"""A rep's visit days: the problem of the office (G10), and its plans as lines."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.places import place
from desktop.basics.rules import Rules
from desktop.models import Client, RouteLine, Staff
from desktop.planning.visits import Client as Visited
from desktop.planning.visits import Now, Plan, Problem
from desktop.queries.facts.day_way import along_a_short_way, setting_out
from desktop.queries.facts.route_plans import due_on, newest_route_plan, route_plan_on
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.visits import is_overdue
from desktop.queries.listing import keys

SECONDS = 10  # what a person waits for at most
WEEKDAYS = (1, 2, 3, 4, 5)
_HUNDREDTH = Decimal("0.01")


def visits_problem(session: Session, rep: Staff) -> Problem:
    """The rep's active clients whose place is known, and where they stand in the newest plan.

    Fixed pairs of that plan stay. A client that no plan knows has no ``now``.
    """
    rules = read_rules(session)
    stands = {line.client_id: line for line in _newest(session, rep)}
    rows = session.scalars(
        select(Client)
        .where(Client.rep_id == rep.id, Client.state == "active", Client.cell.is_not(None))
        .order_by(Client.code_key)
    )
    clients = tuple(_visited(client, stands.get(client.id)) for client in rows)
    fixed = {one.fixed_weekday for one in clients if one.fixed_weekday is not None}
    return Problem(
        office=setting_out(session, clients),
        weekdays=tuple(sorted({*WEEKDAYS, *fixed})),
        hours=_hours(rules),
        visit_s=rules.visit_minutes * 60,
        road_factor=_road_factor(rules),
        kmh=rules.visit_kmh,
        seconds=SECONDS,
        keep_today=False,
        clients=clients,
    )


def route_lines(problem: Problem, plan: Plan) -> list[RouteLineDraft]:
    """A computed plan as a route plan's lines; what was fixed stays so."""
    weeks: dict[str, str] = defaultdict(str)
    weekday = {}
    for day in plan.days:
        for code in day.clients:
            weeks[code] += str(day.week)
            weekday[code] = day.weekday
    return [
        RouteLineDraft(one.code, weekday[one.code], weeks[one.code], one.fixed_weekday is not None)
        for one in problem.clients
        if one.code in weekday
    ]


def clients_due(session: Session, rep_code: str, day: date) -> list[str]:
    """The clients, by code, whom the route plan sends a rep to on a day, overdue ones first.

    Both the overdue and the others stand along a short way. Nobody without a plan in force.
    """
    rep = session.scalar(select(Staff).where(Staff.code == rep_code))
    plan = route_plan_on(session, rep.id, day) if rep is not None else None
    ids = due_on(plan, day) if plan is not None else []
    if not ids:
        return []
    rules = read_rules(session)
    clients = list(
        session.scalars(
            select(Client)
            .where(Client.id.in_(ids), Client.state != "closed")
            .order_by(Client.code_key)
        )
    )
    late = set(keys(session, select(Client.id).where(Client.id.in_(ids), is_overdue(rules, day))))
    ordered = along_a_short_way(session, clients)
    return [one.code for one in sorted(ordered, key=lambda one: one.id not in late)]


def picked_visit(session: Session, client_ids: Sequence[int]) -> tuple[str, list[str]]:
    """These clients, by code, along a short way, and the code of the rep whom all of them have.

    The rep is "" where they have several, or nobody.
    """
    chosen = select(Client).where(Client.id.in_(client_ids), Client.state != "closed")
    clients = list(session.scalars(chosen.order_by(Client.code_key)))
    reps = {one.rep_id for one in clients}
    rep = session.get(Staff, reps.pop()) if len(reps) == 1 and None not in reps else None
    ordered = along_a_short_way(session, clients)
    return rep.code if rep is not None else "", [one.code for one in ordered]


def _newest(session: Session, rep: Staff) -> list[RouteLine]:
    plan = newest_route_plan(session, rep.id)
    return plan.lines if plan is not None else []


def _visited(client: Client, line: RouteLine | None) -> Visited:
    found = place(client.lat, client.lon) or (0.0, 0.0)
    return Visited(
        client.code,
        *found,
        client.client_class,
        line.weekday if line is not None and line.fixed else None,
        Now(line.weekday, tuple(map(int, line.weeks))) if line is not None else None,
    )


def _hours(rules: Rules) -> Decimal:
    exact = Decimal(rules.day_minutes) / 60
    rounded = exact.quantize(_HUNDREDTH)
    return exact if exact == rounded else rounded


def _road_factor(rules: Rules) -> Decimal:
    return Decimal(rules.road_percent) / 100
