"""How short the ways of a rep's four weeks are, beside the simple way of planning them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import asin, atan2, cos, floor, radians, sin, sqrt
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import Result, Share, compare
from desktop.planning.forms import write
from desktop.planning.visits import Client, Problem, Spot, solve

Form = Mapping[str, Any]
_OFFICE = Spot(31.46, 104.74)
_SHOPS = 300
_TOWNS = 12


def results(_folder: Path) -> Iterator[Result | Share]:
    """How long four weeks take to plan, and what part of the simple way their ways are."""
    problem = made_problem(Random(17))
    form = write(problem)
    ways: list[int] = []
    yield compare(
        f"visits of {_SHOPS} clients",
        lambda: ways.append(solve(problem).metres),
        "the simple way",
        lambda: simple_way(form),
        rounds=1,
    )
    yield Share("way of it, of the simple way", Fraction(ways[0], simple_way(form)))


def made_problem(chance: Random) -> Problem:
    """Shops in towns around an office, the farther the fewer."""
    towns = [(chance.gauss(0, 0.12), chance.gauss(0, 0.12)) for _ in range(_TOWNS)]
    clients = []
    for number in range(_SHOPS):
        up, aside = (0.0, 0.0) if number % 2 else chance.choice(towns)
        lat = _OFFICE.lat + up + chance.gauss(0, 0.02)
        lon = _OFFICE.lon + aside + chance.gauss(0, 0.02)
        clients.append(Client(f"C{number}", lat, lon, chance.choice("ABBCCC")))
    return Problem(
        _OFFICE,
        (1, 2, 3, 4, 5),
        Decimal("7.5"),
        1200,
        Decimal("1.3"),
        20,
        60,
        False,
        tuple(clients),
    )


def ways(problem: Form) -> dict[tuple[str, str], int]:
    """The way between each two clients, and "" for the office, in whole metres."""
    places = {"": problem["office"]} | {one["code"]: one for one in problem["clients"]}
    factor = Fraction(problem["road_factor"])
    found = {}
    for one, here in places.items():
        for other, there in places.items():
            south, north = radians(here["lat"]), radians(there["lat"])
            up = sin((north - south) / 2) ** 2
            aside = sin(radians(there["lon"] - here["lon"]) / 2) ** 2
            mm = round(2 * 6_371_008_800 * asin(sqrt(up + cos(south) * cos(north) * aside)))
            found[one, other] = floor(factor * mm / 1000 + Fraction(1, 2))
    return found


def simple_way(problem: Form) -> int:
    """Metres of the simple way: angles cut into weekdays, weeks by turns, the nearest next."""
    way, office = ways(problem), problem["office"]
    level = cos(radians(office["lat"]))

    def angle(client: Form) -> float:
        return atan2(client["lat"] - office["lat"], (client["lon"] - office["lon"]) * level)

    clients = sorted(problem["clients"], key=angle)
    days: dict[tuple[int, int], list[str]] = defaultdict(list)
    turns: dict[str, list[tuple[int, ...]]] = {
        "A": [(1, 2, 3, 4)],
        "B": [(1, 3), (2, 4)],
        "C": [(1,), (2,), (3,), (4,)],
    }
    for at, client in enumerate(clients):
        turn = turns[client.get("class") or "C"]
        turn.append(turn.pop(0))
        for week in turn[-1]:
            days[week, at * len(problem["weekdays"]) // len(clients)].append(client["code"])
    metres = 0
    for left in days.values():
        here = ""
        while left:
            nearest = min(left, key=lambda code: way[here, code])
            left.remove(nearest)
            metres += way[here, nearest]
            here = nearest
        metres += way[here, ""]
    return metres
