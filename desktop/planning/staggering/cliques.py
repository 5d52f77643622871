"""How many conflicts can't be avoided: shops that all lie near each other share too few lines.

Groups of such shops (cliques) that have no pair in common are taken one after the other; what each
can't avoid alone is proved, and so is their sum.
"""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from random import Random

from desktop.planning.staggering.net import Part
from desktop.planning.staggering.shares import unavoidable

Clique = tuple[int, ...]
_PAIR = 2
_STARTS = 4  # clients from which a large one is grown


def apart(part: Part, chance: Random, wanted: Iterable[Clique] = ()) -> list[Clique]:
    """Cliques that have no pair in common and hold every pair: of those wanted, then large ones."""
    near = [set(others) for others in part.near]
    cliques: list[Clique] = []
    for clique in wanted:
        if all(near[at].issuperset(clique[:turn]) for turn, at in enumerate(clique)):
            cliques.append(clique)
            for at in clique:
                near[at].difference_update(clique)
    fewer = [-len(others) for others in near]
    turns = list(range(part.size))
    chance.shuffle(turns)
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
