"""A trial's draw and its effect: alike halves, a second computation, and how often it is right."""

import math
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from statistics import fmean, variance

import pytest

from desktop.planning.chance import student
from desktop.planning.effect import Sale
from desktop.planning.forms import Unfit
from desktop.planning.trial import (
    Alike,
    Problem,
    TrialEffect,
    draw,
    is_full,
    trial_effect,
    week_starts,
    weekly_means,
)

DAY = date(2026, 3, 2)


def shops(number: int, segments: str = "AB") -> tuple[Alike, ...]:
    luck = Random(number)
    return tuple(
        Alike(f"C{at}", segments[at % len(segments)], luck.randrange(100_000))
        for at in range(number)
    )


def test_the_same_shops_are_drawn_alike_in_whatever_order_they_are_told() -> None:
    told = shops(17)
    assert draw(Problem(5, told)) == draw(Problem(5, told[::-1]))
    assert len({draw(Problem(seed, told)) for seed in range(50)}) > 20


@pytest.mark.parametrize("number", [6, 7, 20, 21])
def test_the_halves_are_alike_in_kind_and_sales(number: int) -> None:
    told = shops(number, "ABC")
    plan = draw(Problem(3, told))
    first, second = plan.half(1), plan.half(2)
    assert sorted((*first, *second)) == sorted(shop.code for shop in told)
    assert abs(len(first) - len(second)) <= 1
    known = {shop.code: shop for shop in told}
    for segment in "ABC":
        counts = [sum(known[code].segment == segment for code in half) for half in (first, second)]
        assert abs(counts[0] - counts[1]) <= 1
    pairs = {place.pair for place in plan.places}
    halves = {pair: {one.half for one in plan.places if one.pair == pair} for pair in pairs}
    assert sum(len(one) == 1 for one in halves.values()) == number % 2


def test_each_shop_begins_as_often_as_not() -> None:
    told = shops(8)
    begun = sum("C3" in draw(Problem(seed, told)).half(1) for seed in range(2_000))
    assert 900 < begun < 1_100


def test_five_shops_are_too_few_and_one_told_twice_is_refused() -> None:
    with pytest.raises(Unfit, match="6"):
        Problem(1, shops(5))
    with pytest.raises(Unfit, match="C1"):
        Problem(1, (*shops(6), shops(6)[1]))


def welch_again(first: list[int], second: list[int]) -> tuple[float, float]:
    """The difference and its reach, written plainly from the textbook, with floats alone."""
    one, other = variance(first) / len(first), variance(second) / len(second)
    freedom = (one + other) ** 2 / (one**2 / (len(first) - 1) + other**2 / (len(second) - 1))
    return fmean(first) - fmean(second), t_quantile(freedom) * math.sqrt(one + other)


def t_quantile(freedom: float) -> float:
    """The 95 % quantile by adding up the density in small steps until 0.45 lies below."""
    scale = math.gamma((freedom + 1) / 2) / (math.sqrt(freedom * math.pi) * math.gamma(freedom / 2))

    def density(t: float) -> float:
        return float(scale * (1 + t * t / freedom) ** (-(freedom + 1) / 2))

    area, t, step = 0.0, 0.0, 1e-4
    while area < 0.45:
        area += density(t + step / 2) * step
        t += step
    return t - (area - 0.45) / density(t)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([120, -30, 45, 310], [10, -80, 5, 60, -40]),
        ([1, 2, 3], [100, -100, 300, 4]),
        ([7, 9], [0, 1]),
        ([500] * 5 + [501], [-3, 8, 90, 14]),
    ],
)
def test_the_interval_is_that_of_a_second_computation(first: list[int], second: list[int]) -> None:
    effect = TrialEffect(1, tuple(first), tuple(second))
    difference, reach = welch_again(first, second)
    interval = effect.interval()
    assert interval is not None
    assert effect.per_day is not None
    assert float(effect.per_day) == pytest.approx(difference)
    low, high = interval
    assert float(low) == pytest.approx(difference - reach, rel=1e-4)
    assert float(high) == pytest.approx(difference + reach, rel=1e-4)


def test_the_interval_is_a_day_s_as_the_effect_is() -> None:
    halves = (560, 840, 1_120), (280, 0, 140)
    low, high = TrialEffect(1, *halves).interval() or (0, 0)
    assert TrialEffect(28, *halves).interval() == (low / 28, high / 28)
    assert low < high


def test_between_whole_degrees_of_freedom_the_quantiles_lie_between_theirs() -> None:
    for whole in (1, 2, 5, 30, 58):
        between = [student(whole + Fraction(part, 10)) for part in range(1, 10)]
        assert student(whole) > between[0]
        assert between == sorted(between, reverse=True)
        assert between[-1] > student(whole + 1)
    assert float(student(Fraction(10_000_001, 10**6))) == pytest.approx(1.812461, abs=1e-6)


def test_one_shop_in_a_half_gives_no_interval_and_none_no_effect() -> None:
    assert TrialEffect(28, (5,), (1, 2)).interval() is None
    assert TrialEffect(28, (), (1, 2)).per_day is None
    assert TrialEffect(28, (56, 56), (28, 28)).interval() == (1, 1)


def test_the_days_of_the_window_count_and_no_others() -> None:
    halves = {1: 1, 2: 2}
    sales = [
        Sale(1, 1, DAY + timedelta(days=apart), 100) for apart in (-29, -28, -1, 0, 1, 2, 28, 29)
    ]
    sales.append(Sale(3, 1, DAY + timedelta(days=1), 9_999))
    effect = trial_effect(halves, sales, DAY, 28)
    assert (effect.first, effect.second) == ((300 - 200,), (0,))


def test_weeks_stand_around_the_day_and_a_half_counts_all_its_shops() -> None:
    weeks = week_starts(DAY, 1, 2)
    assert weeks == [date(2026, 2, 23), date(2026, 3, 3), date(2026, 3, 10)]
    sales = [Sale(1, 1, DAY, 50), Sale(1, 1, date(2026, 3, 9), 90), Sale(3, 2, weeks[0], 40)]
    means = weekly_means({1: 1, 2: 1, 3: 2}, sales, weeks)
    assert means == {1: (0, 45, 0), 2: (40, 0, 0)}
    assert weekly_means({1: 1}, sales, weeks)[2] == (0, 0, 0)  # a half without a shop left


def test_shops_alone_of_their_kind_are_paired_from_the_best_sold_down() -> None:
    sold = {"A": 50, "B": 10, "C": 40, "D": 30, "E": 20}
    alone = [Alike(kind, kind, fen) for kind, fen in sold.items()]
    pairs = {place.code: place.pair for place in draw(Problem(1, (*alone, *shops(2, "Z")))).places}
    assert pairs["A"] == pairs["C"]
    assert pairs["D"] == pairs["E"]
    assert list(pairs.values()).count(pairs["B"]) == 1


def test_the_window_is_over_on_the_day_after_its_last() -> None:
    last = DAY + timedelta(days=28)
    assert [is_full(DAY, 28, last + timedelta(days=later)) for later in (0, 1)] == [False, True]


@pytest.mark.parametrize("number", [6, 20])
def test_nine_times_in_ten_the_truth_lies_within(number: int) -> None:
    """Shops order in lumps and of different sizes; the suggestion brings all that begin 3 yuan."""
    luck = Random(number)
    held = 0
    for seed in range(400):
        told = shops(number)
        brought = {place.code: place.half for place in draw(Problem(seed, told)).places}
        swing = {
            shop.code: sum(luck.choice((-1, 1)) * luck.expovariate(1 / 400) for _one in range(8))
            for shop in told
        }
        halves = [
            tuple(
                round(swing[code]) + (300 if half == 1 else 0)
                for code, half in brought.items()
                if half == wanted
            )
            for wanted in (1, 2)
        ]
        low, high = TrialEffect(1, *halves).interval() or (0, 0)
        held += low <= 300 <= high
    assert 0.86 <= held / 400 <= 0.96
