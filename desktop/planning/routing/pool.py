"""The best choice of all routes that were seen: each visit once, no more vehicles than there are.

Good routes of different searches make a whole that none of them found; HiGHS chooses.
"""

from collections.abc import Iterable
from dataclasses import replace

from desktop.planning.routing.task import Found, Route, Task
from desktop.planning.whole import Program

_MOST = 4_000  # routes that are chosen from
_NODES = 200


class Pool:
    """Routes of a task, of like ones the cheapest."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._seen: dict[tuple[int, frozenset[int]], tuple[int, Route]] = {}

    def remember(self, found: Iterable[Found]) -> None:
        """Keep what searches remembered; what was seen last stays longest."""
        for one in found:
            for cost, route in one.seen:
                like = _like(route)
                known = self._seen.pop(like, (cost, route))
                self._seen[like] = min(known, (cost, route), key=lambda kept: kept[0])

    def best(self, found: Found, seconds: float) -> Found:
        """The best choice, at least as good as what was found."""
        own = [_like(route) for route in found.routes]
        if found.cost is None or any(like not in self._seen for like in own):
            return found
        used = set(own)
        likes = list(dict.fromkeys([*own, *reversed(self._seen)]))[:_MOST]
        program = Program()
        for like in likes:
            program.add(-self._seen[like][0])
        for visit, on in self._by_visit(likes).items():
            prize = self._task.visits[visit].prize
            left = {} if prize is None else {program.add(-prize): 1.0}
            program.limit(on | left, 1, 1)
        for slot, each in enumerate(self._task.slots):
            program.limit(
                {at: 1.0 for at, like in enumerate(likes) if like[0] == slot}, 0, each.count
            )
        start = [float(like in used) for like in likes]
        start += [0.0] * (program.size - len(start))
        answer = program.most(_NODES, seconds, start)
        if answer.values is None or -answer.brings >= found.cost:
            return found
        chosen = [
            self._seen[like] for like, taken in zip(likes, answer.values, strict=False) if taken
        ]
        return replace(
            found, cost=round(-answer.brings), routes=tuple(route for _c, route in chosen)
        )

    def _by_visit(self, likes: list[tuple[int, frozenset[int]]]) -> dict[int, dict[int, float]]:
        found: dict[int, dict[int, float]] = {visit: {} for visit in range(len(self._task.visits))}
        for at, (_slot, visits) in enumerate(likes):
            for visit in visits:
                found[visit][at] = 1.0
        return found


def _like(route: Route) -> tuple[int, frozenset[int]]:
    slot, trips = route
    return slot, frozenset(visit for trip in trips for visit in trip)
