"""A day of runs as the office knows it (D4): its drops, its runs, its vehicles, where they begin.

From it both the plan of the command and the day board are made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.errors import Refused
from desktop.basics.hours import DAY_MINUTES
from desktop.basics.i18n import _
from desktop.basics.rules import Rules
from desktop.models import Order, Run, Stop, Vehicle
from desktop.planning.routes import Fixed, Problem
from desktop.planning.routing.form import Depot, clock_of, minute_of
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.run_turn import as_they_leave
from desktop.queries.facts.run_ways import (
    DayDrop,
    DayRun,
    DueOrder,
    GoneRun,
    carried_by,
    day_problem,
    day_run,
    depot_of,
    drops_of,
    planned_vehicle,
    reckoned_runs,
)


@dataclass(frozen=True)
class DayVehicle:
    """A vehicle on the day, as a plan asks for it; ``asked.starts`` is when it is free.

    ``driver`` and ``phone`` are its usual driver's.
    """

    asked: PlannedVehicle
    driver: str
    phone: str


@dataclass(frozen=True)
class DayGround:
    """All that a day is planned of; ``depot`` is None while nobody says where the office lies.

    ``gone`` are runs that are out or closed, as they are reckoned to drive.
    """

    day: date
    depot: Depot | None
    rules: Rules
    drops: Mapping[str, DayDrop]
    runs: tuple[DayRun, ...]
    vehicles: Mapping[str, DayVehicle]
    gone: Mapping[int, GoneRun]

    @property
    def rests(self) -> Mapping[str, tuple[str, str]]:
        """From when to when the shop of a drop rests, where it does; no part of the problem."""
        return {code: rest for code, drop in self.drops.items() if (rest := drop.hours.rest)}

    def problem(self, fixed: Iterable[Fixed]) -> Problem:
        """The day as a problem, with what is fixed of it; refuses (``invalid``) without a depot."""
        if self.depot is None:
            words = _("Say in the settings (“Office”) where the office lies: runs begin there.")
            raise Refused("invalid", words, "depot")
        return day_problem(
            self.depot,
            self.rules,
            tuple(one.asked for one in self.vehicles.values()),
            tuple(one.asked for one in self.drops.values()),
            tuple(fixed),
        )


def day_ground(
    session: Session,
    day: date,
    depot: tuple[Decimal, Decimal] | None = None,
    *,
    together: bool = False,
) -> DayGround:
    """What is due on a day or before and on no other day's run, planned runs, and the vehicles.

    ``depot`` goes before the office's own place. ``together``: what waits for a client whose drop
    is on a run already belongs to that drop; else it is a drop of its own.
    """
    rules = read_rules(session)
    begins = depot_of(session, depot)
    runs = as_they_leave(
        session.scalars(select(Run).where(Run.day == day, Run.state != "discarded"))
    )
    planned = [run for run in runs if run.state == "planned"]
    out = [run for run in runs if run.state in ("loaded", "closed")]
    orders = _orders(session, day)
    on_run = {stop.order_id: run.id for run in planned for stop in run.stops}
    carried = carried_by(session, [order.id for order in orders])
    drops = drops_of(orders, on_run, carried, rules, together=together)
    vehicles = session.scalars(select(Vehicle).order_by(Vehicle.code_key, Vehicle.id)).all()
    gone = reckoned_runs(session, out, begins, rules)
    return DayGround(
        day,
        begins,
        rules,
        drops,
        tuple(_numbered(planned, drops)),
        {one.code: _vehicle(one, list(gone.values())) for one in vehicles},
        gone,
    )


def _orders(session: Session, day: date) -> list[DueOrder]:
    """The orders to be planned: those due, unless they are on a run of another day."""
    elsewhere = select(Stop.order_id).join(Run).where(Run.day != day, Run.state == "planned")
    here = select(Stop.order_id).join(Run).where(Run.day == day, Run.state == "planned")
    due = (Order.state == "confirmed") & (Order.due <= day)
    on_run = (Order.state == "planned") & Order.id.in_(here) & Order.id.not_in(elsewhere)
    asked = select(Order.id, Order.client_id, Order.due).where(due | on_run).order_by(Order.id)
    return [DueOrder(*row) for row in session.execute(asked)]


def _numbered(runs: Sequence[Run], drops: Mapping[str, DayDrop]) -> Iterable[DayRun]:
    """Planned runs, each drop where its first order stands."""
    of_order = {order: code for code, drop in drops.items() for order in drop.orders}
    numbers: dict[int, int] = {}
    taken: set[str] = set()
    for run in runs:
        numbers[run.vehicle_id] = numbers.get(run.vehicle_id, 0) + 1
        codes = [(of_order[one.order_id], one) for one in run.stops if one.order_id in of_order]
        own = [code for code in dict.fromkeys(code for code, _s in codes) if code not in taken]
        held = frozenset(code for code, stop in codes if stop.locked and code in own)
        taken.update(own)
        yield day_run(run, numbers[run.vehicle_id], tuple(own), held)


def _vehicle(vehicle: Vehicle, gone: Sequence[GoneRun]) -> DayVehicle:
    """A vehicle as it is still free: without the runs that are out, from when they are back."""
    asked = planned_vehicle(vehicle)
    mine = [one for one in gone if one.run.vehicle == vehicle.code]
    backs = [one.reckoned.returns for one in mine if one.reckoned is not None]
    starts = asked.starts
    if backs and asked.runs > len(mine):
        free = minute_of(max(backs)) + -(-asked.reload_s // 60)
        starts = clock_of(60 * min(free, DAY_MINUTES))
    runs = max(0, asked.runs - len(mine))
    return DayVehicle(replace(asked, runs=runs, starts=starts), vehicle.driver, vehicle.phone)
