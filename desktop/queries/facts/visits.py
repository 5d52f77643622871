"""When clients were visited, and whose visit is overdue (G9)."""

from datetime import date, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, lazyload

from desktop.basics.rules import Rules
from desktop.models import Client, Order, Visit, VisitPlan


def rhythm_days(rules: Rules) -> dict[str, int]:
    """How many days may lie between two visits, by the client's class (G9)."""
    return {"A": rules.visit_days_a, "B": rules.visit_days_b, "C": rules.visit_days_c}


def next_visits(today: date) -> Select[int, date]:
    """The next ``day`` on which each client will be visited, by ``client_id``."""
    return (
        select(Visit.client_id, func.min(VisitPlan.day).label("day"))
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(_is_to_come(today))
        .group_by(Visit.client_id)
    )


def next_visit(session: Session, client_id: int, today: date) -> tuple[VisitPlan, Visit] | None:
    """The visit of a client that comes next, with its plan."""
    row = session.execute(
        select(VisitPlan, Visit)
        .join(Visit, VisitPlan.id == Visit.plan_id)
        .options(lazyload(VisitPlan.visits))
        .where(Visit.client_id == client_id, _is_to_come(today))
        .order_by(VisitPlan.day, VisitPlan.id)
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def _is_to_come(today: date) -> ColumnElement[bool]:
    return (Visit.state == "planned") & (VisitPlan.day >= today)


def is_overdue(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether a client is active and its visit overdue by its class's rhythm (G9)."""
    seen = func.coalesce(Client.visited_on, Client.active_since)
    late = [
        and_(Client.client_class == name, seen < today - timedelta(days=days))
        for name, days in rhythm_days(rules).items()
    ]
    return and_(Client.state == "active", or_(*late))


def ordered_days(first: date, last: date) -> Subquery:
    """On which days clients ordered: what the strike rate counts (D7).

    To be joined: looked up visit by visit, all orders of a client would be gone through each time.
    """
    days = select(Order.client_id, Order.ordered_on.label("day"))
    stands = (Order.ordered_on.between(first, last), Order.state != "cancelled")
    return days.where(*stands).distinct().subquery("ordered")


def visit_due(client: Client, visited_on: date | None, rules: Rules) -> date | None:
    """The last day on which a client's next visit is in time (G9); None where none is asked."""
    days = rhythm_days(rules).get(client.client_class or "")
    since = visited_on or client.active_since
    if not days or since is None or client.state != "active":
        return None
    return since + timedelta(days=days)


def days_overdue(client: Client, visited_on: date | None, rules: Rules, today: date) -> int:
    """By how many days a client's visit is overdue; 0 for one that isn't (G9)."""
    due = visit_due(client, visited_on, rules)
    return 0 if due is None else max(0, (today - due).days)
