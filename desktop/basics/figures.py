"""The kinds of figures that tables and charts hold: what each is, and how people read it."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from desktop.basics.i18n import _
from desktop.basics.money import RATE_UNIT, grouped, percent, yuan

Value = str | int | Decimal | date | None

# What a column or a chart holds: a text, whole fen, a whole number, a rate, a day.
TEXT, MONEY, COUNT, RATE, DAY = KINDS = ("text", "money", "count", "rate", "day")
_RIGHT = frozenset({MONEY, COUNT, RATE})
_MYRIAD = 10_000
_MYRIADS = _MYRIAD * _MYRIAD
_SHORTEST = 3  # digits that a rounded figure still has


def each(whole: int, number: int) -> int | None:
    """What of a whole comes to each of so many, rounded half up; None where there is none."""
    return (2 * whole + number) // (2 * number) if number else None


def stands_right(kind: str) -> bool:
    """Whether such values are figures, which stand at the right."""
    return kind in _RIGHT


def read_as(kind: str, value: Value) -> str:
    """A value as people read it; a dash for a figure that there isn't."""
    if value is None:
        return "—" if stands_right(kind) else ""
    if kind == MONEY and isinstance(value, int):
        return grouped(value)
    if kind == COUNT:
        return f"{value:,}"
    if kind == RATE and isinstance(value, Decimal):
        return percent(value, 1)
    return str(value)


def told_as(kind: str, value: Value) -> str | int | None:
    """A value as programs exchange it: amounts in yuan and rates as text, nothing rounded."""
    if value is None or kind == COUNT:
        return value if isinstance(value, int) else None
    if kind == MONEY and isinstance(value, int):
        return yuan(value)
    return str(value)


def part_of(some: int, whole: int) -> Decimal | None:
    """What part of a whole it is, to the basis point, rounded half up; None of nothing."""
    if whole <= 0:
        return None
    return (Decimal(some) / whole).quantize(Decimal(1) / RATE_UNIT, ROUND_HALF_UP)


def large_unit(kind: str, highest: int) -> tuple[int, str]:
    """The unit in which figures up to this one are read at a glance: its size, and its word."""
    base = 100 if kind == MONEY else 1
    if highest >= _MYRIADS * base:
        return _MYRIADS * base, _("¥100m") if kind == MONEY else _("hundred million")
    if highest >= _MYRIAD * base:
        return _MYRIAD * base, _("¥10k") if kind == MONEY else _("ten thousand")
    return base, "¥" if kind == MONEY else ""


def at_a_glance(values: Sequence[int], unit: int) -> list[str]:
    """Figures beside each other in a large unit: ``12.3`` of 123,456 in ten thousands.

    The largest is rounded to three digits, and all have the same number of places, as few as tell
    as much: so they can be compared. Nought, and what is rounded to it, is ``0``.
    """
    whole = max((abs(value) for value in values), default=0) // unit
    most = max(0, _SHORTEST - len(str(whole))) if unit > 1 else 0
    bare = [_bare(f"{Decimal(value) / unit:,.{most}f}") for value in values]
    places = max((len(one.partition(".")[2]) for one in bare), default=0)
    return [_with_places(one, places) for one in bare]


def _with_places(bare: str, places: int) -> str:
    """A decimal number with zeros at its end, so that it has this many places."""
    whole, _point, part = bare.partition(".")
    return f"{whole}.{part:0<{places}}" if places and bare != "0" else bare


def in_unit(value: int, unit: int) -> str:
    """A round figure in a large unit, exactly: ``0.5`` of 5,000 in ten thousands."""
    return _bare(f"{Decimal(value) / unit:,f}")


def _bare(text: str) -> str:
    """A decimal number without zeros at its end."""
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
