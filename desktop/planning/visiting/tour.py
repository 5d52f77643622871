"""A day's tour made short: parts turned round or put elsewhere; few clients in the best order."""

from collections.abc import Sequence
from itertools import pairwise

_Way = tuple[int, tuple[int, ...]]  # metres, and the clients in their order

FEW = 8  # so many clients are tried in every order
_LONGEST_PART = 3


def short_tour(metres: Sequence[Sequence[int]], tour: Sequence[int]) -> tuple[int, ...]:
    """The same clients in an order with a shorter way, if one is found."""
    if len(tour) < 2:
        return tuple(tour)
    if len(tour) <= FEW:
        return _best_tour(metres, tuple(sorted(tour)))
    stops = [0, *tour, 0]
    while _turned(metres, stops) or _put(metres, stops):
        pass
    return tuple(stops[1:-1])


def _best_tour(metres: Sequence[Sequence[int]], tour: tuple[int, ...]) -> tuple[int, ...]:
    """The shortest tour: for each set of clients, by the last of them, the shortest way there."""
    number = len(tour)
    ways: dict[tuple[int, int], _Way] = {
        (1 << at, at): (metres[0][one], (one,)) for at, one in enumerate(tour)
    }
    for _ in range(number - 1):
        longer: dict[tuple[int, int], _Way] = {}
        for (been, last), (way, order) in ways.items():
            row = metres[tour[last]]
            for at, one in enumerate(tour):
                if not been & 1 << at:
                    found = way + row[one], (*order, one)
                    key = been | 1 << at, at
                    if key not in longer or found < longer[key]:
                        longer[key] = found
        ways = longer
    return min((way + metres[order[-1]][0], order) for way, order in ways.values())[1]


def _turned(metres: Sequence[Sequence[int]], stops: list[int]) -> bool:
    """Turn the part round that saves most; whether one does."""
    best, where = 0, None
    legs = [metres[one][other] for one, other in pairwise(stops)]
    for first in range(len(stops) - 3):
        before, after = metres[stops[first]], metres[stops[first + 1]]
        leg = legs[first]
        for last in range(first + 2, len(stops) - 1):
            saved = leg + legs[last] - before[stops[last]] - after[stops[last + 1]]
            if saved > best:
                best, where = saved, (first + 1, last + 1)
    if where is not None:
        first, last = where
        stops[first:last] = stops[first:last][::-1]
    return where is not None


def _put(metres: Sequence[Sequence[int]], stops: list[int]) -> bool:
    """Put a short part elsewhere, as it is or turned round, where it saves most."""
    best, found = 0, None
    for size in range(1, _LONGEST_PART + 1):
        for first in range(1, len(stops) - size):
            part = stops[first : first + size]
            rest = stops[:first] + stops[first + size :]
            start, end = metres[part[0]], metres[part[-1]]
            gained = (
                start[rest[first - 1]] + end[rest[first]] - metres[rest[first - 1]][rest[first]]
            )
            if gained <= best:
                continue
            for at, (one, other) in enumerate(pairwise(rest), 1):
                leg = metres[one][other]
                for turned in (False, True):
                    there = end[one] + start[other] if turned else start[one] + end[other]
                    if gained + leg - there > best:
                        best = gained + leg - there
                        found = rest[:at] + (part[::-1] if turned else part) + rest[at:]
    if found is not None:
        stops[:] = found
    return found is not None
