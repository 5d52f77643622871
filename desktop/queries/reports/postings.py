"""The postings of a time, one after the other: kept by their keys alone, read as they are wanted.

A large office posts a million a year.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from typing import cast as typed

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.report import Scope, Source
from desktop.models import Client, Entry, Posting, Staff
from desktop.models.ledger import ENTRY_KINDS
from desktop.queries.entry_sources import Place, sources_of
from desktop.queries.facts.parts import MOST_AT_ONCE, some_at_once

_LEGS = 1 << 20  # more than an entry has: a key is its number by this, and the posting's position
_KEY = cast(Entry.number, BigInteger) * _LEGS + Posting.position


@dataclass(frozen=True, slots=True)
class Leg:
    """One posting with what its entry says."""

    number: int
    day: date
    kind: str
    account: str
    client: str
    fen: int
    reason: str
    who: str
    way: Source | None

    @property
    def kind_words(self) -> str:
        """What kind of entry it is of."""
        return _(ENTRY_KINDS[self.kind].words)


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked of a kind on a day: how many entries, their debits and credits in fen."""

    kind: str
    day: date
    entries: int
    debit_fen: int
    credit_fen: int


class Postings:
    """The postings of a time in the order of their booking: of all, an account, a kind of entry."""

    def __init__(
        self, session: Session, scope: Scope, *, account: str | None = None, kind: str | None = None
    ) -> None:
        self._session = session
        self._of: list[ColumnElement[bool]] = [Entry.booked_on.between(scope.start, scope.end)]
        if account is not None:
            self._of.append(Posting.account == account)
        if kind is not None:
            self._of.append(Entry.kind == kind)
        self._keys = array("q", self._in_turn(_KEY))

    def __len__(self) -> int:
        return len(self._keys)

    def amounts(self) -> Iterable[int]:
        """What each posted, in fen, one after the other."""
        return self._in_turn(Posting.amount_fen)

    def sums(self) -> list[Booked]:
        """What was booked by day and kind, added up by the database."""
        fen, keys = Posting.amount_fen, (Entry.booked_on, Entry.kind)
        rows = self._session.execute(
            self._select(
                *keys,
                func.count(Entry.number.distinct()),
                func.coalesce(func.sum(fen).filter(fen > 0), 0),
                func.coalesce(func.sum(-fen).filter(fen < 0), 0),
            )
            .group_by(*keys)
            .order_by(*keys)
        )
        return [
            Booked(kind, day, entries, int(debit), int(credit))
            for day, kind, entries, debit, credit in rows
        ]

    def legs(self, session: Session, places: Sequence[int]) -> list[Leg]:
        """Those at some places, in their order."""
        keys = [self._keys[place] for place in places]
        found: dict[int, Leg] = {}
        for some in some_at_once(keys, MOST_AT_ONCE):
            found |= self._read(session, some)
        return [found[key] for key in keys]

    def _in_turn(self, column: Any) -> Iterator[int]:
        """A figure of each; as the driver gives them, since a row object each would cost more."""
        query = self._select(column).order_by(Entry.booked_on, Entry.number, Posting.position)
        with self._session.connection().execute(query) as result:
            yield from chain.from_iterable(typed("Iterable[tuple[int]]", result.cursor))

    def _select(self, *columns: Any) -> Select[Any]:
        postings = select(*columns).join_from(Entry, Posting, Posting.entry_number == Entry.number)
        return postings.where(*self._of)

    def _read(self, session: Session, keys: Sequence[int]) -> dict[int, Leg]:
        rows = session.execute(
            self._select(
                Entry.number,
                Posting.position,
                Entry.booked_on,
                Entry.kind,
                Posting.account,
                Client.name.label("client"),
                Posting.amount_fen,
                Entry.reason,
                Staff.name.label("who"),
                Posting.client_id,
                Entry.source,
                Entry.source_id,
            )
            .join(Staff, Staff.id == Entry.posted_by_id)
            .outerjoin(Client, Client.id == Posting.client_id)
            .where(Posting.entry_number.in_({key // _LEGS for key in keys}))
        ).all()
        places = sources_of(session, ((one.source, one.source_id) for one in rows))
        return {
            one.number * _LEGS + one.position: Leg(
                one.number,
                one.booked_on,
                one.kind,
                one.account,
                one.client or "",
                one.amount_fen,
                one.reason,
                one.who,
                _way(places.get((one.source, one.source_id)), one.client_id),
            )
            for one in rows
        }


def _way(place: Place | None, client_id: int | None) -> Source | None:
    """To the document; to the client's own account where no page shows that."""
    if place is not None:
        return Source(*place)
    return Source("fund", client_id) if client_id is not None else None
