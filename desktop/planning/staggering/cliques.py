"""How many conflicts can't be avoided: shops that all lie near each other share too few lines.

Groups of such shops (cliques) that have no pair in common are taken one after the other; what each
can't avoid alone is proved, and so is their sum.
"""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from random import Random

import numpy as np

from desktop.planning.staggering.net import Part

Clique = tuple[int, ...]
_PAIR = 2
_STARTS = 4  # clients from which a large one is grown


def unavoidable(part: Part, clique: Sequence[int]) -> int:
    """The fewest conflicts among clients that are all neighbours of each other.

    Of the clients with a line, m, each pair is in conflict: what counts is how evenly the lines are
    given. Lines are passed on along a chain of clients from one that many have to one that at
    least two fewer have, until there is no such chain.
    """
    same = {(part.open_to[at], part.set_to[at]) for at in clique}
    if len(same) == 1 and not part.set_to[clique[0]]:
        many, over = divmod(sum(part.number[at] for at in clique), len(part.open_to[clique[0]]))
        return many * over + len(part.open_to[clique[0]]) * (many * (many - 1) // 2)
    has = [_first(part, at) for at in clique]
    load = np.zeros(part.allowed.shape[1], dtype=int)
    for lines in has:
        load[list(lines)] += 1
    while chain := _chain(part, clique, has, load.tolist()):
        for client, old, new in chain:
            has[client].remove(old)
            has[client].add(new)
            load[old] -= 1
            load[new] += 1
    return int((load * (load - 1) // 2).sum())


def _first(part: Part, at: int) -> set[int]:
    fixed, free = part.set_to[at], part.open_to[at]
    turn = at % len(free) if free else 0
    more = (free[turn:] + free[:turn])[: part.number[at] - len(fixed)]
    return {*fixed, *more}


def _chain(
    part: Part, clique: Sequence[int], has: Sequence[set[int]], load: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Clients, each with the line that it gives away and the one that it takes; [] without one."""
    for start in sorted(range(len(load)), key=lambda line: -load[line]):
        came: dict[int, tuple[int, int]] = {start: (-1, -1)}
        queue = [start]
        for line in queue:
            if load[line] <= load[start] - 2:
                return list(reversed(list(_back(came, line))))
            for place, at in enumerate(clique):
                if line in has[place] and line not in part.set_to[at]:
                    for other in part.open_to[at]:
                        if other not in came and other not in has[place]:
                            came[other] = (place, line)
                            queue.append(other)
    return []


def _back(came: dict[int, tuple[int, int]], line: int) -> Iterable[tuple[int, int, int]]:
    while came[line][0] >= 0:
        place, before = came[line]
        yield place, before, line
        line = before


def apart(part: Part, chance: Random) -> list[Clique]:
    """Cliques that have no pair in common and hold every pair: large ones first."""
    near = [set(others) for others in part.near]
    fewer = [-len(others) for others in near]
    turns = list(range(part.size))
    chance.shuffle(turns)
    cliques: list[Clique] = []
    while True:
        clique = _large(near, fewer, turns)
        if len(clique) <= _PAIR:
            break
        cliques.append(clique)
        for at in clique:
            near[at].difference_update(clique)
            fewer[at] = -len(near[at])
    pairs = [(one, other) for one, others in enumerate(near) for other in others if one < other]
    return cliques + sorted(pairs)


def _large(near: Sequence[set[int]], fewer: Sequence[int], turns: Sequence[int]) -> Clique:
    """A large clique of the pairs that are left: grown from some clients with many."""
    starts = nsmallest(_STARTS, turns, key=fewer.__getitem__)
    best: Clique = ()
    for start in starts:
        if len(near[start]) < len(best):
            break
        found, common = [start], set(near[start])
        while common:
            at = max(common, key=lambda one: (len(near[one] & common), -one))
            found.append(at)
            common &= near[at]
        if len(found) > len(best):
            best = tuple(sorted(found))
    return best


def least_conflicts(part: Part, cliques: Iterable[Clique]) -> int:
    """So many conflicts no assignment avoids."""
    return sum(unavoidable(part, clique) for clique in cliques)
