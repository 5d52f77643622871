"""Money: whole fen, one rounding, capitals (M1, M2, M5, M6, M7)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.money import (
    capitals,
    fen,
    grouped,
    part,
    percent,
    percents,
    rate,
    share,
    side_by_side,
    split,
    yuan,
)

AMOUNTS = st.integers(-(10**15), 10**15)
RATES = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)


@pytest.mark.parametrize(
    ("text", "amount_fen"),
    [("12.50", 1250), ("12.5", 1250), ("12", 1200), ("0.05", 5), ("-3.00", -300)],
)
def test_an_amount_in_yuan_is_read_exactly(text: str, amount_fen: int) -> None:
    assert fen(text) == amount_fen


@pytest.mark.parametrize(
    "text", ["", "1.", ".5", "01", "1.234", "1e3", "+1", "1,000", "１", "NaN", " 1", "9" * 20]
)
def test_anything_looser_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        fen(text)


@given(AMOUNTS)
def test_what_is_written_is_read_back(amount_fen: int) -> None:
    assert fen(yuan(amount_fen)) == amount_fen
    assert fen(grouped(amount_fen).replace(",", "")) == amount_fen


@pytest.mark.parametrize("text", ["1.0001", "0.12345", "-0.1", "1.5", "", "5%"])
def test_a_rate_out_of_range_or_too_fine_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        rate(text)


def test_a_rate_reads_as_people_write_it() -> None:
    assert percent(rate("0.1250")) == "12.5%"
    assert percent(rate("1")) == "100%"


def test_the_rates_of_a_column_have_the_same_number_of_decimals() -> None:
    assert [percent(rate(text), 1) for text in ("0.19", "0.2045", "0.2204")] == [
        "19.0%",
        "20.5%",
        "22.0%",
    ]
    assert percents([rate("0.06"), None, rate("0.025")], "—") == ["6.0%", "—", "2.5%"]
    assert percents([rate("1"), rate("0.1")]) == ["100%", "10%"]
    assert percents([Decimal(0), rate("0.1234")]) == ["0.00%", "12.34%"]
    assert percents([]) == []


@given(AMOUNTS, RATES)
def test_a_share_is_rounded_half_away_from_zero(amount_fen: int, value: Decimal) -> None:
    exact = Fraction(amount_fen) * Fraction(value)
    magnitude = int(abs(exact) + Fraction(1, 2))
    assert share(amount_fen, value) == (magnitude if exact >= 0 else -magnitude)


def test_the_worked_example_of_a_sold_line() -> None:
    supply_fen = 3 * 3780
    assert share(supply_fen, Decimal("0.125")) == 1418
    assert share(supply_fen, Decimal("0.05")) == 567
    assert part(567, 1, 3) == 189
    assert part(1418, 1, 3) == 473
    assert part(1418, 3, 3) - part(1418, 1, 3) == 945


@given(AMOUNTS, st.integers(1, 500), st.data())
def test_a_full_return_always_reverses_everything(
    posted_fen: int, accepted: int, data: st.DataObject
) -> None:
    back, reversed_fen = 0, 0
    while back < accepted:
        back += data.draw(st.integers(1, accepted - back))
        reversed_fen += part(posted_fen, back, accepted) - reversed_fen
    assert reversed_fen == posted_fen


@given(st.integers(0, 10**12), st.integers(1, 50))
def test_a_split_loses_nothing_and_favours_the_earliest(amount_fen: int, people: int) -> None:
    shares = split(amount_fen, people)
    assert sum(shares) == amount_fen
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= 1


def test_a_split_among_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        split(100, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10.00", "壹拾元整"),
        ("0.05", "伍分"),
        ("0.00", "零元整"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("1010.10", "壹仟零壹拾元壹角整"),
        ("1001.01", "壹仟零壹元零壹分"),
        ("100000000.00", "壹亿元整"),
        ("100010.00", "壹拾万零壹拾元整"),
        ("10000000001.23", "壹佰亿零壹元贰角叁分"),
        ("12345678.90", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        ("1200000000000.00", "壹万贰仟亿元整"),
        ("1000000000000.05", "壹万亿元零伍分"),
        ("1000100000100.00", "壹万零壹亿零壹佰元整"),
        ("10000000000000.00", "壹拾万亿元整"),
        ("-7.00", "负柒元整"),
    ],
)
def test_capitals_are_those_a_bank_accepts(text: str, words: str) -> None:
    assert capitals(fen(text)) == words


@given(RATES, RATES)
def test_rates_beside_each_other_look_alike_only_if_they_are(own: Decimal, trade: Decimal) -> None:
    words = side_by_side(own, trade)
    assert (words[0] == words[1]) == (own == trade)
    read = [Decimal(one.removesuffix("%")) for one in words]
    assert (read[0] < read[1]) == (own < trade)
