"""A day's runs as they were arranged on the day board, made all at once or not at all (D4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.errors import ChangedElsewhere
from desktop.basics.i18n import _
from desktop.models import Order, Run, Stop, Vehicle
from desktop.queries.changed_runs import changed_runs, changed_words
from desktop.services.change import Change
from desktop.services.checks import invalid, need_clock, oldest_paper_day
from desktop.services.doubts import ask_about_day
from desktop.services.find import find, not_found
from desktop.services.numbering import next_number
from desktop.services.office import Office

_AT_ONCE = 100  # keys that one statement carries


@dataclass(frozen=True)
class ArrangedRun:
    """A run as it is to be: ``orders`` in their order, of which ``held`` are locked on it.

    ``run_id`` is the kept run that it goes on as; None for a new one.
    """

    run_id: int | None
    vehicle: str
    departs: str
    name: str
    locked: bool
    orders: tuple[int, ...]
    held: frozenset[int] = frozenset()


def arrange_day(
    office: Office, day: date, seen: Mapping[int, int], wanted: Sequence[ArrangedRun]
) -> Sequence[int]:
    """Make the planned runs of a day those that are wanted; gives the ids of the runs.

    ``seen`` are the planned runs as they were read, with their versions. A run that isn't wanted
    any more is thrown away, orders that are on none wait again. Raises ChangedElsewhere when
    somebody else planned, changed or loaded a run of the day, or took an order that is wanted.
    """
    _check(wanted)
    with office.transaction("run.arrange") as session:
        oldest = oldest_paper_day(session)
        if day < oldest:
            raise invalid("date", _("A run is for {day} or a later day.").format(day=oldest))
        session.allow()
        runs = _as_seen(session, day, seen)
        vehicles = _vehicles(session, wanted)
        coming = _move_orders(session, runs, wanted)
        if any(one.run_id is None for one in wanted):
            ask_about_day(session, day, coming)
        _take_apart(runs, wanted)
        session.flush()
        return [_write(session, day, runs, vehicles[one.vehicle], one) for one in wanted]


def _check(wanted: Sequence[ArrangedRun]) -> None:
    known: set[int] = set()
    for one in wanted:
        need_clock("departs", one.departs)
        if not one.orders:
            raise invalid("orders", _("A run needs at least one stop."))
        for order_id in one.orders:
            if order_id in known:
                raise invalid("orders", _("An order stands on a run once."))
            known.add(order_id)


def _as_seen(session: Change, day: date, seen: Mapping[int, int]) -> dict[int, Run]:
    """The planned runs of the day; raises ChangedElsewhere unless they are those that were seen."""
    rows = session.scalars(select(Run).where(Run.day == day, Run.state == "planned"))
    runs = {run.id: run for run in rows}
    if {key: run.version for key, run in runs.items()} != dict(seen):
        said = changed_words(changed_runs(session, day, seen))
        words = _("Changed meanwhile: {runs}. Look at the day again, and save it then.")
        raise ChangedElsewhere(words.format(runs=said))
    return runs


def _taken(order: Order) -> ChangedElsewhere:
    words = _("{order} is {state} meanwhile. Look at the day again, and save it then.")
    state = _(Order.STATE_WORDS[order.state])
    return ChangedElsewhere(words.format(order=order.title, state=state))


def _vehicles(session: Change, wanted: Sequence[ArrangedRun]) -> dict[str, Vehicle]:
    codes = {one.vehicle for one in wanted}
    rows = session.scalars(select(Vehicle).where(Vehicle.code.in_(codes)))
    found = {one.code: one for one in rows}
    for code in codes:
        if code not in found:
            raise not_found("vehicle", code)
    return found


def _move_orders(
    session: Change, runs: Mapping[int, Run], wanted: Sequence[ArrangedRun]
) -> Sequence[Order]:
    """Orders that come onto the day's runs are planned, those that come off wait again.

    Gives those that come.
    """
    before = {stop.order_id for run in runs.values() for stop in run.stops}
    after = {order_id for one in wanted for order_id in one.orders}
    known = _orders(session, before ^ after)
    for order_id in sorted(before - after):
        known[order_id].move("confirmed")
    for order_id in sorted(after - before):
        order = known.get(order_id) or find(session, Order, order_id, "orders")
        if (order.state, "planned") not in Order.MOVES:
            raise _taken(order)
        order.move("planned")
    return [known[order_id] for order_id in sorted(after - before)]


def _orders(session: Change, ids: Collection[int]) -> dict[int, Order]:
    """These orders by id, without their lines, some hundred at once."""
    found: dict[int, Order] = {}
    listed = sorted(ids)
    for at in range(0, len(listed), _AT_ONCE):
        query = select(Order).where(Order.id.in_(listed[at : at + _AT_ONCE]))
        rows = session.scalars(query.options(lazyload(Order.lines)))
        found |= {order.id: order for order in rows}
    return found


def _take_apart(runs: Mapping[int, Run], wanted: Sequence[ArrangedRun]) -> None:
    """Throw away what isn't wanted, and take the stops off what is wanted otherwise."""
    standing = {one.run_id: one for one in wanted if one.run_id is not None}
    for key, run in runs.items():
        if key not in standing:
            run.move("discarded")
            run.stops = []
        elif not _stands(run, standing[key]):
            run.stops = []


def _stands(run: Run, wanted: ArrangedRun) -> bool:
    """Whether a kept run is as it is wanted."""
    facts = run.vehicle.code, run.departs, run.name, run.locked
    stops = tuple(stop.order_id for stop in run.stops)
    held = frozenset(stop.order_id for stop in run.stops if stop.locked)
    return (facts, stops, held) == (
        (wanted.vehicle, wanted.departs, wanted.name, wanted.locked),
        wanted.orders,
        wanted.held,
    )


def _write(
    session: Change, day: date, runs: Mapping[int, Run], vehicle: Vehicle, wanted: ArrangedRun
) -> int:
    run = runs.get(wanted.run_id) if wanted.run_id is not None else None
    if run is not None and run.stops:  # it stands as it is wanted
        return run.id
    if run is None:
        number = next_number(session, "CC")
        run = Run(
            day=day,
            number=number,
            planned_on=session.today,
            planned_by_id=session.actor_id,
        )
        session.add(run)
    else:
        flag_modified(run, "state")  # the stops alone would leave its version as it was
    run.vehicle = vehicle
    run.departs, run.name, run.locked = wanted.departs, wanted.name, wanted.locked
    run.stops = [
        Stop(position=place, order_id=order_id, locked=order_id in wanted.held)
        for place, order_id in enumerate(wanted.orders, 1)
    ]
    session.flush()
    return run.id
