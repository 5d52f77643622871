"""What a person types into a field, read strictly and answered kindly."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.basics import money
from desktop.basics.i18n import _
from desktop.basics.typed import figures, narrow

_PARTS = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.点时]?(\d{2})分?|[点时]?)", re.ASCII)


def read_whole(text: str) -> int | None:
    """A whole number, thousands separators allowed; None for nothing; ValueError in words."""
    plain = figures(text)
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,9}", plain, re.ASCII):  # more than some databases hold
        raise ValueError(_("A whole number of at most nine digits, such as 12."))
    return int(plain)


def read_money(text: str) -> int | None:
    """An amount in yuan as fen; None for nothing; ValueError in words (M1)."""
    plain = _completed(figures(text).removeprefix("¥").removesuffix("元"))
    if not plain:
        return None
    try:
        return money.fen(plain)
    except ValueError as error:
        raise ValueError(_("An amount with at most two places, such as 12.50.")) from error


def read_percent(text: str) -> Decimal | None:
    """A rate typed in per cent (``12.5`` is 0.125); None for nothing; ValueError in words."""
    plain = figures(text).removesuffix("%")
    if not plain:
        return None
    try:
        value = Decimal(plain) / 100
        if not 0 <= value <= 1 or value != value.quantize(Decimal("0.0001")):
            raise ValueError(plain)
    except (InvalidOperation, ValueError) as error:
        raise ValueError(_("A rate from 0 to 100 % with at most two places, such as 5.")) from error
    return value


def read_decimal(text: str) -> Decimal | None:
    """A decimal number, such as a coordinate; None for nothing; ValueError in words."""
    plain = _completed(figures(text))
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", plain, re.ASCII):
        raise ValueError(_("A number, such as 30.5723."))
    return Decimal(plain)


def _completed(plain: str) -> str:
    """``.5`` and ``12.`` as the numbers that they are."""
    if re.fullmatch(r"-?\.\d+", plain):
        return plain.replace(".", "0.")
    return plain.removesuffix(".") if re.fullmatch(r"-?\d+\.", plain) else plain


def read_day(text: str, today: date) -> date | None:
    """A day as people type it: ``2026-07-06``, ``7-6`` (the year nearest today), ``20260706``."""
    plain = narrow(text.replace("。", ".")).replace(" ", "")
    if not plain:
        return None
    wanted = _("A day, such as {day} or {short}.").format(
        day=today.isoformat(), short=f"{today.month}-{today.day}"
    )
    match = _COMPACT.fullmatch(plain) or _PARTS.fullmatch(plain)
    if match is None:
        raise ValueError(wanted)
    try:
        if match[1]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        return _nearest(int(match[2]), int(match[3]), today)
    except ValueError as error:
        raise ValueError(wanted) from error


def read_time(text: str) -> str:
    """A time as people type it, ``8:30``, ``8点30``, ``830``: "08:30"; "" for nothing."""
    plain = narrow(text.replace("。", ".")).replace(" ", "")
    if not plain:
        return ""
    match = _TIME.fullmatch(plain)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise ValueError(_("A time of the day, such as 8:30."))
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"


def _nearest(month: int, day: int, today: date) -> date:
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, month, day) for year in years if (month, day) != (2, 29) or _leap(year)]
    if not days:
        raise ValueError((month, day))
    return min(days, key=lambda one: abs((one - today).days))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def typed_text(kind: str, value: Any) -> str:
    """A value as a person would have typed it; empty for None."""
    if value is None:
        return ""
    if kind == "money":
        return money.yuan(value)
    if kind == "rate":
        return money.percent(value).removesuffix("%")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
