"""What clients owe, and since when: the oldest is paid first (F2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop.models import Entry, Posting

# The last day of each age; what is older is over.
AGES = (30, 60, 90)
_AFTER_ALL = 2**31 - 1  # a number that no entry has yet


@dataclass(frozen=True)
class Owed:
    """What a client owes at a day's end, in fen: by age, youngest first, and since when.

    A client in credit owes less than nothing, and nothing of any age.
    """

    client_id: int
    owed_fen: int
    by_age: tuple[int, ...]
    since: date | None

    @property
    def credit_fen(self) -> int:
        """What the office owes the client."""
        return max(0, -self.owed_fen)


def owed_by_age(session: Session, day: date, client_id: int | None = None) -> list[Owed]:
    """Every client with something owed or in credit at the end of a day, by id.

    What was cancelled by then counts as never booked; all else that was credited paid the oldest
    that stood open, so what is open is the youngest.
    """
    balances = _balances(session, day, client_id)
    owing = [key for key, fen in balances.items() if fen > 0]
    open_debits = _debits(session, day, owing, client_id) if owing else {}
    found = []
    for key, owed_fen in sorted(balances.items()):
        ages, since, left_fen = [0] * (len(AGES) + 1), None, owed_fen
        for booked_on, fen in open_debits.get(key, ()):
            if left_fen <= 0:
                break
            part = min(fen, left_fen)
            ages[_age(day, booked_on)] += part
            since, left_fen = booked_on, left_fen - part
        found.append(Owed(key, owed_fen, tuple(ages), since))
    return found


def owed_over(session: Session, today: date, days: int) -> dict[int, int]:
    """What clients owe now that is older than so many days, in fen, by client.

    The same as ``owed_by_age`` tells, of one limit: as the oldest is paid first, what is open is
    first of all what was charged since. So the years before are only summed up.
    """
    since = today - timedelta(days=days)
    # Not min(number) itself, for which SQLite would walk along the numbers from the first on.
    number = func.min(func.coalesce(Entry.number, 0))
    first = session.scalar(select(number).where(Entry.booked_on >= since)) or _AFTER_ALL
    mirror, late = aliased(Entry), aliased(Entry)
    cancelled = select(mirror.cancels_number).where(
        mirror.number >= first, mirror.cancels_number.is_not(None), mirror.booked_on >= since
    )
    no_charge = select(late.number).where(
        late.number >= first, (late.booked_on < since) | late.cancels_number.is_not(None)
    )
    charged = func.sum(Posting.amount_fen).filter(
        Posting.entry_number >= first,
        Posting.amount_fen > 0,
        Posting.entry_number.not_in(cancelled),
        Posting.entry_number.not_in(no_charge),
    )
    rows = session.execute(
        select(Posting.client_id, func.sum(Posting.amount_fen), charged)
        .where(Posting.account == "receivable")
        .group_by(Posting.client_id)
    )
    old = ((key, int(owed) - int(lately or 0)) for key, owed, lately in rows)
    return {key: fen for key, fen in old if key is not None and fen > 0}


def _age(day: date, booked_on: date) -> int:
    days = (day - booked_on).days
    return next((place for place, last in enumerate(AGES) if days <= last), len(AGES))


def _balances(session: Session, day: date, client_id: int | None) -> dict[int, int]:
    fen = func.sum(Posting.amount_fen)
    query = (
        select(Posting.client_id, fen)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account == "receivable", Entry.booked_on <= day)
        .group_by(Posting.client_id)
        .having(fen != 0)
    )
    if client_id is not None:
        query = query.where(Posting.client_id == client_id)
    return {key: int(amount) for key, amount in session.execute(query) if key is not None}


def _debits(
    session: Session, day: date, clients: list[int], client_id: int | None
) -> dict[int, list[tuple[date, int]]]:
    """What clients were charged and what wasn't cancelled by the day, the youngest first."""
    wanted = set(clients)
    rows = (row for row in _charged(session, day, client_id) if row[0] in wanted)
    return {
        key: [(booked_on, fen) for _client, booked_on, fen in some]
        for key, some in groupby(rows, key=lambda row: row[0])
    }


def _charged(session: Session, day: date, client_id: int | None) -> Iterator[tuple[int, date, int]]:
    mirror = aliased(Entry)
    cancelled = select(mirror.cancels_number).where(
        mirror.cancels_number.is_not(None), mirror.booked_on <= day
    )
    if client_id is not None:
        # What is cancelled was credited to the same client: so few are looked at.
        credited = select(Posting.entry_number).where(
            Posting.account == "receivable", Posting.client_id == client_id, Posting.amount_fen < 0
        )
        cancelled = cancelled.where(mirror.number.in_(credited))
    query = (
        select(Posting.client_id, Entry.booked_on, Posting.amount_fen)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(
            Posting.account == "receivable",
            Posting.amount_fen > 0,
            Entry.booked_on <= day,
            Entry.cancels_number.is_(None),
            Entry.number.not_in(cancelled),
        )
        .order_by(Posting.client_id, Entry.booked_on.desc(), Entry.number.desc())
    )
    if client_id is not None:
        query = query.where(Posting.client_id == client_id)
    rows = session.execute(query)
    return ((key, booked_on, fen) for key, booked_on, fen in rows if key is not None)
