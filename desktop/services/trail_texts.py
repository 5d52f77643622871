"""What the trail tells of records, as JSON: of few each alone, of very many by columns."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(type(value))


_JSON = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":"))
_WHOLE = {str, int, bool}  # kinds of facts of which equal ones are told alike
_SAID = {date, Decimal}


def text_of(values: Mapping[str, Any] | None) -> str | None:
    """What is told of some facts; None for a record that isn't there."""
    return None if values is None else _JSON.encode(values)


def known(facts: Sequence[str], record: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a new record: those of its facts that aren't blank."""
    held = record.get
    return {name: one for name in facts if (one := held(name)) is not None and one != ""}


def texts_of(facts: Sequence[str], records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of what is ``known`` of very many new records.

    A fact that stands in all of them is written once.
    """
    told = [
        _told(name, column) for name, column in zip(facts, _columns(facts, records), strict=True)
    ]
    rows = zip(*(one for one in told if one), strict=True)
    return [f"{{{','.join(filter(None, row))}}}" for row in rows]


def _columns(facts: Sequence[str], records: Sequence[Mapping[str, Any]]) -> Sequence[Sequence[Any]]:
    try:
        return list(zip(*map(itemgetter(*facts, facts[0]), records), strict=True))[:-1]
    except KeyError:  # the unit of work wrote them, and left out what nobody gave
        return [[one.get(name) for one in records] for name in facts]


def _told(name: str, column: Sequence[Any]) -> list[str]:
    """A fact of each record with its name; "" where it is blank, nothing where it always is."""
    first, start = column[0], f"{encode_basestring(name)}:"
    if _is_one_fact(column):
        return [] if first in (None, "") else [start + _JSON.encode(first)] * len(column)
    return [start + _fact(one) if one is not None and one != "" else "" for one in column]


def _is_one_fact(column: Sequence[Any]) -> bool:
    first = column[0]
    if first is not None and first.__class__ not in _WHOLE:
        return False
    return column.count(first) == len(column) and len(set(map(type, column))) == 1


def _fact(one: Any) -> str:
    """As the encoder writes it, for half the time."""
    if one.__class__ is str:
        return encode_basestring(one)
    if one.__class__ is int:
        return str(one)
    return f'"{one}"' if one.__class__ in _SAID else _JSON.encode(one)
