"""Which route plan is in force, and whom it sends a rep to on a day (G10)."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import RouteLine, RoutePlan
from desktop.models.route_plan import CYCLE_WEEKS, week_on
from desktop.queries.facts.asked_once import once


@once
def route_plan_on(session: Session, rep_id: int, day: date) -> RoutePlan | None:
    """The plan of a rep that is in force on a day: the one that began last."""
    return session.scalar(
        select(RoutePlan)
        .where(RoutePlan.rep_id == rep_id, RoutePlan.starts_on <= day)
        .order_by(RoutePlan.starts_on.desc())
        .limit(1)
    )


@once
def newest_route_plan(session: Session, rep_id: int) -> RoutePlan | None:
    """The newest plan of a rep, also one that only begins."""
    return session.scalar(
        select(RoutePlan)
        .where(RoutePlan.rep_id == rep_id)
        .order_by(RoutePlan.starts_on.desc())
        .limit(1)
    )


def due_on(plan: RoutePlan, day: date) -> list[int]:
    """The clients, by id, whom a plan in force sends its rep to on a day."""
    week = str(plan.week_on(day))
    return [
        line.client_id
        for line in plan.lines
        if line.weekday == day.isoweekday() and week in line.weeks
    ]


def next_route_day(session: Session, rep_id: int, client_id: int, today: date) -> date | None:
    """The next day, today counted, on which the plan in force sends the rep to a client."""
    newest = (
        select(RoutePlan.id)
        .where(RoutePlan.rep_id == rep_id, RoutePlan.starts_on <= today)
        .order_by(RoutePlan.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = session.execute(
        select(RoutePlan.starts_on, RouteLine.weekday, RouteLine.weeks)
        .join(RouteLine, RouteLine.route_plan_id == RoutePlan.id)
        .where(RoutePlan.id == newest, RouteLine.client_id == client_id)
    ).first()
    if row is None:
        return None
    starts_on, weekday, weeks = row
    days = (today + timedelta(days=ahead) for ahead in range(7 * CYCLE_WEEKS))
    return next(
        day for day in days if day.isoweekday() == weekday and str(week_on(starts_on, day)) in weeks
    )


def route_version(session: Session, plan_id: int) -> int:
    """Which version of a route plan there is; 0 where there is none."""
    return session.scalar(select(RoutePlan.version).where(RoutePlan.id == plan_id)) or 0
