"""The shelf of a shop (P3): which products stand on it, with how many facings, on which level.

Most musts first, then the greatest total value. How it is found and proved: docs/plans.md; the
search itself lies in ``shelves``, and is loaded when a shelf is wanted.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from desktop.planning.forms import need_each_once, need_least
from desktop.planning.shelves.form import Level, Product, fits

EYE_LEVEL = 2  # from the top


@dataclass(frozen=True)
class Problem:
    """The levels from the top, and what may stand on them."""

    levels: tuple[Level, ...]
    max_products: int
    max_facings: int
    products: tuple[Product, ...]

    def __post_init__(self) -> None:
        need_least(0, max_products=self.max_products)
        need_least(1, max_facings=self.max_facings)
        need_each_once("products[{at}].code", (product.code for product in self.products))


@dataclass(frozen=True)
class Line:
    """A product on its level, counted from 1 at the top."""

    code: str
    level: int
    facings: int


@dataclass(frozen=True)
class LeftOut:
    """A product that doesn't stand there, and ``why``.

    ``too_wide``: wider than every level. ``too_tall``: taller than every level that is wide
    enough. ``enough``: as many products as there may be stand there already. ``no_room``: beside
    what stands there it finds no room, and in its place the shelf would be worth less.
    """

    code: str
    why: str


@dataclass(frozen=True)
class Plan:
    """The shelf: its lines by level and from left to right, and what it is worth in all.

    No shelf with as many musts is worth more than ``bound``.
    """

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    musts: int
    value: int
    bound: int


def solve(problem: Problem) -> Plan:
    """The best shelf that was found, and the proof how good it is."""
    from desktop.planning.shelves.arrange import Standing, arranged
    from desktop.planning.shelves.fill import fill

    products = sorted(problem.products, key=lambda product: product.code)
    shelf = fill(problem.levels, products, problem.max_products, problem.max_facings)
    standing = [[Standing(products[at], facings) for at, facings in row] for row in shelf.filling]
    rows = arranged(problem.levels, standing, EYE_LEVEL)
    lines = tuple(
        Line(one.product.code, level, one.facings)
        for level, row in enumerate(rows, start=1)
        for one in row
    )
    left_out = tuple(_left_out(problem, products, {line.code for line in lines}))
    return Plan(lines, left_out, shelf.musts, shelf.value, shelf.bound)


def _left_out(
    problem: Problem, products: Iterable[Product], placed: Collection[str]
) -> Iterator[LeftOut]:
    enough = len(placed) >= problem.max_products
    for product in products:
        if product.code not in placed:
            wide = [level for level in problem.levels if product.width_mm <= level.width_mm]
            if not wide:
                why = "too_wide"
            elif not any(fits(product, level) for level in wide):
                why = "too_tall"
            else:
                why = "enough" if enough else "no_room"
            yield LeftOut(product.code, why)
