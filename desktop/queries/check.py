"""``check``: is everything as it was written? Each thing that is told twice, told alike (L3)."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.watch import Nobody, Watch, look_up
from desktop.queries.chains import PAPERS, TRAIL, Heads, first_break, first_difference, heads
from desktop.queries.checks.database import (
    constraints_stand,
    damage,
    ledger_rows_stand,
    protections_stand,
    references_lead_somewhere,
)
from desktop.queries.checks.documents import documents_fit
from desktop.queries.checks.kept import balances_stand, list_sums_stand, visits_stand
from desktop.queries.checks.search import search_stands
from desktop.queries.checks.stock import stock_adds_up
from desktop.queries.checks.sums import (
    funds_close,
    neighbours_stand,
    one_agreement,
    one_suggestion,
    payables_open,
    rewards_open,
    settlements_paid,
)
from desktop.queries.checks.trail import records_stand
from desktop.queries.ledger import first_problem

_Check = Callable[[Session], str | None]
# What comes first explains what comes later: a damaged file before what can't be read in it.
_CHECKS: tuple[_Check, ...] = (
    first_problem,
    partial(first_break, chain=TRAIL),
    partial(first_break, chain=PAPERS),
    protections_stand,
    constraints_stand,
    ledger_rows_stand,
    search_stands,
    documents_fit,
    funds_close,
    payables_open,
    rewards_open,
    settlements_paid,
    one_agreement,
    one_suggestion,
    neighbours_stand,
    stock_adds_up,
    records_stand,
    balances_stand,
    visits_stand,
    list_sums_stand,
    references_lead_somewhere,
)
_TRIED = 2_000  # changes of the trail that are walked to learn how quick this computer is
_PER_CHANGE, _PER_ENTRY = 2, 10
# What reading bytes that nobody wrote may end in, once they have come through the database.
_PRIMARY = 0xFF  # of SQLite's result codes
_DRIVE_AWAY = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
)
# PostgreSQL's classes of states: broken, held up, full, stopped.
_SERVER_AWAY = ("08", "25", "40", "53", "55", "57")
_UNREADABLE = (SQLAlchemyError, ValueError, TypeError, LookupError, ArithmeticError)


def first_wrong(
    session: Session, noted: Sequence[Heads] = (), watch: Watch | None = None
) -> str | None:
    """The first thing that does not fit, in words; None when everything does.

    ``noted`` are heads of the chains that were kept elsewhere: those of backups, or on paper.
    Raises a DBAPIError when the server or the drive went away meanwhile, Cancelled when the watch
    gave up.
    """
    try:
        return _first_wrong(session, noted, watch or Nobody())
    except _UNREADABLE as error:
        if _is_away(error):
            raise
        # What the error says would show what stands there: people's names, phones.
        return damaged(_("something in it can't be read"))


def _is_away(error: Exception) -> bool:
    """Whether an error tells of a server or drive that can't be asked just now, not of damage."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & _PRIMARY in _DRIVE_AWAY and code != sqlite3.SQLITE_IOERR_SHORT_READ
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state[:2] in _SERVER_AWAY


@dataclass(frozen=True)
class Size:
    """How much there is to check, and about how long that takes here, in seconds."""

    entries: int
    changes: int
    seconds: int


def how_much(session: Session) -> Size | None:
    """How long a check will take, from the time that a part of it takes; None: unreadable."""
    begun = perf_counter()
    try:
        now = heads(session)
        first_break(session, TRAIL, until=_TRIED)
    except _UNREADABLE:
        return None
    each = (perf_counter() - begun) / max(min(_TRIED, now.trail.number), 1)
    # Every change is walked and compared; an entry is looked at from both its sides.
    seconds = each * (_PER_CHANGE * now.trail.number + _PER_ENTRY * now.entries.number)
    return Size(now.entries.number, now.trail.number, max(round(seconds), 1))


def damaged(reason: str) -> str:
    """What is said of a database that isn't as it was written."""
    return _("The database is damaged ({reason}). Restore the newest good backup.").format(
        reason=reason
    )


def _first_wrong(session: Session, noted: Sequence[Heads], watch: Watch) -> str | None:
    broken = damage(session)
    if broken is not None:
        return damaged(broken)
    for done, check in enumerate(_CHECKS, 1):
        wrong = check(session)
        if wrong is not None:
            return wrong
        look_up(watch, done, len(_CHECKS))
    differences = (first_difference(session, one) for one in noted)
    return next((wrong for wrong in differences if wrong), None)
