"""How long something takes, as people write it down: in minutes, or with another unit beside."""

import re

from desktop.basics.i18n import _
from desktop.spreadsheets.cells import Cell
from desktop.spreadsheets.fields import BadValue, number

_MINUTE_S = 60
_LONGEST_S = 24 * 60 * _MINUTE_S
_UNITS = {"秒": 1, "秒钟": 1, "s": 1, "sec": 1, "分": 60, "分钟": 60, "min": 60, "小时": 3600}
_WITH_UNIT = re.compile(rf"(.*\d)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})\.?", re.I)
_SAYS_SECONDS = re.compile("秒|second", re.I)


def minutes(cell: Cell) -> int:
    """A span in seconds, written in minutes unless the cell says its unit."""
    return _span(cell, _MINUTE_S)


def seconds(cell: Cell) -> int:
    """A span in seconds, written so unless the cell says its unit."""
    return _span(cell, 1)


def are_seconds(heading: str) -> bool:
    """Whether a heading says that what stands below are seconds."""
    return bool(_SAYS_SECONDS.search(heading))


def _span(cell: Cell, unit_s: int) -> int:
    told = _WITH_UNIT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if told:
        cell, unit_s = told[1], _UNITS[told[2].lower()]
    found = round(number(cell) * unit_s)
    if not 0 <= found <= _LONGEST_S:
        raise BadValue(_("this must be from 0 to 24 hours"))
    return found
