"""The day's work: what waits for each role, visits with their suggestions, runs, the fund."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.basics.roles import ROLES
from desktop.models import (
    Audit,
    Run,
)
from desktop.queries.facts.balances import balance
from desktop.queries.visits import visits_on
from desktop.queries.waiting import Waiting, waiting


@dataclass(frozen=True)
class VisitToday:
    """One visit of the day with what to say; ``suggestion`` is empty where none is confirmed."""

    rep: str
    client_code: str
    client: str
    suggestion: str
    released: bool


@dataclass(frozen=True)
class RunToday:
    """A run of the day."""

    number: str
    vehicle: str
    driver: str
    stops: int
    loaded: bool


@dataclass(frozen=True)
class DayWork:
    """All of it, for one day."""

    day: date
    office: str
    waiting: tuple[Waiting, ...]
    visits: tuple[VisitToday, ...]
    runs: tuple[RunToday, ...]
    fund_fen: int
    payable_fen: int


def last_day(session: Session) -> date | None:
    """The last day on which anything was done."""
    return session.scalar(select(func.max(Audit.day)))


def day_work(session: Session, today: date, office: str) -> DayWork:
    """What the office does on a day."""
    return DayWork(
        day=today,
        office=office,
        waiting=tuple(waiting(session, today, ROLES)),
        visits=_visits(session, today),
        runs=_runs(session, today),
        fund_fen=-balance(session, "fund"),
        payable_fen=-balance(session, "payable"),
    )


def _visits(session: Session, today: date) -> tuple[VisitToday, ...]:
    return tuple(
        VisitToday(one.rep, one.visit.code, one.visit.name, one.visit.suggestion, one.released)
        for one in visits_on(session, today)
    )


def _runs(session: Session, today: date) -> tuple[RunToday, ...]:
    runs = session.scalars(select(Run).where(Run.day == today).order_by(Run.number))
    return tuple(
        RunToday(
            run.number, run.vehicle.code, run.vehicle.driver, len(run.stops), run.state == "loaded"
        )
        for run in runs
    )


def money_words(work: DayWork) -> str:
    """What the fund owes, in one sentence."""
    return _("The fund owes {fund} yuan; {payable} yuan are settled and wait to be paid.").format(
        fund=grouped(work.fund_fen), payable=grouped(work.payable_fen)
    )
