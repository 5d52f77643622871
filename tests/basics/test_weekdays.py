"""Weekdays as people write them, and as they are kept."""

import re

import pytest

from desktop.basics.i18n import choose_language
from desktop.basics.weekdays import are_weekdays, read_weekdays, weekday_signs, weekday_words


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("一三五", "135"),
        ("周一、周三", "13"),
        ("每周二四六", "246"),
        ("1,3,5", "135"),
        ("１３５", "135"),
        ("五三一", "135"),
        ("星期天", "7"),
        ("周一至周六", "123456"),
        ("周五到周一", "1567"),
        ("1-6", "123456"),
        ("每天", "1234567"),
        ("Mon,Wed", "13"),
        ("Monday, Thursday", "14"),
        ("mon-sat", "123456"),
        ("tues/thurs", "24"),
    ],
)
def test_weekdays_are_read_as_they_are_written(typed: str, days: str) -> None:
    assert read_weekdays(typed) == days


@pytest.mark.parametrize("typed", [" ", "8", "一一", "周一至周三 二", "mo", "1月3日", "0"])
def test_what_is_no_weekday_or_stands_twice_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_weekdays(typed)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_said_of_weekdays_is_read_again(language: str) -> None:
    choose_language(language)
    for days in ("1", "135", "1234567"):
        assert are_weekdays(days)
        assert read_weekdays(weekday_words(days)) == days
        assert read_weekdays(weekday_signs(days)) == days


def test_they_are_kept_in_order_each_once() -> None:
    assert [are_weekdays(one) for one in ("", "31", "11", "8")] == [False] * 4
