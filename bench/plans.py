"""What plans and effects are worth where the truth is known: made shops with tastes and luck."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

from bench.measure import Result, Share, compare
from desktop.planning.effect import Effect
from desktop.planning.next import Problem, solve

Baskets = Mapping[str, tuple[str, ...]]
_SHOPS = 3_000
_PRODUCTS = 3_000
_DAYS = 28
_LEAST = 3
_BROUGHT_FEN = 1_500
_TASTES = 6


@dataclass(frozen=True)
class Market:
    """Shops with what they buy, and what they take up later."""

    baskets: Baskets
    new: Mapping[str, frozenset[str]]
    offered: tuple[str, ...]


def results(_folder: Path) -> Iterator[Result | Share]:
    """How long the next products take, how often they are taken up, how true intervals are."""
    problem = Problem(*_crowd(), 20)
    yield compare(
        f"next products of {_SHOPS:,} shops × {_PRODUCTS:,}",
        lambda: solve(problem),
        "numpy counting which are bought together",
        lambda: _bare_counting(problem),
        rounds=3,
    )
    market = market_with_tastes(Random(11))
    offers = solve(Problem(market.baskets, market.offered, 20)).next
    yield Share("taken up of 20 offered", recall(offers, market.new))
    yield Share("taken up of the 20 most sold", recall(most_sold(market.baskets), market.new))
    for clients in (5, 10, 30):
        yield Share(f"truth within the interval, {clients} shops", held(clients, 1_500))


def recall(offers: Baskets, new: Mapping[str, frozenset[str]]) -> Fraction:
    """Hits ÷ min(20, new products), the mean over shops with a new product."""
    shares = [
        Fraction(len(codes & set(offers[shop])), min(20, len(codes)))
        for shop, codes in new.items()
        if codes
    ]
    return sum(shares, Fraction(0)) / len(shares)


def most_sold(baskets: Baskets) -> Baskets:
    """The 20 that most shops buy and this one doesn't."""
    sold = Counter(code for basket in baskets.values() for code in set(basket))
    ranked = sorted(sold, key=lambda code: (-sold[code], code))
    found = {}
    for shop, basket in baskets.items():
        had = set(basket)
        found[shop] = tuple([code for code in ranked if code not in had][:20])
    return found


def market_with_tastes(chance: Random, shops: int = 240) -> Market:
    """Shops of six kinds that like the goods of their kind, and some goods that all like."""
    tastes = [[f"T{taste}-{number}" for number in range(40)] for taste in range(_TASTES)]
    common = [f"all-{number}" for number in range(30)]
    baskets, new = {}, {}
    for number in range(shops):
        liked = chance.sample(tastes[number % _TASTES], 24) + chance.sample(common, 12)
        chance.shuffle(liked)
        baskets[f"C{number}"] = tuple(liked[:18])
        new[f"C{number}"] = frozenset(liked[18:])
    offered = [code for taste in tastes for code in taste] + common
    return Market(baskets, new, tuple(offered))


def held(clients: int, tries: int) -> Fraction:
    """How often the interval holds what a suggestion brought to one of shops that buy in lumps."""
    chance = Random(clients)
    within = 0
    for _ in range(tries):
        others = tuple(_lumps(chance) for _ in range(clients))
        effect = Effect(_DAYS, _lumps(chance) + _BROUGHT_FEN, others, _LEAST)
        low, high = effect.interval() or (Fraction(0), Fraction(0))
        within += low <= Fraction(_BROUGHT_FEN, _DAYS) <= high
    return Fraction(within, tries)


def _lumps(chance: Random) -> int:
    """What a shop ordered more after a day than before it, in fen: a few times, in lumps."""
    before, after = (
        sum(chance.choice((2_400, 4_800, 9_600)) for _ in range(chance.randint(1, 5)))
        for _ in range(2)
    )
    return after - before


def _crowd() -> tuple[Baskets, tuple[str, ...]]:
    chance = Random(5)
    codes = [f"P{number:04}" for number in range(_PRODUCTS)]
    common = [1 / (20 + number) for number in range(_PRODUCTS)]
    return {
        f"C{number}": tuple(set(chance.choices(codes, common, k=chance.randint(5, 120))))
        for number in range(_SHOPS)
    }, tuple(codes)


def _bare_counting(problem: Problem) -> None:
    import numpy as np

    place = {code: at for at, code in enumerate(problem.offered)}
    held_by = np.zeros((len(problem.baskets), len(place)), np.float32)
    for line, basket in enumerate(problem.baskets.values()):
        held_by[line, [place[code] for code in basket]] = 1
    held_by.T @ held_by
