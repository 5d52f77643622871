"""Vehicles and runs (section 8 of the rules)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Order, Run, Stop, Vehicle
from desktop.models.base import wrong_state
from desktop.queries.codes import code_there
from desktop.services.change import Change
from desktop.services.checks import invalid, need_version
from desktop.services.find import find, not_found
from desktop.services.notes import next_note
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.orders import ORDER
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields, write_over, written

RUN = Noun("run", Run)


def add_vehicle(office: Office, draft: VehicleDraft) -> int:
    """Add a vehicle; refuses ``duplicate`` when its code is taken."""
    need_fields(draft)
    with office.transaction("vehicle.add") as session:
        session.allow()
        vehicle = Vehicle(**written(draft))
        taken = code_there(session, Vehicle, vehicle.code)
        if taken is not None:
            raise Refused(
                "duplicate",
                _("The code {code} is taken: choose another.").format(code=taken),
                "code",
            )
        session.add(vehicle)
        session.flush()
        return vehicle.id


def plan_run(office: Office, draft: RunDraft) -> int:
    """Put confirmed orders on a vehicle's run, in the order of its stops."""
    _check(draft)
    with office.transaction("run.plan") as session:
        carrier = _carrier(session, draft)
        orders = [find(session, Order, order_id, "orders") for order_id in draft.orders]
        session.allow()
        run = Run(
            **written(draft),
            number=next_number(session, "CC"),
            vehicle_id=carrier.id,
            planned_on=session.today,
            planned_by_id=session.actor_id,
        )
        _put_on(session, orders)
        run.stops = _stops(orders)
        session.add(run)
        session.flush()
        return run.id


CHANGE = Step("run.change", RUN, to("loaded"))  # what can be loaded can be changed


def change_run(office: Office, run_id: int, version: int, draft: RunDraft) -> None:
    """Change a run that isn't loaded yet; orders taken off it stand in the order book again."""
    _check(draft)
    with office.transaction(CHANGE.action) as session:
        run = RUN.find(session, run_id)
        carrier = _carrier(session, draft)
        orders = [find(session, Order, order_id, "orders") for order_id in draft.orders]
        CHANGE.need(session, run)
        need_version(run, version)
        held = {stop.order_id for stop in run.stops}
        _put_on(session, [order for order in orders if order.id not in held])
        _take_off(session, held - {order.id for order in orders})
        flag_modified(run, "state")  # the stops alone would leave its version as it was
        write_over(run, draft)
        run.vehicle_id = carrier.id
        run.stops = []
        session.flush()
        run.stops = _stops(orders)


DISCARD = Step("run.discard", RUN, to("loaded"))


def discard_run(office: Office, run_id: int) -> None:
    """Throw a planned run away: its orders stand in the order book again."""
    with DISCARD.begin(office, run_id) as (session, run):
        _take_off(session, {stop.order_id for stop in run.stops})
        session.delete(run)


def _out(_session: Change, order: Order) -> None:
    if order.state != "loaded":
        raise wrong_state(order)


PUT_BACK = Step("order.put_back", ORDER, _out)


def put_back(office: Office, order_id: int) -> None:
    """Put an order that came back unserved (the shop was shut) into the order book again."""
    with PUT_BACK.begin(office, order_id) as (_session, order):
        order.move("confirmed")


def _check(draft: RunDraft) -> None:
    need_fields(draft)
    if not draft.orders:
        raise invalid("orders", _("A run needs at least one stop."))
    known: set[int] = set()
    for place, order_id in enumerate(draft.orders, 1):
        if order_id in known:
            raise invalid("orders", _("An order stands on a run once."), Spot(place, "order"))
        known.add(order_id)


def _carrier(session: Change, draft: RunDraft) -> Vehicle:
    if draft.day < session.today:
        raise invalid("date", _("A run is planned for today or a later day."))
    carrier = session.scalar(select(Vehicle).where(Vehicle.code == draft.vehicle))
    if carrier is None:
        raise not_found("vehicle", draft.vehicle)
    return carrier


def _stops(orders: Sequence[Order]) -> list[Stop]:
    return [Stop(position=place, order_id=order.id) for place, order in enumerate(orders, 1)]


def _plannable(_session: Change, order: Order, spot: Spot | None = None) -> None:
    if (order.state, "planned") not in Order.MOVES:
        raise wrong_state(order, field="orders", spot=spot)


PUT_ON = Step("run.plan", ORDER, _plannable)


def _put_on(session: Change, orders: Sequence[Order]) -> None:
    """Plan confirmed orders; one whose delivery was cancelled leaves the run it was planned on."""
    for order in orders:
        # Somebody may have put it on another run, or delivered it, while this form was open.
        PUT_ON.check(session, order, Spot(str(order.id), "order"))
        order.move("planned")
    before = (
        select(Stop)
        .join(Run, Run.id == Stop.run_id)
        .where(Run.state == "planned", Stop.order_id.in_([order.id for order in orders]))
    )
    for stop in session.scalars(before):
        session.delete(stop)
    session.flush()


def _take_off(session: Change, order_ids: set[int]) -> None:
    """Orders taken off a run are free again; what was delivered meanwhile stays as it is."""
    for order_id in order_ids:
        order = session.get_one(Order, order_id)
        if order.state == "planned":
            order.move("confirmed")


LOAD = Step("run.load", RUN, to("loaded"))


def load_run(office: Office, run_id: int) -> None:
    """Record that a run is loaded: each stop's note gets its number.

    What was delivered meanwhile stays as it is.
    """
    with LOAD.begin(office, run_id) as (session, run):
        run.move("loaded")
        run.loaded_on = session.today
        run.loaded_by_id = session.actor_id
        for stop in run.stops:
            order = session.get_one(Order, stop.order_id)
            if order.state == "planned":
                stop.note = next_note(session, order)
                order.move("loaded")
