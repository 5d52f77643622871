"""What runs are planned of: the depot, vehicles, drops, and what the dispatcher fixed (D4)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.hours import DAY_MINUTES
from desktop.basics.i18n import _
from desktop.planning.forms import Unfit, need_least

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", re.ASCII)
_MOST = 10**9
_LONGEST_S = 7 * 24 * 3600
_PLACES = 4  # digits behind the point that an amount may have


@dataclass(frozen=True)
class Depot:
    """Where runs begin and end, in degrees, and when it is open; None: all day."""

    lat: float
    lon: float
    opens: str | None
    closes: str | None

    def __post_init__(self) -> None:
        _need_degrees(self.lat, self.lon)
        _need_clocks(opens=self.opens, closes=self.closes)


@dataclass(frozen=True)
class Vehicle:
    """What a vehicle takes, its day, how many runs it makes, and what they cost in yuan.

    None: no limit. Between two of its runs lie at least ``reload_s`` seconds.
    """

    code: str
    cartons: Decimal | None
    kg: Decimal | None
    starts: str | None
    ends: str | None
    runs: int
    reload_s: int
    per_run: Decimal
    per_km: Decimal
    per_hour: Decimal

    def __post_init__(self) -> None:
        _need_clocks(starts=self.starts, ends=self.ends)
        need_least(0, runs=self.runs, reload_s=self.reload_s)
        _need_seconds(reload_s=self.reload_s)
        _need_amounts(
            cartons=self.cartons,
            kg=self.kg,
            per_run=self.per_run,
            per_km=self.per_km,
            per_hour=self.per_hour,
        )


@dataclass(frozen=True)
class Drop:
    """What a client gets; ``service_s`` begins within its hours, None of them: at any time."""

    code: str
    lat: float | None
    lon: float | None
    cartons: Decimal | None
    kg: Decimal | None
    opens: str | None
    closes: str | None
    service_s: int

    def __post_init__(self) -> None:
        _need_degrees(self.lat, self.lon)
        _need_clocks(opens=self.opens, closes=self.closes)
        _need_amounts(cartons=self.cartons, kg=self.kg)
        need_least(0, service_s=self.service_s)
        _need_seconds(service_s=self.service_s)


@dataclass(frozen=True)
class Fixed:
    """Drops that stay on a vehicle's run, ``run`` counted from 1.

    ``order``: in just this order; ``closed``: nothing is added; ``departs``: it leaves then.
    """

    vehicle: str
    run: int
    drops: tuple[str, ...]
    order: bool
    closed: bool
    departs: str | None

    def __post_init__(self) -> None:
        need_least(1, run=self.run)
        _need_clocks(departs=self.departs)


@dataclass(frozen=True)
class Matrix:
    """Ways between all places, the depot first: metres and seconds, not the same back."""

    metres: tuple[tuple[int, ...], ...]
    seconds: tuple[tuple[int, ...], ...]

    def need_size(self, size: int) -> None:
        """Raise Unfit unless both are as large as the places, and nothing is negative."""
        for name, rows in (("metres", self.metres), ("seconds", self.seconds)):
            if len(rows) != size:
                words = _("{size} lines are wanted, not {value}")
                raise Unfit(name, words.format(size=size, value=len(rows)))
            for at, row in enumerate(rows):
                if len(row) != size:
                    words = _("{size} numbers are wanted, not {value}")
                    raise Unfit(f"{name}[{at}]", words.format(size=size, value=len(row)))
                if min(row) < 0 or max(row) > _MOST:
                    words = _("numbers from 0 to {most} are wanted")
                    raise Unfit(f"{name}[{at}]", words.format(most=_MOST))


def minute_of(clock: str) -> int:
    """The minute of the day of a time such as ``07:30``."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def span_s(opens: str | None, closes: str | None) -> tuple[int, int]:
    """From which second of the day to which; closing at or before opening is on the next day."""
    first = minute_of(opens) if opens is not None else 0
    last = minute_of(closes) if closes is not None else 2 * DAY_MINUTES
    if opens is not None and closes is not None and last <= first:
        last += DAY_MINUTES
    return first * 60, last * 60


def clock_of(second: int) -> str:
    """A second of the day as a time, rounded up to the minute; past midnight it goes on."""
    minute = -(-second // 60)
    return f"{minute // 60:02}:{minute % 60:02}"


def _need_clocks(**given: str | None) -> None:
    for field, clock in given.items():
        if clock is not None and not _CLOCK.fullmatch(clock):
            words = _("a time such as 07:30 is wanted, not {value}")
            raise Unfit(field, words.format(value=clock))


def _need_degrees(lat: float | None, lon: float | None) -> None:
    for field, value, most in (("lat", lat, 90), ("lon", lon, 180)):
        if value is not None and abs(value) > most:
            words = _("at least −{most} and at most {most} is wanted, not {value}")
            raise Unfit(field, words.format(most=most, value=value))


def _need_seconds(**given: int) -> None:
    for field, value in given.items():
        if value > _LONGEST_S:
            words = _("at most {most} is wanted, not {value}")
            raise Unfit(field, words.format(most=_LONGEST_S, value=value))


def _need_amounts(**given: Decimal | None) -> None:
    for field, value in given.items():
        if value is None:
            continue
        if not 0 <= value <= _MOST:
            words = _("numbers from 0 to {most} are wanted")
            raise Unfit(field, words.format(most=_MOST))
        if _digits_behind(value) > _PLACES:
            words = _("at most {most} digits behind the point are wanted")
            raise Unfit(field, words.format(most=_PLACES))


def _digits_behind(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
