"""Which row stands on which level, and what stands beside what (P3): after the worth is settled.

Nothing here changes which products stand there, or with how many facings.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from desktop.planning.facings import worth
from desktop.planning.shelves.form import Level, Product, fits

Rows = tuple[tuple["Standing", ...], ...]


@dataclass(frozen=True)
class Standing:
    """A product on the shelf with its facings."""

    product: Product
    facings: int

    @cached_property
    def width_mm(self) -> int:
        return self.facings * self.product.width_mm

    @cached_property
    def worth(self) -> int:
        return worth(self.product.value, self.facings)


def arranged(levels: Sequence[Level], rows: Sequence[Sequence[Standing]], eye: int) -> Rows:
    """By level from the top and from left to right: categories together, the best near the eyes.

    ``eye`` is the level nearest the eyes, counted from 1; of fewer levels the last.
    """
    ranks = _ranks(one for row in rows for one in row)
    best = tuple(tuple(row) for row in rows)
    goal = _goal(best, ranks, min(eye, len(levels)) - 1)
    better = True
    while better:
        better = False
        for other in _ways(levels, best):
            found = _goal(other, ranks, min(eye, len(levels)) - 1)
            if found < goal:
                best, goal, better = other, found, True
                break
    return tuple(
        tuple(
            sorted(row, key=lambda one: (ranks[one.product.category], -one.worth, one.product.code))
        )
        for row in best
    )


def _ranks(standing: Iterator[Standing]) -> dict[str, int]:
    """The categories, the most valuable first."""
    values: dict[str, int] = defaultdict(int)
    for one in standing:
        values[one.product.category] += one.worth
    order = sorted(values, key=lambda category: (-values[category], category))
    return {category: rank for rank, category in enumerate(order)}


def _goal(rows: Rows, ranks: dict[str, int], eye: int) -> tuple[int, ...]:
    """The lower, the better: what of the best category isn't near the eyes, categories torn apart.

    Then how far apart their parts lie, and how far the better ones from the eyes.
    """
    away = torn = far = low = 0
    spans: dict[str, list[int]] = defaultdict(list)
    for level, row in enumerate(rows):
        for one in row:
            rank = ranks[one.product.category]
            distance = abs(level - eye)
            if not rank and distance:
                away += one.worth
            low += one.worth * distance
        for category in {one.product.category for one in row}:
            spans[category].append(level)
    for places in spans.values():
        torn += len(places)
        far += places[-1] - places[0] + 1 - len(places)
    return away, torn, far, low


def _ways(levels: Sequence[Level], rows: Rows) -> Iterator[Rows]:
    """Two levels change what stands on them, one product moves, or two change places."""
    for one, other in combinations(range(len(rows)), 2):
        here, there = rows[one], rows[other]
        pairs = [(there, here)]
        pairs += [(_but(here, at), (*there, here[at])) for at in range(len(here))]
        pairs += [((*here, there[at]), _but(there, at)) for at in range(len(there))]
        pairs += [
            ((*_but(here, at), there[beside]), (*_but(there, beside), here[at]))
            for at in range(len(here))
            for beside in range(len(there))
        ]
        for new_here, new_there in pairs:
            if _holds(levels[one], new_here) and _holds(levels[other], new_there):
                found = list(rows)
                found[one], found[other] = new_here, new_there
                yield tuple(found)


def _but(row: tuple[Standing, ...], at: int) -> tuple[Standing, ...]:
    return (*row[:at], *row[at + 1 :])


def _holds(level: Level, row: Sequence[Standing]) -> bool:
    return sum(one.width_mm for one in row) <= level.width_mm and all(
        fits(one.product, level) for one in row
    )
