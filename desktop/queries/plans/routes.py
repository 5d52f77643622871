"""The runs of a day: the problem of the office (D4), gathered from orders, runs and vehicles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.places import place
from desktop.basics.rules import Rules
from desktop.models import Client, Order, Run, Stop, Vehicle
from desktop.planning.routes import Fixed, Problem, solve
from desktop.planning.routing.form import Depot, Drop
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.runs import loads_of
from desktop.queries.plans.planned import Planned

_PARTS = Decimal("0.0001")
_FARTHEST_PERCENT = 10_000


def planned_routes(session: Session, day: date, depot: tuple[Decimal, Decimal] | None) -> Planned:
    """The runs of a day as they are planned now; refuses (``invalid``) without a depot."""
    problem = routes_problem(session, day, depot)
    return Planned("routes", problem, solve(problem))


def routes_problem(session: Session, day: date, depot: tuple[Decimal, Decimal] | None) -> Problem:
    """What is due on a day or before, planned runs as they are, and the vehicles."""
    where = None if depot is None else place(*depot)
    if where is None:
        raise Refused("invalid", _("Name where the runs begin."), "depot")
    rules = read_rules(session)
    runs = session.scalars(
        select(Run).where(Run.day == day, Run.state != "discarded").order_by(Run.departs, Run.id)
    ).all()
    orders = _orders(session, day)
    codes = _codes(session, orders.values())
    vehicles = session.scalars(select(Vehicle).order_by(Vehicle.code_key, Vehicle.id)).all()
    return Problem(
        Depot(*where, None, None),
        Decimal(min(rules.road_percent, _FARTHEST_PERCENT)) / 100,
        rules.drive_kmh,
        rules.planning_s,
        tuple(_vehicle(one, sum(_is_out(run, one) for run in runs)) for one in vehicles),
        _drops(session, orders.values(), rules),
        tuple(_fixed(runs, {key: one.client_id for key, one in orders.items()}, codes)),
        None,
    )


def _orders(session: Session, day: date) -> dict[int, Order]:
    """The orders to be planned: those due, unless they are on a run of another day."""
    elsewhere = select(Stop.order_id).join(Run).where(Run.day != day, Run.state == "planned")
    here = select(Stop.order_id).join(Run).where(Run.day == day, Run.state == "planned")
    due = (Order.state == "confirmed") & (Order.due <= day)
    on_run = (Order.state == "planned") & Order.id.in_(here) & Order.id.not_in(elsewhere)
    rows = session.scalars(select(Order).where(due | on_run).order_by(Order.id))
    return {order.id: order for order in rows}


def _codes(session: Session, orders: Iterable[Order]) -> dict[int, str]:
    keys = {order.client_id for order in orders}
    return dict(session.execute(select(Client.id, Client.code).where(Client.id.in_(keys))).all())


def _drops(session: Session, orders: Iterable[Order], rules: Rules) -> tuple[Drop, ...]:
    """One drop for each client, with all its orders."""
    together: dict[int, list[int]] = {}
    for order in orders:
        together.setdefault(order.client_id, []).append(order.id)
    loads = loads_of([key for keys in together.values() for key in keys])
    rows = session.execute(select(loads.c.order_id, loads.c.load))
    cartons = {key: _cartons(load) for key, load in rows}
    clients = session.scalars(
        select(Client).where(Client.id.in_(together)).order_by(Client.code_key, Client.id)
    )
    return tuple(
        _drop(
            client,
            sum((cartons.get(key, Decimal(0)) for key in together[client.id]), Decimal(0)),
            rules,
        )
        for client in clients
    )


def _cartons(load: object) -> Decimal:
    return Decimal(str(load or 0)).quantize(_PARTS)


def _drop(client: Client, cartons: Decimal, rules: Rules) -> Drop:
    lat, lon = place(client.lat, client.lon) or (None, None)
    return Drop(
        client.code,
        lat,
        lon,
        cartons,
        None,
        client.opens or None,
        client.closes or None,
        rules.stop_s + rules.carton_s * ceil(cartons),
    )


def _vehicle(vehicle: Vehicle, gone: int) -> PlannedVehicle:
    """A vehicle; ``gone`` runs of the day it has made or is making."""
    return PlannedVehicle(
        vehicle.code,
        Decimal(vehicle.cartons),
        None if vehicle.kg is None else Decimal(vehicle.kg),
        vehicle.starts or None,
        vehicle.ends or None,
        max(0, (vehicle.runs or 1) - gone),
        vehicle.reload_s or 0,
        *(
            Decimal(fen or 0).scaleb(-2)
            for fen in (vehicle.per_run_fen, vehicle.per_km_fen, vehicle.per_hour_fen)
        ),
    )


def _is_out(run: Run, vehicle: Vehicle) -> bool:
    return run.vehicle_id == vehicle.id and run.state in ("loaded", "closed")


def _fixed(
    runs: Sequence[Run], orders: Mapping[int, int], clients: Mapping[int, str]
) -> Iterable[Fixed]:
    """Planned runs, each client's drop where its first order stands."""
    codes: set[str] = set()
    numbers: dict[int, int] = {}
    for run in runs:
        if run.state != "planned":
            continue
        numbers[run.vehicle_id] = numbers.get(run.vehicle_id, 0) + 1
        stops = [clients[orders[one.order_id]] for one in run.stops if one.order_id in orders]
        own = [code for code in dict.fromkeys(stops) if code not in codes]
        codes.update(own)
        yield Fixed(
            run.vehicle.code, numbers[run.vehicle_id], tuple(own), True, False, run.departs or None
        )
