"""Columns by which lists are sorted: kept beside a name or a code, written whenever that is.

A database sorts text in a way of its own; by these keys all of them sort as people expect.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import String, event
from sqlalchemy.orm import MappedColumn, Mapper, mapped_column

from desktop.basics.order_key import order_key
from desktop.models.base import Base
from desktop.models.filled import fills_new

# Compared byte by byte: SQLite does so of itself.
_KEY = String().with_variant(String(collation="C"), "postgresql")
Record = TypeVar("Record", bound=Base)


def key_of(column: str, *, person: bool = False) -> MappedColumn[Any]:
    """The column that sorts by another one; ``person`` when that one names a person."""
    made = {"unaudited": True, "key_of": column, "person": person}
    return mapped_column(_KEY, server_default="", info=made)


def order_keys(kind: type[Base], values: Mapping[str, Any]) -> dict[str, str]:
    """The keys that belong to a record of these values, for one that is written in bulk."""
    return _keys(kind, values.get)


def keep_order(kind: type[Record]) -> type[Record]:
    """Keep the order keys of a kind of record up to date."""
    fills_new(kind, lambda records: _write_new(kind, records))
    event.listen(kind, "before_update", _write)
    return kind


def _write_new(kind: type[Base], records: Sequence[dict[str, Any]]) -> None:
    for name, of, person in _keyed(kind):
        for one in records:
            one[name] = _key_of(one.get(of), person)


def _write(_mapper: Mapper[Any], _connection: Any, target: Base) -> None:
    keys = _keys(type(target), lambda name: getattr(target, name))
    for name, key in keys.items():
        if getattr(target, name) != key:
            setattr(target, name, key)


def _keys(kind: type[Base], read: Callable[[str], Any]) -> dict[str, str]:
    return {name: _key_of(read(of), person) for name, of, person in _keyed(kind)}


def _key_of(fact: str | None, person: bool) -> str:
    return order_key(fact or "", person=True) if person else order_key(fact or "")


@cache
def _keyed(kind: type[Base]) -> tuple[tuple[str, str, bool], ...]:
    """The columns of a kind of record that sort by another one: name, of which, of a person?"""
    return tuple(
        (column.name, column.info["key_of"], column.info["person"])
        for column in kind.__table__.columns
        if "key_of" in column.info
    )
