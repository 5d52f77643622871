"""The best lines of a part by whole programs, one goal after the other (HiGHS)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

from desktop.planning.staggering.cliques import Clique
from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.net import Goals, Lines, Part
from desktop.planning.whole import Program

if TYPE_CHECKING:
    from desktop.planning.staggering.net import Whole

_SLACK = 1e-3  # so far may a bound in floats lie above a whole number that it means
LARGEST = 6_000  # choices of a program
_NODES = 20_000


@dataclass(frozen=True)
class Proof:
    """Lines, the fewest conflicts that are proved, and how many of the three goals are."""

    lines: Lines
    conflicts: int
    proved: int


def size(part: Part, cliques: Sequence[Clique]) -> int:
    """How many choices the program of a part has."""
    return int(part.allowed.sum()) + len(cliques) * int(part.allowed.shape[1])


def proved(part: Part, cliques: Sequence[Clique], lines: Lines, least: int, clock: Clock) -> Proof:
    """Better lines or the proof that there are none, as far as it comes; ``lines`` are known."""
    goals = part.goals(lines)
    if goals.conflicts > least:
        found = _Model(part, cliques, None, None).best(lines, 0, clock)
        least = max(least, min(found.bound, found.goals.conflicts))
        if found.goals.order < goals.order:
            lines, goals = found.lines, found.goals
        if least < goals.conflicts:
            return Proof(lines, least, 0)
    for at, least_cost in ((1, part.changes.sum()), (2, part.missing.sum())):
        if not least_cost:
            continue
        model = _Model(part, cliques, goals.conflicts, goals.changes if at == 2 else None)
        found = model.best(lines, at, clock)
        if found.goals.order < goals.order:
            lines, goals = found.lines, found.goals
        if found.bound < goals.order[at]:
            return Proof(lines, least, at)
    return Proof(lines, least, 3)


@dataclass(frozen=True)
class _Found:
    lines: Lines
    goals: Goals
    bound: int


class _Model:
    """A choice for each client and line, and what clients of a clique with it come to.

    Of m clients of a clique with a line, m × (m − 1) ÷ 2 pairs are in conflict: not less than
    t × m − t × (t + 1) ÷ 2 for every whole t, and for t = m − 1 and m just that.
    """

    def __init__(
        self, part: Part, cliques: Sequence[Clique], conflicts: int | None, changes: int | None
    ) -> None:
        self._part = part
        self._cliques = cliques
        self._limits = (conflicts, changes)

    def best(self, known: Lines, goal: int, clock: Clock) -> _Found:
        """The lines that are best by one goal, and the bound of it."""
        part = self._part
        costs = (None, part.changes, part.missing)[goal]
        program = Program()
        column = self._choices(program, costs)
        start = [float(line in known[at]) for at, line in column]
        start += self._conflicts(program, column, 0.0 if goal else -1.0, known)
        if self._limits[1] is not None:
            changed = {at: 1 for (one, line), at in column.items() if part.changes[one, line]}
            program.limit(changed, 0, self._limits[1])
        answer = program.most(_NODES, seconds=clock.left, start=start)
        clock.over()
        lines = known
        if answer.values is not None:
            rows: list[set[int]] = [set() for _at in range(part.size)]
            for (at, line), place in column.items():
                if answer.values[place]:
                    rows[at].add(line)
            lines = [frozenset(row) for row in rows]
        bound = ceil(-answer.bound - _SLACK) if isfinite(answer.bound) else 0
        return _Found(lines, part.goals(lines), max(0, bound))

    def _choices(self, program: Program, costs: "Whole | None") -> dict[tuple[int, int], int]:
        part = self._part
        column: dict[tuple[int, int], int] = {}
        for at in range(part.size):
            for line in part.allowed[at].nonzero()[0].tolist():
                cost = float(costs[at, line]) if costs is not None else 0.0
                column[at, line] = program.add(-cost)
            mine = {column[at, line]: 1 for line in part.allowed[at].nonzero()[0].tolist()}
            program.limit(mine, part.number[at], part.number[at])
            for line in part.fixed[at].nonzero()[0].tolist():
                program.limit({column[at, line]: 1}, 1, 1)
        return column

    def _conflicts(
        self,
        program: Program,
        column: dict[tuple[int, int], int],
        brings: float,
        known: Lines,
    ) -> list[float]:
        """What each clique comes to by line, within the limit; what it is for lines known."""
        values, all_of_them = [], {}
        for clique in self._cliques:
            for line in range(self._part.allowed.shape[1]):
                with_it = [column[at, line] for at in clique if (at, line) in column]
                if len(with_it) < 2:
                    continue
                most = len(with_it) * (len(with_it) - 1) / 2
                place = program.add(brings, whole=False, most=most)
                all_of_them[place] = 1.0
                for step in range(1, len(with_it)):
                    parts = {place: 1.0} | dict.fromkeys(with_it, -float(step))
                    program.limit(parts, -step * (step + 1) / 2, most)
                many = sum(line in known[at] for at in clique)
                values.append(many * (many - 1) / 2)
        if self._limits[0] is not None:
            program.limit(all_of_them, 0, self._limits[0])
        return values
