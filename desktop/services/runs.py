"""Vehicles and runs: planned, changed, loaded by lot, and what came back unserved (section 8)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Lot, Order, OrderLine, Run, Stop, Vehicle
from desktop.models.base import wrong_state
from desktop.planning.lots import Loading, Taking
from desktop.queries.codes import code_there
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.loading import would_load
from desktop.queries.facts.lots import stop_out
from desktop.services.change import Change
from desktop.services.checks import invalid, need_count, need_version, oldest_paper_day
from desktop.services.doubts import ask_about_day, ask_if_before_its_run
from desktop.services.find import find, not_found
from desktop.services.goods import load_line, short_of, unload
from desktop.services.notes import next_notes
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.orders import ORDER
from desktop.services.steps import Noun, Step, to
from desktop.services.stock import known_lot, read_at_once, stock_since
from desktop.services.written import need_fields, need_phones, write_over, written

RUN = Noun("run", Run)


def add_vehicle(office: Office, draft: VehicleDraft) -> int:
    """Add a vehicle; refuses ``duplicate`` when its code is taken."""
    check_vehicle(draft)
    need_phones(draft)
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


def check_vehicle(draft: VehicleDraft) -> None:
    """Refuse (``invalid``) what no vehicle can have."""
    need_fields(draft)
    if draft.starts and draft.ends and draft.ends <= draft.starts:
        raise invalid("ends", _("Its day must end after it starts."))
    _need_cost("per_run", draft.per_run_fen)
    _need_cost("per_km", draft.per_km_fen)
    _need_cost("per_hour", draft.per_hour_fen)


def _need_cost(field: str, fen: int | None) -> None:
    if fen is not None and fen < 0:
        raise invalid(field, _("This cannot be negative."))


def plan_run(office: Office, draft: RunDraft) -> int:
    """Put confirmed orders on a vehicle's run, in the order of its stops."""
    _check(draft)
    if not draft.orders:
        raise invalid("orders", _("A run needs at least one stop."))
    with office.transaction("run.plan") as session:
        _need_day(session, draft)
        carrier = _carrier(session, draft)
        orders = [find(session, Order, order_id, "orders") for order_id in draft.orders]
        session.allow()
        ask_about_day(session, draft.day, orders)
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
    """Change a run that isn't loaded yet; orders taken off it stand in the order book again.

    Stops that stay on it keep their locks (D4).
    """
    _check(draft)
    with office.transaction(CHANGE.action) as session:
        run = RUN.find(session, run_id)
        if draft.day != run.day:
            _need_day(session, draft)
        carrier = _carrier(session, draft)
        orders = [find(session, Order, order_id, "orders") for order_id in draft.orders]
        CHANGE.need(session, run)
        need_version(run, version)
        if draft.day != run.day:
            ask_about_day(session, draft.day, orders)
        held = {stop.order_id for stop in run.stops}
        _put_on(session, [order for order in orders if order.id not in held])
        _take_off(session, held - {order.id for order in orders})
        flag_modified(run, "state")  # the stops alone would leave its version as it was
        write_over(run, draft)
        run.vehicle = carrier
        locked = {stop.order_id for stop in run.stops if stop.locked}
        run.stops = []
        session.flush()
        run.stops = _stops(orders, locked)


DISCARD = Step("run.discard", RUN, to("discarded"))


def discard_run(office: Office, run_id: int) -> None:
    """Throw a planned run away: its orders stand in the order book again."""
    with DISCARD.begin(office, run_id) as (session, run):
        _take_off(session, {stop.order_id for stop in run.stops})
        run.move("discarded")
        run.stops = []


def _check(draft: RunDraft) -> None:
    need_fields(draft)
    known: set[int] = set()
    for place, order_id in enumerate(draft.orders, 1):
        if order_id in known:
            raise invalid("orders", _("An order stands on a run once."), Spot(place, "order"))
        known.add(order_id)


def _need_day(session: Change, draft: RunDraft) -> None:
    oldest = oldest_paper_day(session)
    if draft.day < oldest:
        raise invalid("date", _("A run is for {day} or a later day.").format(day=oldest))


def _carrier(session: Change, draft: RunDraft) -> Vehicle:
    carrier = session.scalar(select(Vehicle).where(Vehicle.code == draft.vehicle))
    if carrier is None:
        raise not_found("vehicle", draft.vehicle)
    return carrier


def _stops(orders: Sequence[Order], locked: Collection[int] = ()) -> list[Stop]:
    return [
        Stop(position=place, order_id=order.id, locked=order.id in locked)
        for place, order in enumerate(orders, 1)
    ]


def _plannable(_session: Change, order: Order, spot: Spot | None = None) -> None:
    if (order.state, "planned") not in Order.MOVES:
        raise wrong_state(order, field="orders", spot=spot)


PUT_ON = Step("run.plan", ORDER, _plannable)


def _put_on(session: Change, orders: Sequence[Order]) -> None:
    """Plan confirmed orders."""
    for order in orders:
        # Somebody may have put it on another run, or delivered it, while this form was open.
        PUT_ON.check(session, order, Spot(str(order.id), "order"))
        order.move("planned")


def leave_planned_run(session: Change, order: Order) -> None:
    """Take an order off the run on which it is planned: it was delivered by another way."""
    if order.state != "planned":
        return
    planned = (
        select(Run)
        .join(Stop, Stop.run_id == Run.id)
        .where(Run.state == "planned", Stop.order_id == order.id)
    )
    for run in session.scalars(planned).all():
        run.stops = [stop for stop in run.stops if stop.order_id != order.id]
    session.flush()


def _take_off(session: Change, order_ids: set[int]) -> None:
    """Orders taken off a planned run are free again."""
    for order_id in order_ids:
        session.get_one(Order, order_id).move("confirmed")


@dataclass(frozen=True)
class Picked:
    """What the picker really took for a line (from 1) of an order, by lot; base units."""

    order: int
    line: int
    lot: str
    quantity: int

    @property
    def place(self) -> tuple[int, int]:
        """The line that it was taken for."""
        return self.order, self.line


def _loadable(session: Change, run: Run) -> None:
    """A planned run with stops, not earlier than the day before (``too_early``)."""
    run.require_move("loaded")
    if not run.stops:
        raise Refused("wrong_state", _("There is no stop on this run: nothing is to be loaded."))
    if session.today < run.day - timedelta(days=1):
        message = _("It is loaded on the day before at the earliest: {day}.")
        raise Refused("too_early", message.format(day=run.day - timedelta(days=1)))


LOAD = Step("run.load", RUN, _loadable)


def load_run(
    office: Office,
    run_id: int,
    *,
    short: bool = False,
    picked: Sequence[Picked] = (),
    left: Collection[tuple[int, int]] = (),
) -> None:
    """Load a run from the warehouse, lot by lot; each stop's note gets its number (D3).

    A line named in ``picked`` gets what was picked alone, one in ``left`` (order and line)
    nothing. ``short`` allows that some lines get
    less than was ordered; without it a person is asked, and where nobody can be, it is refused.
    """
    _check_picked(picked)
    with office.transaction(LOAD.action) as session:
        _need_within_lines(session, picked)
        run = RUN.find(session, run_id)
        takings = _find_picked(session, run, picked)
        session.allow()
        _need_on_run(session, run, picked)
        LOAD.check(session, run)
        orders = held_or_read(session, Order, (stop.order_id for stop in run.stops))
        run.by_lot = stock_since(session) is not None
        if run.by_lot:
            _load_goods(session, run, takings, left, short=short)
        run.move("loaded")
        run.loaded_on = session.today
        run.loaded_by_id = session.actor_id
        aboard = [orders[stop.order_id] for stop in run.stops]
        notes = next_notes(session, aboard)
        for stop, order, note in zip(run.stops, aboard, notes, strict=True):
            stop.note = note
            order.move("loaded")


def _check_picked(picked: Sequence[Picked]) -> None:
    known: set[tuple[int, int, str]] = set()
    for spot, one in enumerate(picked, 1):
        need_count("picked", one.quantity, Spot(spot, "quantity"))
        if (*one.place, one.lot) in known:
            raise invalid("picked", _("A line takes a lot once."), Spot(spot, "lot"))
        known.add((*one.place, one.lot))


Takings = dict[tuple[int, int], list[Taking]]


def _need_within_lines(session: Change, picked: Sequence[Picked]) -> None:
    """Refuse more for a line than it orders (``invalid``, so before what isn't there)."""
    taken: Counter[tuple[int, int]] = Counter()
    for spot, one in enumerate(picked, 1):
        line = _line(session, one)
        taken[one.place] += one.quantity
        if line is not None and taken[one.place] > line.quantity * line.unit.size:
            raise invalid("picked", _("More than its line orders."), Spot(spot, "quantity"))


def _find_picked(session: Change, run: Run, picked: Sequence[Picked]) -> Takings:
    """What was picked for each line; refuses what is no lot of it, or expired."""
    takings: Takings = {}
    unknown: Refused | None = None
    for spot, one in enumerate(picked, 1):
        try:
            lot = _lot_of(session, one, spot)
        except Refused as refusal:  # what is invalid goes first
            unknown = unknown or refusal
            continue
        takings.setdefault(one.place, []).append(Taking(lot.id, one.quantity))
        if lot.expires < run.day:
            words = _("{lot} is expired on the day of the run.").format(lot=lot.title)
            raise invalid("picked", words, Spot(spot, "lot"))
    if unknown is not None:
        raise unknown
    return takings


def _lot_of(session: Change, one: Picked, spot: int) -> Lot:
    """The lot that was picked for a line; refuses ``not_found``."""
    find(session, Order, one.order, "picked")
    line = _line(session, one)
    if line is None:
        raise not_found("picked", one.line, Spot(spot, "line"))
    return known_lot(session, line.product_id, one.lot, "picked", Spot(spot, "lot"))


def _line(session: Change, one: Picked) -> OrderLine | None:
    """The line for which a lot was picked, if it is there."""
    order = session.get(Order, one.order)
    lines = order.lines if order is not None else ()
    return next((line for line in lines if line.position == one.line), None)


def _need_on_run(session: Change, run: Run, picked: Iterable[Picked]) -> None:
    stops = {stop.order_id for stop in run.stops}
    for one in picked:
        if one.order not in stops:
            raise wrong_state(session.get_one(Order, one.order), field="picked")


def _load_goods(
    session: Change,
    run: Run,
    takings: Takings,
    left: Collection[tuple[int, int]],
    *,
    short: bool,
) -> None:
    _need_there(session, takings)
    loaded = would_load(session, run, takings, left=left)
    if not short:
        _ask_whether_short(session, loaded.loading)
    lots = [one.lot for taken in loaded.loading.lines for one in taken]
    _held = read_at_once(session, lots, run.id)
    for (stop, line), taken in zip(loaded.lines, loaded.loading.lines, strict=True):
        load_line(session, stop, line.position, taken)


def _need_there(session: Change, takings: Takings) -> None:
    """Refuse (``short``) more of a lot picked than lies in the warehouse."""
    picked: dict[int, int] = {}
    for taking in (taking for line in takings.values() for taking in line):
        picked[taking.lot] = picked.get(taking.lot, 0) + taking.quantity
    for lot_id, pieces in picked.items():
        lot = session.get_one(Lot, lot_id)
        if pieces > lot.warehouse:
            words = _("{left} of {lot} lie in the warehouse.")
            told = words.format(left=lot.warehouse, lot=lot.title)
            raise Refused("short", told, "picked")


def _ask_whether_short(session: Change, loading: Loading) -> None:
    if not loading.missing:
        return
    what = short_of(loading.missing, session)
    words = _("Not enough in the warehouse: {what} are missing.").format(what=what)
    if session.confirmed is None:
        raise Refused("short", words, "short")
    session.ask("short", _("{words} Load what is there?").format(words=words))


def _on_its_run(session: Change, order: Order, run_id: int | None = None) -> Stop:
    """Out with this run and without a standing delivery."""
    stop = stop_out(session, order.id)
    if stop is None or order.state != "loaded" or run_id not in (None, stop.run_id):
        raise wrong_state(order)
    return stop


UNSERVED = Step("run.unserved", ORDER, _on_its_run)


def leave_unserved(office: Office, run_id: int, order_id: int, reason: str = "") -> None:
    """Say that a stop wasn't served: its goods are in the warehouse, its order waits again."""
    with office.transaction(UNSERVED.action) as session:
        RUN.find(session, run_id)
        order = ORDER.find(session, order_id)
        session.allow()
        stop = _on_its_run(session, order, run_id)
        ask_if_before_its_run(session, session.today, [run_id])
        unload(session, stop)
        stop.unserved_on = session.today
        stop.unserved_by_id = session.actor_id
        stop.unserved_reason = reason.strip()
        order.move("confirmed")
