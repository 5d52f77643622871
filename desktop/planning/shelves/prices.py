"""What any shelf can be worth at most: prices for what is scarce (Lagrange), exactly.

A product pays its own price for standing there, once, and a place's price; what a level then
earns at most is found product by product (a knapsack). All prices are whole, so each bound is
proved, whatever the prices are: better prices only make it lower.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.rack import Rack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Row = tuple[tuple[int, int], ...]  # of one level: items with their facings
Rows = dict[tuple[int, int], list[tuple[float, Row]]]  # by kind of level, with what they lack
_BITS = 46  # of the greatest total: sums of whole floats stay exact
_MOST_CELLS = 6_000  # of a level's width: wider ones are reckoned in larger steps


@dataclass(frozen=True)
class Prices:
    """What each item pays for itself, and for a place: a must or another one."""

    own: "Floats"
    must: float
    other: float


@dataclass(frozen=True)
class Priced:
    """What comes of prices: the bound, each level's best row, and the tables behind them."""

    bound: float
    rows: tuple[Row, ...]
    tables: list["Floats"]
    gains: "Floats"


@dataclass(frozen=True)
class Scale:
    """A rack as it is reckoned with: worths times a power of two, widths in cells."""

    rack: Rack
    shift: int = field(init=False)
    step: int = field(init=False)

    def __post_init__(self) -> None:
        best = sorted((item.worths[-1] for item in self.rack.items), reverse=True)
        most = sum(best[: self.rack.most])
        object.__setattr__(self, "shift", _BITS - most.bit_length())
        widest = max(self.rack.widths, default=0)
        object.__setattr__(self, "step", max(1, -(-widest // _MOST_CELLS)))

    def scaled(self, worth: int) -> int:
        """A worth as it is reckoned with; large ones are cut."""
        return worth << self.shift if self.shift >= 0 else worth >> -self.shift

    def bound(self, found: float) -> int:
        """What a bound says of worths."""
        if self.shift >= 0:
            return int(found) >> self.shift
        return (int(found) + self.rack.most) << -self.shift

    @cached_property
    def kinds(self) -> list[tuple[int, int]]:
        """Of each level its width and what it takes: levels with the same can change places."""
        return list(zip(self.rack.widths, self.rack.takes, strict=True))

    @property
    def unit(self) -> float:
        """So much is one of some ten thousand parts of the greatest total."""
        return float(2 ** (_BITS - 14))

    def worth(self, rows: Iterable[Row]) -> float:
        """What rows are worth."""
        return float(sum(self.worths[at, many - 1] for row in rows for at, many in row))

    @cached_property
    def worths(self) -> "Floats":
        """By item and facings, −∞ where there are not so many."""
        most = max((len(item.worths) for item in self.rack.items), default=1)
        table = np.full((len(self.rack.items), most), -np.inf)
        for at, item in enumerate(self.rack.items):
            table[at, : len(item.worths)] = [self.scaled(worth) for worth in item.worths]
        return table

    @cached_property
    def widths(self) -> "Floats":
        """Of each item's facings, in millimetres."""
        each = np.array([float(item.width) for item in self.rack.items])
        return each[:, None] * np.arange(1, self.worths.shape[1] + 1)

    @cached_property
    def musts(self) -> "NDArray[np.bool_]":
        return np.array([item.must for item in self.rack.items], dtype=bool)

    def price(self, prices: Prices) -> Priced:
        """The bound at these prices: what levels earn at most, and what the prices bring in."""
        rack = self.rack
        gains = (
            self.worths - (prices.own + np.where(self.musts, prices.must, prices.other))[:, None]
        )
        tables = self.tables(gains, range(len(rack.items)))
        rows, found = [], {}
        bound = prices.own.sum() + prices.must * rack.musts + prices.other * rack.others
        for width, takes in zip(rack.widths, rack.takes, strict=True):
            if (width, takes) not in found:
                found[width, takes] = self._row(tables, gains, width // self.step, takes)
            rows.append(found[width, takes])
            bound += tables[takes][width // self.step]
        return Priced(float(bound), tuple(rows), tables, gains)

    def tables(self, gains: "Floats", order: Iterable[int]) -> list["Floats"]:
        """After so many items, in this order, what a level of each width earns at most."""
        room = max(self.rack.widths, default=0) // self.step
        best = np.zeros(room + 1)
        tables = [best]
        useful = (gains.max(axis=1, initial=0) > 0).tolist()
        for at in order:
            if useful[at]:
                width = self.rack.items[at].width
                before, best = best, best.copy()
                for many, gain in enumerate(gains[at].tolist(), start=1):
                    cells = many * width // self.step
                    if gain > 0 and cells <= room:
                        np.maximum(
                            best[cells:], before[: room + 1 - cells] + gain, out=best[cells:]
                        )
            tables.append(best)
        return tables

    def _row(self, tables: list["Floats"], gains: "Floats", cell: int, takes: int) -> Row:
        row = []
        for at in range(takes - 1, -1, -1):
            before, after = tables[at], tables[at + 1]
            if before is not after and before[cell] != (now := after[cell]):
                width = self.rack.items[at].width
                for many, gain in enumerate(gains[at].tolist(), start=1):
                    cells = many * width // self.step
                    if cells <= cell and before[cell - cells] + gain == now:
                        row.append((at, many))
                        cell -= cells
                        break
        return tuple(reversed(row))


def as_one_level(scale: Scale) -> tuple[float, Prices]:
    """What a millimetre is worth, and prices, as if the shelf were one long level."""
    rack, room = scale.rack, float(sum(scale.rack.widths))

    def at_price(a_mm: float) -> "tuple[float, Floats]":
        earned = (scale.worths - np.rint(a_mm * scale.widths)).max(axis=1, initial=-np.inf)
        musts = np.sort(earned[scale.musts])[::-1][: rack.musts]
        others = np.sort(earned[~scale.musts])[::-1][: max(rack.others, 0)]
        return a_mm * room + musts.sum() + others[others > 0].sum(), earned

    low, high = 0.0, float((scale.worths[:, 0] / scale.widths[:, 0]).max(initial=0.0))
    for _ in range(_HALVINGS):
        one, other = (2 * low + high) / 3, (low + 2 * high) / 3
        if at_price(one)[0] <= at_price(other)[0]:
            high = other
        else:
            low = one
    _bound, earned = at_price(high)
    must = _last(earned[scale.musts], rack.musts)
    other = max(0.0, _last(earned[~scale.musts], rack.others))
    own = np.maximum(0.0, earned - np.where(scale.musts, must, other))
    return high, Prices(own, must, other)


_HALVINGS = 40


def _last(earned: "Floats", places: int) -> float:
    """What the last that gets a place earns; 0 where all get one and one is left."""
    if not places or not len(earned):
        return float(earned.max(initial=0.0))
    return float(np.sort(earned)[::-1][places - 1]) if places <= len(earned) else 0.0
