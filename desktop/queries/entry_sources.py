"""Where in the window the documents stand that entries of the ledger were made of (L1)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.models import Collection, Opening, Payout, Refund, Return
from desktop.queries.facts.parts import MOST_AT_ONCE, some_at_once

Document = tuple[str, str]  # an entry's source and source_id
Place = tuple[str, int]  # a page, and its item's key

# Documents of which the entry tells the page's own key.
_BY_KEY = {
    "delivery": "deliveries",
    "case": "cases",
    "benefit": "benefits",
    "settlement": "settlements",
    "run": "runs",
    "client": "clients",
}


def sources_of(session: Session, documents: Iterable[Document]) -> dict[Document, Place]:
    """The page and key of each document that has one."""
    names: dict[str, list[str]] = {}
    for source, name in dict.fromkeys(documents):
        names.setdefault(source, []).append(name)
    found: dict[Document, Place] = {}
    for source, page in _BY_KEY.items():
        known = (name for name in names.get(source, ()) if name.isdigit())
        found |= {(source, name): (page, int(name)) for name in known}
    for source in _LOOKED_UP.keys() & names.keys():
        found |= _looked_up(session, source, names[source])
    return found


def _looked_up(
    session: Session, source: str, names: Sequence[str]
) -> Iterator[tuple[Document, Place]]:
    """Documents that a page shows by another key than the entry tells."""
    page, query, own = _LOOKED_UP[source]
    given: Sequence[Any] = names
    if own.type.python_type is int:
        given = [int(name) for name in names]
    for some in some_at_once(given, MOST_AT_ONCE):
        for name, key in session.execute(query.where(own.in_(some))):
            if key is not None:
                yield (source, str(name)), (page, key)


def _row(page: str, own: Any, key: Any) -> tuple[str, Select[Any], Any]:
    return page, select(own, key), own


_LOOKED_UP = {
    "collection": _row("payments", Collection.id, Collection.entry_number),
    "opening": _row("fund", Opening.id, Opening.client_id),
    "refund": _row("payments", Refund.number, Refund.entry_number),
    "return": _row("deliveries", Return.id, Return.delivery_id),
    "payout": _row("payouts", Payout.number, Payout.settlement_entry_number),
}
