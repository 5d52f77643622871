"""The clock of the invented office: what is due next, and the diary of what was done."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

FIRST_DAY = date(2026, 1, 5)
LAST_DAY = date(2026, 7, 6)
# The story stops in the middle of a Monday morning, so that work is waiting.
LAST_MINUTE = 10 * 60

# First and last day; the whole year is announced in the autumn before.
HOLIDAYS = (
    (date(2026, 2, 15), date(2026, 2, 22)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 4)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)


def is_open(day: date) -> bool:
    """Whether the office works: Monday to Saturday, but for the holidays."""
    return day.weekday() < 6 and not any(first <= day <= last for first, last in HOLIDAYS)


def days(first: date, last: date) -> list[date]:
    """The open days of a time, both ends included."""
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if is_open(day)]


def open_day(day: date, ahead: int = 0) -> date:
    """The first open day from a day on, moved by open days (``ahead`` may be negative)."""
    while not is_open(day):
        day += timedelta(days=1)
    step = timedelta(days=1 if ahead > 0 else -1)
    for _ in range(abs(ahead)):
        day += step
        while not is_open(day):
            day += step
    return day


class Diary:
    """Runs what is due in the order of time, and writes down the events."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.day = FIRST_DAY
        self.minute = 0
        self.events: list[dict[str, Any]] = []
        self._agenda: list[tuple[date, int, int, Callable[[], None]]] = []
        self._planned = 0
        self._given: dict[str, int] = {}

    def at(self, day: date, minute: int, action: Callable[[], None]) -> None:
        """Let something happen at a minute of a day; never earlier than now."""
        moment = max((day, minute), (self.day, self.minute))
        self._planned += 1
        heappush(self._agenda, (*moment, self._planned, action))

    def each(self, on: Iterable[date], minute: int, action: Callable[[], None]) -> None:
        """Let something happen at the same minute of several days."""
        for day in on:
            self.at(day, minute, action)

    def note(self, by: str, do: str, **fields: Any) -> None:
        """Write down that somebody does something now."""
        self.events.append({"on": self.day.isoformat(), "by": by, "do": do, **fields})

    def ref(self, letter: str, places: int = 4) -> str:
        """The next name of a document of a kind."""
        self._given[letter] = self._given.get(letter, 0) + 1
        return f"{letter}{self._given[letter]:0{places}d}"

    def run(self) -> None:
        """Live until the last morning; what would come later stays undone."""
        while self._agenda:
            day, minute, _, action = heappop(self._agenda)
            if (day, minute) > (LAST_DAY, LAST_MINUTE):
                return
            self.day, self.minute = day, minute
            action()
