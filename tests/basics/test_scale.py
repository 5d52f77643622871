"""Scales of charts: round steps that hold every figure, ticks in the unit that one reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.figures import COUNT, MONEY, at_a_glance, large_unit
from desktop.basics.scale import scale_of


@pytest.mark.parametrize(
    ("kind", "low", "high", "unit", "ticks"),
    [
        (MONEY, 0, 15_486_760, "万元", ["0", "5", "10", "15", "20"]),
        (MONEY, -985_020, 1_059_732, "万元", ["-1", "-0.5", "0", "0.5", "1", "1.5"]),
        (MONEY, 0, 64_660, "¥", ["0", "200", "400", "600", "800"]),
        (MONEY, 0, 7, "¥", ["0", "0.02", "0.04", "0.06", "0.08"]),
        (MONEY, 0, 0, "¥", ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (MONEY, 0, 3 * 10**12, "亿元", ["0", "100", "200", "300"]),
        (COUNT, 0, 183, "", ["0", "50", "100", "150", "200"]),
        (COUNT, 0, 3, "", ["0", "1", "2", "3"]),
    ],
)
def test_ticks_are_round_and_in_the_unit_one_reads(
    kind: str, low: int, high: int, unit: str, ticks: list[str]
) -> None:
    scale = scale_of(kind, low, high, 5)
    assert (scale.unit, [text for _value, text in scale.ticks]) == (unit, ticks)


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15), st.integers(2, 9))
def test_a_scale_holds_its_figures_and_nought_in_about_so_many_steps(
    one: int, other: int, most: int
) -> None:
    low, high = min(one, other), max(one, other)
    scale = scale_of(MONEY, low, high, most)
    assert scale.low <= min(low, 0)
    assert scale.high >= max(high, 0)
    assert 0 in [value for value, _text in scale.ticks]
    assert 1 <= len(scale.ticks) - 1 <= most * 10 // 9 + 2
    assert [value for value, _text in scale.ticks] == list(
        range(scale.low, scale.high + 1, scale.step)
    )


def test_figures_at_a_glance_have_three_digits_and_the_same_places() -> None:
    unit, _word = large_unit(MONEY, 123_456_00)
    sold = (99_073_10, 92_023_30, 163_919_00, 25_661_10)
    assert at_a_glance(sold, unit) == ["9.9", "9.2", "16.4", "2.6"]
    assert at_a_glance((123_456_00, -5_000_00, -1, 0), unit) == ["12.3", "-0.5", "0", "0"]
    assert at_a_glance((99_073_10, 90_000_00), unit) == ["9.91", "9.00"]
    assert at_a_glance((20_000_00, 10_000_00), unit) == ["2", "1"]  # nobody needs their places
    assert at_a_glance((1_234_567_00, 5_000_00), unit) == ["123", "0"]
    assert at_a_glance((180, 7), 1) == ["180", "7"]
    assert at_a_glance((), unit) == []
