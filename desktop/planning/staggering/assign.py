"""Give all clients their lines: part by part, proved where that can be (P6)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from desktop.planning.staggering.anneal import Heat, cooled
from desktop.planning.staggering.cliques import Clique, apart, least_conflicts
from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.exact import best_lines
from desktop.planning.staggering.forest import Forests
from desktop.planning.staggering.form import Client
from desktop.planning.staggering.net import Lines, Part, parts_of
from desktop.planning.staggering.packing import Packing
from desktop.planning.staggering.program import LARGEST, proved, size
from desktop.planning.staggering.tabu import Walk, begun

_TRIES = 7_000_000  # exchanges that are tried for one problem
_MANY = 3_000  # clients in dense parts, of which each is then looked at less
_COVERS = 3  # ways to cut a part into cliques, of which the best counts
_TRIES_A_CLIENT = 60_000


@dataclass(frozen=True)
class Assigned:
    """The lines of each client, in their order; conflicts, their bound, and what is proved."""

    lines: list[tuple[str, ...]]
    conflicts: int
    bound: int
    optimal: bool
    stopped: str | None


@dataclass
class _Open:
    """A part on its way: how many conflicts are proved at least, and how many goals are."""

    part: Part
    lines: Lines
    least: int = 0
    proved: int = 0
    cliques: Sequence[Clique] = ()


def assigned(
    clients: Sequence[Client],
    radius_m: int,
    keep_today: bool,
    seconds: int,
    ended: Callable[[], bool] = lambda: False,
) -> Assigned:
    """The best that is found; the same for the same clients, unless something cuts it short.

    That is the time, or ``ended``, which is asked several times a second.
    """
    clock = Clock(seconds, ended)
    named: list[tuple[str, ...]] = [() for _client in clients]
    parts = parts_of(clients, radius_m, keep_today)
    opened = [_first(part, clock) for _group, _names, part in parts]
    dense = [one for one in opened if one.proved < 3]
    _all_better(dense[::-1], clock)
    _bound(dense, clock)
    for one in dense:
        _prove(one, clock)
    conflicts = 0
    for (group, names, part), one in zip(parts, opened, strict=True):
        conflicts += part.goals(one.lines).conflicts
        for at, lines in zip(group, one.lines, strict=True):
            named[at] = tuple(names[line] for line in sorted(lines))
    return Assigned(
        named,
        conflicts,
        sum(one.least for one in opened),
        all(one.proved == 3 for one in opened),
        ("person" if clock.by_person else "time") if clock.stopped else None,
    )


def _all_better(dense: Sequence[_Open], clock: Clock) -> None:
    """Better lines for all dense parts, by turns, so that none waits when the time is short.

    The largest come first: there is most to be won.
    """
    chance = Random(len(dense))
    covers = _COVERS if sum(one.part.size for one in dense) <= _MANY else 1
    for one in dense:
        if not clock.over():
            _covered(one, covers, chance)
    heats = [list(_heats(one.part)) for one in dense]
    each = min(_TRIES_A_CLIENT, _TRIES // max(1, sum(one.part.size for one in dense)))
    turns = min(_TURNS, max(_FEWEST, each // _TRIES_A_TURN))
    for turn in list(zip(*heats, strict=True))[:turns]:
        for one, heat in zip(dense, turn, strict=True):
            if not clock.over():
                _better(one, heat, each * one.part.size // turns, chance, clock)


def _first(part: Part, clock: Clock) -> _Open:
    """Alone, or exactly, or for now one after the other."""
    if part.size == 1:
        return _Open(part, [part.cheapest(0)], 0, 3)
    lines = None if clock.over() else best_lines(part)
    if lines is not None:
        return _Open(part, lines, part.goals(lines).conflicts, 3)
    order = sorted(range(part.size), key=lambda at: (-len(part.near[at]), at))
    return _Open(part, begun(part, order, part.weight[0], part.cost))


def _covered(one: _Open, number: int, chance: Random) -> None:
    """Cut a part into cliques, and count what they can't avoid."""
    covers = [apart(one.part, chance) for _turn in range(number)]
    least = [least_conflicts(one.part, cliques) for cliques in covers]
    one.least = max(least)
    one.cliques = covers[least.index(one.least)]


def _better(one: _Open, heat: Heat, tries: int, chance: Random, clock: Clock) -> None:
    """Cooled, then exchanged one by one, then forest by forest."""
    part = one.part
    lines = cooled(part, one.lines, heat, tries, chance, clock)
    walk = Walk(part, lines, part.weight[0], part.cost, chance)
    walk.run(_STEPS, clock, (one.least, 0))
    lines = walk.lines
    if Forests.fits(part):
        forests = Forests(part, lines, chance)
        forests.run(_ROUNDS, clock)
        lines = forests.lines
    one.lines = min(one.lines, lines, key=lambda lines: part.goals(lines).order)


def _heats(part: Part) -> Iterator[Heat]:
    """What a conflict and lines weigh: conflicts alone, then beside the others; from how hot."""
    nothing = np.zeros_like(part.cost)
    spread = int(part.missing[part.allowed].max(initial=0)) + 1
    change = 2 * spread if part.changes.any() else 0
    weights = part.changes * change + part.missing
    least = change or spread
    yield Heat(1, nothing, 1.0)
    for steep in (4, 1, 2, 8, 1, 2, 1, 2):
        yield Heat(least * steep, weights, least * steep / 2)
    for _turn in range(4):
        yield Heat(least * 4, weights, spread / 2)
    yield Heat(1, nothing, 1.0)


_TURNS = 14  # heats of a part; where there are many clients, only the first of them
_FEWEST = 2
_TRIES_A_TURN = 1_500  # of each client, at least
_STEPS = 200
_ROUNDS = 12


def _bound(dense: Sequence[_Open], clock: Clock) -> None:
    """Prove that more conflicts can't be avoided, by cliques that have pairs in common.

    Parts take turns, so that each has had the first rounds, which prove most, when time is short.
    """
    turns = [
        (one, one.part.goals(one.lines).conflicts, Packing(one.part, one.cliques))
        for one in dense
        if Packing.fits(one.part)
    ]
    chance = Random(len(dense))
    going = turns
    while going and not clock.over():
        going = [
            (one, conflicts, packing)
            for one, conflicts, packing in going
            if max(one.least, packing.bound) < conflicts and packing.round(clock)
        ]
    for one, _conflicts, packing in turns:
        cliques = apart(one.part, chance, packing.dearest)
        least = least_conflicts(one.part, cliques)
        if least > one.least:
            one.cliques = cliques
        one.least = max(one.least, least, packing.bound)


def _prove(one: _Open, clock: Clock) -> None:
    part = one.part
    if size(part, one.cliques) > LARGEST or clock.over():
        return
    proof = proved(part, one.cliques, one.lines, one.least, clock)
    one.lines, one.least, one.proved = proof.lines, proof.conflicts, proof.proved
