"""Drops, and runs reckoned each by itself: when they arrive, how far they go (D4, D5, D7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.hours import Hours
from desktop.basics.places import Place, place
from desktop.basics.rules import Rules
from desktop.models import Client, Order, Run, Stop, Vehicle
from desktop.planning.routes import Fixed, Problem, checked
from desktop.planning.routing.form import Depot, Drop
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.planning.routing.plan import Run as Reckoned
from desktop.queries.facts.cartons import known_cartons
from desktop.queries.facts.depot import own_place
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.run_turn import (
    free_after,
    pause_between,
    waits_for,
    with_those_before,
)
from desktop.queries.facts.runs import kilograms_of, loads_of

_FARTHEST_PERCENT = 10_000


@dataclass(frozen=True)
class DueOrder:
    """An order that is brought, by id, and the day it is due."""

    id: int
    client_id: int
    due: date


@dataclass(frozen=True)
class DayDrop:
    """What one shop gets by one run, or waits for: its orders by id, and what they load.

    ``code`` is its name in the problem: the client's code, with a number where the client has
    several. ``due`` is the earliest due day of its orders.
    """

    code: str
    orders: tuple[int, ...]
    client_id: int
    client: str
    area: str
    address: str
    place: Place | None
    opens: str
    closes: str
    cartons: Decimal
    kg: Decimal | None
    amount_fen: int
    due: date
    service_s: int
    break_from: str = ""
    break_to: str = ""

    @property
    def hours(self) -> Hours:
        """When the shop is open, and its break."""
        return Hours(self.opens, self.closes, self.break_from, self.break_to)

    @property
    def asked(self) -> Drop:
        """It, as a plan asks for it."""
        lat, lon = self.place or (None, None)
        hours = self.opens or None, self.closes or None
        return Drop(self.code, lat, lon, self.cartons, self.kg, *hours, self.service_s)


@dataclass(frozen=True)
class DayRun:
    """A run of the day; ``drops`` are codes in their order, ``held`` those that are locked on it.

    ``number`` counts its vehicle's planned runs from 1.
    """

    id: int
    title: str
    version: int
    vehicle: str
    number: int
    departs: str
    name: str
    locked: bool
    drops: tuple[str, ...]
    held: frozenset[str]


@dataclass(frozen=True)
class GoneRun:
    """A run taken by itself; ``reckoned`` is how it drives, None where nothing tells."""

    run: DayRun
    drops: Mapping[str, DayDrop]
    reckoned: Reckoned | None


@dataclass(frozen=True)
class PlannedWay:
    """How a run goes as it was planned: leaving and back (``08:25``), metres, seconds, its cost.

    ``arrives`` is by order; one whose shop has no place has none. All is empty where nothing was
    planned, or nobody said where the office lies.
    """

    departs: str = ""
    returns: str = ""
    metres: int = 0
    seconds: int = 0
    cost_fen: int = 0
    arrives: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """What drops are made of: cartons and fen, and kg as far as known, by order; clients by id."""

    loads: Mapping[int, tuple[Decimal, int]]
    weights: Mapping[int, Decimal]
    clients: Mapping[int, Client]


def planned_way(session: Session, run: Run) -> PlannedWay:
    """How a run was planned to go, as the board reckons it by itself: papers ask for it here."""
    found = reckoned_runs(session, [run], depot_of(session), read_rules(session))
    return _way(found[run.id])


def _way(run: GoneRun) -> PlannedWay:
    found = run.reckoned
    if found is None or not found.metres:
        return PlannedWay()
    arrives = {
        order: stop.arrives
        for stop in found.stops
        if run.drops[stop.code].place is not None
        for order in run.drops[stop.code].orders
    }
    cost_fen = int(found.cost.scaleb(2))
    return PlannedWay(found.departs, found.returns, found.metres, found.seconds, cost_fen, arrives)


def depot_of(session: Session, given: tuple[Decimal, Decimal] | None = None) -> Depot | None:
    """Where runs begin: a given place, else the office's own; None while nobody entered it."""
    own = own_place(session)
    where = own.place if given is None else place(*given)
    return None if where is None else Depot(*where, own.opens, own.closes)


def day_problem(
    depot: Depot,
    rules: Rules,
    vehicles: tuple[PlannedVehicle, ...],
    drops: tuple[Drop, ...],
    fixed: tuple[Fixed, ...],
) -> Problem:
    """A day as a problem, by the office's rules of road and speed."""
    factor = Decimal(road_percent(rules)) / 100
    seconds, kmh = rules.planning_s, rules.drive_kmh
    return Problem(depot, factor, kmh, seconds, vehicles, drops, fixed, None)


def planned_vehicle(vehicle: Vehicle) -> PlannedVehicle:
    """A vehicle, as a plan asks for it."""
    return PlannedVehicle(
        vehicle.code,
        Decimal(vehicle.cartons),
        None if vehicle.kg is None else Decimal(vehicle.kg),
        vehicle.starts or None,
        vehicle.ends or None,
        vehicle.runs or 1,
        vehicle.reload_s or 0,
        *(
            Decimal(fen or 0).scaleb(-2)
            for fen in (vehicle.per_run_fen, vehicle.per_km_fen, vehicle.per_hour_fen)
        ),
    )


def carried_by(session: Session, order_ids: Any) -> Carried:
    """What some orders (ids, or a select of them) load, and whose they are."""
    loads = loads_of(order_ids)
    rows = session.execute(select(loads.c.order_id, loads.c.load, loads.c.amount_fen))
    carried = {key: (known_cartons(load), int(amount or 0)) for key, load, amount in rows}
    theirs = select(Order.client_id).where(Order.id.in_(order_ids))
    clients = session.scalars(select(Client).where(Client.id.in_(theirs)))
    return Carried(carried, kilograms_of(session, order_ids), {one.id: one for one in clients})


def drops_of(
    orders: Iterable[DueOrder],
    on_run: Mapping[int, int],
    carried: Carried,
    rules: Rules,
    *,
    together: bool,
) -> dict[str, DayDrop]:
    """The drops by their codes, in the order of the clients' codes; those on runs come first.

    ``together``: what waits for a client whose drop is on a run already belongs to that drop.
    """
    grouped: dict[int, dict[int | None, list[DueOrder]]] = {}
    for order in orders:
        of_client = grouped.setdefault(order.client_id, {})
        of_client.setdefault(on_run.get(order.id), []).append(order)
    clients = (carried.clients[key] for key in grouped)
    found: dict[str, DayDrop] = {}
    for client in sorted(clients, key=lambda one: (one.code_key, one.id)):
        groups = _groups(grouped[client.id], together=together)
        for number, some in enumerate(groups, 1):
            code = client.code if number == 1 else f"{client.code}/{number}"
            found[code] = _drop(code, client, some, carried, rules)
    return found


def _groups(
    of_client: Mapping[int | None, list[DueOrder]], *, together: bool
) -> list[list[DueOrder]]:
    """A client's orders run by run; those that wait stand last, or with its first run's."""
    groups = [list(some) for run, some in of_client.items() if run is not None]
    waiting = of_client.get(None)
    if together:
        return [[order for some in (*groups, waiting or []) for order in some]]
    return [*groups, waiting] if waiting else groups


def _drop(
    code: str, client: Client, orders: Sequence[DueOrder], carried: Carried, rules: Rules
) -> DayDrop:
    loads = [carried.loads.get(order.id, (Decimal(0), 0)) for order in orders]
    cartons = sum((load for load, _fen in loads), Decimal(0))
    known = [carried.weights[order.id] for order in orders if order.id in carried.weights]
    return DayDrop(
        code,
        tuple(order.id for order in orders),
        client.id,
        client.name,
        client.area,
        client.address,
        place(client.lat, client.lon),
        client.opens,
        client.closes,
        cartons,
        sum(known, Decimal(0)) if known else None,
        sum(fen for _load, fen in loads),
        min(order.due for order in orders),
        service_s(rules, cartons),
        client.break_from,
        client.break_to,
    )


def service_s(rules: Rules, cartons: Decimal) -> int:
    """How long a drop takes, by the office's numbers a stop and a carton."""
    return rules.stop_s + rules.carton_s * ceil(cartons)


def road_percent(rules: Rules) -> int:
    """How much longer roads are than straight lines, at most a hundred times."""
    return min(rules.road_percent, _FARTHEST_PERCENT)


def day_run(run: Run, number: int, drops: tuple[str, ...], held: frozenset[str]) -> DayRun:
    """A run with its drops by their codes; ``number`` counts its vehicle's."""
    return DayRun(
        run.id,
        run.number,
        run.version,
        run.vehicle.code,
        number,
        run.departs,
        run.name,
        run.locked,
        drops,
        held,
    )


def reckoned_runs(
    session: Session, runs: Sequence[Run], depot: Depot | None, rules: Rules
) -> dict[int, GoneRun]:
    """Runs by their ids, each reckoned by itself with the orders that it takes or took.

    One whose hour nobody named begins when its vehicle and driver are back from those before it.
    """
    turn = with_those_before(session, runs)
    aboard = select(Stop.order_id).where(Stop.run_id.in_([run.id for run in turn]))
    rows = session.execute(
        select(Order.id, Order.client_id, Order.due, Order.state).where(Order.id.in_(aboard))
    ).all()
    orders = {key: DueOrder(key, client, due) for key, client, due, _state in rows}
    waiting = {key for key, _client, _due, state in rows if state == "planned"}
    carried = carried_by(session, aboard)
    found: dict[int, GoneRun] = {}
    for run in turn:
        own = [
            orders[stop.order_id]
            for stop in run.stops
            if stop.note or (run.state == "planned" and stop.order_id in waiting)
        ]
        backs = [
            (found[one.id].reckoned, pause_between(run.vehicle, one))
            for one in waits_for(run, turn)
        ]
        asked = free_after(planned_vehicle(run.vehicle), backs)
        found[run.id] = _by_itself(run, asked, own, carried, depot, rules)
    return {run.id: found[run.id] for run in runs}


def run_to_be(
    session: Session, asked: PlannedVehicle, departs: str, order_ids: Sequence[int]
) -> GoneRun:
    """A run that somebody just puts together, reckoned by itself: orders by id in their turn.

    Without a time to leave it leaves when its vehicle, as it is ``asked``, is free.
    """
    rules, places = read_rules(session), {key: at for at, key in enumerate(order_ids)}
    rows = session.execute(
        select(Order.id, Order.client_id, Order.due).where(Order.id.in_(order_ids))
    )
    orders = sorted((DueOrder(*row) for row in rows), key=lambda one: places[one.id])
    drops, turn = _in_turn(orders, carried_by(session, list(order_ids)), rules)
    taken = DayRun(0, "", 0, asked.code, 1, departs, "", False, turn, frozenset())
    return GoneRun(taken, drops, _reckoned(taken, drops, asked, depot_of(session), rules))


def _by_itself(
    run: Run,
    asked: PlannedVehicle,
    orders: Sequence[DueOrder],
    carried: Carried,
    depot: Depot | None,
    rules: Rules,
) -> GoneRun:
    drops, turn = _in_turn(orders, carried, rules)
    taken = day_run(run, 1, turn, frozenset())
    return GoneRun(taken, drops, _reckoned(taken, drops, asked, depot, rules))


def _in_turn(
    orders: Sequence[DueOrder], carried: Carried, rules: Rules
) -> tuple[dict[str, DayDrop], tuple[str, ...]]:
    """The drops of one run, and their codes in the order of each client's first order."""
    drops = drops_of(orders, {}, carried, rules, together=True)
    turn = {order.id: at for at, order in enumerate(orders)}
    first = {code: min(turn[key] for key in drop.orders) for code, drop in drops.items()}
    return drops, tuple(sorted(drops, key=first.__getitem__))


def _reckoned(
    run: DayRun,
    drops: Mapping[str, DayDrop],
    vehicle: PlannedVehicle,
    depot: Depot | None,
    rules: Rules,
) -> Reckoned | None:
    """It as it drives; a shop without a place is taken to lie where the one before it does."""
    if depot is None or not run.drops:
        return None
    asked, here = [], (depot.lat, depot.lon)
    for code in run.drops:
        here = drops[code].place or here
        asked.append(replace(drops[code].asked, lat=here[0], lon=here[1]))
    fixed = Fixed(run.vehicle, 1, run.drops, True, True, run.departs or None)
    (found,) = checked(day_problem(depot, rules, (vehicle,), tuple(asked), ()), (fixed,)).runs
    return found
