"""When runs leave and return: a run left at ``d`` returns at max(early, d + lasts), if it can.

A run departs at a whole minute; waiting is allowed and costs time. Leaving later never makes a run
longer, so each leaves as late as it gains from it and as those after it allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.planning.routing.day import NO_LIMIT, Day, Van

_MINUTE = 60
_NEVER = -NO_LIMIT


@dataclass(frozen=True)
class Span:
    """What lies between two moments: begun at ``x``, at most ``latest``, it ends at ``end(x)``."""

    early: int
    lasts: int
    latest: int

    def end(self, begun: int) -> int:
        return max(self.early, begun + self.lasts)

    @property
    def shortest_from(self) -> int:
        """The moment from which on nobody waits."""
        return self.early - self.lasts


NOTHING = Span(_NEVER, 0, NO_LIMIT)


def joined(one: Span | None, way_s: int, other: Span | None) -> Span | None:
    """One after the other with a way between; None where the second is then always late."""
    if one is None or other is None or one.early + way_s > other.latest:
        return None
    lasts = one.lasts + way_s
    return Span(
        max(other.early, one.early + way_s + other.lasts),
        lasts + other.lasts,
        min(one.latest, other.latest - lasts),
    )


def stop_span(day: Day, stop: int) -> Span:
    """A stop from its arrival on."""
    opens, closes = day.hours[stop]
    service = day.service[stop]
    return Span(opens + service, service, closes)


def run_span(day: Day, stops: Sequence[int]) -> Span | None:
    """A whole run from leaving to return; None when a stop is always late."""
    span: Span | None = NOTHING
    at = 0
    for stop in stops:
        span = joined(span, day.seconds[at][stop], stop_span(day, stop))
        at = stop
    return joined(span, day.seconds[at][0], NOTHING)


@dataclass(frozen=True)
class Leaving:
    """A run to be timed; ``departs`` is the second at which it must leave."""

    span: Span
    departs: int | None = None


def departures(van: Van, runs: Sequence[Leaving]) -> list[int] | None:
    """When a vehicle's runs leave, the shortest way they can; None when they don't fit its day."""
    ends = _latest(van, runs)
    if ends is None:
        return None
    free = van.starts
    found = []
    for run, last in zip(runs, ends, strict=True):
        first = _minute_up(free)
        if run.departs is not None:
            first = run.departs if run.departs >= free else last + 1
        if first > last:
            return None
        leaves = min(max(first, _minute_up(run.span.shortest_from)), last)
        found.append(leaves)
        free = run.span.end(leaves) + van.reload_s
    return found


def _latest(van: Van, runs: Sequence[Leaving]) -> list[int] | None:
    """The last minute at which each may leave for the sake of those after it."""
    back = van.ends
    found = []
    for run in reversed(runs):
        if run.span.early > back:
            return None
        last = min(run.span.latest, back - run.span.lasts) // _MINUTE * _MINUTE
        if run.departs is not None:
            if run.departs > last:
                return None
            last = run.departs
        found.append(last)
        back = last - van.reload_s
    return found[::-1]


def arrivals(day: Day, stops: Sequence[int], leaves: int) -> tuple[list[int], int]:
    """When each stop is reached, and the return; late stops are served when they are reached."""
    found = []
    at, now = 0, leaves
    for stop in stops:
        now += day.seconds[at][stop]
        found.append(now)
        now = max(now, day.hours[stop][0]) + day.service[stop]
        at = stop
    return found, now + day.seconds[at][0]


def _minute_up(second: int) -> int:
    return -(-second // _MINUTE) * _MINUTE
