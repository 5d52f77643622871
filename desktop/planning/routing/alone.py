"""One run driven by itself as it stands: only the ways along it are measured.

It leaves and is back as a board that holds nothing else says (``checked``); thousands of runs are
reckoned this way for the figures of a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.basics.places import Place, apart_mm
from desktop.planning.routing.day import Van
from desktop.planning.routing.timing import NOTHING, Leaving, Span, departures, joined

_MINUTE = 60


class Roads:
    """Ways of a straight line × ``percent`` at ``kmh``; what was measured once is known."""

    def __init__(self, percent: int, kmh: int) -> None:
        self._percent = percent
        self._kmh = kmh
        self._known: dict[tuple[Place, Place], tuple[int, int]] = {}

    def way(self, one: Place, other: Place) -> tuple[int, int]:
        """Metres and seconds from a place to another, each rounded half up."""
        known = self._known.get((one, other))
        if known is None:
            metres = (apart_mm(one, other) * self._percent + 50_000) // 100_000
            seconds = (2 * metres * 18 + 5 * self._kmh) // (2 * 5 * self._kmh)
            known = self._known[one, other] = metres, seconds
        return known


@dataclass(frozen=True)
class Call:
    """A shop that a run calls at: where, within which seconds of the day, and for how long."""

    place: Place
    hours: tuple[int, int]
    service_s: int


@dataclass(frozen=True)
class Drive:
    """When a run leaves and is back, in seconds of the day, and how far it goes."""

    leaves: int
    back: int
    metres: int


def drive(
    roads: Roads, depot: Place, van: Van, calls: Sequence[Call], departs: int | None
) -> Drive:
    """A run from the depot along its calls and back; ``departs`` is when it must leave.

    It leaves when that is shortest; one that can't keep its hours leaves as early as it can.
    """
    ways = [
        roads.way(one, other)
        for one, other in zip(
            (depot, *(call.place for call in calls)),
            (*(call.place for call in calls), depot),
            strict=True,
        )
    ]
    span = _span(ways, calls)
    left = None if span is None else departures(van, [Leaving(span, departs)])
    if left is not None:
        leaves = left[0]
    else:
        leaves = departs if departs is not None else -(-van.starts // _MINUTE) * _MINUTE
    return Drive(leaves, _back(ways, calls, leaves), sum(metres for metres, _seconds in ways))


def _span(ways: Sequence[tuple[int, int]], calls: Sequence[Call]) -> Span | None:
    span: Span | None = NOTHING
    for (_metres, seconds), call in zip(ways, calls, strict=False):
        opens, closes = call.hours
        span = joined(span, seconds, Span(opens + call.service_s, call.service_s, closes))
    return joined(span, ways[-1][1], NOTHING)


def _back(ways: Sequence[tuple[int, int]], calls: Sequence[Call], leaves: int) -> int:
    now = leaves
    for (_metres, seconds), call in zip(ways, calls, strict=False):
        now = max(now + seconds, call.hours[0]) + call.service_s
    return now + ways[-1][1]
