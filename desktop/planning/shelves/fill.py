"""Fill a shelf: first as many musts as can be, then the most worth, each with its proof (P3).

The steps stop as soon as what was found lies close enough under what is proved: one long level
instead of all, prices, exchanges, all rows that could close the gap, and where they are too many,
a search that wanders. Each ends by its own count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.planning.shelves.balance import balanced
from desktop.planning.shelves.form import Level, Product
from desktop.planning.shelves.improve import Search, filled
from desktop.planning.shelves.levels import Items, Levels
from desktop.planning.shelves.musts import packed
from desktop.planning.shelves.prices import Priced, Prices, Scale, as_one_level
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
)
_FAR = 200  # a bound further above a shelf than one part of so many says too little of it
_NEAR = 250  # so near to its own bound HiGHS may stop
_PLACES = 120  # facings of products on levels: HiGHS looks at no more
_NODES = 30


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
    close = _close(scale, best, exact, _CLOSE)
    balance = balanced(scale, prices, best.filling, best.worth, close)
    priced = balance.priced
    if priced.bound - best.worth > close:
        best = max(best, _searched(levels, musts, balance.prices), key=_worth)
        best = _bettered(levels, best, best_of(scale, priced, balance.rows, best.worth, _MET))
    small = exact or rack.size <= _SMALL
    bound = priced.bound
    for effort in (*_EARLY, _LAST_SMALL if small else _LAST):
        if bound - best.worth <= _close(scale, best, exact, effort.close):
            return best.filling, scale.bound(bound)
        best, bound = _tried(levels, priced, best, exact, effort)
    if bound - best.worth > _close(scale, best, exact, effort.close):
        wander = Wander(best, mm)
        for work, effort in _LATE:
            best = max(best, wander.on(work), key=_worth)
            best, bound = _tried(levels, priced, best, exact, effort)
            if bound - best.worth <= _close(scale, best, exact, _FAR):
                break
    if bound - best.worth > _close(scale, best, exact, _FAR):
        return _directly(scale, priced, best, exact)
    return best.filling, scale.bound(bound)


def _tried(
    levels: Levels, priced: Priced, best: Search, exact: bool, effort: _Effort
) -> tuple[Search, float]:
    """The best of all rows that a shelf better by an effort's part could have, and the bound."""
    close = _close(levels.scale, best, exact, effort.close)
    gap = priced.bound - best.worth - close
    if gap <= 0:
        return best, priced.bound
    rows = rows_better(levels.scale, priced, gap, effort.rows)
    if rows is None:
        return best, priced.bound
    proved = best_of(levels.scale, priced, rows, best.worth + close, effort.steps)
    return _bettered(levels, best, proved), min(priced.bound, proved.bound)


def _bettered(levels: Levels, best: Search, proved: Proved) -> Search:
    """The better of both, after exchanges."""
    if proved.filling is None or not stands(levels.rack, proved.filling):
        return best
    found = Search(levels, [tuple(at for at, _many in row) for row in proved.filling])
    found.run()
    return max(best, found, key=_worth)


def _directly(scale: Scale, priced: Priced, best: Search, exact: bool) -> tuple[Filling, int]:
    """What HiGHS finds and proves, where few enough facings are left to choose from.

    That is where wide musts leave hardly any room: no exchange leads from one good shelf to another.
    """
    gap = priced.bound - best.worth
    places = likely(scale, priced, places_better(scale, priced, gap), gap)
    if len(places) > _PLACES:
        return best.filling, scale.bound(priced.bound)
    near = 0 if exact else 1 / _NEAR
    proved = best_directly(scale, places, best.filling, best.worth, _NODES, near)
    bound = scale.bound(min(priced.bound, proved.bound))
    found = proved.filling
    if found is None or not stands(scale.rack, found) or scale.worth(found) < best.worth:
        return best.filling, bound
    return found, bound


def _close(scale: Scale, best: Search, exact: bool, close: int) -> float:
    """By how much a better filling would have to be better to be looked for."""
    return scale.scaled(1) - 1 if exact else best.worth / close


def _worth(search: Search) -> float:
    return search.worth


def _searched(levels: Levels, musts: Sequence[Items], prices: Prices) -> Search:
    """The best found from what the prices say."""
    search = Search(levels, filled(levels, musts, prices))
    search.run()
    return search
