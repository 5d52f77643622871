"""Better lines for many clients at once: those of a forest in the net, the others left alone.

Within a forest the best is found exactly, from the leaves to the roots; each round takes another.
"""

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.exact import choices
from desktop.planning.staggering.net import Lines, Part

if TYPE_CHECKING:
    from desktop.planning.staggering.net import Whole

_MOST_OPTIONS = 64


class Forests:
    """A part whose lines are bettered forest by forest."""

    def __init__(self, part: Part, lines: Lines, chance: Random) -> None:
        self._part = part
        self._chance = chance
        self._choices = [choices(part, at) for at in range(part.size)]
        self._beside = np.zeros(part.allowed.shape, dtype=np.int64)
        self.lines = list(lines)
        for at, row in enumerate(lines):
            self._beside[np.ix_(list(part.near[at]), list(row))] += 1

    @staticmethod
    def fits(part: Part) -> bool:
        """Whether the clients have few enough options."""
        return max(part.choices(at) for at in range(part.size)) <= _MOST_OPTIONS

    def run(self, rounds: int, clock: Clock) -> None:
        """So many rounds after the last better one, or until the time is up."""
        still = 0
        while still < rounds and not clock.over():
            still = 0 if self._round() else still + 1

    def _round(self) -> bool:
        parents, order = self._grown()
        inside = set(order)
        conflict = self._part.weight[0]
        chosen: dict[int, Whole] = {}
        costs: dict[int, Whole] = {}
        for at in order:
            beside = self._beside[at].copy()
            for other in self._part.near[at]:
                if other in inside:
                    beside[list(self.lines[other])] -= 1
            choice = self._choices[at]
            costs[at] = choice.costs + choice.marks @ (beside * conflict)
        before = self._weighed(inside)
        for at in reversed(order):
            up = parents[at]
            if up >= 0:
                common = self._choices[up].marks @ self._choices[at].marks.T
                table = common * conflict + costs[at]
                chosen[at] = table.argmin(axis=1)
                costs[up] = costs[up] + table.min(axis=1)
        taken: dict[int, int] = {}
        for at in order:
            up = parents[at]
            taken[at] = int(costs[at].argmin()) if up < 0 else int(chosen[at][taken[up]])
        for at, option in taken.items():
            self._take(at, frozenset(np.flatnonzero(self._choices[at].marks[option]).tolist()))
        return self._weighed(inside) < before

    def _grown(self) -> tuple[list[int], list[int]]:
        """A forest: of each client its parent (−1: none), and its clients, parents first."""
        trees: dict[int, int] = {}

        def root(at: int) -> int:
            while trees[at] != at:
                trees[at] = trees[trees[at]]
                at = trees[at]
            return at

        turns = list(range(self._part.size))
        self._chance.shuffle(turns)
        links: dict[int, list[int]] = {}
        for at in turns:
            beside = [other for other in self._part.near[at] if other in trees]
            roots = {root(other) for other in beside}
            if len(roots) == len(beside):
                trees[at] = at
                links[at] = beside
                for other in beside:
                    links[other].append(at)
                for one in roots:
                    trees[one] = at
        parents = [-1] * self._part.size
        order: list[int] = []
        seen: set[int] = set()
        for start in links:
            if start not in seen:
                seen.add(start)
                tree = [start]
                for at in tree:
                    tree.extend(self._children(at, links, parents, seen))
                order.extend(tree)
        return parents, order

    @staticmethod
    def _children(
        at: int, links: dict[int, list[int]], parents: list[int], seen: set[int]
    ) -> list[int]:
        fresh = [other for other in links[at] if other not in seen]
        for other in fresh:
            parents[other] = at
        seen.update(fresh)
        return fresh

    def _take(self, at: int, lines: frozenset[int]) -> None:
        others = list(self._part.near[at])
        for line in self.lines[at] - lines:
            self._beside[others, line] -= 1
        for line in lines - self.lines[at]:
            self._beside[others, line] += 1
        self.lines[at] = lines

    def _weighed(self, inside: set[int]) -> int:
        """What these clients cost, conflicts among them counted from both sides alike."""
        conflict, total = self._part.weight[0], 0
        for at in inside:
            for line in self.lines[at]:
                total += int(self._part.cost[at, line])
                total += conflict * int(self._beside[at, line])
            total -= conflict * sum(
                len(self.lines[at] & self.lines[other])
                for other in self._part.near[at]
                if other in inside and other < at
            )
        return total
