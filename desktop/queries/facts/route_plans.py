"""Which route plan is in force, and whom it sends a rep to on a day (G10)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import RoutePlan


def route_plan_on(session: Session, rep_id: int, day: date) -> RoutePlan | None:
    """The plan of a rep that is in force on a day: the one that began last."""
    return session.scalar(
        select(RoutePlan)
        .where(RoutePlan.rep_id == rep_id, RoutePlan.starts_on <= day)
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


def route_version(session: Session, plan_id: int) -> int:
    """Which version of a route plan there is; 0 where there is none."""
    return session.scalar(select(RoutePlan.version).where(RoutePlan.id == plan_id)) or 0
