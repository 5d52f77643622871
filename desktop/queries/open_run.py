"""One run with its stops and load, and the orders that wait for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.run import RunDraft
from desktop.basics.fields import stored
from desktop.basics.order_key import order_key
from desktop.models import (
    Client,
    Delivery,
    Lot,
    Order,
    Product,
    Run,
    RunLot,
    Stop,
    Vehicle,
)
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.cartons import told_cartons
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.order_notices import small_drops
from desktop.queries.facts.run_ways import PlannedWay, planned_way
from desktop.queries.facts.runs import (
    kilograms_of,
    lacks_result,
    loads_of,
    places_of,
    taken_by_means,
)
from desktop.queries.facts.stock import ShortGoods, short_goods
from desktop.queries.run_money import Done, Handed, RunCash, done_by, handed_over
from desktop.queries.runs import RunRow, run_rows

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Drop:
    """An order as a stop: what it takes in the vehicle (cartons) and in money.

    ``small``: what its client gets together with it is under the minimum (D1).
    """

    order_id: int
    number: str
    state: str
    ordered_on: date
    due: date
    client_id: int
    client: str
    area: str
    address: str
    phone: str
    load: Decimal
    amount_fen: int
    small: bool

    @property
    def words(self) -> str:
        """How a look-up names it."""
        return f"{self.client} {self.number}"


@dataclass(frozen=True)
class LotOnRun:
    """What lies of a lot on a run, in base units."""

    code: str
    product: str
    lot: str
    unit: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class RunDetail(RunDraft):
    """One run; ``stops`` stand in their order.

    ``deliveries`` are the results by order; ``unserved`` are orders that came back, with why.
    ``lots`` is what lies on it, ``short`` what it will lack (while it is planned), ``taken``
    the money that was taken at its stops, by its means; ``handed`` the cash that was handed over
    for it, None before. ``kg`` is what its goods weigh as far as
    it is known, of the ``room_kg`` that the vehicle takes (None: nobody said).
    """

    row: RunRow
    version: int
    stops: tuple[Drop, ...]
    way: PlannedWay
    deliveries: dict[int, int]
    unserved: dict[int, str]
    lots: tuple[LotOnRun, ...]
    short: tuple[ShortGoods, ...]
    kg: Decimal
    room_kg: int | None
    taken: Mapping[str, int]
    cash_difference_fen: int
    close_reason: str
    closed: Done | None
    handed: Handed | None

    @property
    def places(self) -> Mapping[int, int]:
        """By order at which stop it is brought, as the manifest numbers them."""
        return places_of((stop.order_id, stop.client_id) for stop in self.stops)

    @property
    def cash(self) -> RunCash:
        """What its driver hands over."""
        return RunCash(self.taken, len({one.client_id for one in self.open_stops}), self.handed)

    @property
    def open_stops(self) -> tuple[Drop, ...]:
        """The stops that are out and have no result."""
        if self.row.state != "loaded":
            return ()
        return tuple(
            stop
            for stop in self.stops
            if stop.state == "loaded" and stop.order_id not in self.unserved
        )


@dataclass(frozen=True)
class VehicleRow:
    """A vehicle to choose; ``busy`` when it has a run on the day."""

    code: str
    driver: str
    cartons: int
    busy: bool

    @property
    def words(self) -> str:
        """How a look-up names it."""
        return f"{self.code} {self.driver}"


@dataclass(frozen=True)
class ToPlan:
    """What a run is made from: the vehicles, and the orders that wait, by area."""

    vehicles: tuple[VehicleRow, ...]
    drops: tuple[Drop, ...]


def run_detail(session: Session, run_id: int) -> RunDetail:
    """One run with its stops."""
    run = session.get_one(Run, run_id)
    places = {stop.order_id: stop.position for stop in run.stops}
    drops = sorted(_drops(session, list(places)), key=lambda drop: places[drop.order_id])
    delivered = session.execute(
        select(Delivery.order_id, Delivery.id).where(
            Delivery.order_id.in_(list(places)), Delivery.state == "recorded"
        )
    ).all()
    unserved = {
        stop.order_id: stop.unserved_reason for stop in run.stops if stop.unserved_on is not None
    }
    return RunDetail(
        **stored(RunDraft, run),
        vehicle=run.vehicle.code,
        orders=tuple(places),
        row=run_rows(session, [run_id])[run_id],
        version=run.version,
        stops=tuple(drops),
        way=planned_way(session, run),
        deliveries=dict(delivered),
        unserved=unserved,
        lots=lots_on_run(session, run_id),
        short=short_goods(session, list(places)) if run.state == "planned" else (),
        kg=sum(kilograms_of(session, list(places)).values(), Decimal(0)).quantize(_TENTH),
        room_kg=run.vehicle.kg,
        taken=taken_by_means(session, run_id),
        cash_difference_fen=run.cash_difference_fen,
        close_reason=run.close_reason,
        closed=done_by(session, run.closed_on, run.closed_by_id),
        handed=handed_over(session, run),
    )


def run_head(session: Session, run_id: int) -> tuple[RunDraft, int] | None:
    """A run as it is planned, with its version; None where there is none."""
    run = session.get(Run, run_id)
    if run is None:
        return None
    orders = tuple(stop.order_id for stop in run.stops)
    draft = RunDraft(**stored(RunDraft, run), vehicle=run.vehicle.code, orders=orders)
    return draft, run.version


def lots_on_run(session: Session, run_id: int) -> tuple[LotOnRun, ...]:
    """What lies on a run, by product and first-expired first (D5)."""
    rows = session.execute(
        select(RunLot.quantity, Lot.code, Lot.product_id)
        .join(Lot, Lot.id == RunLot.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .where(RunLot.run_id == run_id, RunLot.quantity > 0)
        .order_by(Product.code_key, Lot.expires, Lot.code)
    ).all()
    # Among rows of other records, SQLAlchemy would read the units of products that are held anew.
    products = held_or_read(session, Product, {key for _quantity, _lot, key in rows})
    return tuple(
        LotOnRun(one.code, one.name, lot, one.base_unit.name, quantity)
        for quantity, lot, one in ((quantity, lot, products[key]) for quantity, lot, key in rows)
    )


@once
def orders_out(session: Session, run_id: int) -> list[int]:
    """The orders that are out with a run and have no result."""
    return list(
        session.scalars(
            select(Stop.order_id)
            .join(Order, Order.id == Stop.order_id)
            .where(Stop.run_id == run_id, lacks_result())
        )
    )


def to_plan(session: Session, day: date) -> ToPlan:
    """What can be put on a run of a day: the vehicles, and every order that waits."""
    busy = set(
        session.scalars(select(Run.vehicle_id).where(Run.day == day, Run.state != "discarded"))
    )
    vehicles = session.scalars(select(Vehicle).order_by(Vehicle.code_key, Vehicle.id))
    waiting = list(session.scalars(select(Order.id).where(Order.state == "confirmed")))
    return ToPlan(
        tuple(VehicleRow(one.code, one.driver, one.cartons, one.id in busy) for one in vehicles),
        tuple(
            sorted(_drops(session, waiting), key=lambda one: (order_key(one.area), one.order_id))
        ),
    )


def _drops(session: Session, order_ids: Sequence[int]) -> list[Drop]:
    loads = loads_of(list(order_ids))
    rows = session.execute(
        select(Order, Client, loads.c.load, loads.c.amount_fen)
        .join(Client, Client.id == Order.client_id)
        .join(loads, loads.c.order_id == Order.id)
        .where(Order.id.in_(list(order_ids)))
    ).all()
    small = small_drops(session, tuple(order_ids))
    return [
        Drop(
            order.id,
            order.number,
            order.state,
            order.ordered_on,
            order.due,
            client.id,
            client.name,
            client.area,
            client.address,
            client.phone,
            told_cartons(load),
            int(amount),
            order.id in small,
        )
        for order, client, load, amount in rows
    ]
