"""Fill a shelf: first as many musts as can be, then the most worth, each with its proof (P3).

The steps stop as soon as what was found lies close enough under what is proved: one long level
instead of all, prices, exchanges, all rows that could close the gap, and where they are too many,
a search that wanders. Each ends by its own count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.planning.shelves.balance import balanced
from desktop.planning.shelves.form import Level, Product
from desktop.planning.shelves.improve import Search, filled
from desktop.planning.shelves.levels import Items, Levels
from desktop.planning.shelves.musts import packed
from desktop.planning.shelves.prices import Priced, Prices, Rows, Scale, as_one_level
from desktop.planning.shelves.prove import best_directly, likely, places_better, rows_better
from desktop.planning.shelves.rack import (
    Filling,
    Item,
    Rack,
    rack_of,
    stands,
    total,
    worth_considering,
)
from desktop.planning.shelves.together import Proved, best_of
from desktop.planning.shelves.wander import Wander


@dataclass(frozen=True)
class _Effort:
    """How many rows of a kind of level are listed, how often one is tried beside others.

    One part of ``close`` is left open.
    """

    rows: int
    steps: int
    close: int


_SMALL = 900  # facings of products on levels, for which more effort is quick
_CLOSE = 5_000
_MET = 1_000_000  # steps of trying the rows that were met while prices were looked for
_EARLY = (_Effort(300, 500_000, _CLOSE), _Effort(1_000, 1_000_000, 2_000))
_LAST, _LAST_SMALL = _Effort(4_000, 2_000_000, 400), _Effort(4_000, 2_000_000, 1_000)
_LATE = (  # after so much wandering, in cells of levels
    (24_000_000, _Effort(4_000, 4_000_000, 250)),
    (40_000_000, _Effort(4_000, 8_000_000, 250)),
    (96_000_000, _Effort(4_000, 8_000_000, 250)),
)
_FAR = 200  # a bound further above a shelf than one part of so many says too little of it
_NEAR = 250  # so near to its own bound HiGHS may stop
_ROOMY, _PLACES = 250, 150  # facings of products on levels: HiGHS looks at no more
_NODES = 30
_LESS = 0.8  # of a gap: where rows were too many, so much less is tried again


@dataclass(frozen=True)
class Filled:
    """By level the products, by place, with their facings; what they are worth, and the bound."""

    filling: Filling
    musts: int
    value: int
    bound: int


def fill(levels: Sequence[Level], products: Sequence[Product], most: int, facings: int) -> Filled:
    """The best shelf that was found; products are named by their places."""
    rack = rack_of(levels, products, most, facings)
    if not rack.most:
        return Filled(tuple(() for _level in levels), 0, 0, 0)
    rack = worth_considering(rack)
    rows = _most_musts(rack)
    rack = replace(rack, musts=sum(len(row) for row in rows))
    filling, bound = _best(rack, rows)
    numbers = tuple(tuple((rack.items[at].number, many) for at, many in row) for row in filling)
    return Filled(numbers, rack.musts, total(rack, filling), bound)


def _most_musts(rack: Rack) -> list[Items]:
    """As many musts as the shelf can hold, on their levels: each worth as much as another."""
    musts = [at for at, item in enumerate(rack.items) if item.must]
    if len(musts) <= rack.most:
        rows = packed(rack, musts)
        if rows is not None:
            return rows
    alike = rack.only(musts)
    items = tuple(Item(at, item.width, False, (1,)) for at, item in enumerate(alike.items))
    alike = replace(alike, items=items, most=min(rack.most, len(musts)))
    filling, _bound = _best(alike, [()] * len(rack.widths), exact=True)
    return [tuple(musts[at] for at, _many in row) for row in filling]


def _best(rack: Rack, musts: Sequence[Items], exact: bool = False) -> tuple[Filling, int]:
    """The best filling with these musts to begin with, and the bound."""
    scale = Scale(rack)
    levels = Levels(scale)
    mm, prices = as_one_level(scale)
    best = _searched(levels, musts, prices)
    close = scale.scaled(1) - 1 if exact else best.worth / _CLOSE
    balance = balanced(scale, prices, best.filling, best.worth, close)
    closing = _Closing(levels, balance.priced, best, exact)
    if not closing.within(_CLOSE):
        closing.better(_searched(levels, musts, balance.prices))
        closing.met(balance.rows)
    small = exact or rack.size <= _SMALL
    early = (*_EARLY, _LAST_SMALL if small else _LAST)
    if not any(closing.tried(effort) for effort in early):
        wander = Wander(closing.best, mm)
        for number, (work, effort) in enumerate(_LATE):
            closing.better(wander.on(work))
            if closing.tried(effort) or closing.within(_FAR):
                break
            if not number and closing.directly():
                break
    return closing.filling, scale.bound(closing.bound)


class _Closing:
    """The best shelf so far and the bound, which come nearer to each other."""

    def __init__(self, levels: Levels, priced: Priced, best: Search, exact: bool) -> None:
        self.best = best
        self.filling, self.worth = best.filling, best.worth
        self.bound = priced.bound
        self._levels, self._scale = levels, levels.scale
        self._priced = priced
        self._exact = exact
        self._too_many = (np.inf, 0)  # rows that lack so much, when so many were listed

    def _close(self, part: int) -> float:
        """By how much a better filling would have to be better to be looked for."""
        return self._scale.scaled(1) - 1 if self._exact else self.worth / part

    def within(self, part: int) -> bool:
        """Whether no filling is better by more than one part of so many."""
        return self.bound - self.worth <= self._close(part)

    def better(self, found: Search) -> None:
        """Take what was found where it is better."""
        self.best = max(self.best, found, key=lambda search: search.worth)
        if found.worth > self.worth:
            self.filling, self.worth = found.filling, found.worth

    def met(self, rows: Rows) -> None:
        """The best of the rows that were met: others may be better, so the bound stays."""
        found = best_of(self._scale, self._priced, rows, self.worth, _MET)
        self._take(replace(found, bound=self.bound))

    def tried(self, effort: _Effort) -> bool:
        """Try all rows that a filling better by an effort's part could have; whether it closed."""
        close = self._close(effort.close)
        gap = self._priced.bound - self.worth - close
        if self.within(effort.close):
            return True
        most, number = self._too_many
        if gap > most * _LESS and effort.rows <= number:
            return False
        rows = rows_better(self._scale, self._priced, gap, effort.rows)
        if rows is None:
            self._too_many = gap, effort.rows
            return False
        least = self.worth + close
        proved = best_of(self._scale, self._priced, rows, least, effort.steps)
        self._take(proved)
        return proved.bound < self._priced.bound

    def directly(self) -> bool:
        """What HiGHS finds, where few enough facings are left to choose from; whether that closed.

        That is where wide musts leave hardly any room: hardly an exchange leads from one good shelf
        to another.
        """
        gap = self._priced.bound - self.worth
        places = places_better(self._scale, self._priced, gap)
        if len(places) > _ROOMY:
            return False
        places = likely(self._scale, self._priced, places, gap)
        if len(places) > _PLACES:
            return False
        near = 0 if self._exact else 1 / _NEAR
        self._take(best_directly(self._scale, places, self.filling, self.worth, _NODES, near))
        return self.within(_FAR)

    def _take(self, proved: Proved) -> None:
        self.bound = min(self.bound, proved.bound)
        filling = proved.filling
        if filling is None or not stands(self._scale.rack, filling):
            return
        if (worth := self._scale.worth(filling)) > self.worth:
            self.filling, self.worth = filling, worth
        rows = [tuple(sorted(at for at, _many in row)) for row in filling]
        # What fits to the millimetre may not fit in cells.
        if all(self._levels.holds(level, row) for level, row in enumerate(rows)):
            found = Search(self._levels, rows)
            found.run()
            self.better(found)


def _searched(levels: Levels, musts: Sequence[Items], prices: Prices) -> Search:
    """The best found from what the prices say."""
    search = Search(levels, filled(levels, musts, prices))
    search.run()
    return search
