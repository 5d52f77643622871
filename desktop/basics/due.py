"""When an order is due: an area's delivery days, and days on which nobody delivers (D2)."""

from collections.abc import Collection
from datetime import date, timedelta

USUAL_DAYS = (1, 2, 3, 4, 5, 6)  # of an area that was never set, and of no area; 1 is Monday
LATE = "16:00"  # an order taken from then on has a day more


def due_day(
    ordered_on: date,
    taken_at: str,
    days: Collection[int],
    holidays: Collection[date],
    wanted: date | None = None,
) -> date:
    """The first delivery day that leaves time enough and isn't before the wished one (D2)."""
    earliest = ordered_on + timedelta(days=2 if taken_at >= LATE else 1)
    return delivery_day(max(earliest, wanted or earliest), days, holidays)


def delivery_day(day: date, days: Collection[int], holidays: Collection[date]) -> date:
    """This day, or the first one after it on which the area is delivered to."""
    while day.isoweekday() not in days or day in holidays:
        day += timedelta(days=1)
    return day
