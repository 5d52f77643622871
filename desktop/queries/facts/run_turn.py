"""The runs of a day in their turn: which of them a run waits for when nobody named its hour (D4).

Vehicle and driver make one run after the other. One whose hour is typed leaves then; one without
an hour follows those that were made before it, as soon as its vehicle is back and loaded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from desktop.basics.hours import DAY_MINUTES
from desktop.models import Run, Vehicle
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.planning.routing.form import clock_of, minute_of
from desktop.planning.routing.plan import Run as Reckoned


def _rank(run: Run) -> tuple[bool, int]:
    """What is out goes before what is planned, and of these what was made first."""
    return run.state == "planned", run.id


def comes_before(other: Run, run_id: int) -> bool:
    """Whether a planned run without an hour waits for another one; 0 is one to be made."""
    return not run_id or _rank(other) < (True, run_id)


def comes_after(other: Run, run_id: int) -> bool:
    """Whether a run without an hour waits for one that is still planned; 0 is one to be made."""
    return bool(run_id) and not other.departs and _rank(other) > (True, run_id)


def with_those_before(session: Session, runs: Sequence[Run]) -> list[Run]:
    """Runs with all that one of them without an hour may wait for, in their turn."""
    waiting = [run for run in runs if not run.departs]
    if not waiting:
        return sorted(runs, key=_rank)
    drivers = {run.vehicle.driver for run in waiting}
    others = session.scalars(
        select(Run)
        .join(Vehicle, Vehicle.id == Run.vehicle_id)
        .where(
            Run.day.in_({run.day for run in waiting}),
            Run.state != "discarded",
            Run.id.not_in([run.id for run in runs]),
            Vehicle.driver.in_(drivers),
        )
        .options(contains_eager(Run.vehicle))
    )
    return sorted([*runs, *others], key=_rank)


def waits_for(run: Run, others: Iterable[Run]) -> list[Run]:
    """Those of some runs that a run without an hour waits for: of its vehicle or its driver."""
    if run.departs:
        return []
    return [
        one
        for one in others
        if one.day == run.day
        and _rank(one) < _rank(run)
        and (one.vehicle_id == run.vehicle_id or one.vehicle.driver == run.vehicle.driver)
    ]


def pause_between(vehicle: Vehicle, before: Run) -> int:
    """The minutes of loading between a run and a vehicle's next one; none for another vehicle."""
    return -(-(vehicle.reload_s or 0) // 60) if before.vehicle_id == vehicle.id else 0


def free_after(
    asked: PlannedVehicle, backs: Iterable[tuple[Reckoned | None, int]]
) -> PlannedVehicle:
    """The vehicle as it is free after runs, each with the minutes of loading that follow it."""
    free = max((minute_of(run.returns) + pause for run, pause in backs if run), default=0)
    starts = minute_of(asked.starts) if asked.starts else 0
    return replace(asked, starts=clock_of(60 * min(free, DAY_MINUTES))) if free > starts else asked


def as_they_leave(runs: Iterable[Run]) -> list[Run]:
    """The runs of a day in the order in which they leave, as far as their hours tell."""
    latest: dict[str, str] = {}
    leaves: dict[int, str] = {}
    listed = sorted(runs, key=_rank)
    for run in listed:
        driver = run.vehicle.driver
        leaves[run.id] = run.departs or latest.get(driver, "")
        latest[driver] = max(latest.get(driver, ""), leaves[run.id])
    return sorted(listed, key=lambda run: (leaves[run.id], run.id))
