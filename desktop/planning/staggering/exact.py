"""The best lines of a part, proved: clients are taken out one by one, each costing its best.

What a client's best costs depends on its neighbours' lines: a table over these takes its place.
Where shops stand in a row or a loose crowd the tables stay small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.staggering.net import Lines, Part

if TYPE_CHECKING:
    from desktop.planning.staggering.net import Whole

LARGEST_TABLE = 1_000_000
_MOST_CELLS = 12_000_000  # of all tables of a part
_MOST_OPTIONS = 400  # of one client


@dataclass(frozen=True)
class _Table:
    """What it costs, by the options of these clients, in rising order."""

    clients: tuple[int, ...]
    costs: "Whole"


@dataclass(frozen=True)
class Choice:
    """A client's options as marks by line, and what each costs."""

    marks: "Whole"
    costs: "Whole"


def choices(part: Part, at: int) -> Choice:
    """The options of a client, the cheapest first."""
    options = part.options(at)
    marks = np.zeros((len(options), part.allowed.shape[1]), dtype=np.int64)
    for row, option in enumerate(options):
        marks[row, list(option)] = 1
    return Choice(marks, (marks * part.cost[at]).sum(axis=1))


def best_lines(part: Part) -> Lines | None:
    """The lines that cost least; None where the tables would become too large."""
    sizes = [part.choices(at) for at in range(part.size)]
    if max(sizes) > _MOST_OPTIONS:
        return None
    order = _order(part, sizes)
    return None if order is None else _taken_out(part, order)


def _order(part: Part, sizes: Sequence[int]) -> list[int] | None:
    """The clients in the order in which they are taken out, the smallest table first."""
    near = [set(others) for others in part.near]
    table = [sizes[at] * prod(sizes[other] for other in near[at]) for at in range(part.size)]
    left = set(range(part.size))
    order, cells = [], 0
    while left:
        at = min(left, key=lambda one: (table[one], one))
        cells += table[at]
        if table[at] > LARGEST_TABLE or cells > _MOST_CELLS:
            return None
        order.append(at)
        left.remove(at)
        for one in near[at]:
            near[one] |= near[at]
            near[one] -= {one, at}
        for one in near[at]:
            table[one] = sizes[one] * prod(sizes[other] for other in near[one])
    return order


def _taken_out(part: Part, order: Sequence[int]) -> Lines:
    chosen = [choices(part, at) for at in range(part.size)]
    tables = [_Table((at,), chosen[at].costs) for at in range(part.size)]
    for one, other in part.pairs:
        common = chosen[one].marks @ chosen[other].marks.T
        tables.append(_Table((one, other), common * part.weight[0]))
    by_client: list[set[int]] = [set() for _at in range(part.size)]
    for number, table in enumerate(tables):
        for at in table.clients:
            by_client[at].add(number)
    best: list[_Table] = []
    for at in order:
        used = sorted(by_client[at])
        whole = _sum([tables[number] for number in used])
        for number in used:
            for one in tables[number].clients:
                by_client[one].discard(number)
        axis = whole.clients.index(at)
        others = whole.clients[:axis] + whole.clients[axis + 1 :]
        best.append(_Table(others, whole.costs.argmin(axis=axis)))
        tables.append(_Table(others, whole.costs.min(axis=axis)))
        for one in others:
            by_client[one].add(len(tables) - 1)
    taken: dict[int, int] = {}
    for at, table in zip(reversed(order), reversed(best), strict=True):
        taken[at] = int(table.costs[tuple(taken[one] for one in table.clients)])
    return [
        frozenset(np.flatnonzero(chosen[at].marks[taken[at]]).tolist()) for at in range(part.size)
    ]


def _sum(tables: Sequence[_Table]) -> _Table:
    clients = tuple(sorted({at for table in tables for at in table.clients}))
    total: Whole = np.zeros((1,) * len(clients), dtype=np.int64)
    for table in sorted(tables, key=lambda table: (table.costs.size, table.clients)):
        shape = iter(table.costs.shape)
        wide = [next(shape) if at in table.clients else 1 for at in clients]
        total = total + table.costs.reshape(wide)
    return _Table(clients, total)
