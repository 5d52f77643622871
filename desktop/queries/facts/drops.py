"""What it costs to bring goods: the runs of a time, their ways, and each drop's share (D7).

A year has thousands of runs: rows are read as they are, and each run's way alone is measured.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.money import split
from desktop.basics.places import Place, place
from desktop.basics.rules import Rules
from desktop.models import Client, Delivery, DeliveryLine, Order, Run, Stop, Vehicle
from desktop.planning.routing.alone import Call, Roads, drive
from desktop.planning.routing.day import Day, Van
from desktop.planning.routing.form import Depot, minute_of, span_s
from desktop.queries.facts.cartons import known_cartons
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.run_ways import (
    day_problem,
    depot_of,
    planned_vehicle,
    road_percent,
    service_s,
)
from desktop.queries.facts.runs import loads_of

_PARTS = 3_600_000  # a fen an hour and a fen a kilometre, in metres and seconds


@dataclass(frozen=True)
class Brought:
    """What a client got by one run: supply accepted, and what of the run's cost falls to it.

    ``metres`` is the way from the shop before, with an even part of the run's way out and back;
    ``ordered_on`` the day on which the last of its orders was taken.
    """

    run_id: int
    client_id: int
    day: date
    supply_fen: int
    served: bool
    metres: int
    cost_fen: int
    ordered_on: date


@dataclass(frozen=True)
class Driven:
    """A run that went out: its way, what it carried of how much (cartons), and what it cost.

    ``planned`` says that its way is the planned one, else it is reckoned from shop to shop.
    """

    run_id: int
    number: str
    day: date
    vehicle: str
    driver: str
    load: Decimal
    room: int
    metres: int
    cost_fen: int
    planned: bool
    drops: tuple[Brought, ...]

    @property
    def served(self) -> int:
        """How many of its drops took goods."""
        return sum(one.served for one in self.drops)

    @property
    def supply_fen(self) -> int:
        """The goods that were accepted."""
        return sum(one.supply_fen for one in self.drops)

    def of_those(self, has: Callable[[int, int], bool]) -> "Driven":
        """The run with those of its drops alone of which ``has`` holds, by client and run."""
        return replace(
            self, drops=tuple(one for one in self.drops if has(one.client_id, one.run_id))
        )


def driven(session: Session, first: date, last: date) -> list[Driven]:
    """The runs that went out from a day to another, in their order, each with its drops."""
    went_out = (Run.day.between(first, last), Run.state.in_(("loaded", "closed")))
    rows = session.execute(
        select(Run.id, Run.number, Run.day, Run.departs, Run.vehicle_id)
        .where(*went_out)
        .order_by(Run.day, Run.departs, Run.id)
    )
    runs = [_Run(*row) for row in rows]
    keys = select(Run.id).where(*went_out)
    calls = _calls(session, keys)
    supplies = _supplies(session, keys)
    driving = _Driving(session)
    vehicles = {one.id: one for one in session.scalars(select(Vehicle))}
    return [
        _driven(run, vehicles[run.vehicle_id], calls.get(run.id, []), supplies, driving)
        for run in runs
    ]


@dataclass(frozen=True)
class _Run:
    """A run as its row tells it."""

    id: int
    number: str
    day: date
    departs: str
    vehicle_id: int


@dataclass(frozen=True)
class _Call:
    """A client on a run, with the cartons of its orders."""

    client: int
    load: Decimal
    ordered_on: date


def _calls(session: Session, keys: object) -> dict[int, list[_Call]]:
    """The clients of each run in their order, where each one's first order stands."""
    stops = (
        select(Stop.run_id, Stop.order_id, Order.client_id, Order.ordered_on)
        .join(Order, Order.id == Stop.order_id)
        .where(Stop.run_id.in_(keys), Stop.note != "")  # type: ignore[arg-type]
        .order_by(Stop.run_id, Stop.position)
    )
    rows = session.execute(stops).all()
    loads = loads_of(select(Stop.order_id).where(Stop.run_id.in_(keys)))  # type: ignore[arg-type]
    cartons = {
        order_id: known_cartons(load)
        for order_id, load in session.execute(select(loads.c.order_id, loads.c.load))
    }
    together: dict[int, dict[int, _Call]] = {}
    for run_id, order_id, client_id, ordered_on in rows:
        of_run = together.setdefault(run_id, {})
        one = of_run.get(client_id) or _Call(client_id, Decimal(0), ordered_on)
        load = one.load + cartons.get(order_id, Decimal(0))
        of_run[client_id] = _Call(client_id, load, max(one.ordered_on, ordered_on))
    return {run_id: list(of_run.values()) for run_id, of_run in together.items()}


def _supplies(session: Session, keys: object) -> dict[tuple[int, int], tuple[int, int]]:
    """By run and client: the supply that was accepted, and how many units."""
    rows = session.execute(
        select(
            Delivery.run_id,
            Delivery.client_id,
            func.sum(DeliveryLine.supply_fen),
            func.sum(DeliveryLine.accepted),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.run_id.in_(keys), Delivery.state == "recorded")  # type: ignore[arg-type]
        .group_by(Delivery.run_id, Delivery.client_id)
    )
    return {(run, client): (int(supply), int(units)) for run, client, supply, units in rows if run}


@dataclass(frozen=True)
class _Shop:
    """Where a client's shop lies, and within which seconds of the day it is open."""

    place: Place | None
    hours: tuple[int, int]


class _Driving:
    """What runs drive by: the office's place and numbers, the shops, the vehicles."""

    def __init__(self, session: Session) -> None:
        self.rules = read_rules(session)
        self.roads = Roads(road_percent(self.rules), self.rules.drive_kmh)
        self._depot = depot_of(session)
        rows = session.execute(
            select(Client.id, Client.lat, Client.lon, Client.opens, Client.closes)
        )
        span = cache(span_s)
        self.shops = {
            key: _Shop(place(lat, lon), span(opens or None, closes or None))
            for key, lat, lon, opens, closes in rows
        }
        self._vans: dict[int, Van] = {}

    def way_of(self, run: _Run, vehicle: Vehicle, calls: Sequence[_Call]) -> tuple[int, int] | None:
        """The planned way in metres and its cost in fen; None where nothing tells.

        A shop without a place is taken to lie where the one before it does.
        """
        depot = self._depot
        if depot is None or not calls:
            return None
        here = begins = depot.lat, depot.lon
        asked = []
        for call in calls:
            shop = self.shops[call.client]
            here = shop.place or here
            asked.append(Call(here, shop.hours, service_s(self.rules, call.load)))
        van = self._van(vehicle, depot)
        departs = minute_of(run.departs) * 60 if run.departs else None
        found = drive(self.roads, begins, van, asked, departs)
        if not found.metres:
            return None
        return found.metres, van.cost_fen(found.metres, found.back - found.leaves)

    def _van(self, vehicle: Vehicle, depot: Depot) -> Van:
        if vehicle.id not in self._vans:
            alone = day_problem(depot, self.rules, (planned_vehicle(vehicle),), (), ())
            (self._vans[vehicle.id],) = Day(alone).vans
        return self._vans[vehicle.id]

    def legs(self, calls: Sequence[_Call]) -> list[int]:
        """The way to each shop from the one before, in metres; 0 where a place isn't known."""
        legs = []
        here: Place | None = None
        for call in calls:
            there = self.shops[call.client].place
            legs.append(self.roads.way(here, there)[0] if here and there else 0)
            here = there or here
        return legs


def _driven(
    run: _Run,
    vehicle: Vehicle,
    calls: Sequence[_Call],
    supplies: Mapping[tuple[int, int], tuple[int, int]],
    driving: _Driving,
) -> Driven:
    rules = driving.rules
    legs = driving.legs(calls)
    way = driving.way_of(run, vehicle, calls)
    seconds = [
        _seconds(leg, rules) + rules.stop_s + int(call.load * rules.carton_s)
        for leg, call in zip(legs, calls, strict=True)
    ]
    metres, cost_fen = way or (sum(legs), _cost_fen(vehicle, sum(legs), sum(seconds)))
    shares = _shares(cost_fen, min(vehicle.per_run_fen or 0, cost_fen), seconds)
    around = split(max(0, metres - sum(legs)), len(legs)) if legs else []
    drops = []
    for call, leg, more, share in zip(calls, legs, around, shares, strict=True):
        supply_fen, units = supplies.get((run.id, call.client), (0, 0))
        came = run.day, supply_fen, units > 0, leg + more, share
        drops.append(Brought(run.id, call.client, *came, call.ordered_on))
    load = sum((call.load for call in calls), Decimal(0))
    return Driven(
        run.id,
        run.number,
        run.day,
        vehicle.code,
        vehicle.driver,
        load,
        vehicle.cartons,
        metres,
        cost_fen,
        way is not None,
        tuple(drops),
    )


def _seconds(metres: int, rules: Rules) -> int:
    return metres * 3_600 // (rules.drive_kmh * 1_000)


def _cost_fen(vehicle: Vehicle, metres: int, seconds: int) -> int:
    """Per run, kilometre and hour, rounded half up to the fen once (D4)."""
    parts = (
        (vehicle.per_run_fen or 0) * _PARTS
        + metres * (vehicle.per_km_fen or 0) * 3_600
        + seconds * (vehicle.per_hour_fen or 0) * 1_000
    )
    return (2 * parts + _PARTS) // (2 * _PARTS)


def _shares(cost_fen: int, fixed_fen: int, weights: Sequence[int]) -> list[int]:
    """What of a run's cost falls to each drop: of the run alike, of way and time by its own.

    They sum to the cost to the fen.
    """
    if not weights:
        return []
    alike = split(fixed_fen, len(weights))
    whole, left = sum(weights), cost_fen - fixed_fen
    if not whole:
        return [one + more for one, more in zip(alike, split(left, len(weights)), strict=True)]
    shares, done, given = [], 0, 0
    for one, weight in zip(alike, weights, strict=True):
        done += weight
        part = left * done // whole - given
        given += part
        shares.append(one + part)
    return shares
