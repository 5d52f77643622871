"""The office's clock: all of China has one time and no summer time, whatever a PC is set to.

A PC's moment is what its clock says in UTC; its time zone changes no document's day.
"""

from datetime import UTC, date, datetime, timedelta, timezone

OFFICE_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


def at_office(moment: datetime) -> datetime:
    """A moment as the office's clock shows it."""
    return moment.astimezone(OFFICE_ZONE)


def office_day() -> date:
    """The day that it is in the office now."""
    return at_office(datetime.now(UTC)).date()


def pc_zone(moment: datetime) -> timedelta:
    """By how much this PC's own clock is ahead of UTC at a moment."""
    return moment.astimezone().utcoffset() or timedelta()


def zone_words(ahead: timedelta) -> str:
    """A time zone as Windows names it: UTC+8:00."""
    minutes = int(ahead.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}:{rest:02d}"
