"""A run as it is put together by hand: its load, how it would drive, and what that breaks (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Vehicle
from desktop.planning.routing.form import Depot, span_s
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.queries.day_board import stop_line, tour_line
from desktop.queries.day_rows import TourLine
from desktop.queries.day_words import broken_words
from desktop.queries.facts.run_ways import depot_of, planned_vehicle, run_to_be

_LOAD = ("cartons", "kg")  # the bar of the load says these itself


@dataclass(frozen=True)
class TypedRun:
    """What stands on the form; ``broken`` says in words which hours it breaks.

    ``full`` is how much of the vehicle's day it takes, 0 where nothing is said or reckoned.
    """

    line: TourLine
    full: Decimal
    broken: tuple[str, ...]


def typed_run(
    session: Session, vehicle: str, departs: str, orders: Sequence[int]
) -> TypedRun | None:
    """Orders by id on a vehicle, in their turn; None while there is no such vehicle."""
    found = session.scalar(select(Vehicle).where(Vehicle.code == vehicle))
    if found is None:
        return None
    run = run_to_be(session, found, departs, orders)
    asked, reckoned = planned_vehicle(found), run.reckoned
    arrivals = {one.code: one.arrives for one in reckoned.stops} if reckoned else {}
    stops = tuple(
        stop_line(run.drops[code], arrivals.get(code, ""), held=False) for code in run.run.drops
    )
    line = tour_line(asked, stops, reckoned)
    if reckoned is None:
        return TypedRun(line, Decimal(0), ())
    hours = replace(reckoned, broken=tuple(one for one in reckoned.broken if one not in _LOAD))
    room_s = _day_s(asked, depot_of(session))
    full = Decimal(line.seconds) / room_s if room_s else Decimal(0)
    return TypedRun(line, full, broken_words(hours, line, asked))


def _day_s(vehicle: PlannedVehicle, depot: Depot | None) -> int:
    """How long the vehicle may be out, as far as it or the warehouse says; else 0."""
    spans = [(vehicle.starts, vehicle.ends)]
    if depot is not None:
        spans.append((depot.opens, depot.closes))
    known = [span_s(*span) for span in spans if None not in span]
    if not known:
        return 0
    return max(0, min(last for _first, last in known) - max(first for first, _last in known))
