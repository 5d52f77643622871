"""The prices at which a shelf's bound is lowest, by a linear program that rows are added to.

What a shelf of parts of rows could be worth at most is such a program: its amounts are the prices,
its floors the rows. At prices of its answer each level's best row is a floor that it didn't know;
when there is none, no prices give a lower bound. The next prices are looked for between the best so
far and the answer, which wavers at first. The program's floats are hints: the bound is reckoned at
whole prices (``prices``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.floors import Floors
from desktop.planning.shelves.prices import Priced, Prices, Row, Rows, Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS = 80
_STAY = 0.5  # of the way to the answer that isn't gone
_DONE = 1e-6  # of the bound: what is left of it isn't worth a round


@dataclass(frozen=True)
class Balance:
    """The best prices, what comes of them, and by kind of level the rows that were met."""

    prices: Prices
    priced: Priced
    rows: Rows


def balanced(
    scale: Scale, prices: Prices, filling: Iterable[Row], best: float, close: float
) -> Balance:
    """The best prices, from these on, or the first whose bound is ``close`` to ``best``.

    ``filling`` is a shelf with as many musts as there are to be.
    """
    floors = _RowFloors(scale)
    floors.add(filling)
    found, lowest = prices, scale.price(prices)
    floors.add(lowest.rows)
    for _ in range(_ROUNDS):
        if lowest.bound - best <= close:
            break
        answer, least = floors.answer()
        if lowest.bound - least <= _DONE * lowest.bound:
            break
        new = False
        for part in (_STAY, 0.0):
            tried = _between(answer, found, part)
            priced = scale.price(tried)
            new = floors.add(priced.rows)
            if priced.bound < lowest.bound:
                found, lowest = tried, priced
            if new:
                break
        if not new:
            break
    return Balance(found, lowest, floors.rows(lowest))


def _between(answer: Prices, found: Prices, part: float) -> Prices:
    """Whole prices on the way from the answer to the best so far."""
    return Prices(
        np.rint(part * found.own + (1 - part) * answer.own),
        float(np.rint(part * found.must + (1 - part) * answer.must)),
        float(np.rint(part * found.other + (1 - part) * answer.other)),
    )


class _RowFloors:
    """The program: a price for each kind of level, each item, a must's and another's place."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        rack = scale.rack
        self._kinds = sorted(set(scale.kinds))
        self._first = len(self._kinds)
        self._must = self._first + len(rack.items)
        self._cost = np.array(
            [scale.kinds.count(kind) for kind in self._kinds]
            + [1] * len(rack.items)
            + [rack.musts, rack.others],
            dtype=float,
        )
        most = np.full(len(self._cost), np.inf)
        least = np.zeros(len(self._cost))
        least[self._must] = -np.inf if rack.musts else 0
        self._floors = Floors(most, self._cost, least)
        self._known: set[tuple[int, Row]] = set()

    def add(self, rows: Iterable[Row]) -> bool:
        """Let the rows of all levels be floors; whether one wasn't known."""
        size = len(self._known)
        for level, row in enumerate(rows):
            kind = self._kinds.index(self._scale.kinds[level])
            if row and (kind, row) not in self._known:
                self._known.add((kind, row))
                self._add(kind, row)
        return len(self._known) > size

    def _add(self, kind: int, row: Row) -> None:
        items = [at for at, _many in row]
        musts = int(self._scale.musts[items].sum())
        places, parts = [kind, *(self._first + at for at in items)], [1.0] * (1 + len(items))
        for place, number in ((self._must, musts), (self._must + 1, len(items) - musts)):
            if number:
                places.append(place)
                parts.append(float(number))
        worth = self._scale.worth((row,)) / self._scale.unit
        self._floors.add(np.array(places, dtype=np.int32), worth, np.array(parts))

    def rows(self, priced: Priced) -> Rows:
        """All rows so far, with what each lacks of its level's best."""
        found: Rows = {kind: [] for kind in self._kinds}
        for kind, row in self._known:
            width, takes = self._kinds[kind]
            best = float(priced.tables[takes][width // self._scale.step])
            gains = sum(float(priced.gains[at, many - 1]) for at, many in row)
            found[self._kinds[kind]].append((best - gains, row))
        return {kind: sorted(rows) for kind, rows in found.items()}

    def answer(self) -> tuple[Prices, float]:
        """The prices at which the rows so far are worth least, and what they then are."""
        amounts, _shares = self._floors.solved()
        amounts = amounts * self._scale.unit
        own = np.maximum(0.0, np.rint(amounts[self._first : self._must]))
        must, other = (float(np.rint(amount)) for amount in amounts[self._must :])
        return Prices(own, must, max(0.0, other)), float((amounts * self._cost).sum())
