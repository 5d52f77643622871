"""What people type, by keyboard or input method, is read as what was meant, or refused in words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.views.kit.words_to_values import (
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


@pytest.mark.parametrize("read", [read_whole, read_money, read_percent, read_decimal])
@pytest.mark.parametrize(
    "typed", ["3\t12", "3\r\n5\r\n", "3 5", "１２　５０", "12 .5", "1, 234", "¥1 2", "3\u00a05"]
)
def test_two_numbers_are_never_joined(read: Callable[[str], object], typed: str) -> None:
    with pytest.raises(ValueError, match=r"两个数|数字|金额|整数"):
        read(typed)


def test_blanks_around_a_number_part_nothing() -> None:
    assert read_whole(" 12\r\n") == 12
    assert read_money("¥ 1,234.50 元") == 123450
    assert read_percent("5 %") == Decimal("0.05")


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


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("260708", date(2026, 7, 8)),
        ("26.7.8", date(2026, 7, 8)),
        ("0708", date(2026, 7, 8)),
        ("7. 8", date(2026, 7, 8)),
        ("2026年 7月 8日", date(2026, 7, 8)),
        ("7月8号", date(2026, 7, 8)),
        ("8号", date(2026, 7, 8)),
        ("28日", date(2026, 6, 28)),
        ("大前天", date(2026, 7, 3)),
        ("前天", date(2026, 7, 4)),
        ("昨天", date(2026, 7, 5)),
        ("今日", date(2026, 7, 6)),
        ("明天", date(2026, 7, 7)),
        ("后天", date(2026, 7, 8)),
        ("周五", date(2026, 7, 3)),
        ("星期天", date(2026, 7, 5)),
        ("上周五", date(2026, 7, 3)),
        ("本周五", date(2026, 7, 10)),
        ("下礼拜一", date(2026, 7, 13)),
    ],
)
def test_a_day_as_it_is_said(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


def test_a_day_of_the_month_is_the_nearest() -> None:
    assert read_day("30日", date(2026, 3, 2)) == date(2026, 3, 30)
    assert read_day("31号", date(2026, 1, 5)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "typed",
    ["2026-02-30", "13-1", "78", "2-29", "٣-٤", "7\t6", "2026 0708", "7-8-26", "昨", "周八"],
)
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


@pytest.mark.parametrize("typed", ["8 30", "8\n30", "24:00", "8:60", "早上", "12345", "8:3"])
def test_a_time_that_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"时间"):
        read_time(typed)
