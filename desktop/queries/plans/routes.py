"""The runs of a day: the problem of the office (D4), gathered from orders, runs and vehicles."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.planning.routes import Fixed, Problem, solve
from desktop.queries.plans.day_ground import DayGround, day_ground
from desktop.queries.plans.planned import Planned


def planned_routes(
    session: Session, day: date, depot: tuple[Decimal, Decimal] | None = None
) -> Planned:
    """The runs of a day as they are planned now; refuses (``invalid``) without a depot."""
    ground = day_ground(session, day, depot, together=True)
    problem = _problem(ground)
    return Planned("routes", problem, solve(problem, rests=ground.rests))


def routes_problem(
    session: Session, day: date, depot: tuple[Decimal, Decimal] | None = None
) -> Problem:
    """What is due on a day or before, planned runs as they are, and the vehicles.

    Runs begin at the office's own place unless ``depot`` says where.
    """
    return _problem(day_ground(session, day, depot, together=True))


def _problem(ground: DayGround) -> Problem:
    return ground.problem(
        Fixed(run.vehicle, run.number, run.drops, True, run.locked, run.departs or None)
        for run in ground.runs
    )
