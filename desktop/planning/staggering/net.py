"""Clients that could come into conflict, as whole numbers: a net that falls into parts (P6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from desktop.basics.places import near_pairs
from desktop.planning.staggering.form import Client

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]

Lines = list[frozenset[int]]  # by client, the lines that it gets


@dataclass(frozen=True)
class Goals:
    """What an assignment costs, the first first: conflicts, changes, fit that is missing."""

    conflicts: int
    changes: int
    missing: int

    @property
    def order(self) -> tuple[int, int, int]:
        return self.conflicts, self.changes, self.missing


@dataclass(frozen=True)
class Part:
    """Clients that hang together by conflicts that could be.

    ``number`` of the lines each gets, ``allowed`` and ``fixed`` by client and line;
    ``changes`` (0 or 1) and ``missing`` fit are what a line costs.
    """

    near: tuple[tuple[int, ...], ...]
    number: tuple[int, ...]
    allowed: "Marks"
    fixed: "Marks"
    changes: "Whole"
    missing: "Whole"

    @property
    def size(self) -> int:
        return len(self.near)

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        return [(one, other) for one in range(self.size) for other in self.near[one] if one < other]

    @cached_property
    def set_to(self) -> list[tuple[int, ...]]:
        """By client the lines that are fixed."""
        return [tuple(row.nonzero()[0].tolist()) for row in self.fixed]

    @cached_property
    def open_to(self) -> list[tuple[int, ...]]:
        """By client the lines that it may be given beside those."""
        return [tuple(row.nonzero()[0].tolist()) for row in self.allowed & ~self.fixed]

    @cached_property
    def weight(self) -> tuple[int, int]:
        """What a conflict and a change weigh beside a missing fit, so that the first goal leads."""
        most = sum(
            int(row.max(initial=0)) * number
            for row, number in zip(self.missing, self.number, strict=True)
        )
        change = most + 1
        return change * (sum(self.number) + 1), change

    @cached_property
    def cost(self) -> "Whole":
        """What each line costs a client, changes and missing fit in one number."""
        return self.changes * self.weight[1] + self.missing

    def goals(self, lines: Lines) -> Goals:
        return Goals(
            sum(len(lines[one] & lines[other]) for one, other in self.pairs),
            sum(int(self.changes[at, line]) for at, row in enumerate(lines) for line in row),
            sum(int(self.missing[at, line]) for at, row in enumerate(lines) for line in row),
        )

    def costs(self, lines: Lines) -> int:
        """What changes and missing fit of these lines cost, in one number."""
        return sum(int(self.cost[at, line]) for at, row in enumerate(lines) for line in row)

    def choices(self, at: int) -> int:
        """In how many ways a client can be given lines."""
        return comb(len(self.open_to[at]), self.number[at] - len(self.set_to[at]))

    def options(self, at: int) -> list[tuple[int, ...]]:
        """The ways in which a client can be given lines, the cheapest first."""
        fixed = self.set_to[at]
        more = combinations(self.open_to[at], self.number[at] - len(fixed))
        ways = [tuple(sorted((*fixed, *others))) for others in more]
        return sorted(ways, key=lambda way: (sum(int(self.cost[at, line]) for line in way), way))

    def cheapest(self, at: int) -> frozenset[int]:
        """The lines that a client would get alone."""
        fixed = self.set_to[at]
        free = sorted(self.open_to[at], key=lambda line: (int(self.cost[at, line]), line))
        return frozenset((*fixed, *free[: self.number[at] - len(fixed)]))


def parts_of(
    clients: Sequence[Client], radius_m: int, keep_today: bool
) -> list[tuple[list[int], list[str], Part]]:
    """The parts, each with its clients by place and its lines, the smallest first."""
    places = {
        at: (client.lat, client.lon)
        for at, client in enumerate(clients)
        if client.lat is not None and client.lon is not None and client.number
    }
    allowed = [frozenset(client.allowed) for client in clients]
    near: dict[int, list[int]] = {at: [] for at in range(len(clients))}
    for one, other in near_pairs(places, places.items(), radius_m):
        if not allowed[one].isdisjoint(allowed[other]):
            near[one].append(other)
            near[other].append(one)
    groups = sorted(_groups(near), key=lambda group: (len(group), group))
    return [_part(clients, near, group, keep_today) for group in groups]


def _groups(near: Mapping[int, Sequence[int]]) -> list[list[int]]:
    seen: set[int] = set()
    groups = []
    for start in near:
        if start not in seen:
            seen.add(start)
            group = [start]
            for at in group:
                fresh = [other for other in near[at] if other not in seen]
                seen.update(fresh)
                group.extend(fresh)
            groups.append(sorted(group))
    return groups


def _part(
    clients: Sequence[Client], near: Mapping[int, Sequence[int]], group: list[int], keep: bool
) -> tuple[list[int], list[str], Part]:
    members = [clients[at] for at in group]
    lines = sorted({line for client in members for line in client.allowed})
    place = {at: here for here, at in enumerate(group)}
    column = {line: here for here, line in enumerate(lines)}
    allowed = np.zeros((len(group), len(lines)), dtype=bool)
    fixed, changed = allowed.copy(), allowed.copy()
    missing = np.zeros(allowed.shape, dtype=np.int64)
    for at, client in enumerate(members):
        best = max((client.fit.get(line, 0) for line in client.allowed), default=0)
        for line in client.allowed:
            allowed[at, column[line]] = True
            changed[at, column[line]] = keep and line not in client.now
            missing[at, column[line]] = best - client.fit.get(line, 0)
        for line in client.fixed:
            fixed[at, column[line]] = True
    return (
        group,
        lines,
        Part(
            tuple(tuple(sorted(place[other] for other in near[at])) for at in group),
            tuple(client.number for client in members),
            allowed,
            fixed,
            changed.astype(np.int64),
            missing,
        ),
    )
