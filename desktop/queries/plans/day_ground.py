"""A day of runs as the office knows it (D4): its drops, its runs, its vehicles, where they begin.

From it both the plan of the command and the day board are made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.errors import Refused
from desktop.basics.hours import DAY_MINUTES, Hours
from desktop.basics.i18n import _
from desktop.basics.places import Place, place
from desktop.basics.rules import Rules
from desktop.models import Client, Order, Run, Stop, Vehicle
from desktop.planning.routes import Fixed, Problem, checked
from desktop.planning.routing.form import Depot, Drop, clock_of, minute_of
from desktop.planning.routing.form import Vehicle as PlannedVehicle
from desktop.planning.routing.plan import Run as Reckoned
from desktop.queries.facts.depot import own_place
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.runs import kilograms_of, loads_of

_PARTS = Decimal("0.0001")
_FARTHEST_PERCENT = 10_000


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
        """When the shop is open, and its break, which a plan doesn't heed."""
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
    """A run that is out or closed; ``reckoned`` is how it drives, None where nothing tells."""

    run: DayRun
    drops: Mapping[str, DayDrop]
    reckoned: Reckoned | None


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

    def problem(self, fixed: Iterable[Fixed]) -> Problem:
        """The day as a problem, with what is fixed of it; refuses (``invalid``) without a depot."""
        if self.depot is None:
            words = _("Say in the settings (“Office”) where the office lies: runs begin there.")
            raise Refused("invalid", words, "depot")
        return _problem(
            self.depot,
            self.rules,
            tuple(one.asked for one in self.vehicles.values()),
            tuple(one.asked for one in self.drops.values()),
            tuple(fixed),
        )


def _problem(
    depot: Depot,
    rules: Rules,
    vehicles: tuple[PlannedVehicle, ...],
    drops: tuple[Drop, ...],
    fixed: tuple[Fixed, ...],
) -> Problem:
    factor = Decimal(min(rules.road_percent, _FARTHEST_PERCENT)) / 100
    seconds, kmh = rules.planning_s, rules.drive_kmh
    return Problem(depot, factor, kmh, seconds, vehicles, drops, fixed, None)


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
    begins = _depot(session, depot)
    runs = session.scalars(
        select(Run).where(Run.day == day, Run.state != "discarded").order_by(Run.departs, Run.id)
    ).all()
    planned = [run for run in runs if run.state == "planned"]
    out = [run for run in runs if run.state in ("loaded", "closed")]
    orders = _orders(session, day)
    on_run = {stop.order_id: run.id for run in planned for stop in run.stops}
    drops = _drops(session, orders.values(), on_run, rules, together=together)
    vehicles = session.scalars(select(Vehicle).order_by(Vehicle.code_key, Vehicle.id)).all()
    gone = _gone(session, out, vehicles, begins, rules)
    return DayGround(
        day,
        begins,
        rules,
        drops,
        tuple(_numbered(planned, drops)),
        {one.code: _vehicle(one, list(gone.values())) for one in vehicles},
        gone,
    )


def _depot(session: Session, given: tuple[Decimal, Decimal] | None) -> Depot | None:
    own = own_place(session)
    where = own.place if given is None else place(*given)
    return None if where is None else Depot(*where, own.opens, own.closes)


def _orders(session: Session, day: date) -> dict[int, Order]:
    """The orders to be planned: those due, unless they are on a run of another day."""
    elsewhere = select(Stop.order_id).join(Run).where(Run.day != day, Run.state == "planned")
    here = select(Stop.order_id).join(Run).where(Run.day == day, Run.state == "planned")
    due = (Order.state == "confirmed") & (Order.due <= day)
    on_run = (Order.state == "planned") & Order.id.in_(here) & Order.id.not_in(elsewhere)
    rows = session.scalars(select(Order).where(due | on_run).order_by(Order.id))
    return {order.id: order for order in rows}


def _drops(
    session: Session,
    orders: Iterable[Order],
    on_run: Mapping[int, int],
    rules: Rules,
    *,
    together: bool,
) -> dict[str, DayDrop]:
    """The drops by their codes, in the order of the clients' codes; those on runs come first."""
    grouped: dict[int, dict[int | None, list[Order]]] = {}
    for order in orders:
        of_client = grouped.setdefault(order.client_id, {})
        of_client.setdefault(on_run.get(order.id), []).append(order)
    ids = [one.id for of_client in grouped.values() for some in of_client.values() for one in some]
    loads = loads_of(ids)
    rows = session.execute(select(loads.c.order_id, loads.c.load, loads.c.amount_fen))
    carried = {key: (_cartons(load), int(amount or 0)) for key, load, amount in rows}
    weights = kilograms_of(session, ids)
    clients = session.scalars(
        select(Client).where(Client.id.in_(grouped)).order_by(Client.code_key, Client.id)
    )
    found: dict[str, DayDrop] = {}
    for client in clients:
        groups = _groups(grouped[client.id], together=together)
        for number, some in enumerate(groups, 1):
            code = client.code if number == 1 else f"{client.code}/{number}"
            found[code] = _drop(code, client, some, carried, weights, rules)
    return found


def _groups(of_client: Mapping[int | None, list[Order]], *, together: bool) -> list[list[Order]]:
    """A client's orders run by run; those that wait stand last, or with its first run's."""
    groups = [list(some) for run, some in of_client.items() if run is not None]
    waiting = of_client.get(None)
    if together:
        return [[order for some in (*groups, waiting or []) for order in some]]
    return [*groups, waiting] if waiting else groups


def _drop(
    code: str,
    client: Client,
    orders: Sequence[Order],
    carried: Mapping[int, tuple[Decimal, int]],
    weights: Mapping[int, Decimal],
    rules: Rules,
) -> DayDrop:
    loads = [carried.get(order.id, (Decimal(0), 0)) for order in orders]
    cartons = sum((load for load, _fen in loads), Decimal(0))
    known = [weights[order.id] for order in orders if order.id in weights]
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
        rules.stop_s + rules.carton_s * ceil(cartons),
        client.break_from,
        client.break_to,
    )


def _cartons(load: object) -> Decimal:
    return Decimal(str(load or 0)).quantize(_PARTS)


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
        yield _run(run, numbers[run.vehicle_id], tuple(own), held)


def _run(run: Run, number: int, drops: tuple[str, ...], held: frozenset[str]) -> DayRun:
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


def _gone(
    session: Session,
    out: Sequence[Run],
    vehicles: Sequence[Vehicle],
    depot: Depot | None,
    rules: Rules,
) -> dict[int, GoneRun]:
    """Runs that are out or back, as they are reckoned to drive, each by itself."""
    asked = {one.code: _planned_vehicle(one) for one in vehicles}
    return {run.id: _gone_run(session, run, asked[run.vehicle.code], depot, rules) for run in out}


def run_by_itself(session: Session, run: Run) -> GoneRun:
    """A run with its drops, reckoned by itself: its arrivals, metres and cost (D5)."""
    asked = _planned_vehicle(run.vehicle)
    return _gone_run(session, run, asked, _depot(session, None), read_rules(session))


def _gone_run(
    session: Session, run: Run, vehicle: PlannedVehicle, depot: Depot | None, rules: Rules
) -> GoneRun:
    ids = [stop.order_id for stop in run.stops]
    orders = list(session.scalars(select(Order).where(Order.id.in_(ids))))
    turn = {order_id: at for at, order_id in enumerate(ids)}
    orders.sort(key=lambda order: turn[order.id])
    drops = _drops(session, orders, {}, rules, together=True)
    first = {code: min(turn[key] for key in drop.orders) for code, drop in drops.items()}
    codes = tuple(sorted(drops, key=first.__getitem__))
    day_run = _run(run, 1, codes, frozenset())
    return GoneRun(day_run, drops, _reckoned(day_run, drops, vehicle, depot, rules))


def _reckoned(
    run: DayRun,
    drops: Mapping[str, DayDrop],
    vehicle: PlannedVehicle,
    depot: Depot | None,
    rules: Rules,
) -> Reckoned | None:
    if depot is None or not run.drops:
        return None
    fixed = Fixed(run.vehicle, 1, run.drops, True, True, run.departs or None)
    problem = _problem(depot, rules, (vehicle,), tuple(one.asked for one in drops.values()), ())
    (found,) = checked(problem, (fixed,)).runs
    return found


def _planned_vehicle(vehicle: Vehicle) -> PlannedVehicle:
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


def _vehicle(vehicle: Vehicle, gone: Sequence[GoneRun]) -> DayVehicle:
    """A vehicle as it is still free: without the runs that are out, from when they are back."""
    asked = _planned_vehicle(vehicle)
    mine = [one for one in gone if one.run.vehicle == vehicle.code]
    backs = [one.reckoned.returns for one in mine if one.reckoned is not None]
    starts = asked.starts
    if backs and asked.runs > len(mine):
        free = minute_of(max(backs)) + -(-asked.reload_s // 60)
        starts = clock_of(60 * min(free, DAY_MINUTES))
    runs = max(0, asked.runs - len(mine))
    return DayVehicle(replace(asked, runs=runs, starts=starts), vehicle.driver, vehicle.phone)
