"""What the window's lists ask for: searched, filtered and sorted in SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, cast

from sqlalchemy import (
    Case,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import coalesce

from desktop.basics.typed import narrow
from desktop.models import Client


@dataclass(frozen=True)
class Wanted:
    """How a list is wanted. ``filter`` and ``sort`` are names that the list's query knows."""

    search: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False

    def changed(self, **changes: Any) -> "Wanted":
        """The same with something else."""
        return replace(self, **changes)


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a column of search words holds every word that was typed, in any letter case.

    Search words are of half-width signs, so what was typed is made such.
    """
    words = narrow(text).lower().split()
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))


def holds(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a text that people wrote holds what was typed, in any letter case and width."""
    written = {text.strip().lower(), narrow(text).strip().lower()}
    lower = func.lower(column)
    return or_(*(lower.contains(one, autoescape=True) for one in sorted(written)))


def as_number(text: str) -> str:
    """What was typed, as the numbers of documents are written: DD-2026-00001."""
    return narrow(text).strip().upper()


def numbered(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a document's number holds what was typed."""
    found: ColumnElement[bool] = column.contains(as_number(text), autoescape=True)
    return found


def of_client(client_id: Any, text: str) -> ColumnElement[bool]:
    """Whether a document's client is found by what was typed: looked for once, among clients."""
    found: ColumnElement[bool] = client_id.in_(
        select(Client.id).where(contains(Client.search_text, text))
    )
    return found


def ordered(
    query: Select[Any], columns: Mapping[str, Any], wanted: Wanted, *last: Any
) -> Select[Any]:
    """Sort by the wanted column, if it is one that is known, then by ``last``.

    A column may be several: by the others stand those that are the same in the first. Who has
    nothing there comes last, both ways, on every database.
    """
    column = columns.get(wanted.sort)
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


def how_many(session: Session, query: Select[Any]) -> int:
    """How many keys a query finds; its order doesn't matter."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def keys(session: Session, query: Select[Any]) -> list[int]:
    """The keys that a query of one column finds, in its order.

    Read as the driver gives them: of 100,000 keys a row object each would cost more than the
    query, and hold the interpreter meanwhile.
    """
    session.flush()
    with session.connection().execute(query) as result:
        rows = cast("Iterable[tuple[int]]", result.cursor)
        return list(chain.from_iterable(rows))
