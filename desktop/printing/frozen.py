"""Issued papers as JSON and back, so that a paper prints the same next year.

A paper consists of str, int, bool, date, Decimal, None, tuples and dataclasses of these.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial
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
    return _read_dataclass(KINDS[kind], json.loads(text), _Where(None, kind))


def _plain(value: Any) -> Any:
    kind = value.__class__
    if kind in _AS_THEY_ARE:
        return value
    if names := _names(kind):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{kind.__name__} can't stand on a frozen paper")


_AS_THEY_ARE = frozenset({str, bool, int, NoneType})


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@dataclass(frozen=True, slots=True)
class _Where:
    """The place of a value, put into words only where it is wrong."""

    inside: "_Where | None"
    step: str | int

    def __str__(self) -> str:
        if isinstance(self.step, int):
            return f"{self.inside}[{self.step}]"
        return f"{self.inside}.{self.step}" if self.inside else self.step


_Reader = Callable[[Any, _Where], Any]


@cache
def _reader(wanted: Any) -> _Reader:
    """How values of a kind are read: a long paper holds hundreds of a few kinds."""
    if isinstance(wanted, UnionType):
        return partial(_read_optional, next(one for one in get_args(wanted) if one is not NoneType))
    if get_origin(wanted) is tuple:
        return partial(_read_tuple, get_args(wanted))
    if is_dataclass(wanted):
        return partial(_read_dataclass, wanted)
    if wanted is date:
        return partial(_read_as, date.fromisoformat)
    return partial(_read_as, Decimal) if wanted is Decimal else partial(_checked, wanted)


def _read_as(read: Callable[[str], Any], value: Any, where: _Where) -> Any:
    text = _checked(str, value, where)
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        raise ValueError(f"{where}: {value!r}") from error


def _checked(wanted: type, value: Any, where: _Where) -> Any:
    if type(value) is not wanted:
        raise ValueError(f"{where}: {value!r} is no {wanted.__name__}")
    return value


def _read_optional(kind: Any, value: Any, where: _Where) -> Any:
    return None if value is None else _reader(kind)(value, where)


def _read_tuple(parts: tuple[Any, ...], value: Any, where: _Where) -> tuple[Any, ...]:
    given = _checked(list, value, where)
    kinds = parts[:1] * len(given) if parts[-1] is Ellipsis else parts
    if len(kinds) != len(given):
        raise ValueError(f"{where}: {len(given)} instead of {len(kinds)}")
    return tuple(
        _reader(kind)(item, _Where(where, place))
        for place, (kind, item) in enumerate(zip(kinds, given, strict=True))
    )


_hints = cache(get_type_hints)


def _read_dataclass(wanted: Any, value: Any, where: _Where) -> Any:
    hints = _hints(wanted)
    given = _checked(dict, value, where)
    unknown = given.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))}")
    read = {name: _reader(hints[name])(item, _Where(where, name)) for name, item in given.items()}
    try:
        return wanted(**read)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error
