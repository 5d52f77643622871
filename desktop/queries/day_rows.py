"""What the day board shows: runs with their stops, what waits, what a day comes to (D4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.day_plan import DayPlan
from desktop.basics.i18n import N_
from desktop.queries.facts.run_ways import DayDrop

# How freely the rest of a day is planned again: what it leaves as it is, in words.
FREEDOMS: Mapping[str, str] = {
    "anew": N_("All anew: only what is locked stays"),
    "refit": N_("Keep the runs and refit them: drops stay on theirs, in a better order"),
    "fill": N_("Only fill up: runs stay as they are, what waits is put in"),
}


@dataclass(frozen=True)
class StopLine:
    """A stop of a run; ``arrives`` is "" where nothing can be reckoned.

    ``in_break``: it arrives in the shop's break, of which planning knows nothing.
    """

    drop: DayDrop
    arrives: str
    late: bool
    held: bool
    in_break: bool = False


@dataclass(frozen=True)
class TourLine:
    """A run as it is reckoned; ``broken`` says in words what it breaks.

    ``key`` is 0 and ``out`` the run's id for one that is loaded or closed: it can't be changed.
    A vehicle that has no run stands here too, without stops, with a key below 0.
    """

    key: int
    name: str
    vehicle: str
    driver: str
    stops: tuple[StopLine, ...]
    cartons: Decimal
    room: Decimal | None
    kg: Decimal
    room_kg: Decimal | None
    departs: str
    returns: str
    metres: int
    seconds: int
    cost_fen: int
    broken: tuple[str, ...]
    locked: bool = False
    out: int | None = None
    run_id: int | None = None


@dataclass(frozen=True)
class DayFigures:
    """What a day comes to, without what is out already."""

    runs: int
    drops: int
    waiting: int
    metres: int
    seconds: int
    cost_fen: int
    broken: int


@dataclass(frozen=True)
class ReckonedDay:
    """A plan with its times, loads and costs; ``why`` says what keeps a waiting drop off runs."""

    plan: DayPlan
    lines: tuple[TourLine, ...]
    waiting: tuple[DayDrop, ...]
    why: Mapping[str, str]
    figures: DayFigures


@dataclass(frozen=True)
class PlannedDay:
    """What planning made of a day: ``kept`` of ``known`` clients keep their driver.

    That costs ``dearer_fen``; ``why`` names what no run takes.
    """

    plan: DayPlan
    why: Mapping[str, str]
    kept: int = 0
    known: int = 0
    dearer_fen: int = 0
