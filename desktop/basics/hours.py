"""A shop's hours: open all day (00:00–24:00), over midnight (16:00–02:30), with a noon break.

Times of day are texts, ``07:30``; ``24:00`` is a day's end, and only closes. Closing at or before
the hour of opening is on the next day.
"""

from dataclasses import dataclass

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """When a shop opens and closes, and a break between; "" is what isn't known."""

    opens: str = ""
    closes: str = ""
    break_from: str = ""
    break_to: str = ""

    @property
    def spans(self) -> tuple[str, ...]:
        """Each time it is open, ``07:30–12:00`` and ``14:00–22:00``, as screen and paper say it."""
        if not (self.opens or self.closes):
            return ()
        if not (self.break_from and self.break_to):
            return (f"{self.opens}–{self.closes}",)
        return (f"{self.opens}–{self.break_from}", f"{self.break_to}–{self.closes}")

    @property
    def text(self) -> str:
        """All of it in one line; "" when nothing is known."""
        return " ".join(self.spans)

    @property
    def has_whole_break(self) -> bool:
        """Whether there is no break, or one that begins and ends while it is open."""
        if not (self.break_from or self.break_to):
            return True
        if not all((self.opens, self.closes, self.break_from, self.break_to)):
            return False
        start, end = (self._after_opening(one) for one in (self.break_from, self.break_to))
        return 0 < start < end < (self._after_opening(self.closes) or DAY_MINUTES)

    @property
    def rest(self) -> tuple[str, str] | None:
        """From when to when it rests between opening and closing; None: it has no break."""
        if not (self.opens and self.break_from and self.break_to):
            return None
        return self.break_from, self.break_to

    def is_break_at(self, clock: str) -> bool:
        """Whether a time of day, such as ``12:30``, lies in the break; hours may go beyond 24."""
        if self.rest is None:
            return False
        start, end = (self._after_opening(one) for one in self.rest)
        return start <= self._after_opening(clock) < end

    def _after_opening(self, clock: str) -> int:
        return (_minutes(clock) - _minutes(self.opens)) % DAY_MINUTES


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
