"""What people type, by keyboard or input method, is read as what was meant, or refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.views.words_to_values import (
    read_day,
    read_decimal,
    read_money,
    read_percent,
    read_time,
    read_whole,
)

TODAY = date(2026, 7, 6)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12.50", 1250),
        ("12.5", 1250),
        ("１２．５０", 1250),
        ("12。5", 1250),
        ("￥12.5", 1250),
        ("12.5元", 1250),
        ("1,234.50", 123450),
        ("１，２３４", 123400),
        (".5", 50),
        ("12.", 1200),
        ("－3", -300),
        (" ", None),
    ],
)
def test_an_amount(typed: str, fen: int | None) -> None:
    assert read_money(typed) == fen


@pytest.mark.parametrize(
    "typed", ["12,5", "1,23", "12.345", "十二", "1.2.3", "-", ".", "12..", "٣"]
)
def test_an_amount_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"最多两位小数"):
        read_money(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), ("１２", 12), ("1,200", 1200), ("-3", -3), ("", None)]
)
def test_a_whole_number(typed: str, number: int | None) -> None:
    assert read_whole(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "1,2", "1234567890", "三", "-"])
def test_a_whole_number_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"整数"):
        read_whole(typed)


@pytest.mark.parametrize(
    ("typed", "rate"), [("12.5", "0.125"), ("５％", "0.05"), ("2。5%", "0.025"), ("0", "0")]
)
def test_a_rate(typed: str, rate: str) -> None:
    assert read_percent(typed) == Decimal(rate)


@pytest.mark.parametrize("typed", ["101", "-1", "1.234", "NaN", "Infinity", "半"])
def test_a_rate_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"0 到 100"):
        read_percent(typed)


def test_a_coordinate() -> None:
    assert read_decimal("１０４。７３５６") == Decimal("104.7356")
    assert read_decimal("") is None
    with pytest.raises(ValueError, match=r"数字"):
        read_decimal("31,46")


@pytest.mark.parametrize(
    "typed",
    ["2026-07-08", "２０２６－７－８", "2026。7。8", "7-8", "7/8", "7。8", "７月８日", "20260708"],
)
def test_a_day(typed: str) -> None:
    assert read_day(typed, TODAY) == date(2026, 7, 8)


def test_a_day_without_its_year_is_the_one_nearest() -> None:
    assert read_day("12-30", date(2026, 1, 5)) == date(2025, 12, 30)
    assert read_day("1-2", date(2026, 12, 30)) == date(2027, 1, 2)
    assert read_day("2-29", TODAY.replace(year=2027)) == date(2028, 2, 29)
    assert read_day("", TODAY) is None


@pytest.mark.parametrize("typed", ["2026-02-30", "13-1", "78", "2-29", "٣-٤"])
def test_a_day_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"2026-07-06"):
        read_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["8:30", "08:30", "８：３０", "8。30", "830", "0830", "8点30分"])
def test_a_time(typed: str) -> None:
    assert read_time(typed) == "08:30"


def test_a_time_of_the_full_hour() -> None:
    assert [read_time(typed) for typed in ("8", "8点", "22时", "")] == [
        "08:00",
        "08:00",
        "22:00",
        "",
    ]


@pytest.mark.parametrize("typed", ["24:00", "8:60", "早上", "12345", "8:3"])
def test_a_time_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"时间"):
        read_time(typed)
