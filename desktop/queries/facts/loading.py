"""What loading a run takes from the warehouse, lot by lot (D3): for the store, and for the load."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from desktop.models import Order, OrderLine, Run, StockMove, StockStart, Stop
from desktop.planning.lots import Loading, Lying, Taking, Wanted, load, without
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.lots import in_warehouse
from desktop.queries.facts.run_turn import as_they_leave

# What was picked, by order and line from 1.
Takings = Mapping[tuple[int, int], Sequence[Taking]]
ToLoad = tuple[Stop, OrderLine]


@dataclass(frozen=True)
class Loaded:
    """The lines of a run in the order of loading, what each gets, and what they lack together.

    ``by_lot`` is false while the office keeps no stock: then nothing is known of lots.
    """

    lines: tuple[ToLoad, ...]
    loading: Loading
    by_lot: bool


def keeps_stock(session: Session) -> bool:
    """Whether the first count was posted."""
    return session.get(StockStart, 1) is not None


def lines_in_turn(session: Session, run: Run) -> list[ToLoad]:
    """The lines drop by drop: a client's orders come together, where its first one stands (D3).

    An order that was delivered otherwise, or came back, isn't among them.
    """
    known = held_or_read(session, Order, [stop.order_id for stop in run.stops])
    aboard = [(stop, known[stop.order_id]) for stop in run.stops]
    held = ("planned",) if run.state == "planned" else ("loaded", *Order.DONE)
    orders = [
        (stop, order) for stop, order in aboard if order.state in held and stop.unserved_on is None
    ]
    clients = list(dict.fromkeys(order.client_id for _stop, order in orders))
    turn = sorted(orders, key=lambda pair: clients.index(pair[1].client_id))
    return [(stop, line) for stop, order in turn for line in order.lines]


def would_load(
    session: Session,
    run: Run,
    picked: Takings | None = None,
    left: Collection[tuple[int, int]] = (),
) -> Loaded:
    """What loading a planned run would take now.

    ``picked`` is what the picker named by order and line, ``left`` those for which he took
    nothing.
    """
    lines = lines_in_turn(session, run)
    takings = picked or {}
    lying = in_warehouse(session, {line.product_id for _stop, line in lines})
    wanted = [_wanted(one, takings, left) for one in lines]
    return Loaded(tuple(lines), load(wanted, lying, run.day), keeps_stock(session))


def _wanted(
    one: ToLoad, takings: Takings | None = None, left: Collection[tuple[int, int]] = ()
) -> Wanted:
    stop, line = one
    place = stop.order_id, line.position
    return Wanted(
        line.product_id,
        line.quantity,
        line.unit.size,
        tuple((takings or {}).get(place, ())),
        place in left,
    )


@once
def would_load_in_turn(session: Session, run: Run) -> Loaded:
    """What loading a planned run would take once the planned runs before it are loaded.

    Lists printed for a whole morning name no piece twice.
    """
    turn = [*_planned_before(session, run), run]
    _held = held_or_read(session, Order, (stop.order_id for one in turn for stop in one.stops))
    *before, lines = [lines_in_turn(session, one) for one in turn]
    wanted = {line.product_id for some in (*before, lines) for _stop, line in some}
    left = _lying(session, frozenset(wanted))
    for some in before:
        taken = load([_wanted(one) for one in some], left, run.day)
        gone = [one for line in taken.lines for one in line]
        left = {product: without(lots, gone) for product, lots in left.items()}
    loading = load([_wanted(one) for one in lines], left, run.day)
    return Loaded(tuple(lines), loading, keeps_stock(session))


@once
def _lying(session: Session, product_ids: Set[int]) -> Mapping[int, Sequence[Lying]]:
    return in_warehouse(session, product_ids)


def _planned_before(session: Session, run: Run) -> Sequence[Run]:
    """The planned runs of its day that leave before it."""
    planned = _planned_on(session, run.day)
    places = [one.id for one in planned]
    return planned[: places.index(run.id)] if run.id in places else ()


@once
def _planned_on(session: Session, day: date) -> Sequence[Run]:
    planned = select(Run).where(Run.state == "planned", Run.day == day)
    return as_they_leave(session.scalars(planned.options(joinedload(Run.vehicle))))


@once
def was_loaded(session: Session, run: Run) -> Loaded:
    """What was taken for the lines of a loaded run, delivered since or not."""
    lines = lines_in_turn(session, run)
    rows = session.execute(
        select(StockMove.stop_id, StockMove.line, StockMove.lot_id, func.sum(StockMove.quantity))
        .where(StockMove.run_id == run.id, StockMove.kind == "loading")
        .group_by(StockMove.stop_id, StockMove.line, StockMove.lot_id)
        .order_by(StockMove.lot_id)
    )
    taken: dict[tuple[int | None, int | None], list[Taking]] = {}
    for stop_id, place, lot_id, pieces in rows:
        taken.setdefault((stop_id, place), []).append(Taking(lot_id, int(pieces)))
    got = tuple(tuple(taken.get((stop.id, line.position), ())) for stop, line in lines)
    missing: dict[int, int] = {}
    if run.by_lot:
        for (_stop, line), lots in zip(lines, got, strict=True):
            left = line.quantity * line.unit.size - sum(one.quantity for one in lots)
            if left:
                missing[line.product_id] = missing.get(line.product_id, 0) + left
    return Loaded(tuple(lines), Loading(got, missing), run.by_lot)
