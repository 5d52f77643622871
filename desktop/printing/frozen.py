"""Issued papers as JSON and back, so that a paper prints the same next year.

A paper consists of str, int, bool, date, Decimal, None, tuples and dataclasses of these.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from desktop.printing import KINDS


def to_json(paper: Any) -> str:
    """The paper's data as JSON text; TypeError for a value that papers don't consist of."""
    return json.dumps(_plain(paper), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: str, text: str) -> Any:
    """The paper of a kind (a key of KINDS) that ``to_json`` wrote.

    Raises KeyError for an unknown kind, ValueError for text that isn't such a paper. A field
    that was added after the paper was issued takes its default.
    """
    return _read(KINDS[kind], json.loads(text), kind)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | Decimal):
        return str(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} can't stand on a frozen paper")


def _read(wanted: Any, value: Any, where: str) -> Any:
    if isinstance(wanted, UnionType):
        return _read_optional(wanted, value, where)
    if get_origin(wanted) is tuple:
        return _read_tuple(get_args(wanted), value, where)
    if is_dataclass(wanted):
        return _read_dataclass(wanted, value, where)
    try:
        if wanted is date:
            return date.fromisoformat(value)
        if wanted is Decimal:
            return Decimal(_checked(str, value, where))
    except (TypeError, ValueError, InvalidOperation) as error:
        raise ValueError(f"{where}: {value!r}") from error
    return _checked(wanted, value, where)


def _checked(wanted: type, value: Any, where: str) -> Any:
    if type(value) is not wanted:
        raise ValueError(f"{where}: {value!r} is no {wanted.__name__}")
    return value


def _read_optional(wanted: UnionType, value: Any, where: str) -> Any:
    kinds = [kind for kind in get_args(wanted) if kind is not NoneType]
    return None if value is None else _read(kinds[0], value, where)


def _read_tuple(parts: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    given = _checked(list, value, where)
    kinds = parts[:1] * len(given) if parts[-1] is Ellipsis else parts
    if len(kinds) != len(given):
        raise ValueError(f"{where}: {len(given)} instead of {len(kinds)}")
    return tuple(
        _read(kind, item, f"{where}[{place}]")
        for place, (kind, item) in enumerate(zip(kinds, given, strict=True))
    )


_hints = cache(get_type_hints)  # a long paper holds hundreds of a few kinds


def _read_dataclass(wanted: Any, value: Any, where: str) -> Any:
    hints = _hints(wanted)
    given = _checked(dict, value, where)
    unknown = given.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))}")
    try:
        return wanted(
            **{name: _read(hints[name], item, f"{where}.{name}") for name, item in given.items()}
        )
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error
