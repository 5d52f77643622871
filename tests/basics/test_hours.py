"""A shop's hours, however long it is open."""

import pytest

from desktop.basics.hours import Hours


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (Hours("07:30", "22:00"), "07:30–22:00"),
        (Hours("00:00", "24:00"), "00:00–24:00"),
        (Hours("16:00", "02:30"), "16:00–02:30"),
        (Hours("07:30", "22:00", "12:00", "14:00"), "07:30–12:00 14:00–22:00"),
        (Hours("08:00"), "08:00–"),
        (Hours(), ""),
    ],
)
def test_hours_in_words(hours: Hours, text: str) -> None:
    assert hours.text == text


@pytest.mark.parametrize(
    ("hours", "clock", "rests"),
    [
        (Hours("07:30", "22:00", "12:00", "14:00"), "12:00", True),
        (Hours("07:30", "22:00", "12:00", "14:00"), "13:59", True),
        (Hours("07:30", "22:00", "12:00", "14:00"), "14:00", False),
        (Hours("07:30", "22:00", "12:00", "14:00"), "06:30", False),
        (Hours("16:00", "02:30", "23:30", "00:30"), "24:10", True),
        (Hours("16:00", "02:30", "23:30", "00:30"), "25:10", False),
        (Hours("07:30", "22:00"), "12:30", False),
    ],
)
def test_whether_a_shop_rests_at_a_time(hours: Hours, clock: str, *, rests: bool) -> None:
    assert hours.is_break_at(clock) is rests


@pytest.mark.parametrize(
    ("opens", "closes", "break_from", "break_to", "whole"),
    [
        ("07:30", "22:00", "12:00", "14:00", True),
        ("16:00", "02:30", "23:30", "00:30", True),
        ("00:00", "24:00", "12:00", "14:00", True),
        ("06:00", "06:00", "12:00", "14:00", True),
        ("07:30", "22:00", "", "", True),
        ("07:30", "22:00", "14:00", "12:00", False),
        ("07:30", "22:00", "06:00", "08:00", False),
        ("07:30", "12:00", "11:00", "13:00", False),
        ("07:30", "22:00", "12:00", "", False),
        ("", "", "12:00", "14:00", False),
    ],
)
def test_a_break_lies_between_opening_and_closing(
    opens: str, closes: str, break_from: str, break_to: str, *, whole: bool
) -> None:
    assert Hours(opens, closes, break_from, break_to).has_whole_break is whole
