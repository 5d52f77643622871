"""Days, quarters and clock times as the office counts them."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from desktop.basics.i18n import N_, _

# In which days are reckoned with: some before and after each of them are days as well.
YEARS = range(1900, 3000)
# Of what an office writes down, a day beyond them is a slip, or a program's “never”.
MEANT_YEARS = range(1990, 2101)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_QUARTER = re.compile(r"(\d{4})Q([1-4])", re.ASCII)


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, written ``2026Q1``; quarters sort in time."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read ``2026Q1``; ValueError otherwise."""
        match = _QUARTER.fullmatch(text)
        if not match or int(match[1]) not in YEARS:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    @property
    def text(self) -> str:
        """As it is stored and exchanged; its alphabetical order is the order in time."""
        return f"{self.year:04d}Q{self.number}"

    @property
    def chinese(self) -> str:
        """As it stands on paper: 2026年第一季度."""
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        month = 3 * self.number
        return date(self.year, month, 31 if month in (3, 12) else 30)

    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def previous(self) -> "Quarter":
        """The quarter before it."""
        return Quarter.of(self.start - timedelta(days=1))


def parse_day(text: str) -> date:
    """Read an ISO day, ``2026-01-05`` and nothing looser; ValueError otherwise."""
    if not _DAY.fullmatch(text) or int(text[:4]) not in YEARS:
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_clock(text: str) -> time:
    """Read a time of day, ``7:30`` or ``07:30``; ValueError otherwise."""
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(text)
    return time(int(match[1]), int(match[2]))


WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def weekday(day: date) -> str:
    """The day's name on the screen, in the program's language."""
    return _(WEEKDAYS[day.weekday()])


def chinese_weekday(day: date) -> str:
    """The day's name on paper: 周一."""
    return "周" + "一二三四五六日"[day.weekday()]
