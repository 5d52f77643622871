"""Vehicles, runs and received stock (section 8 of the rules)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Lot, Order, Run, Stop, Vehicle
from desktop.services.checks import invalid, need_positive, need_text
from desktop.services.find import find, find_product, not_found
from desktop.services.numbering import next_number
from desktop.services.office import Office


def add_vehicle(office: Office, code: str, driver: str, phone: str, cartons: int) -> int:
    """Add a vehicle with its usual driver and how many cartons it takes."""
    code = need_text("code", code)
    driver = need_text("driver", driver)
    need_positive("cartons", cartons)
    with office.transaction("vehicle.add") as session:
        session.allow()
        if session.scalar(select(Vehicle.id).where(Vehicle.code == code)):
            raise Refused("duplicate", _("The code {code} is taken.").format(code=code), "code")
        vehicle = Vehicle(code=code, driver=driver, phone=phone, cartons=cartons)
        session.add(vehicle)
        session.flush()
        return vehicle.id


def plan_run(
    office: Office,
    day: date,
    vehicle: str,
    order_ids: Sequence[int | None],
    departs: str = "",
) -> int:
    """Put confirmed orders on a vehicle's run, in the order of its stops."""
    if not order_ids:
        raise invalid("orders", _("A run needs at least one stop."))
    if len(set(order_ids) - {None}) != len([one for one in order_ids if one is not None]):
        raise invalid("orders", _("An order stands on a run once."))
    with office.transaction("run.plan") as session:
        if day < session.today:
            raise invalid("date", _("A run is planned for today or a later day."))
        carrier = session.scalar(select(Vehicle).where(Vehicle.code == vehicle))
        if carrier is None:
            raise not_found("vehicle", vehicle)
        orders = [find(session, Order, order_id, "orders") for order_id in order_ids]
        session.allow()
        for order in orders:
            order.move("planned")
        run = Run(
            number=next_number(session, "CC"),
            vehicle_id=carrier.id,
            day=day,
            departs=departs,
            planned_on=session.today,
            planned_by_id=session.actor_id,
        )
        run.stops = [
            Stop(position=place, order_id=order.id) for place, order in enumerate(orders, 1)
        ]
        session.add(run)
        session.flush()
        return run.id


def load_run(office: Office, run_id: int | None) -> None:
    """Record that a run is loaded; what was delivered meanwhile stays as it is."""
    with office.transaction("run.load") as session:
        run = find(session, Run, run_id, "run")
        session.allow()
        run.move("loaded")
        run.loaded_on = session.today
        run.loaded_by_id = session.actor_id
        for stop in run.stops:
            order = session.get_one(Order, stop.order_id)
            if order.state == "planned":
                order.move("loaded")


def receive_stock(
    office: Office, product: str, lot: str, expires: date, unit: str, quantity: int
) -> int:
    """Take a lot into stock with its expiry (D3)."""
    lot = need_text("lot", lot)
    need_positive("quantity", quantity)
    with office.transaction("stock.receive") as session:
        goods = find_product(session, product)
        counted = goods.unit(unit)
        if counted is None:
            raise invalid("unit", _("The product has no unit “{unit}”.").format(unit=unit))
        session.allow()
        received = Lot(
            product_id=goods.id,
            lot=lot,
            expires=expires,
            unit_id=counted.id,
            quantity=quantity,
            received_on=session.today,
            received_by_id=session.actor_id,
        )
        session.add(received)
        session.flush()
        return received.id
