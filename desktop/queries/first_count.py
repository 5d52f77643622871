"""The first count, from which on the office keeps stock (D3)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Staff, StockMove, StockStart


@dataclass(frozen=True)
class FirstCount:
    """When it was posted and by whom, and how many lots lay there."""

    started_on: date
    started_by: str
    lots: int


def first_count(session: Session) -> FirstCount | None:
    """The first count; None while the office keeps no stock."""
    start = session.get(StockStart, 1)
    if start is None:
        return None
    counted = select(func.count(StockMove.id)).where(StockMove.kind == "first-count")
    by = session.get_one(Staff, start.started_by_id).name
    return FirstCount(start.started_on, by, session.scalar(counted) or 0)
