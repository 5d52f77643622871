"""What a person types into a field, read strictly and answered kindly."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from string import digits
from typing import Any

from desktop.basics import money
from desktop.basics.fields import minutes_of
from desktop.basics.hours import DAY_MINUTES
from desktop.basics.i18n import _
from desktop.basics.typed import figures, joined, narrow
from desktop.basics.weekdays import read_weekdays, weekday_words, wrong_weekdays

_PARTS = re.compile(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4}|\d{2})?(\d{2})(\d{2})", re.ASCII)
_OF_MONTH = re.compile(r"(\d{1,2})[日号]", re.ASCII)
_FROM_TODAY = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_NAMED_DAY = re.compile(rf"({'|'.join(_FROM_TODAY)})[天日]")
_WEEKDAY = re.compile(r"([上下本这]?)(?:个?星期|周|个?礼拜)([一二三四五六日天])")
_FAR_YEARS = 10
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_TIME = re.compile(r"(\d{1,2})(?:[:.点时]?(\d{2})分?|[点时]?)", re.ASCII)


def read_whole(text: str) -> int | None:
    """A whole number, thousands separators allowed; None for nothing; ValueError in words."""
    plain = _figures(text)
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,9}", plain, re.ASCII):  # more than some databases hold
        raise ValueError(_("A whole number of at most nine digits, such as 12."))
    return int(plain)


def read_money(text: str) -> int | None:
    """An amount in yuan as fen; None for nothing; ValueError in words (M1)."""
    bare = narrow(text).strip().removeprefix("¥").removesuffix("元")
    plain = _completed(_figures(bare))
    if not plain:
        return None
    try:
        return money.fen(plain)
    except money.TooLarge as error:
        limit = money.grouped(money.LARGEST_FEN)
        raise ValueError(
            _("This is too large: {limit} at the most.").format(limit=limit)
        ) from error
    except ValueError as error:
        raise ValueError(_("An amount with at most two places, such as 12.50.")) from error


def typed_fen(text: object) -> int:
    """An amount as it is typed or shown, in fen; 0 for what is none."""
    with suppress(ValueError):
        return read_money(str(text or "")) or 0
    return 0


def read_percent(text: str) -> Decimal | None:
    """A rate typed in per cent (``12.5`` is 0.125); None for nothing; ValueError in words."""
    plain = _figures(text).removesuffix("%")
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
    plain = _completed(_figures(text))
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", plain, re.ASCII):
        raise ValueError(_("A number, such as 30.5723."))
    return Decimal(plain)


def read_minutes(text: str) -> int | None:
    """Minutes, such as 45 or 1.5, as seconds; None for nothing; ValueError in words."""
    found = read_decimal(narrow(text).strip().removesuffix("钟").removesuffix("分"))
    if found is None:
        return None
    if not 0 <= found <= DAY_MINUTES:
        raise ValueError(_("Minutes, from 0 to {most}.").format(most=DAY_MINUTES))
    return round(found * 60)


def read_days(text: str) -> str:
    """Weekdays as they are kept; "" for nothing; ValueError in words."""
    if not text.strip():
        return ""
    try:
        return read_weekdays(text)
    except ValueError as error:
        raise ValueError(wrong_weekdays()) from error


def _figures(text: str) -> str:
    """A number's plain signs; of two numbers neither is taken, and they are never joined."""
    plain = figures(text)
    if " " in plain:
        raise ValueError(_("Here stand two numbers: this field takes one."))
    return plain


def _completed(plain: str) -> str:
    """``.5`` and ``12.`` as the numbers that they are."""
    if re.fullmatch(r"-?\.\d+", plain):
        return plain.replace(".", "0.")
    return plain.removesuffix(".") if re.fullmatch(r"-?\d+\.", plain) else plain


def read_day(text: str, today: date) -> date | None:
    """A day as people type it: ``2026-07-06``, ``7.6`` (the year nearest today), ``260706``, 昨天.

    A weekday is the nearest one, 上周五 and 下周五 are those of the weeks beside this one.
    """
    plain = joined(text, digits)
    if not plain:
        return None
    try:
        return _named_day(plain, today) or _written_day(plain, today)
    except ValueError as error:
        raise ValueError(
            _("A day, such as {day} or {short}.").format(
                day=today.isoformat(), short=f"{today.month}-{today.day}"
            )
        ) from error


def _named_day(plain: str, today: date) -> date | None:
    if match := _NAMED_DAY.fullmatch(plain):
        return today + timedelta(days=_FROM_TODAY[match[1]])
    if match := _WEEKDAY.fullmatch(plain):
        weekday = min("一二三四五六日天".index(match[2]), 6)
        of_this_week = today + timedelta(days=weekday - today.weekday())
        if match[1]:
            return of_this_week + timedelta(weeks=_WEEKS[match[1]])
        return _nearest([of_this_week + timedelta(weeks=week) for week in (-1, 0, 1)], today)
    return None


def _written_day(plain: str, today: date) -> date:
    if match := _OF_MONTH.fullmatch(plain):
        first = today.replace(day=1)
        months = (first - timedelta(days=1), first, first + timedelta(days=31))
        return _nearest(_real((one.year, one.month, int(match[1])) for one in months), today)
    match = _COMPACT.fullmatch(plain) or _PARTS.fullmatch(plain)
    if match is None:
        raise ValueError(plain)
    year, month, day = match[1], int(match[2]), int(match[3])
    if year and len(year) == 4:
        return date(int(year), month, day)
    if year:
        found = date(2000 + int(year), month, day)
        if abs(found.year - today.year) > _FAR_YEARS:  # rather a day that stands elsewhere in it
            raise ValueError(plain)
        return found
    return _nearest(_real((today.year + step, month, day) for step in (-1, 0, 1)), today)


def _real(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    """Those that are days: there is no 30 February, and a 29th in few years."""
    found = []
    for one in parts:
        with suppress(ValueError):
            found.append(date(*one))
    return found


def _nearest(days: Sequence[date], today: date) -> date:
    if not days:
        raise ValueError(days)
    return min(days, key=lambda one: abs((one - today).days))


def read_time(text: str, *, end: bool = False) -> str:
    """A time as people type it, ``8:30``, ``8点30``, ``830``: "08:30"; "" for nothing.

    At a day's ``end`` it may be 24:00.
    """
    plain = joined(text, digits)
    if not plain:
        return ""
    match = _TIME.fullmatch(plain)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if minute > 59 or (hour > 23 and not (end and (hour, minute) == (24, 0))):
        raise ValueError(_("A time of the day, such as 8:30."))
    return f"{hour:02}:{minute:02}"


def typed_text(kind: str, value: Any) -> str:
    """A value as a person would have typed it; empty for None."""
    if value is None:
        return ""
    if kind == "money":
        return money.yuan(value)
    if kind == "rate":
        return money.percent(value).removesuffix("%")
    if kind == "minutes":
        return minutes_of(value)
    if kind == "weekdays":
        return weekday_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
