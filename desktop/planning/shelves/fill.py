"""Fill a shelf: first as many musts as can be, then the most worth, each with its proof (P3).

The steps stop as soon as what was found lies close enough under what is proved: one long level
instead of all, prices, exchanges, all rows that could close the gap, and where they are too many,
a search that wanders. Each ends by its own count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.planning.shelves.form import Level, Product
from desktop.planning.shelves.improve import Search, filled
from desktop.planning.shelves.levels import Items, Levels
from desktop.planning.shelves.musts import packed
from desktop.planning.shelves.prices import Priced, Prices, Scale, as_one_level, better_prices
from desktop.planning.shelves.prove import (
    best_directly,
    best_of,
    likely,
    places_better,
    rows_better,
)
from desktop.planning.shelves.rack import (
    Filling,
    Item,
    Rack,
    rack_of,
    stands,
    total,
    worth_considering,
)
from desktop.planning.shelves.wander import wandered


@dataclass(frozen=True)
class _Effort:
    """How many rounds of better prices, how far each moves at first, how many rows are listed.

    One part of ``close`` may lie between what is found and what is proved.
    """

    rounds: int
    push: float
    rows: int
    close: int


_NODES = 2_000  # of HiGHS, which proves how many musts there can be
_SMALL = 900  # facings of products on levels, for which more effort is quick
_WIDE = 100  # of a larger shelf: a gap wider than one part of so many isn't closed by proof
_WORK = 32_000_000  # of wandering, in cells of levels
_EFFORTS = (
    _Effort(20, 1.0, 300, 5_000),
    _Effort(30, 0.7, 600, 2_000),
    _Effort(60, 0.3, 4_000, 400),
)
_CLOSE_SMALL = 1_000  # of a small shelf, at last
_LAST = _EFFORTS[-1]
_FAR = 200  # a bound further above a shelf than one part of so many says too little of it
_NEAR = 250  # so near to its own bound HiGHS may stop
_PLACES = 600  # facings of products on levels: HiGHS looks at no more
_MOST_NODES = 2_000
_STEPS = 100_000  # nodes × places, as each node of a larger program takes longer


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
    priced = scale.price(prices)
    best = _searched(levels, musts, prices)
    small = exact or rack.size <= _SMALL
    for effort in _efforts(small):
        close = _close(scale, best, exact, effort)
        gap = priced.bound - best.worth
        if gap <= close:
            return best.filling, scale.bound(priced.bound)
        if effort.rows == _EFFORTS[-1].rows and not small and gap > best.worth / _WIDE:
            break
        prices, priced = better_prices(scale, prices, best.worth, effort.rounds, effort.push, close)
        best = max(best, _searched(levels, musts, prices), key=lambda search: search.worth)
        gap = priced.bound - best.worth - close
        rows = rows_better(scale, priced, gap, effort.rows)
        proved = None if rows is None else best_of(scale, priced, rows, best.worth + close)
        if proved is None and exact and effort.rows == _EFFORTS[-1].rows:
            places = places_better(scale, priced, gap)
            proved = best_directly(scale, places, best.filling, best.worth + close, _NODES)
        if proved is not None:
            return proved.filling or best.filling, scale.bound(min(priced.bound, proved.bound))
    best = wandered(best, mm, _WORK)
    return _decided(scale, prices, priced, best)


def _decided(scale: Scale, prices: Prices, priced: Priced, best: Search) -> tuple[Filling, int]:
    """What was met by wandering, or where the bound lies far above it, what HiGHS finds.

    That is where wide musts leave hardly any room: so few facings are left to choose from that all
    of them are one program, while no exchange leads from one good shelf to another.
    """
    far = best.worth / _FAR
    if priced.bound - best.worth > far:
        prices, priced = better_prices(scale, prices, best.worth, _LAST.rounds, _LAST.push, far)
    gap = priced.bound - best.worth
    if gap <= far:
        return best.filling, scale.bound(priced.bound)
    places = likely(scale, priced, places_better(scale, priced, gap), gap)
    if len(places) > _PLACES:
        return best.filling, scale.bound(priced.bound)
    nodes = min(_MOST_NODES, _STEPS // len(places))
    proved = best_directly(scale, places, best.filling, best.worth, nodes, 1 / _NEAR)
    bound = scale.bound(min(priced.bound, proved.bound))
    found = proved.filling
    if found is None or not stands(scale.rack, found) or scale.worth(found) < best.worth:
        return best.filling, bound
    return found, bound


def _efforts(small: bool) -> Iterator[_Effort]:
    *first, last = _EFFORTS
    yield from first
    yield replace(last, close=_CLOSE_SMALL) if small else last


def _close(scale: Scale, best: Search, exact: bool, effort: _Effort) -> float:
    """By how much a better filling would have to be better to be looked for."""
    return scale.scaled(1) - 1 if exact else best.worth / effort.close


def _searched(levels: Levels, musts: Sequence[Items], prices: Prices) -> Search:
    """The best found from what the prices say."""
    search = Search(levels, filled(levels, musts, prices))
    search.run()
    return search
