"""The due day of an order (D2), against one that is reckoned day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.due import due_day

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    ordered=DAYS,
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    holidays=st.sets(DAYS, max_size=5),
    wanted=st.none() | DAYS,
)
def test_an_order_is_due_on_the_first_day_that_everything_allows(
    ordered: date,
    hour: int,
    minute: int,
    weekdays: set[int],
    holidays: set[date],
    wanted: date | None,
) -> None:
    lead = 2 if hour >= 16 else 1
    fits = (
        day
        for day in (ordered + timedelta(days=number) for number in range(800))
        if (day - ordered).days >= lead
        and (wanted is None or day >= wanted)
        and day.weekday() + 1 in weekdays
        and day not in holidays
    )
    assert due_day(ordered, f"{hour:02}:{minute:02}", weekdays, holidays, wanted) == next(fits)
