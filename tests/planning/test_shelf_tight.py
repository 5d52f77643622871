"""Shelves on which wide musts leave hardly any room: few facings to choose from, far apart (P3)."""

from random import Random

import pytest

from desktop.planning.shelf import Level, Problem, solve
from tests.planning.test_shelf import goods, hold

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
