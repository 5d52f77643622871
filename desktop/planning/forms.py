"""The JSON forms of problems and plans, derived from their frozen dataclasses.

Read strictly: what doesn't fit is said with its place in the file, such as ``baskets.C1[3]``.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from desktop.basics.i18n import N_, _

Form = TypeVar("Form")
_WANTED = {
    str: N_("a text is wanted, not {value}"),
    int: N_("a whole number is wanted, not {value}"),
    float: N_("a number is wanted, not {value}"),
    bool: N_("true or false is wanted, not {value}"),
    Decimal: N_("a decimal number in quotes is wanted, not {value}"),
    list: N_("a list is wanted, not {value}"),
    dict: N_("an object is wanted, not {value}"),
}
_LONGEST_SHOWN = 40
_HUGE = 2**1000  # beyond it lies no float
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)


class Unfit(ValueError):
    """Something that a form doesn't allow; ``place`` is where it stands, "" for the whole."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


def read(kind: type[Form], text: str) -> Form:
    """Read what a form's text says; raises Unfit."""
    try:
        content = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except RecursionError as error:
        raise Unfit("", _("it goes too deep")) from error
    except json.JSONDecodeError as error:
        place = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise Unfit(place, _("this is no JSON")) from error
    except ValueError as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit("", _("a number has too many digits")) from error
    found: Form = _fit(kind, content, "")
    return found


def write(form: Any) -> Any:
    """What JSON says of a form; a field that has its default isn't there."""
    if is_dataclass(form):
        values = {field: getattr(form, field.name) for field in fields(form)}
        return {
            field.name: write(value) for field, value in values.items() if value != field.default
        }
    if isinstance(form, Mapping):
        return {key: write(value) for key, value in form.items()}
    if isinstance(form, tuple):
        return [write(value) for value in form]
    return str(form) if isinstance(form, Decimal) else form


def need_least(least: int, **given: int | None) -> None:
    """Raise Unfit at the first field whose number is smaller; None is no number."""
    for field, number in given.items():
        if number is not None and number < least:
            words = _("at least {least} is wanted, not {value}")
            raise Unfit(field, words.format(least=least, value=number))


def need_each_once(place: str, names: Iterable[str]) -> None:
    """Raise Unfit where a name stands twice; ``place`` has ``{at}`` for its number."""
    known = set()
    for at, name in enumerate(names):
        if name in known:
            raise Unfit(place.format(at=at), _("{name} stands twice").format(name=_shown(name)))
        known.add(name)


def _fit(kind: Any, given: Any, place: str) -> Any:
    if is_dataclass(kind):
        return _object(kind, _of(dict, given, place), place)
    origin = get_origin(kind)
    if origin is tuple:
        each, _rest = get_args(kind)
        values = _of(list, given, place)
        return tuple(_fit(each, value, f"{place}[{at}]") for at, value in enumerate(values))
    if origin is Mapping:
        _key, each = get_args(kind)
        items = _of(dict, given, place).items()
        return {key: _fit(each, value, _inside(place, key)) for key, value in items}
    if origin is UnionType:  # with None
        (each,) = (one for one in get_args(kind) if one is not NoneType)
        return None if given is None else _fit(each, given, place)
    return _number(kind, given, place) if kind in (float, Decimal) else _of(kind, given, place)


def _number(kind: Any, given: Any, place: str) -> Any:
    """A number with places: as JSON has it, or decimal in quotes."""
    if kind is Decimal and isinstance(given, str) and _DECIMAL.fullmatch(given):
        return Decimal(given)
    if kind is float and type(given) in (int, float) and abs(given) < _HUGE and isfinite(given):
        return float(given)
    raise Unfit(place, _(_WANTED[kind]).format(value=_shown(given)))


def _object(kind: Any, given: dict[str, Any], place: str) -> Any:
    hints = _hints(kind)
    for name in given:
        if name not in hints:
            known = ", ".join(hints)
            raise Unfit(
                _inside(place, name), _("there is no such field, only {names}").format(names=known)
            )
    for field in fields(kind):
        if field.name not in given and field.default is MISSING:
            raise Unfit(_inside(place, field.name), _("it is missing"))
    values = {
        name: _fit(hints[name], given[name], _inside(place, name))
        for name in hints
        if name in given
    }
    try:
        return kind(**values)
    except Unfit as error:
        raise Unfit(_inside(place, error.place), error.reason) from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _of(kind: type, given: Any, place: str) -> Any:
    if type(given) is not kind:  # True is no number
        raise Unfit(place, _(_WANTED[kind]).format(value=_shown(given)))
    return given


def _shown(given: Any) -> str:
    if isinstance(given, dict):
        return "{…}"
    if isinstance(given, list):
        return "[…]"
    shown = json.dumps(given, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise Unfit(twice, _("it stands twice"))
    return found


def _no_number(name: str) -> None:
    raise Unfit("", _("{name} is no number").format(name=name))
