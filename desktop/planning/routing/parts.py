"""Routes searched in small parts: some that lie near each other are a task of their own (D4).

A part is searched far faster than the whole, and what is found there never makes the whole worse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

from desktop.planning.routing.solver import Solver
from desktop.planning.routing.task import Found, Parted, Route, Routes, Task

if TYPE_CHECKING:
    from desktop.planning.routing.task import Table

_IDLE = 2  # idle vehicles of a slot that a part may take
# Asked now and then; True ends the search.
Enough = Callable[[], bool]


@dataclass(frozen=True)
class Half:
    """Some routes of a task, visits on none of them, and idle vehicles by slot."""

    routes: tuple[Route, ...]
    left: tuple[int, ...]
    idle: tuple[int, ...]


def whole(task: Task, routes: Routes) -> Half:
    """All routes of a task, with what they leave out."""
    served = {visit for route in routes for visit in visits_of(route)}
    left = tuple(at for at in range(len(task.visits)) if at not in served)
    idle = [slot.count for slot in task.slots]
    for slot, _trips in routes:
        idle[slot] -= 1
    return Half(tuple(routes), left, tuple(idle))


def split(task: Task, routes: Routes, chance: Random) -> tuple[Half, Half]:
    """Two halves of all routes, each of about as many visits, the first near some visit."""
    every = whole(task, routes)
    order = _by_nearness(task, every.routes, chance)
    many = sum(len(visits_of(route)) for route in routes)
    first: list[Route] = []
    size = 0
    while len(order) > 1 and 2 * size < many:
        first.append(order.pop(0))
        size += len(visits_of(first[-1]))
    halves = first, order
    left = _shared(task, every.left, halves)
    idle = [(count + 1) // 2 for count in every.idle], [count // 2 for count in every.idle]
    one, other = (
        Half(tuple(some), tuple(without), tuple(spare))
        for some, without, spare in zip(halves, left, idle, strict=True)
    )
    return one, other


def improved(task: Task, half: Half, leg: Parted, seed: int, until: float, enough: Enough) -> Found:
    """A half after its parts were searched in turn; ``cost`` is the half's."""
    chance = Random(seed)
    strict = task.strict
    seen: list[tuple[int, Route]] = []
    begun = monotonic()
    by = until if leg.seconds is None else min(until, begun + leg.seconds)
    for _kit in range(leg.kits):
        if not half.routes or enough() or monotonic() > by:
            break
        task = replace(task, strict=strict)
        half, strict, remembered = _kit_done(task, half, leg, chance, by, enough)
        seen += remembered
    part = _Part(task, half)
    cost = Solver(part.task).cost_of(part.start())
    return Found(cost, half.routes, strict, monotonic() > until, tuple(seen))


def _kit_done(
    task: Task, half: Half, leg: Parted, chance: Random, by: float, enough: Enough
) -> tuple[Half, tuple[float, float], list[tuple[int, Route]]]:
    """One part taken out of a half, searched, and put back where it became better."""
    order = _by_nearness(task, half.routes, chance)
    chosen: list[Route] = []
    size = 0
    while order and (not chosen or size + len(visits_of(order[0])) <= leg.size):
        chosen.append(order.pop(0))
        size += len(visits_of(chosen[-1]))
    left, other = _shared(task, half.left, (chosen, order))
    part = _Part(task, Half(tuple(chosen), tuple(left), half.idle))
    solver = Solver(part.task)
    start = part.start()
    before = solver.cost_of(start)
    found = solver.search(
        leg.setting, chance.randrange(2**31), by, start, lambda _cost, _routes: enough()
    )
    seen = [(cost, part.route(route)) for cost, route in found.seen]
    if found.cost is None or (before is not None and found.cost >= before):
        return half, found.strict, seen
    routes, without = part.back(found)
    idle = list(half.idle)
    for some, step in ((chosen, 1), (routes, -1)):
        for slot, _trips in some:
            idle[slot] += step
    return Half((*order, *routes), (*other, *without), tuple(idle)), found.strict, seen


class _Part:
    """Some routes of a task as a task of their own, and back."""

    def __init__(self, task: Task, half: Half) -> None:
        import numpy as np

        self._half = half
        self._visits = sorted(
            [*half.left, *(visit for route in half.routes for visit in visits_of(route))]
        )
        used = [0] * len(task.slots)
        for slot, _trips in half.routes:
            used[slot] += 1
        counts = [mine + min(idle, _IDLE) for mine, idle in zip(used, half.idle, strict=True)]
        self._slots = [slot for slot, count in enumerate(counts) if count]
        profiles = sorted({task.slots[slot].profile for slot in self._slots})
        at = [0, 1, *(visit + 2 for visit in self._visits)]
        cut = np.ix_(at, at)
        self.task = replace(
            task,
            visits=tuple(task.visits[visit] for visit in self._visits),
            slots=tuple(
                replace(
                    task.slots[slot],
                    count=counts[slot],
                    profile=profiles.index(task.slots[slot].profile),
                )
                for slot in self._slots
            ),
            costs=tuple(task.costs[profile][cut] for profile in profiles),
            lasts=tuple(task.lasts[profile][cut] for profile in profiles),
        )

    def start(self) -> Routes:
        """The routes in the part's own numbers."""
        own = {visit: at for at, visit in enumerate(self._visits)}
        return [
            (self._slots.index(slot), [[own[visit] for visit in trip] for trip in trips])
            for slot, trips in self._half.routes
        ]

    def route(self, route: Route) -> Route:
        """A route of the part in the whole's numbers."""
        slot, trips = route
        return self._slots[slot], tuple(tuple(self._visits[at] for at in trip) for trip in trips)

    def back(self, found: Found) -> tuple[list[Route], list[int]]:
        """What was found, in the whole's numbers, and what it leaves out."""
        routes = [self.route(route) for route in found.routes]
        served = {visit for route in routes for visit in visits_of(route)}
        return routes, [visit for visit in self._visits if visit not in served]


def visits_of(route: Route) -> list[int]:
    """The visits of all trips of a route."""
    return [visit for trip in route[1] for visit in trip]


def _by_nearness(task: Task, routes: Sequence[Route], chance: Random) -> list[Route]:
    """The routes, first those that come nearest to some visit of them."""
    about = chance.choice(visits_of(chance.choice(routes)))
    ways = _ways_from(task, about)
    return sorted(routes, key=lambda route: min(ways[visit + 2] for visit in visits_of(route)))


def _ways_from(task: Task, visit: int) -> "Table":
    ways: Table = task.costs[0][visit + 2]
    return ways


def _shared(
    task: Task, left: Sequence[int], sides: tuple[Sequence[Route], Sequence[Route]]
) -> tuple[list[int], list[int]]:
    """Visits on no route, by the side that comes nearer to them."""
    found: tuple[list[int], list[int]] = [], []
    for visit in left:
        ways = _ways_from(task, visit)
        near = [
            min((ways[at + 2] for route in side for at in visits_of(route)), default=2**62)
            for side in sides
        ]
        found[int(near[1] < near[0])].append(visit)
    return found
