"""What stands in an office, as text that is the same however often the same was done."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Select, Table, func, select

from desktop.models import Base
from desktop.services.office import Office, Reading

# What differs though the same was done: the moment, chance, and how a text tells a record's id.
_BY_CHANCE = frozenset({"claim_hash", "claim_salt", "hash", "password", "previous_hash", "seal"})
_MOMENTS = frozenset({"at", "last_at", "made_at", "moved_at", "posted_at", "saved_at"})
_TOLD_IDS = frozenset({"action_key", "document_id", "owner_id", "record_id", "source_id"})
_LEFT_OUT = _BY_CHANCE | _MOMENTS | _TOLD_IDS
# A change's lines come in any order; what they say of a record is held against it by the check.
_ANY_ORDER = {
    "audit": frozenset({"id", "before", "after"}),
    "change_key": frozenset({"record_kind"}),
}

# The mark of a move is one of a change's own, too.
_KEYED = ("audit ", "change_key ", "moved_office ")


def contents(office: Office) -> str:
    """Every table with the number of its rows and a digest of them.

    A server's ids leave gaps after a change that was broken off, so ids are told as their places.
    """
    with office.reading() as session:
        places = {table.name: _places(session, table) for table in Base.metadata.sorted_tables}
        told = [_told(session, table, places) for table in Base.metadata.sorted_tables]
    return "\n".join(told)


def but_for_keys(office: Office) -> str:
    """The same, but for what tells of a change by a key that is new each time."""
    told = contents(office).splitlines()
    return "\n".join(line for line in told if not line.startswith(_KEYED))


Places = dict[Any, int]


def _is_id(column: Column[Any]) -> bool:
    return column.name == "id" and column.primary_key


def _places(session: Reading, table: Table) -> Places:
    key = next(filter(_is_id, table.columns), None)
    if key is None:
        return {}
    return {one: place for place, one in enumerate(session.scalars(select(key).order_by(key)))}


@cache
def _asked(table: Table) -> tuple[Select[Any], Sequence[str]]:
    """How a table is asked, and of what each column is an id ("" where it is none)."""
    left_out = _LEFT_OUT | _ANY_ORDER.get(table.name, frozenset())
    columns = [one for one in table.columns if one.name not in left_out]
    if not columns:
        return select(func.count()).select_from(table), [""]
    return select(*columns), [_of_what(one) for one in columns]


def _of_what(column: Column[Any]) -> str:
    if _is_id(column):
        return str(column.table.name)
    led = [one.column for one in column.foreign_keys if _is_id(one.column)]
    return str(led[0].table.name) if led else ""


def _told(session: Reading, table: Table, places: dict[str, Places]) -> str:
    question, kinds = _asked(table)
    rows = sorted(
        repr(
            [
                places[kind].get(value, value) if kind else value
                for kind, value in zip(kinds, row, strict=True)
            ]
        )
        for row in session.execute(question)
    )
    digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    return f"{table.name} {len(rows)} {digest}"
