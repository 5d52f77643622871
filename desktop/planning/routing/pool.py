"""The best choice of all routes that were seen: each visit once, no more vehicles than there are.

Good routes of different searches make a whole that none of them found; HiGHS chooses.
"""

from collections.abc import Iterable, Sequence
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
        if answer.values is None:
            return found
        chosen = [like for like, taken in zip(likes, answer.values, strict=False) if taken]
        cost = self._cost(chosen)
        if cost is None or cost >= found.cost:
            return found
        return replace(found, cost=cost, routes=tuple(self._seen[like][1] for like in chosen))

    def _cost(self, chosen: Sequence[tuple[int, frozenset[int]]]) -> int | None:
        """What chosen routes cost with what they leave out; None when they are no whole.

        HiGHS's own word isn't taken for it: stopped by time, it told of another choice.
        """
        served = [visit for _slot, visits in chosen for visit in visits]
        left = set(range(len(self._task.visits))) - set(served)
        prizes = [self._task.visits[visit].prize for visit in left]
        if len(served) != len(set(served)) or None in prizes:
            return None
        return sum(self._seen[like][0] for like in chosen) + sum(one or 0 for one in prizes)

    def _by_visit(self, likes: list[tuple[int, frozenset[int]]]) -> dict[int, dict[int, float]]:
        found: dict[int, dict[int, float]] = {visit: {} for visit in range(len(self._task.visits))}
        for at, (_slot, visits) in enumerate(likes):
            for visit in visits:
                found[visit][at] = 1.0
        return found


def _like(route: Route) -> tuple[int, frozenset[int]]:
    slot, trips = route
    return slot, frozenset(visit for trip in trips for visit in trip)
