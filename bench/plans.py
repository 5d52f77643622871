"""What plans and effects are worth where the truth is known: made shops with tastes and luck."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import atan2
from pathlib import Path
from random import Random

from bench.measure import Result, Share, compare
from desktop.planning import lines, routes, shelf
from desktop.planning.effect import Effect
from desktop.planning.facings import worth
from desktop.planning.next import Problem, solve
from desktop.planning.routing.form import Depot, Drop, Fixed, Vehicle
from desktop.planning.shelves.form import Level, Product
from desktop.planning.staggering.form import Client

Baskets = Mapping[str, tuple[str, ...]]
_SHOPS = 3_000
_PRODUCTS = 3_000
_DAYS = 28
_LEAST = 3
_BROUGHT_FEN = 1_500
_TASTES, _TASTING_SHOPS = 6, 240


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
    yield from _shelves()
    yield from _staggered()
    yield from _routes()
    for clients in (5, 10, 30):
        yield Share(f"truth within the interval, {clients} shops", held(clients, 1_500))


def _shelves() -> Iterator[Result | Share]:
    """How long a shelf takes beside filling it by worth a millimetre, and what both are worth."""
    chance = Random(3)
    problems = [_shelf(chance) for _ in range(8)]
    yield compare(
        "8 shelves, 5 levels, 80 to 200 products",
        lambda: [shelf.solve(problem) for problem in problems],
        "filled by worth a millimetre",
        lambda: [_simply_filled(problem) for problem in problems],
        rounds=3,
    )
    plans = [shelf.solve(problem) for problem in problems]
    bounds = sum(plan.bound for plan in plans)
    simple = sum(_simply_filled(problem) for problem in problems)
    yield Share("of the proven bound: shelves", Fraction(sum(plan.value for plan in plans), bounds))
    yield Share("of the proven bound: simply filled", Fraction(simple, bounds))


def _routes() -> Iterator[Result | Share]:
    """What a day's runs cost, of those drawn by the angle around the depot."""
    day = _made_day(Random(17), 80, 6)
    plan = routes.solve(day)
    around = sorted(day.drops, key=lambda drop: atan2(drop.lat or 0, drop.lon or 0))
    each = -(-len(around) // len(day.vehicles))
    drawn = [
        Fixed(vehicle.code, 1, tuple(drop.code for drop in part), False, True, None)
        for vehicle, part in zip(
            day.vehicles,
            (around[at : at + each] for at in range(0, len(around), each)),
            strict=False,
        )
    ]
    simple = routes.solve(replace(day, fixed=tuple(drawn)))
    yield Share("cost of a day's runs, of those by angle", Fraction(plan.cost / simple.cost))


def _made_day(chance: Random, drops: int, vehicles: int) -> routes.Problem:
    """Drops around a depot at the place 0, 0 of a quiet sea, and vehicles that all can take."""
    return routes.Problem(
        Depot(0.0, 0.0, "07:00", "19:00"),
        Decimal("1.3"),
        25,
        30,
        tuple(
            Vehicle(
                f"V{at}", Decimal(60), None, "08:00", "18:00", 1, 1800, Decimal(80), Decimal("1.2"),
                Decimal(20),
            )
            for at in range(vehicles)
        ),
        tuple(
            Drop(
                f"C{at}", chance.gauss(0, 0.05), chance.gauss(0, 0.05),
                Decimal(chance.randint(1, 6)), None, "08:00", "20:00", 300,
            )
            for at in range(drops)
        ),
        (),
        None,
    )  # fmt: skip


def _shelf(chance: Random) -> shelf.Problem:
    products = (
        Product(
            f"P{at:03}",
            chance.randint(35, 140),
            chance.choice((None, 100, 165, 200, 240, 290)),
            int(chance.lognormvariate(11.5, 0.9)) + 1,
            chance.random() < 0.02,
            f"category {chance.randint(0, 7)}",
        )
        for at in range(chance.randint(80, 200))
    )
    heights = (250, 300, 300, 320, 400)
    return shelf.Problem(tuple(Level(900, height) for height in heights), 12, 6, tuple(products))


def _simply_filled(problem: shelf.Problem) -> int:
    """Musts, then what is worth most a millimetre, one facing each; then facings as they fit."""
    left = [level.width_mm for level in problem.levels]
    ranked = sorted(problem.products, key=lambda one: (not one.must, -one.value / one.width_mm))
    placed: list[tuple[Product, int]] = []
    for one in ranked:
        for at, level in enumerate(problem.levels):
            fits = (one.height_mm or 0) <= (level.height_mm or one.height_mm or 0)
            if len(placed) < problem.max_products and fits and one.width_mm <= left[at]:
                left[at] -= one.width_mm
                placed.append((one, at))
                break
    total = 0
    for one, at in placed:
        more = min(left[at] // one.width_mm, problem.max_facings - 1)
        left[at] -= more * one.width_mm
        total += worth(one.value, 1 + more)
    return total


def _staggered() -> Iterator[Result | Share]:
    """How long lines take beside giving them one shop after the other, and what both come to."""
    problem = _town(Random(4), 150)
    yield compare(
        "lines of 150 shops in a town",
        lambda: lines.solve(problem),
        "one shop after the other",
        lambda: _one_by_one(problem),
        rounds=1,
    )
    found = lines.solve(problem)
    simple = lines.conflicts(problem, _one_by_one(problem))
    yield Share("conflicts proved of those left", Fraction(found.bound, max(1, found.conflicts)))
    yield Share("conflicts left of one by one", Fraction(found.conflicts, max(1, simple)))


def _town(chance: Random, shops: int) -> lines.Problem:
    names = tuple(f"line {number}" for number in range(6))
    middles = [(chance.gauss(31.46, 0.02), chance.gauss(104.74, 0.02)) for _ in range(shops // 12)]
    clients = []
    for number in range(shops):
        lat, lon = chance.choice(middles)
        fit = {name: chance.randint(0, 5) for name in names}
        spot = chance.gauss(lat, 0.0015), chance.gauss(lon, 0.0015)
        now = (chance.choice(names),)
        clients.append(Client(f"C{number:04}", *spot, now, names, (), 1, fit))
    return lines.Problem(300, 10, True, tuple(clients))


def _one_by_one(problem: lines.Problem) -> Mapping[str, tuple[str, ...]]:
    """Each shop in turn gets the line that fewest of its neighbours before it lead."""
    near = lines.neighbours(problem)
    given: dict[str, tuple[str, ...]] = {}
    for client in problem.clients:
        led = Counter(line for other in near[client.code] for line in given.get(other, ()))
        given[client.code] = (min(client.allowed, key=lambda line: (led[line], line)),)
    return given


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


def market_with_tastes(chance: Random) -> Market:
    """Shops of six kinds that like the goods of their kind, and some goods that all like."""
    tastes = [[f"T{taste}-{number}" for number in range(40)] for taste in range(_TASTES)]
    common = [f"all-{number}" for number in range(30)]
    baskets, new = {}, {}
    for number in range(_TASTING_SHOPS):
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
