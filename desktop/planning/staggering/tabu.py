"""Good lines for a part that is too dense to be proved: one line after the other is exchanged.

The best exchange is made even when it makes things worse, and isn't taken back for a while (tabu).
"""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.net import Lines, Part

if TYPE_CHECKING:
    from desktop.planning.staggering.net import Whole

_NEVER = 2**60
_AT_ONCE = 64  # exchanges between two looks at the clock


class Walk:
    """An assignment on its way.

    Exchanges are judged by what a conflict and each line weigh here, which may be less than by
    the goals, so that the walk gets over hills; what is best is told by the goals.
    """

    def __init__(
        self, part: Part, lines: Lines, conflict: int, weights: "Whole", chance: Random
    ) -> None:
        self._part = part
        self._chance = chance
        self._conflict = conflict
        self._weights = weights
        self._near = [np.array(others, dtype=np.intp) for others in part.near]
        self._free = part.allowed & ~part.fixed
        self._has = np.zeros(part.allowed.shape, dtype=bool)
        self._prices = weights.copy()
        for at, row in enumerate(lines):
            for line in row:
                self._has[at, line] = True
                self._prices[self._near[at], line] += conflict
        goals = part.goals(lines)
        self._now = (goals.conflicts, part.costs(lines))
        self.best = self._now
        self._best_has = self._has.copy()
        self._until = np.zeros(part.allowed.shape, dtype=np.int64)
        self._step = 0
        self._short = max(1, min(8, part.size * part.allowed.shape[1] // 6))

    @property
    def lines(self) -> Lines:
        """The best that was met."""
        return [frozenset(np.flatnonzero(row).tolist()) for row in self._best_has]

    def run(self, steps: int, clock: Clock, enough: tuple[int, int]) -> None:
        """So many exchanges after the last better one; until ``enough``, or the time is up.

        ``enough`` are conflicts, and what lines cost.
        """
        last = self._step
        while self._step - last < steps and self.best > enough:
            if self._step % _AT_ONCE == 0 and clock.over():
                return
            before = self.best
            if not self._exchange():
                return
            if self.best < before:
                last = self._step

    def _exchange(self) -> bool:
        """Make the best exchange that isn't forbidden; whether there is one at all."""
        self._step += 1
        prices, has = self._prices, self._has
        coming = np.where(self._free & ~has & (self._until < self._step), prices, _NEVER)
        going = np.where(self._free & has, prices, -_NEVER)
        gain = coming.min(axis=1) - going.max(axis=1)
        least = gain.min()
        if least >= _NEVER // 2:
            self._step += self._short
            able = (self._free & ~has).any(axis=1) & (self._free & has).any(axis=1)
            return bool(able.any())
        ties = np.flatnonzero(gain == least)
        at = int(ties[self._chance.randrange(len(ties))] if len(ties) > 1 else ties[0])
        self._make(at, int(coming[at].argmin()), int(going[at].argmax()), int(least))
        return True

    def _make(self, at: int, new: int, old: int, gain: int) -> None:
        self._has[at, new], self._has[at, old] = True, False
        self._prices[self._near[at], new] += self._conflict
        self._prices[self._near[at], old] -= self._conflict
        self._until[at, old] = self._step + self._short + self._chance.randrange(self._short + 1)
        weights, cost = self._weights, self._part.cost
        beside = (gain - int(weights[at, new]) + int(weights[at, old])) // self._conflict
        conflicts, costs = self._now
        self._now = conflicts + beside, costs + int(cost[at, new]) - int(cost[at, old])
        if self._now < self.best:
            self.best = self._now
            self._best_has = self._has.copy()


def begun(part: Part, order: Sequence[int], conflict: int, cost: "Whole") -> Lines:
    """Each client in turn gets what costs least beside those before it."""
    prices = cost.copy()
    lines: Lines = [frozenset()] * part.size
    for at in order:
        fixed = part.set_to[at]
        free = np.array(part.open_to[at], dtype=np.intp)
        ranked = free[np.argsort(prices[at, free], kind="stable")].tolist()
        lines[at] = frozenset([*fixed, *ranked[: part.number[at] - len(fixed)]])
        others = list(part.near[at])
        for line in lines[at]:
            prices[others, line] += conflict
    return lines
