"""Distances on the earth, and the grid that finds what is near."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.places import (
    EARTH_MM,
    apart_mm,
    cell_of,
    cells_around,
    cells_near,
    kilometres,
    near_pairs,
)

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def test_distances_are_those_of_a_sphere_of_the_mean_radius() -> None:
    quarter = round(EARTH_MM * 3.141592653589793 / 2)
    assert apart_mm((0, 0), (90, 0)) == apart_mm((0, 0), (0, 90)) == quarter
    assert apart_mm((30, 104), (30, 104)) == 0
    assert apart_mm((30, 180), (30, -180)) == 0
    # Along a meridian a millionth of a degree is 111.195 mm.
    assert apart_mm((30, 104), (30.002697, 104)) == 299_893
    assert apart_mm((30, 104), (30.002698, 104)) == 300_004
    assert apart_mm((30, 104), (30, 104.001)) == 96_298  # less, by the cosine of 30°


@given(LATITUDES, LONGITUDES, st.floats(-0.02, 0.02), st.floats(-0.02, 0.02), st.integers(1, 2_000))
def test_whatever_is_near_lies_in_a_cell_that_is_looked_into(
    lat: float, lon: float, north: float, east: float, metres: int
) -> None:
    one, other = (lat, lon), (max(-90.0, min(90.0, lat + north)), lon + east)
    if abs(lat) < 89 and apart_mm(one, other) <= metres * 1000:
        assert cell_of(other) in set(cells_near(one, metres))


@given(st.floats(-85, 85), LONGITUDES, st.integers(1, 2_000))
def test_around_a_cell_lies_whatever_is_near_to_any_place_in_it(
    lat: float, lon: float, metres: int
) -> None:
    assert set(cells_near((lat, lon), metres)) <= set(cells_around(cell_of((lat, lon)), metres))


def test_a_cell_number_fits_every_database_and_no_two_places_share_one_by_chance() -> None:
    ends = [cell_of((lat, lon)) for lat in (-90, 0, 90) for lon in (-180, 0, 179.9)]
    assert len(set(ends)) == len(ends)
    assert all(abs(cell) < 2**31 for cell in ends)


PLACES = st.lists(
    st.tuples(st.integers(-30, 30), st.integers(-30, 30)).map(
        lambda at: (30 + at[0] / 2_000, 104 + at[1] / 2_000)
    ),
    max_size=30,
)


@given(PLACES, st.integers(50, 1_500))
def test_the_pairs_are_those_of_comparing_all_with_all(
    places: list[tuple[float, float]], metres: int
) -> None:
    numbered = dict(enumerate(places))
    wanted = {
        (one, other): apart_mm(numbered[one], numbered[other])
        for one, other in combinations(numbered, 2)
        if apart_mm(numbered[one], numbered[other]) <= metres * 1000
    }
    assert near_pairs(numbered, numbered.items(), metres) == wanted


def test_kilometres_are_rounded_half_up_to_one_place() -> None:
    assert [kilometres(metres) for metres in (0, 49, 50, 32_050, 32_063, 9_949)] == [
        "0.0", "0.0", "0.1", "32.1", "32.1", "9.9"
    ]  # fmt: skip


def test_a_radius_of_half_the_earth_costs_no_more_than_comparing_all_with_all() -> None:
    far = {at: (float(at - 45), float(2 * at)) for at in range(90)}
    assert len(near_pairs(far, far.items(), 1_000_000_000)) == 90 * 89 // 2
    wide = near_pairs(far, far.items(), 200_000)
    assert wide == {
        (one, other): apart_mm(far[one], far[other])
        for one, other in combinations(far, 2)
        if apart_mm(far[one], far[other]) <= 200_000_000
    }
