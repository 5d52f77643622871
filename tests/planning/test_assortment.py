"""Expected sales, values and first orders of products, reckoned by hand (P2a–P3a)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.planning.assortment import (
    NOBODY,
    Buyers,
    Considered,
    Placed,
    Sold,
    Terms,
    category_means,
    expected_daily,
    facing_factor,
    first_order,
    learned_factor,
    value_of,
    why_not,
)

# Three school shops took 91 each in all (1 a day), seven other shops a third of that.
SCHOOLS = Buyers(clients=3, units=3 * 91, households=900, counted=3)
ALL = SCHOOLS + Buyers(clients=7, units=7 * 91 // 7, households=7000, counted=7)


def test_a_segments_mean_is_shrunk_towards_that_of_all_as_by_five_clients():
    # The segment sells 1 a day, all ten shops (3 × 91 + 91) ÷ 910 = 0.4.
    assert ALL.daily == Fraction(4, 10)
    assert expected_daily(Sold(SCHOOLS, ALL), 0, None) == (3 + 5 * Fraction(4, 10)) / 8


def test_where_nobody_of_its_kind_buys_it_the_mean_of_all_stands():
    assert expected_daily(Sold(NOBODY, ALL), 0, None) == Fraction(4, 10)


def test_what_nobody_buys_sells_as_its_category_does_and_else_a_twentieth_a_day():
    means = category_means(
        [("洁面", Fraction(1)), ("洁面", Fraction(2)), ("洁面", None), ("皂", None)]
    )
    assert means == {"洁面": Fraction(3, 2)}
    assert expected_daily(Sold(usual=means["洁面"]), 0, 500) == Fraction(3, 2)
    assert expected_daily(Sold(), 0, 500) == Fraction(1, 20)


def test_a_shops_own_sales_count_as_five_more_clients_of_its_kind():
    # Itself 2 a day: (3 × 1 + 5 × 2 + 5 × 0.4) ÷ (3 + 5 + 5).
    sold = Sold(SCHOOLS, ALL, own_units=2 * 91)
    assert expected_daily(sold, 0, None) == Fraction(15, 13)
    # Alone: its own and what is taken of a product that nobody buys, half each.
    assert expected_daily(Sold(own_units=91), 0, None) == (1 + Fraction(1, 20)) / 2


@pytest.mark.parametrize(
    ("households", "factor"),
    [(300, 1), (450, "1.5"), (10_000, 2), (10, "0.5"), (0, "0.5"), (None, 1)],
)
def test_more_households_than_around_such_shops_sell_more_within_bounds(
    households: int | None, factor: int | str
):
    known = Sold(SCHOOLS, ALL)
    assert expected_daily(known, 0, households) == expected_daily(known, 0, None) * Fraction(factor)


def test_households_of_all_shops_are_the_measure_where_no_shop_of_its_kind_buys():
    # 7,900 households around ten shops: 790 each.
    assert expected_daily(Sold(NOBODY, ALL), 0, 1185) == Fraction(4, 10) * Fraction(3, 2)
    uncounted = Buyers(clients=3, units=273)
    assert expected_daily(Sold(uncounted, ALL), 0, 1185) == expected_daily(
        Sold(uncounted, ALL), 0, None
    )


@pytest.mark.parametrize(("fit", "kappa"), [(0, 1), (3, "1.3"), (15, 2), (-8, "0.5")])
def test_each_point_of_fit_sells_a_tenth_more_within_bounds(fit: int, kappa: int | str):
    assert expected_daily(Sold(NOBODY, ALL), fit, None) == Fraction(4, 10) * Fraction(kappa)


def test_what_came_of_earlier_proposals_is_learned_within_bounds():
    assert learned_factor(0, Fraction(0)) == 1
    assert learned_factor(70, Fraction(50)) == Fraction(120, 100)
    assert learned_factor(0, Fraction(1000)) == Fraction(1, 2)
    assert learned_factor(9000, Fraction(10)) == Fraction(3, 2)
    assert expected_daily(Sold(NOBODY, ALL, learned=Fraction(3, 2)), 0, None) == Fraction(6, 10)


def test_a_shop_earns_the_difference_and_what_is_given_back():
    terms = Terms(3780, 1, 4800, Decimal("0.125"), Decimal("0.05"))
    # 48.00 − 37.80 + 4.73 (rounded half up) + 1.89.
    assert terms.profit == 4800 - 3780 + 473 + 189
    bundle = Terms(1060, 4, 350, Decimal("0.05"), Decimal("0"))
    assert bundle.profit == Fraction(4 * 350 - 1060 + 53, 4)


def test_a_value_is_whole_thousandths_of_a_fen_a_day_rounded_half_up():
    assert value_of(Fraction(1682), Fraction(5, 8)) == 1_051_250
    assert value_of(Fraction(1), Fraction(15, 10_000)) == 2  # 1.5
    assert value_of(Fraction(393, 4), Fraction(1, 3)) == 32_750


def test_more_facings_sell_more_and_ever_less_so():
    assert facing_factor(1) == 1
    assert round(float(facing_factor(2)), 6) == 1.125058
    assert facing_factor(6) / facing_factor(5) < facing_factor(2)


def placed(code: str, facings: int, daily: str, price_fen: int, profit_fen: int) -> Placed:
    terms = Terms(price_fen, 1, price_fen + profit_fen, Decimal(0), Decimal(0))
    return Placed(code, facings, Fraction(daily), terms)


def test_a_first_order_covers_two_weeks_and_puts_one_piece_into_each_facing():
    assert first_order([placed("A", 1, "0.5", 1000, 100)]) == {"A": 7}
    assert first_order([placed("A", 1, "0.51", 1000, 100)]) == {"A": 8}
    assert first_order([placed("A", 4, "0.01", 1000, 100)]) == {"A": 4}
    bundle = Terms(1060, 4, 350, Decimal(0), Decimal(0))
    assert first_order([Placed("A", 5, Fraction("0.01"), bundle)]) == {"A": 2}


def test_over_the_budget_goes_what_earns_least_per_yuan_but_the_facings_stay_filled():
    shelf = [placed("A", 2, "0.5", 1000, 300), placed("B", 2, "0.5", 1000, 200)]
    assert first_order(shelf) == {"A": 8, "B": 8}
    assert first_order(shelf, 14_000) == {"A": 8, "B": 6}
    assert first_order(shelf, 13_001) == {"A": 8, "B": 5}
    assert first_order(shelf, 9_000) == {"A": 7, "B": 2}
    assert first_order(shelf, 1) == {"A": 2, "B": 2}
    alike = [placed("A", 1, "0.5", 1000, 300), placed("B", 1, "0.5", 1000, 300)]
    assert first_order(alike, 13_000) == {"A": 7, "B": 6}


def test_a_candidate_has_a_width_a_retail_price_fits_and_is_led_by_no_neighbour():
    assert why_not(Considered(50, 990, 0)) == ""
    assert why_not(Considered(None, 990, 5)) == "no_width"
    assert why_not(Considered(50, None, 5)) == "no_retail"
    assert why_not(Considered(50, 990, -1)) == "unfit"
    assert why_not(Considered(50, 990, 2, led=True)) == "led_near"
