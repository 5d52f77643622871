"""The times that figures are asked for by name, and the months of a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_

Days = tuple[date, date]


@dataclass(frozen=True)
class Period:
    """A time by its name: ``words`` is a msgid, ``days(today)`` its first and last day."""

    name: str
    words: str
    days: Callable[[date], Days]


def month_of(day: date, before: int = 0) -> date:
    """The first day of the month that lies so many months before a day's own, or the first ever."""
    months = max(day.year * 12 + day.month - 1 - before, date.min.year * 12)
    return date(months // 12, months % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return month_of(day, -1) - timedelta(days=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month from the one of ``first`` to the one of ``last``."""
    month = month_of(first)
    while month <= last:
        yield month
        month = month_of(month, -1)


def _last_quarter(today: date) -> Days:
    before = Quarter.of(today).previous()
    return before.start, before.end


YEAR = Period("year", N_("Twelve months"), lambda today: (month_of(today, 11), today))
PERIODS = (
    YEAR,
    Period("month", N_("This month"), lambda today: (month_of(today), today)),
    Period(
        "last-month",
        N_("Last month"),
        lambda today: (month_of(today, 1), month_end(month_of(today, 1))),
    ),
    Period("quarter", N_("This quarter"), lambda today: (Quarter.of(today).start, today)),
    Period("last-quarter", N_("Last quarter"), _last_quarter),
    Period("this-year", N_("This year"), lambda today: (date(today.year, 1, 1), today)),
)
