"""Effects with figures computed by hand, and what must hold for any figures (G7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.planning.effect import (
    Effect,
    Measurement,
    Sale,
    Shop,
    Trial,
    full_on,
    whole_fen,
)

W = 28
ADOPTED = date(2026, 3, 2)
SOAP, GIFT = 1, 2
OWN = 1
LONG_AGO = date(2025, 1, 1)


def trial(client_id: int = OWN, *products: int, after: int = 0) -> Trial:
    """An adoption some days after ADOPTED."""
    day = ADOPTED + timedelta(days=after)
    return Trial(100 + client_id, client_id, "学校店", frozenset(products), day)


def shops(number: int) -> list[Shop]:
    return [Shop(client_id, "学校店", LONG_AGO) for client_id in range(1, number + 1)]


def sale(client_id: int, after: int, supply_fen: int, product_id: int = SOAP) -> Sale:
    """A sale some days after ADOPTED."""
    return Sale(client_id, product_id, ADOPTED + timedelta(days=after), supply_fen)


def measure(
    sales: Sequence[Sale],
    several: Sequence[Shop],
    others: Sequence[Trial] = (),
    measured: Trial | None = None,
) -> Effect:
    one = measured or trial(OWN, SOAP)
    return Measurement(several, [one, *others], sales, days=W, least=3).effect(one)


def test_an_effect_is_the_own_difference_less_the_mean_of_three_shops() -> None:
    sales = [
        sale(OWN, -3, 2_800),
        sale(OWN, 3, 8_400),
        sale(2, 5, 2_800),
        sale(3, -5, 1_000),
        sale(3, 5, 1_000),
        sale(4, 9, 1_400),
    ]
    effect = measure(sales, shops(4))
    assert effect.own == 200
    assert effect.comparison == 50
    assert effect.per_day == 150


def test_the_window_is_28_days_before_and_after_and_the_adoption_day_in_neither() -> None:
    outside = [sale(OWN, day, 1_000_000) for day in (-29, 0, 29)]
    inside = [sale(OWN, -28, 280), sale(OWN, -1, 280), sale(OWN, 1, 1_400), sale(OWN, 28, 1_400)]
    assert measure([*outside, *inside], shops(1)).own_fen == 2_240


def test_it_can_be_told_on_the_29th_day_after_the_adoption() -> None:
    assert full_on(date(2026, 3, 2), 28) == date(2026, 3, 31)


def test_goods_that_come_back_are_taken_off() -> None:
    assert measure([sale(OWN, 3, 8_400), sale(OWN, 9, -2_800)], shops(1)).own == 200


def test_only_target_products_count() -> None:
    sales = [sale(OWN, 3, 2_800, SOAP), sale(OWN, 3, 5_600, GIFT)]
    assert measure(sales, shops(1), measured=trial(OWN, SOAP)).own == 100
    assert measure(sales, shops(1), measured=trial(OWN, SOAP, GIFT)).own == 300


def test_a_suggestion_without_target_products_is_about_the_whole_range() -> None:
    sales = [sale(OWN, 3, 2_800, SOAP), sale(OWN, 3, 5_600, GIFT)]
    assert measure(sales, shops(1), measured=trial(OWN)).own == 300


def test_with_two_shops_to_compare_the_plain_difference_stands() -> None:
    sales = [sale(OWN, 3, 2_800), sale(2, 3, 2_800), sale(3, 3, 2_800)]
    effect = measure(sales, shops(3))
    assert (effect.per_day, effect.comparison, effect.interval()) == (100, None, None)
    assert len(effect.others_fen) == 2
    assert measure(sales, shops(4)).comparison == Fraction(200, 3)


@pytest.mark.parametrize(
    ("changed", "compared"),
    [
        ({}, True),
        ({"segment": "小区店"}, False),
        ({"active_from": None}, False),
        ({"active_from": ADOPTED - timedelta(days=28)}, True),
        ({"active_from": ADOPTED - timedelta(days=27)}, False),
        ({"closed_on": ADOPTED + timedelta(days=28)}, True),
        ({"closed_on": ADOPTED + timedelta(days=27)}, False),
    ],
)
def test_a_shop_is_compared_when_it_is_alike_and_active_for_the_whole_time(
    changed: dict[str, object], compared: bool
) -> None:
    several = shops(5)
    several[4] = replace(several[4], **changed)  # type: ignore[arg-type]
    assert len(measure([], several).others_fen) == (4 if compared else 3)


@pytest.mark.parametrize(
    ("other", "compared"),
    [
        (trial(5, GIFT), True),
        (trial(5, SOAP), False),
        (trial(5, SOAP, GIFT), False),
        (trial(5), False),
        (trial(5, SOAP, after=56), False),
        (trial(5, SOAP, after=57), True),
        (trial(5, SOAP, after=-56), False),
        (trial(5, SOAP, after=-57), True),
    ],
)
def test_a_shop_that_adopted_something_alike_at_the_time_is_no_comparison(
    other: Trial, compared: bool
) -> None:
    effect = measure([], shops(5), [other])
    assert len(effect.others_fen) == (4 if compared else 3)


def test_the_interval_is_as_wide_as_a_shop_swings_that_did_nothing() -> None:
    # Three shops, a mean of 100 fen a day and a standard deviation of 100: by the table t is
    # 2.919986 for two degrees of freedom, and so the reach is 2.919986 · 100 · √(4/3) = 337.17.
    effect = Effect(W, 500 * W, (0, 100 * W, 200 * W), 3)
    low, high = effect.interval() or (Fraction(0), Fraction(0))
    assert effect.per_day == 400
    assert (whole_fen(low), whole_fen(high)) == (63, 737)


def test_one_shop_alone_swings_nobody_knows_how_far() -> None:
    assert Effect(W, 500 * W, (100 * W,), 1).interval() is None


def test_shops_that_did_all_the_same_leave_no_doubt() -> None:
    assert Effect(W, 0, (280,) * 7, 3).interval() == (-10, -10)


def test_amounts_are_rounded_half_up_away_from_zero() -> None:
    assert [whole_fen(Fraction(n, 2)) for n in (1, -1, 3, -3, 4)] == [1, -1, 2, -2, 2]
    assert whole_fen(Fraction(1, 3)) == 0


amounts = st.integers(-(10**9), 10**9)
SOLD = st.lists(st.tuples(st.integers(1, 6), st.integers(-40, 40), amounts), max_size=40)


@given(SOLD, amounts)
def test_what_all_shops_sell_more_changes_no_effect(
    sold: list[tuple[int, int, int]], more_fen: int
) -> None:
    sales = [sale(*one) for one in sold]
    risen = sales + [sale(client_id, 7, more_fen) for client_id in range(1, 7)]
    before, after = measure(sales, shops(6)), measure(risen, shops(6))
    assert before.per_day == after.per_day
    assert before.interval() == after.interval()


@given(SOLD, st.randoms(use_true_random=False))
def test_the_order_of_shops_and_sales_is_indifferent(
    sold: list[tuple[int, int, int]], chance: object
) -> None:
    sales, several = [sale(*one) for one in sold], shops(6)
    before = measure(sales, several)
    chance.shuffle(sales)  # type: ignore[attr-defined]
    chance.shuffle(several)  # type: ignore[attr-defined]
    after = measure(sales, several)
    assert before == after
    assert before.interval() == after.interval()


@given(st.lists(amounts, min_size=3, max_size=30), amounts)
def test_an_interval_lies_around_its_effect(others: list[int], own_fen: int) -> None:
    effect = Effect(W, own_fen, tuple(sorted(others)), 3)
    low, high = effect.interval() or (Fraction(1), Fraction(0))
    assert low + high == 2 * effect.per_day
    assert (low == high) == (len(set(others)) == 1)


def test_trials_of_one_day_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sales = [sale(client_id, 3, 2_800 * client_id) for client_id in range(1, 7)]
    same = [trial(1, SOAP), trial(2, SOAP), trial(3, SOAP)]
    later = trial(4, SOAP, after=1)
    trials = [*same, later]
    alone = [Measurement(shops(6), trials, sales, days=W, least=3).effect(one) for one in trials]
    together = Measurement(shops(6), trials, sales, days=W, least=3)
    days: list[date] = []
    reckon = Measurement._compare

    def heard(self: Measurement, segment: str, day: date, products: tuple[int, ...]) -> object:
        days.append(day)
        return reckon(self, segment, day, products)

    monkeypatch.setattr(Measurement, "_compare", heard)
    assert [together.effect(one) for one in trials] == alone
    assert days == [ADOPTED, later.begun_on]
