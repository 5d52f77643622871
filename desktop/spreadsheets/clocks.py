"""Cells into times of day and opening hours, as people write them."""

import re
from datetime import datetime, time, timedelta

from desktop.basics.hours import Hours
from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.spreadsheets.cells import Cell
from desktop.spreadsheets.fields import BadValue, text

_CLOCK = re.compile(
    r"(上午|下午|早上|晚上|中午|凌晨|早|晚)?\s*(\d{1,2})\s*(?::|点|时)\s*(?:(\d{1,2})|(半))?\s*分?(?::\d{2})?"
    r"\s*([AaPp]\.?[Mm]\.?)?"
)
_ALL_DAY = re.compile(
    r"24\s*(?:小时|h(?:rs?|ours?)?(?![a-z]))|全天|全日|昼夜"
    r"|0?0:00\s*[-~～—–至到]+\s*(?:24:00|0?0:00)",
    re.IGNORECASE,
)


def clock(cell: Cell) -> str:
    """A time of day as ``HH:MM``, up to 24:00: a time cell, 8:30, 8点半, 下午2:00."""
    if isinstance(cell, datetime | time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, timedelta):
        return _clock_of(round(cell.total_seconds() / 60))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1:
        return _clock_of(round(cell * 24 * 60))
    found = narrow(text(cell))
    if re.fullmatch(r"[0-2]\d[0-5]\d", found):
        found = f"{found[:2]}:{found[2:]}"
    match = _CLOCK.fullmatch(found)
    if not match:
        raise BadValue(_("this is no time of day; write it like 08:30"))
    return _matched_clock(match)


def hours(cell: Cell) -> Hours:
    """When a shop opens and closes, from 周一至周日 10:00-14:00 16:00-23:00, or 全天.

    Nothing is known where no time stands in the text; a single time is when it opens. What is
    more than one break, or the hours of other days, is left out.
    """
    if not isinstance(cell, str):
        return Hours(clock(cell))
    found = narrow(text(cell))
    if _ALL_DAY.search(found):
        return Hours("00:00", "24:00")
    times = [_matched_clock(match) for match in _CLOCK.finditer(found)]
    if not times:
        return Hours()
    whole = Hours(times[0], times[-1] if len(times) > 1 else "")
    if len(times) == 4:
        parted = Hours(times[0], times[3], times[1], times[2])
        return parted if parted.has_whole_break else Hours(times[0], times[1])
    return whole


def opening(cell: Cell) -> str:
    """A time of day at which something begins: 24:00 is 00:00."""
    return clock(cell).replace("24:00", "00:00")


def _matched_clock(match: re.Match[str]) -> str:
    half_day, hour, minute, half, letters = match.groups()
    number = int(hour)
    is_afternoon = half_day in {"下午", "晚上", "晚"} or (letters or "").lower().startswith("p")
    if is_afternoon and number < 12:
        number += 12
    return _clock_of(number * 60 + (30 if half else int(minute or 0)), int(minute or 0))


def _clock_of(minutes: int, shown_minute: int = 0) -> str:
    if not 0 <= minutes <= 24 * 60 or shown_minute > 59:
        raise BadValue(_("this is no time of day; write it like 08:30"))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
