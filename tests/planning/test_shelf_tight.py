"""Shelves on which wide musts leave hardly any room: few facings to choose from, far apart (P3)."""

from random import Random

import pytest

from desktop.planning.shelf import Level, Problem, solve
from tests.planning.test_shelf import best_by_program, goods, hold

_WIDTHS, _HIGH = (600, 750, 900, 1_000, 1_200), (None, 90, 165, 190, 240, 280)


def tight(seed: int) -> Problem:
    """Musts as wide as nearly all of the levels together, and other products beside them."""
    chance = Random(seed)
    widths = [chance.choice(_WIDTHS) for _level in range(chance.randint(3, 5))]
    levels = [Level(width, chance.choice((None, 200, 260, 300, 350))) for width in widths]
    most, facings = chance.choice((10, 12, 15)), chance.choice((2, 4, 6))
    shares = [chance.uniform(0.5, 1.6) for _must in range(most - chance.randint(0, 3))]
    each = sum(widths) * chance.uniform(0.9, 0.99) / sum(shares)
    musts = [min(int(each * share), max(widths)) for share in shares]
    others = [chance.randint(35, 160) for _other in range(chance.randint(25, 60))]
    products = [
        goods(
            f"P{at:03}",
            wide,
            chance.randint(5_000, 300_000),
            height_mm=chance.choice(_HIGH),
            must=at < len(musts),
        )
        for at, wide in enumerate([*musts, *others])
    ]
    return Problem(tuple(levels), most, facings, tuple(products))


@pytest.mark.parametrize("seed", [7, 33, 34, 39])
def test_a_tight_shelf_is_proved_to_lie_close_to_the_best(seed: int) -> None:
    problem = tight(seed)
    plan = solve(problem)
    hold(problem, plan)
    assert plan.bound - plan.value <= plan.value / 200


def narrow(seed: int) -> Problem:
    """Levels that hold two or three products each, a third of which are musts."""
    chance = Random(seed)
    levels = [Level(chance.randint(280, 420), None) for _level in range(4)]
    products = [
        goods(
            f"P{at:02}",
            chance.randint(90, 220),
            chance.randint(50_000, 100_000),
            must=at % 3 == 0,
        )
        for at in range(18)
    ]
    return Problem(tuple(levels), 12, 2, tuple(products))


@pytest.mark.parametrize("seed", range(6))
def test_no_bound_lies_below_what_a_whole_program_finds(seed: int) -> None:
    problem = narrow(seed)
    plan = solve(problem)
    hold(problem, plan)
    assert plan.musts == best_by_program(problem)
    best = best_by_program(problem, plan.musts)
    assert plan.value <= best <= plan.bound
    assert best - plan.value <= best / 200


def test_the_same_tight_shelf_is_filled_alike_each_time() -> None:
    problem = tight(13)
    again = Problem(
        problem.levels, problem.max_products, problem.max_facings, problem.products[::-1]
    )
    assert solve(problem) == solve(again)
