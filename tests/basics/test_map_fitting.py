"""All shops are shown beside what stands in the corners of a map, as near as that allows."""

import random
from collections.abc import Sequence

import pytest

from desktop.basics.chart_drawing import Point
from desktop.basics.map_drawing import fitting
from desktop.basics.map_fitting import Corner, Edges

CORNERS = (
    Corner(False, True, 140, 120),
    Corner(True, True, 168, 44),
    Corner(True, False, 44, 62),
)
SIZES = ((1400, 820), (760, 560), (430, 700), (640, 250), (300, 200))


def scattered(seed: int, number: int) -> Sequence[Point]:
    dice = random.Random(seed)
    return [(dice.uniform(-4000, 4000), dice.uniform(-3000, 3000)) for _shop in range(number)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", [1, 2, 9, 2000])
def test_no_shop_lies_below_a_corner_and_none_out_of_sight(
    size: tuple[int, int], number: int
) -> None:
    for seed in range(4):
        points = scattered(seed, number)
        view = Edges(points).view(*size, CORNERS)
        for point in points:
            at = view.point(point)
            assert view.holds(at)
            assert not any(corner.hides(view, at) for corner in CORNERS)


def test_where_nothing_is_hidden_the_map_is_as_near_as_without_corners() -> None:
    diamond = [(-1000.0, 0.0), (1000.0, 0.0), (0.0, -900.0), (0.0, 900.0)]
    assert Edges(diamond).view(900, 800, CORNERS) == fitting(diamond, 900, 800)
    square = [*diamond, (-1000.0, 900.0)]
    assert Edges(square).view(900, 800, CORNERS).each_m > fitting(square, 900, 800).each_m


def test_a_map_without_shops_has_a_view_too() -> None:
    assert Edges(()).view(300, 200, CORNERS).wide == 300
