"""Days written in six figures, 260105: read where a whole column says nothing else."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Cell, is_blank

_SIX_FIGURES = re.compile(r"(\d{2})(\d{2})(\d{2})", re.ASCII)
_FAR_YEARS = 10  # six figures name no day that lies further back


def has_short_days(cells: Sequence[Cell], today: date) -> bool:
    """Do the days of a column all stand as 260105? Then ``short_day`` reads them.

    Each must be a day of the last ten years up to today, and not all of them may be one too when
    the day is taken to come first: 250126 alone tells nothing.
    """
    days = []
    for cell in cells:
        if not is_blank(cell):
            parts = _six_figures(cell)
            if parts is None:
                return False
            days.append(parts)
    return (
        bool(days) and _all_near(days, today) and not _all_near([one[::-1] for one in days], today)
    )


def short_day(cell: Cell) -> date:
    """A day as 260105, in a column in which all of them stand so."""
    parts = _six_figures(cell)
    if parts is None:
        raise fields.BadValue(_("this is no day; write it like 2026-01-05"))
    return _day_of(parts)


def _six_figures(cell: Cell) -> tuple[int, ...] | None:
    if isinstance(cell, bool | date | time | timedelta):
        return None
    match = _SIX_FIGURES.fullmatch(narrow(fields.text(cell)))
    return tuple(map(int, match.groups())) if match else None


def _day_of(parts: Sequence[int]) -> date:
    year, month, number = parts
    return date(2000 + year, month, number)


def _all_near(days: Sequence[Sequence[int]], today: date) -> bool:
    try:
        found = [_day_of(parts) for parts in days]
    except ValueError:
        return False
    return all(one <= today and today.year - one.year <= _FAR_YEARS for one in found)
