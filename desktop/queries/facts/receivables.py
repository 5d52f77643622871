"""What clients owe, and since when: the oldest is paid first (F2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from desktop.models import ClientBalance, Delivery, Entry, Posting
from desktop.queries.facts.balances import held_on
from desktop.queries.facts.numbered import first_number
from desktop.queries.facts.parts import IN_PARTS

# The last day of each age; what is older is over.
AGES = (30, 60, 90)
# Since when it is owed: the day on which goods were taken, also where its quarter was closed when
# that was recorded, so that the entry is of a later day (L5).
_OWED_SINCE = func.coalesce(Delivery.dated, Entry.booked_on)


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
    standing = _still_open(session, day, balances)
    found = []
    for key, owed_fen in sorted(balances.items()):
        charges = standing.get(key, [])
        since = charges[-1].day if charges else None
        found.append(Owed(key, owed_fen, ages_of(charges, day), since))
    return found


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """What a client was charged by one entry, since when, and what of it isn't paid, in fen."""

    client_id: int
    day: date
    entry: int
    source: str
    source_id: str
    charged_fen: int
    open_fen: int


def ages_of(charges: Sequence[OpenCharge], day: date) -> tuple[int, ...]:
    """How much of what is open on a day is of each age, youngest first."""
    ages = [0] * (len(AGES) + 1)
    for one in charges:
        ages[_age(day, one.day)] += one.open_fen
    return tuple(ages)


def open_charges(
    session: Session, day: date, client_id: int | None = None
) -> dict[int, list[OpenCharge]]:
    """Of each client that owes something at the end of a day, what for, the youngest first."""
    return _still_open(session, day, _balances(session, day, client_id))


def _still_open(
    session: Session, day: date, balances: Mapping[int, int]
) -> dict[int, list[OpenCharge]]:
    """The youngest charges up to what each client owes: the oldest are paid first."""
    left = {key: fen for key, fen in balances.items() if fen > 0}
    found: dict[int, list[OpenCharge]] = {key: [] for key in left}
    if not left:
        return found
    only = next(iter(balances)) if len(balances) == 1 else None
    for one in _charged(session, day, only):
        if left.get(one.client_id, 0) > 0:
            part = min(one.charged_fen, left[one.client_id])
            left[one.client_id] -= part
            found[one.client_id].append(replace(one, open_fen=part))
    return found


def owed_over(session: Session, today: date, days: int) -> dict[int, int]:
    """What clients owe now that is older than so many days, in fen, by client.

    The same as ``owed_by_age`` tells, of one limit: as the oldest is paid first, what is open is
    first of all what was charged since. So nothing of the years before is read.
    """
    since = today - timedelta(days=days)
    first = first_number(session, Entry.booked_on >= since)
    mirror, late = aliased(Entry), aliased(Entry)
    cancelled = select(mirror.cancels_number).where(
        mirror.number >= first, mirror.cancels_number.is_not(None), mirror.booked_on >= since
    )
    no_charge = select(late.number).where(
        late.number >= first, (late.booked_on < since) | late.cancels_number.is_not(None)
    )
    older = select(Delivery.entry_number).where(
        Delivery.entry_number >= first, Delivery.dated < since
    )
    owed, charged = ClientBalance.fen, func.coalesce(func.sum(Posting.amount_fen), 0)
    rows = session.execute(
        select(ClientBalance.client_id, owed - charged)
        .outerjoin(
            Posting,
            and_(
                Posting.account == "receivable",
                Posting.client_id == ClientBalance.client_id,
                Posting.entry_number >= first,
                Posting.amount_fen > 0,
                Posting.entry_number.not_in(cancelled),
                Posting.entry_number.not_in(no_charge),
                Posting.entry_number.not_in(older),
            ),
        )
        .where(ClientBalance.account == "receivable", owed > 0)
        .group_by(ClientBalance.client_id, owed)
        .having(owed - charged > 0)
    )
    return {key: int(fen) for key, fen in rows}


def _age(day: date, since: date) -> int:
    days = (day - since).days
    return next((place for place, last in enumerate(AGES) if days <= last), len(AGES))


def _balances(session: Session, day: date, client_id: int | None) -> dict[int, int]:
    if client_id is None:
        held = held_on(session, day)
        return {key: one["receivable"] for key, one in held.items() if "receivable" in one}
    fen = func.sum(Posting.amount_fen)
    query = (
        select(fen)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(
            Posting.account == "receivable",
            Posting.client_id == client_id,
            Entry.booked_on <= day,
        )
    )
    owed_fen = int(session.scalar(query) or 0)
    return {client_id: owed_fen} if owed_fen else {}


def _may_owe(day: date) -> ColumnElement[bool]:
    """Postings of those that can have owed anything at a day's end: what they paid is not read."""
    now = select(ClientBalance.client_id).where(
        ClientBalance.account == "receivable", ClientBalance.fen > 0
    )
    later = select(Posting.client_id).where(
        Posting.account == "receivable",
        Posting.client_id.is_not(None),
        Posting.entry_number.in_(select(Entry.number).where(Entry.booked_on > day)),
    )
    return Posting.client_id.in_(now) | Posting.client_id.in_(later)


def _charged(session: Session, day: date, only: int | None) -> Iterator[OpenCharge]:
    """What clients were charged and what wasn't cancelled by the day, the youngest first."""
    mirror = aliased(Entry)
    cancelled = select(mirror.cancels_number).where(
        mirror.cancels_number.is_not(None), mirror.booked_on <= day
    )
    whose = _may_owe(day) if only is None else Posting.client_id == only
    if only is not None:
        # What is cancelled was credited to the same client: so few are looked at.
        credited = select(Posting.entry_number).where(
            Posting.account == "receivable", Posting.client_id == only, Posting.amount_fen < 0
        )
        cancelled = cancelled.where(mirror.number.in_(credited))
    rows = session.execute(
        select(
            Posting.client_id,
            _OWED_SINCE,
            Entry.number,
            Entry.source,
            Entry.source_id,
            Posting.amount_fen,
        )
        .join(Entry, Entry.number == Posting.entry_number)
        .outerjoin(Delivery, Delivery.entry_number == Entry.number)
        .where(
            Posting.account == "receivable",
            whose,
            Posting.amount_fen > 0,
            Entry.booked_on <= day,
            Entry.cancels_number.is_(None),
            Entry.number.not_in(cancelled),
        )
        .order_by(Posting.client_id, _OWED_SINCE.desc(), Entry.number.desc()),
        execution_options=IN_PARTS,
    )
    return (
        OpenCharge(client, day, number, source, source_id, fen, 0)
        for client, day, number, source, source_id, fen in rows
        if client is not None
    )
