"""Good lines for a dense part by slow cooling: exchanges by chance, worse ones ever more rarely."""

from dataclasses import dataclass
from math import exp
from random import Random
from typing import TYPE_CHECKING

from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.net import Lines, Part

if TYPE_CHECKING:
    from desktop.planning.staggering.net import Whole

_AT_ONCE = 2_048  # tries at one temperature, between two looks at the clock
_COLDEST = 0.15


@dataclass(frozen=True)
class Heat:
    """What a conflict and each line weigh, and how much worse may be taken easily at first."""

    conflict: int
    weights: "Whole"
    hottest: float


def cooled(part: Part, lines: Lines, heat: Heat, tries: int, chance: Random, clock: Clock) -> Lines:
    """The lines after so many tries, which need not be better than those given."""
    prices, conflict = heat.weights.tolist(), heat.conflict
    kept, open_to = [], []
    for at, row in enumerate(lines):
        kept.append([line for line in part.open_to[at] if line in row])
        open_to.append([line for line in part.open_to[at] if line not in row])
        for line in row:
            for other in part.near[at]:
                prices[other][line] += conflict
    able = [at for at in range(part.size) if kept[at] and open_to[at]]
    if not able:
        return lines
    rounds = max(1, tries // _AT_ONCE)
    step = (_COLDEST / heat.hottest) ** (1 / rounds) if rounds > 1 else 1.0
    random, warm = chance.random, heat.hottest
    number = len(able)
    for _round in range(rounds):
        if clock.over():
            break
        for _try in range(_AT_ONCE):
            at = able[int(random() * number)]
            mine, others, price = kept[at], open_to[at], prices[at]
            giving = int(random() * len(mine))
            taking = int(random() * len(others))
            old, new = mine[giving], others[taking]
            worse = price[new] - price[old]
            if worse <= 0 or random() < exp(-worse / warm):
                mine[giving], others[taking] = new, old
                for other in part.near[at]:
                    row = prices[other]
                    row[old] -= conflict
                    row[new] += conflict
        warm *= step
    return [frozenset((*part.set_to[at], *kept[at])) for at in range(part.size)]
