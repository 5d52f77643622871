"""Times by name, and the months of a time."""

from datetime import date

from desktop.basics.periods import PERIODS, month_end, month_of, months_between

DAYS = {one.name: one.days for one in PERIODS}


def test_times_by_name_lie_where_people_expect_them() -> None:
    found = {name: days(date(2026, 2, 10)) for name, days in DAYS.items()}
    assert found == {
        "year": (date(2025, 3, 1), date(2026, 2, 10)),
        "month": (date(2026, 2, 1), date(2026, 2, 10)),
        "last-month": (date(2026, 1, 1), date(2026, 1, 31)),
        "quarter": (date(2026, 1, 1), date(2026, 2, 10)),
        "last-quarter": (date(2025, 10, 1), date(2025, 12, 31)),
        "this-year": (date(2026, 1, 1), date(2026, 2, 10)),
    }
    assert DAYS["last-month"](date(2024, 3, 31)) == (date(2024, 2, 1), date(2024, 2, 29))


def test_months_go_over_the_turn_of_the_year() -> None:
    assert month_of(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert month_end(date(2026, 12, 5)) == date(2026, 12, 31)
    assert list(months_between(date(2025, 12, 31), date(2026, 2, 1))) == [
        *(date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    ]
    assert list(months_between(date(2026, 2, 2), date(2026, 1, 2))) == []


def test_before_the_first_month_ever_there_is_none() -> None:
    assert month_of(date(1, 3, 5), 11) == date.min
