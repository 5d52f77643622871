"""Large days are searched in parts: nothing is lost between them, and good routes are chosen."""

from dataclasses import replace
from itertools import pairwise
from random import Random
from time import monotonic

import numpy as np
import pytest

from desktop.planning.routing.parts import Half, improved, split, visits_of, whole
from desktop.planning.routing.pool import Pool
from desktop.planning.routing.task import Found, Heat, Parted, Route, Setting, Slot, Task, Visit
from desktop.planning.whole import Answer, Program

LEG = Parted(3, 8, Setting(20, 5, Heat(0.1, 0.1), remember=True))


def task(size: int, prize: int | None = None, idle: int = 2) -> Task:
    """Visits on a ring around the depot, three to a vehicle."""
    turn = np.arange(size) * 2 * np.pi / size
    x = np.concatenate([[0.0, 0.0], np.cos(turn)])
    y = np.concatenate([[0.0, 0.0], np.sin(turn)])
    apart = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    ways = (1_000 * apart).astype(np.int64)
    slot = Slot(size // 3 + idle, (3,), 0, 10**6, 10**6, 1, 0, 0)
    visits = tuple(Visit((1,), 0, 10**6, 0, prize) for _at in range(size))
    return Task(visits, (slot,), (ways,), (np.zeros_like(ways),), (1_000.0, 1.0), 10_000.0)


def bad_routes(size: int) -> list[Route]:
    third = size // 3
    return [(0, ((at, at + third, at + 2 * third),)) for at in range(third)]


def cost(asked: Task, routes: tuple[Route, ...] | list[Route]) -> int:
    stops = [[0, *(visit + 2 for visit in visits_of(route)), 0] for route in routes]
    ways = asked.costs[0]
    return sum(int(ways[one, other]) for some in stops for one, other in pairwise(some))


def test_halves_hold_every_visit_once_and_share_idle_vehicles() -> None:
    asked = task(24, prize=10**6)
    routes = bad_routes(24)[:-1]
    one, other = split(asked, routes, Random(1))
    assert one.routes
    assert other.routes
    stands = [visit for half in (one, other) for route in half.routes for visit in visits_of(route)]
    assert sorted([*stands, *one.left, *other.left]) == list(range(24))
    assert (len(one.left) + len(other.left), one.idle[0] + other.idle[0]) == (3, 3)


def test_a_half_that_was_searched_has_the_same_visits_and_costs_less() -> None:
    asked = task(24)
    half = whole(asked, bad_routes(24))
    found = improved(asked, half, LEG, 7, monotonic() + 60, lambda: False)
    assert sorted(visit for route in found.routes for visit in visits_of(route)) == [*range(24)]
    assert all(len(visits_of(route)) <= 3 for route in found.routes)
    assert found.cost == cost(asked, list(found.routes))
    assert found.cost < cost(asked, bad_routes(24))
    again = improved(asked, half, LEG, 7, monotonic() + 60, lambda: False)
    assert again == found
    assert all(price == cost(asked, [route]) for price, route in found.seen)


def test_what_was_left_out_finds_an_idle_vehicle() -> None:
    asked = task(24, prize=10**6)
    half = Half(tuple(bad_routes(24)[:-1]), (7, 15, 23), (2,))
    found = improved(asked, half, replace(LEG, kits=8), 1, monotonic() + 60, lambda: False)
    assert sum(len(visits_of(route)) for route in found.routes) == 24


def test_the_best_choice_of_routes_that_were_seen_has_each_visit_once() -> None:
    asked = task(6)
    worse, better = bad_routes(6), [(0, ((0, 1, 2),)), (0, ((3, 4, 5),))]
    pool = Pool(asked)
    found = Found(cost(asked, worse), tuple(worse), (1.0, 1.0))
    assert pool.best(found, 5) == found
    priced = tuple((cost(asked, [route]), route) for route in [*worse, *better, (0, ((0, 1),))])
    pool.remember([replace(found, seen=priced)])
    chosen = pool.best(found, 5)
    assert sorted(chosen.routes) == sorted(better)
    assert chosen.cost == cost(asked, better)


def test_of_visits_that_may_be_left_out_those_are_that_cost_more_than_their_prize() -> None:
    asked = task(6, prize=10)
    routes = tuple(bad_routes(6))
    pool = Pool(asked)
    found = Found(
        cost(asked, list(routes)),
        routes,
        (1.0, 1.0),
        False,
        tuple((cost(asked, [one]), one) for one in routes),
    )
    pool.remember([found])
    assert pool.best(found, 5).routes == ()
    assert pool.best(found, 5).cost == 60


def test_a_choice_is_worth_what_its_routes_cost_whatever_was_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = task(6)
    routes = bad_routes(6)
    pool = Pool(asked)
    priced = tuple((cost(asked, [one]), one) for one in routes)
    found = Found(cost(asked, routes), tuple(routes), (1.0, 1.0), False, priced)
    pool.remember([found])
    for taken in ((True,) * len(routes), (False,) * len(routes)):
        answer = Answer(taken, -1.0, 0.0)
        monkeypatch.setattr(Program, "most", lambda *_asked, told=answer: told)
        assert pool.best(found, 5) == found
