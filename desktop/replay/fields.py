"""Reading the fields of an event: JSON in, typed values out, or ``invalid`` with the field."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.basics import money
from desktop.basics.calendar import Quarter, parse_clock, parse_day
from desktop.basics.errors import Refused
from desktop.basics.fields import editable
from desktop.basics.i18n import _
from desktop.basics.places import DEGREE_PLACES
from desktop.basics.weekdays import are_weekdays

Reader = Callable[[Any], Any]
_FARTHEST = 360


def text(value: Any) -> str:
    """A string that every database can hold: no NUL, no half of a character."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode()  # UnicodeEncodeError is a ValueError
    return value


def words(value: Any) -> str:
    """A string that isn't blank."""
    if not text(value).strip():
        raise ValueError(value)
    return str(value)


def whole(value: Any) -> int:
    """A whole number; true and 3.0 are none."""
    if type(value) is not int or abs(value) > money.LARGEST_FEN:
        raise ValueError(value)
    return value


def truth(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def amount(value: Any) -> int:
    """An amount in yuan as a string, read as fen."""
    return money.fen(text(value))


def rate(value: Any) -> Decimal:
    """A rate from 0 to 1 with at most four places."""
    return money.rate(text(value))


def day(value: Any) -> date:
    """An ISO day."""
    return parse_day(text(value))


def quarter(value: Any) -> Quarter:
    """A quarter, ``2026Q1``."""
    return Quarter.parse(text(value))


def clock(value: Any) -> str:
    """A time of day, kept as ``07:30``."""
    return parse_clock(text(value)).strftime("%H:%M")


def closing(value: Any) -> str:
    """When something ends, up to a day's end, ``24:00``."""
    return "24:00" if value == "24:00" else clock(value)


def weekdays(value: Any) -> str:
    """Weekdays, a list of numbers from 1 (Monday) to 7, as they are kept."""
    days = sorted(many(whole)(value))
    figures = "".join(str(one) for one in days)
    if not are_weekdays(figures) or len(figures) > len(days):
        raise ValueError(value)
    return figures


def code(value: Any) -> str:
    """A code that is compared within the event: blanks around it mean nothing."""
    return words(value).strip()


def degrees(value: Any) -> Decimal:
    """A coordinate: a JSON number or a string of one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)
    try:
        read = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError(value) from error
    if not read.is_finite():
        raise ValueError(value)
    if abs(read) > _FARTHEST:
        raise ValueError(value)
    return round(read, DEGREE_PLACES)


def known(reader: Reader) -> Reader:
    """What the reader reads, or null for what nobody knows."""
    return lambda value: None if value is None else reader(value)


def many(reader: Reader) -> Reader:
    """A list of what the reader reads."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError(value)
        return [reader(item) for item in value]

    return read


def by_name(reader: Reader) -> Reader:
    """An object whose values the reader reads; its keys are words."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError(value)
        return {words(key): reader(item) for key, item in value.items()}

    return read


def record(required: Mapping[str, Reader], optional: Mapping[str, Reader] | None = None) -> Reader:
    """An object with these fields and no others."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError(value)
        return read_fields(value, required, optional or {})

    return read


def read_fields(
    given: dict[str, Any], required: Mapping[str, Reader], optional: Mapping[str, Reader]
) -> dict[str, Any]:
    """The fields as typed values; refuses (``invalid``) missing, unknown and malformed ones."""
    for name in required:
        if name not in given:
            raise Refused("invalid", _("The field “{field}” is missing.").format(field=name), name)
    values = {}
    for name, value in given.items():
        reader = required.get(name) or optional.get(name)
        if reader is None:
            message = _("There is no field “{field}” here.").format(field=name)
            raise Refused("invalid", message, name)
        try:
            values[name] = reader(value)
        except ValueError as error:
            message = _("The field “{field}” cannot be {value}.").format(
                field=name, value=_as_written(value)
            )
            raise Refused("invalid", message, name) from error
    return values


_READERS: Mapping[str, Reader] = {
    "choice": words,
    "closing": closing,
    "day": day,
    "decimal": degrees,
    "lookup": words,
    "minutes": whole,  # in a scenario as it is kept, in seconds
    "money": amount,
    "rate": rate,
    "tick": truth,
    "time": clock,
    "weekdays": weekdays,
    "whole": whole,
}


def readers(draft: type[Any], *also: str) -> tuple[dict[str, Reader], dict[str, Reader]]:
    """How what a new draft declares is read: what is needed (``also`` these), and the others."""
    needed: dict[str, Reader] = {}
    optional: dict[str, Reader] = {}
    for one in editable(draft):
        if one.later:
            continue
        reader = _READERS.get(one.kind, words if one.needed else text)
        can_lack = one.optional and one.called not in also
        (optional if can_lack else needed)[one.called] = reader
    return needed, optional


def later_readers(draft: type[Any]) -> dict[str, Reader]:
    """How what a draft asks only later is read, where a file gives it at once."""
    return {one.called: _READERS.get(one.kind, text) for one in editable(draft) if one.later}


def _as_written(value: Any) -> str:
    """A value as it stands in the file, so that a blank one is seen."""
    return json.dumps(value, ensure_ascii=False)
