"""A run as it is put together by hand: its load, how it would drive, and what that breaks (D4).

The other runs of its vehicle on that day, and of its driver, count with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Run, Vehicle
from desktop.planning.routing.form import Depot, minute_of, span_s
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.planning.routing.plan import Run as Reckoned
from desktop.queries.day_board import stop_line, tour_line
from desktop.queries.day_rows import TourLine
from desktop.queries.day_words import broken_words
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.run_turn import (
    as_they_leave,
    comes_after,
    comes_before,
    free_after,
    pause_between,
)
from desktop.queries.facts.run_ways import depot_of, planned_vehicle, reckoned_runs, run_to_be

_LOAD = ("cartons", "kg")  # the bar of the load says these itself


@dataclass(frozen=True)
class OtherRun:
    """Another run of the day with the same vehicle (``own``), or of its driver with another one.

    ``reckoned`` is how it drives, None where nothing tells; ``pause`` the minutes that lie between
    it and the next. One ``before`` this run is waited for, one that ``follows`` waits for it.
    """

    number: str
    vehicle: str
    own: bool
    pause: int
    reckoned: Reckoned | None
    before: bool
    follows: bool

    @property
    def times(self) -> tuple[int, int]:
        """From which minute of the day to which it is out; none where nothing tells."""
        run = self.reckoned
        return (0, 0) if run is None else (minute_of(run.departs), minute_of(run.returns))

    @property
    def words(self) -> str:
        """It with its times; of another vehicle its plate too."""
        run = self.reckoned
        named = self.number if self.own else f"{self.number} {self.vehicle}"
        return named if run is None else f"{named} {run.departs}–{run.returns}"


@dataclass(frozen=True)
class TypedRun:
    """What stands on the form; ``broken`` says in words which hours it breaks.

    ``full`` is how much of the vehicle's day it takes together with its other runs, 0 where
    nothing is said or reckoned; ``also`` names these.
    """

    line: TourLine
    full: Decimal
    broken: tuple[str, ...]
    also: tuple[str, ...] = ()


def typed_run(
    session: Session,
    vehicle: str,
    departs: str,
    orders: Sequence[int],
    day: date | None = None,
    run_id: int = 0,
) -> TypedRun | None:
    """Orders by id on a vehicle, in their turn; None while there is no such vehicle.

    ``run_id`` is the run that is changed, if it is kept already.
    """
    found = session.scalar(select(Vehicle).where(Vehicle.code == vehicle))
    if found is None:
        return None
    depot = depot_of(session)
    others = _others(session, found, day, run_id, depot) if day is not None else []
    asked = planned_vehicle(found)
    backs = ((one.reckoned, one.pause) for one in others if one.before)
    free = asked if departs else free_after(asked, backs)
    run = run_to_be(session, free, departs, orders)
    reckoned = run.reckoned
    arrivals = {one.code: one.arrives for one in reckoned.stops} if reckoned else {}
    stops = tuple(
        stop_line(run.drops[code], arrivals.get(code, ""), held=False) for code in run.run.drops
    )
    line = tour_line(asked, stops, reckoned)
    also = tuple(one.words for one in others)
    too_many = tuple(_too_many(asked, others))
    if reckoned is None:
        return TypedRun(line, Decimal(0), too_many, also)
    hours = replace(reckoned, broken=tuple(one for one in reckoned.broken if one not in _LOAD))
    broken = (*broken_words(hours, line, asked), *too_many, *_too_near(reckoned, others))
    return TypedRun(line, _full(asked, depot, line, others), broken, also)


def _others(
    session: Session, vehicle: Vehicle, day: date, run_id: int, depot: Depot | None
) -> list[OtherRun]:
    """What the vehicle and its driver drive besides, as they leave."""
    theirs = (Vehicle.id == vehicle.id) | (Vehicle.driver == vehicle.driver)
    runs = session.scalars(
        select(Run)
        .join(Vehicle, Vehicle.id == Run.vehicle_id)
        .where(Run.day == day, Run.state != "discarded", Run.id != run_id, theirs)
    ).all()
    reckoned = reckoned_runs(session, runs, depot, read_rules(session)) if runs else {}
    return [
        OtherRun(
            run.number,
            run.vehicle.code,
            run.vehicle_id == vehicle.id,
            pause_between(vehicle, run),
            reckoned[run.id].reckoned,
            comes_before(run, run_id),
            comes_after(run, run_id),
        )
        for run in as_they_leave(runs)
    ]


def _too_many(asked: PlannedVehicle, others: Sequence[OtherRun]) -> Iterable[str]:
    if 1 + sum(one.own for one in others) > asked.runs:
        yield _("more than its {number} runs a day").format(number=asked.runs)


def _too_near(run: Reckoned, others: Sequence[OtherRun]) -> Iterable[str]:
    """Which of the others are out at the same time, or leave no time to load between."""
    leaves, back = minute_of(run.departs), minute_of(run.returns)
    for one in others:
        first, last = one.times
        if (
            one.follows
            or one.reckoned is None
            or leaves >= last + one.pause
            or first >= back + one.pause
        ):
            continue
        if leaves >= last or first >= back:
            words = _("{minutes} minutes of loading lie between it and {run}")
            yield words.format(minutes=one.pause, run=one.words)
        elif one.own:
            yield _("its vehicle is out with {run}").format(run=one.words)
        else:
            yield _("its driver is out with {run}").format(run=one.words)


def _full(
    asked: PlannedVehicle, depot: Depot | None, line: TourLine, others: Sequence[OtherRun]
) -> Decimal:
    """How much of the day is taken, by the ways of all and the loading between them."""
    room_s = _day_s(asked, depot)
    own = [one for one in others if one.own and one.reckoned is not None]
    taken_s = line.seconds + sum(60 * one.pause + _seconds(one) for one in own)
    return Decimal(taken_s) / room_s if room_s else Decimal(0)


def _seconds(other: OtherRun) -> int:
    return other.reckoned.seconds if other.reckoned is not None else 0


def _day_s(vehicle: PlannedVehicle, depot: Depot | None) -> int:
    """How long the vehicle may be out, as far as it or the warehouse says; else 0."""
    spans = [(vehicle.starts, vehicle.ends)]
    if depot is not None:
        spans.append((depot.opens, depot.closes))
    known = [span_s(*span) for span in spans if None not in span]
    if not known:
        return 0
    return max(0, min(last for _first, last in known) - max(first for first, _last in known))
