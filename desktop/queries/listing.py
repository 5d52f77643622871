"""What the window's lists ask for: searched, filtered and sorted in SQL."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, cast

from sqlalchemy import (
    Case,
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import coalesce

from desktop.basics.order_key import order_key
from desktop.basics.typed import narrow
from desktop.models import Client
from desktop.queries.found_by import contains, is_common, looked_for

_SEVERAL = 2  # of which one can stand first
_AT_ONCE = 100  # keys that one statement carries


@dataclass(frozen=True)
class Wanted:
    """How a list is wanted. ``filter`` and ``sort`` are names that the list's query knows.

    With ``first`` no more than so many are needed, from its top; 0 is all. A list may give more.
    """

    search: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False
    first: int = 0

    def changed(self, **changes: Any) -> "Wanted":
        """The same with something else."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Match:
    """Where a record fits what was typed: ``anywhere`` in its words, or ``exact`` as all of one.

    ``looked_for`` is ``anywhere`` for the first few of very many, when ``is_common`` says so.
    """

    anywhere: ColumnElement[bool]
    exact: ColumnElement[bool]
    looked_for: ColumnElement[bool] | None = None
    is_common: Callable[[Session], bool] = lambda _session: False

    def __or__(self, other: "Match") -> "Match":
        return Match(self.anywhere | other.anywhere, self.exact | other.exact)


def called(record: Any, text: str) -> Match:
    """Clients and products by their search words; exactly: by code, barcode or name."""
    typed = plain(text)
    if not typed:
        return Match(true(), false())
    # By the keys that lists are sorted by, which are indexed; alike keys may be of other names.
    # Search words begin with the name, in half-width signs and small letters.
    alike = order_key(typed)
    code = and_(record.code_key == alike, func.lower(record.code) == typed)
    name = and_(
        record.name_key == alike,
        func.length(record.name) == len(typed),
        record.search_text.startswith(typed, autoescape=True),
    )
    exact = or_(code, name)
    if hasattr(record, "barcode"):
        exact |= record.barcode == typed
    return Match(
        contains(record, text),
        exact,
        looked_for(record, text),
        lambda session: is_common(session, record, text),
    )


def holds(column: Any, text: str) -> Match:
    """A text that people wrote, in any letter case and width."""
    written = sorted({text.strip().lower(), narrow(text).strip().lower()})
    lower = func.lower(column)
    return Match(
        or_(*(lower.contains(one, autoescape=True) for one in written)), lower.in_(written)
    )


def plain(text: str) -> str:
    """What was typed, or scanned: the input method may have widened its signs (ＤＤ－２０２６)."""
    return " ".join(narrow(text).lower().split())


def as_number(text: str) -> str:
    """What was typed, as the numbers of documents are written: DD-2026-00001."""
    return narrow(text).strip().upper()


def numbered(column: Any, text: str) -> Match:
    """A document by its number."""
    number = as_number(text)
    return Match(column.contains(number, autoescape=True), column == number)


def of_client(client_id: Any, text: str) -> Match:
    """A document by its client: looked for once, among clients."""
    client = called(Client, text)
    clients = select(Client.id)
    return Match(
        client_id.in_(clients.where(client.anywhere)), client_id.in_(clients.where(client.exact))
    )


def ordered(
    query: Select[Any], columns: Mapping[str, Any], wanted: Wanted, *last: Any
) -> Select[Any]:
    """Sort by the wanted column, if one is wanted, then by ``last``; KeyError for one unknown.

    A column may be several: by the others stand those that are the same in the first. Who has
    nothing there comes last, both ways, on every database.
    """
    column = columns[wanted.sort] if wanted.sort else None
    if column is not None:
        first, *others = column if isinstance(column, tuple) else (column,)
        directed = first.desc() if wanted.descending else first.asc()
        query = query.order_by(directed.nulls_last() if _may_lack(first) else directed, *others)
    return query.order_by(*(one for one in last if one is not column))


def _may_lack(column: Any) -> bool:
    """Whether it may hold nothing: asked to put those last, a database sorts more slowly."""
    return bool(getattr(column, "nullable", not isinstance(column, coalesce | Case)))


def by_name(client: Any = Client) -> tuple[Any, Any]:
    """What a list sorts by that names a client, or another record with a code: the name first."""
    return client.name_key, client.code_key


def in_turn(column: Any, words: Iterable[str]) -> ColumnElement[int]:
    """Sorts by states or kinds as they follow each other, not by their letters."""
    places = {word: place for place, word in enumerate(words)}
    return case(places, value=column, else_=len(places))


def keys(session: Session, query: Select[Any]) -> list[int]:
    """The keys that a query of one column finds, in its order.

    Read as the driver gives them: of 100,000 keys a row object each would cost more than the
    query, and hold the interpreter meanwhile.
    """
    session.flush()
    with session.connection().execute(query) as result:
        rows = cast("Iterable[tuple[int]]", result.cursor)
        return list(chain.from_iterable(rows))


def searched(session: Session, query: Select[Any], wanted: Wanted, match: Match) -> list[int]:
    """The keys of a list, in its order; of one that is searched only those that fit.

    What is exactly so called comes first, however the rest is sorted: a code that was typed or
    scanned in any letter case stands before the longer ones. It is asked apart, since sorting
    all by it would cost as much again as finding them.
    """
    first = wanted.first or None
    if not wanted.search:
        return keys(session, query.limit(first))
    found = keys(session, query.where(match.anywhere).limit(first))
    if len(found) < _SEVERAL:
        return found
    exactly = query.where(match.exact)
    if len(found) <= _AT_ONCE and first is None:
        exactly = exactly.where(query.selected_columns[0].in_(found))
    exact = keys(session, exactly)
    known = set(exact)
    return [*exact, *(key for key in found if key not in known)][:first]
