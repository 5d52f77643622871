"""Quarters, days, clock times; rules and refusals as plain values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.calendar import Quarter, chinese_weekday, parse_clock, parse_day, weekday
from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _, choose_language, ngettext
from desktop.basics.rules import Rules


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.start <= day <= quarter.end
    assert Quarter.parse(quarter.text) == quarter
    assert quarter.next().previous() == quarter
    assert quarter.previous().end < quarter.start


def test_a_quarter_reads_in_chinese() -> None:
    assert Quarter(2026, 2).chinese == "2026年第二季度"
    monday = date(2026, 1, 5)
    assert (weekday(monday), chinese_weekday(monday)) == ("周一", "周一")
    choose_language("en")
    assert (weekday(monday), chinese_weekday(monday)) == ("Monday", "周一")
    choose_language("zh_CN")


@pytest.mark.parametrize("text", ["2026Q5", "26Q1", "0000Q1", "2026q1", ""])
def test_a_malformed_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Quarter.parse(text)


@pytest.mark.parametrize("text", ["2026-1-5", "20260105", "2026-02-30", ""])
def test_a_malformed_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_day(text)


@pytest.mark.parametrize("text", ["24:00", "7:5", "0730", ""])
def test_a_malformed_clock_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_clock(text)


def test_rules_know_their_names_and_take_no_negative_number() -> None:
    assert Rules().changed({"appeal_days": 20}).appeal_days == 20
    for wrong in ({"nonsense": 1}, {"appeal_days": -1}):
        with pytest.raises(ValueError):
            Rules().changed(wrong)


def test_a_refusal_has_one_of_the_known_codes() -> None:
    with pytest.raises(ValueError):
        Refused("because", "no")


def test_english_can_be_switched_on() -> None:
    choose_language("en")
    assert _("cash") == "cash"
    assert ngettext("one", "many", 2) == "many"
    choose_language("zh_CN")
    assert _(N_("cash")) == "现金"
    assert _("") == ""
