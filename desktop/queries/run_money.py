"""The money of a run: what was taken at its stops, and what its driver handed over (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.models import Run, Staff


@dataclass(frozen=True)
class Done:
    """Who did something, and on which day."""

    day: date
    who: str


@dataclass(frozen=True)
class Handed:
    """The cash that a driver handed over, to whom, and why it isn't what was taken."""

    fen: int
    done: Done
    reason: str


@dataclass(frozen=True)
class RunCash:
    """The money of a run: what was ``taken`` by each means, of how many stops nobody knows yet."""

    taken: Mapping[str, int]
    open_stops: int = 0
    handed: Handed | None = None

    @property
    def taken_fen(self) -> int:
        """What was taken in cash."""
        return self.taken.get("cash", 0)


def done_by(session: Session, day: date | None, staff_id: int | None) -> Done | None:
    """What somebody of the staff did on a day; None while nobody did."""
    who = session.get(Staff, staff_id) if staff_id else None
    return Done(day, who.name if who else "") if day is not None else None


def handed_over(session: Session, run: Run) -> Handed | None:
    """The cash that the driver of a run handed over; None before."""
    done = done_by(session, run.handed_on, run.handed_by_id)
    if done is None or run.handed_fen is None:
        return None
    return Handed(run.handed_fen, done, run.cash_reason)
