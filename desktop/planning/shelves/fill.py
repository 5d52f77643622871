"""Fill a shelf: first as many musts as can be, then the most worth, each with its proof (P3).

The steps stop as soon as what was found lies close enough under what is proved: one long level
instead of all, prices, exchanges, and where that leaves a gap, all rows that could close it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from desktop.planning.shelves.form import Level, Product
from desktop.planning.shelves.improve import Items, Levels, Search, filled
from desktop.planning.shelves.musts import packed
from desktop.planning.shelves.prices import Priced, Prices, Scale, as_one_level, better_prices
from desktop.planning.shelves.prove import Rows, best_by_rows, best_directly, best_of, rows_better
from desktop.planning.shelves.rack import (
    Filling,
    Item,
    Rack,
    rack_of,
    total,
    worth_considering,
)


@dataclass(frozen=True)
class _Effort:
    """How many rounds of better prices, how far each moves at first, how many rows are listed.

    One part of ``close`` may lie between what is found and what is proved.
    """

    rounds: int
    push: float
    rows: int
    close: int


_NODES = 1_000  # of HiGHS, where what is found lies near the bound
_MOST_NODES, _NODES_SIZE = 10_000, 5_000_000  # elsewhere, and those times the size
_FEW = 300  # rows that HiGHS chooses from faster than it fills the levels itself
_FEW_ALIKE = 1_200  # the same where most levels are alike: their rows are listed once
_SMALL = 900  # facings of products on levels, from which HiGHS fills them quickly
_NEAR = 220  # of a large shelf: within one part of so many it is left as it is
_SHAKES, _SHAKE, _SEED = 120, 0.15, 1
_MOST_TRIED = 8_000  # sets of products, with which the shaking ends
_EFFORTS = (
    _Effort(20, 1.0, 300, 5_000),
    _Effort(30, 0.7, 1_000, 2_000),
    _Effort(60, 0.3, 8_000, 400),
)
_CLOSE_SMALL = 1_000  # of a small shelf, at last


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
    best = _searched(levels, musts, prices, mm)
    rows: Rows | None = None
    close = 0.0
    last = replace(_EFFORTS[-1], close=_CLOSE_SMALL) if rack.size <= _SMALL else _EFFORTS[-1]
    for effort in (*_EFFORTS[:-1], last):
        close = _close(scale, best, exact, effort)
        if priced.bound - best.worth <= close:
            return best.filling, scale.bound(priced.bound)
        prices, priced = better_prices(scale, prices, best.worth, effort.rounds, effort.push, close)
        best = max(best, _searched(levels, musts, prices, mm), key=lambda search: search.worth)
        rows = rows_better(scale, priced, priced.bound - best.worth - close, effort.rows)
        proved = None if rows is None else best_of(scale, priced, rows, best.worth + close)
        if proved is not None:
            return proved.filling or best.filling, scale.bound(min(priced.bound, proved.bound))
    if not exact:
        best = _shaken(levels, musts, prices, mm, best)
        close = _close(scale, best, exact, last)
    return _by_highs(scale, priced, best, close, exact)


def _by_highs(
    scale: Scale, priced: Priced, best: Search, close: float, exact: bool
) -> tuple[Filling, int]:
    """The best filling and the bound, when HiGHS was asked where that is cheap or needed."""
    gap, least = priced.bound - best.worth, best.worth + close
    most = _FEW_ALIKE if 2 * len(set(scale.kinds)) <= len(scale.kinds) else _FEW
    rows = rows_better(scale, priced, gap - close, most)
    if rows is not None and sum(len(listed) for listed in rows.values()) > most:
        rows = None
    wide = gap > best.worth / _NEAR
    cheap = exact or rows is not None or scale.rack.size <= _SMALL
    if gap <= close or not (wide or cheap):
        return best.filling, scale.bound(priced.bound)
    nodes = min(_MOST_NODES, _NODES_SIZE // scale.rack.size) if wide or exact else _NODES
    if rows is not None:
        proved = best_by_rows(scale, rows, least, nodes)
    else:
        proved = best_directly(scale, priced, best.filling, gap - close, least, nodes)
    return proved.filling or best.filling, scale.bound(min(priced.bound, proved.bound))


def _shaken(
    levels: Levels, musts: Sequence[Items], prices: Prices, mm: float, best: Search
) -> Search:
    """The best found from prices that chance, the same each time, has moved a little."""
    chance = Random(_SEED)
    most = levels.tried + _MOST_TRIED
    for turn in range(_SHAKES):
        if levels.tried > most:
            break
        if turn % 2:
            search = best.kicked(chance)
        else:
            moved = [chance.uniform(1 - _SHAKE, 1 + _SHAKE) for _item in levels.rack.items]
            shaken = replace(prices, own=prices.own * moved, other=prices.other * moved[0])
            search = Search(levels, filled(levels, musts, shaken), mm)
        search.run()
        best = max(best, search, key=lambda one: one.worth)
    return best


def _close(scale: Scale, best: Search, exact: bool, effort: _Effort) -> float:
    """By how much a better filling would have to be better to be looked for."""
    return scale.scaled(1) - 1 if exact else best.worth / effort.close


def _searched(levels: Levels, musts: Sequence[Items], prices: Prices, mm: float) -> Search:
    """The best found from what the prices say."""
    search = Search(levels, filled(levels, musts, prices), mm)
    search.run()
    return search
