"""On which days a client's area is delivered to, and what a drop there should come to (D2)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.due import USUAL_DAYS
from desktop.models import Area, Holiday
from desktop.queries.facts.rules import read_rules


def delivery_days(session: Session, area: str) -> tuple[int, ...]:
    """The delivery weekdays of an area; the usual ones of one that was never set."""
    found = session.scalar(select(Area).where(Area.name == area))
    return found.weekdays if found else USUAL_DAYS


def holidays_from(session: Session, day: date) -> Collection[date]:
    """The holidays of a day and after it."""
    return frozenset(session.scalars(select(Holiday.day).where(Holiday.day >= day)))


def minimum_drop(session: Session, area: str) -> int:
    """What a drop in an area should come to, in fen: the area's, else the office's number."""
    own = session.scalar(select(Area.minimum_fen).where(Area.name == area))
    return own or read_rules(session).minimum_drop_fen
