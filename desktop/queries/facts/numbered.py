"""From which entry on something holds: entries are numbered as they are booked.

What is summed from a number on is read from the index of postings alone, without a look at the
entry of each. A few entries lie on the other side of it, dated back or counted in a quarter before:
they are named, and left out.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.models import Entry, Posting
from desktop.queries.facts.asked_once import once

AFTER_ALL = 2**31 - 1  # a number that no entry has yet
# Each by itself: of both at once SQLite would look at all of the index.
_QUARTERS = select(
    *(select(end(Entry.counts_in)).scalar_subquery() for end in (func.min, func.max))
)


def first_number(session: Session, holds: ColumnElement[bool]) -> int:
    """The lowest number of the entries of which this holds, or one after all."""
    # Not min(number) itself, for which SQLite would walk along the numbers from the first on.
    number = func.min(func.coalesce(Entry.number, 0))
    return session.scalar(select(number).where(holds)) or AFTER_ALL


def without(session: Session, others: Select[Any]) -> list[ColumnElement[bool]]:
    """Whether a posting's entry is none of these; nothing to be asked where there are none."""
    if session.execute(others.limit(1)).first() is None:
        return []
    return [Posting.entry_number.not_in(others)]


@once
def counted_from(session: Session, quarter: Quarter) -> list[ColumnElement[bool]]:
    """Whether a posting's entry counts in a quarter or a later one.

    Each quarter is asked for by its name: along the index that is one look a quarter, however
    many entries it has.
    """
    oldest, newest = _quarters(session)
    if oldest is None or newest is None or newest < quarter:
        return [Posting.entry_number >= AFTER_ALL]
    if quarter < oldest:  # the same, and asked once
        return counted_from(session, oldest)
    firsts = (
        select(func.min(Entry.number)).where(Entry.counts_in == one).scalar_subquery()
        for one in _named(quarter, newest)
    )
    first = min(one for one in session.execute(select(*firsts)).one() if one)
    before = select(Entry.number).where(
        Entry.number >= first, Entry.counts_in.in_(_named(oldest, quarter.previous()))
    )
    return [Posting.entry_number >= first, *without(session, before)]


@once
def _quarters(session: Session) -> tuple[Quarter, Quarter] | tuple[None, None]:
    """The oldest and the newest quarter in which entries count; None before the first."""
    oldest, newest = session.execute(_QUARTERS).one()
    return (Quarter.parse(oldest), Quarter.parse(newest)) if newest else (None, None)


def _named(first: Quarter, last: Quarter) -> list[str]:
    names = []
    while first <= last:
        names.append(first.text)
        first = first.next()
    return names
