"""On which days a client's area is delivered to, and what a drop there should come to (D2)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from desktop.basics.due import USUAL_DAYS, due_day
from desktop.models import Area, Holiday
from desktop.models.area import weekdays
from desktop.queries.facts.rules import read_rules

# Built once, as every order asks them.
_DAYS = select(Area.days).where(Area.name == bindparam("area"))
_HOLIDAYS = select(Holiday.day).where(Holiday.day >= bindparam("day"))


def delivery_days(session: Session, area: str) -> tuple[int, ...]:
    """The delivery weekdays of an area; the usual ones of one that was never set."""
    found = session.scalar(_DAYS, {"area": area})
    return weekdays(found) if found else USUAL_DAYS


def areas_version(session: Session) -> int:
    """The version of all areas together: it grows with each that is set or changed."""
    return session.scalar(select(func.coalesce(func.sum(Area.version), 0))) or 0


def holidays_from(session: Session, day: date) -> Collection[date]:
    """The holidays of a day and after it."""
    return frozenset(session.scalars(_HOLIDAYS, {"day": day}))


def due_of_order(
    session: Session, area: str, ordered_on: date, taken_at: str, wanted: date | None
) -> date:
    """When an order of a client of this area is due (D2)."""
    days, holidays = delivery_days(session, area), holidays_from(session, ordered_on)
    return due_day(ordered_on, taken_at, days, holidays, wanted)


def minimum_drops(session: Session, areas: Collection[str]) -> dict[str, int]:
    """What a drop in each of these areas should come to, in fen; else the office's number."""
    usual_fen = read_rules(session).minimum_drop_fen
    rows = session.execute(select(Area.name, Area.minimum_fen).where(Area.name.in_(areas)))
    return dict.fromkeys(areas, usual_fen) | {name: fen for name, fen in rows if fen}
