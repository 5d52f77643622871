"""Coordinates of three kinds become what the office keeps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.datums import DATUMS, from_bd09, from_wgs84, kept_place, to_bd09, to_wgs84
from desktop.basics.places import Place, apart_mm

IN_CHINA = st.tuples(st.floats(18, 53), st.floats(74, 134))


# The square of Beijing as published converters give it.
@pytest.mark.parametrize(
    ("wgs84", "gcj02", "bd09"),
    [
        ((39.90734, 116.39089), (39.90873, 116.39713), (39.91508, 116.40350)),
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215), None),
    ],
)
def test_known_points_are_where_map_makers_put_them(
    wgs84: Place, gcj02: Place, bd09: Place | None
) -> None:
    assert apart_mm(from_wgs84(wgs84), gcj02) < 2_000
    if bd09 is not None:
        assert apart_mm(from_bd09(bd09), gcj02) < 2_000


@given(IN_CHINA)
def test_what_is_converted_comes_back(there: Place) -> None:
    assert apart_mm(to_wgs84(from_wgs84(there)), there) < 10
    assert apart_mm(from_bd09(to_bd09(there)), there) < 1_000


@given(IN_CHINA)
def test_a_shift_is_some_hundred_metres(there: Place) -> None:
    assert 10_000 < apart_mm(from_wgs84(there), there) < 1_200_000


def test_abroad_nothing_is_shifted() -> None:
    paris = (48.8566, 2.3522)
    assert from_wgs84(paris) == to_wgs84(paris) == paris


def test_a_place_is_kept_to_six_places_whatever_its_kind() -> None:
    lat, lon = Decimal("39.908730"), Decimal("116.397130")
    assert kept_place(lat, lon, "gcj02") == (lat, lon)
    for datum in DATUMS:
        found = kept_place(lat, lon, datum)
        assert all(one.as_tuple().exponent == -6 for one in found)
