"""Goods on their way to clients and back, lot by lot (D3): of stops, deliveries and returns.

Nothing here is an action of its own: what carries out one calls it within its change.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, func, select

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import (
    Delivery,
    DeliveryLine,
    Lot,
    Order,
    Product,
    Return,
    Run,
    RunLot,
    StockMove,
    Stop,
)
from desktop.planning.lots import Lying, Taking, come_back, first_expired, good_on, take, total
from desktop.queries.facts.lots import loaded_for
from desktop.services.change import Change
from desktop.services.stock import move_goods, read_at_once, stock_since

Loaded = Mapping[int, Mapping[int, list[Lying]]]
TO_CLIENT = ("warehouse", "clients")
FROM_RUN = ("runs", "clients")
_LOTS = select(Lot).where(Lot.product_id.in_(bindparam("products", expanding=True)))


def short_of(missing: Mapping[int, int], session: Change) -> str:
    """What is lacking, product by product, in base units."""
    products = {key: session.get_one(Product, key) for key in missing}
    return _(", ").join(
        _("{product}: {number} {unit}").format(
            product=products[key].title, number=number, unit=products[key].base_unit.name
        )
        for key, number in missing.items()
    )


def loaded_units(session: Change, stop: Stop, order: Order) -> list[int]:
    """What is on the run of each line of an order, in whole units of the line."""
    loaded = loaded_for(session, stop)
    return [total(loaded.get(line.position, ())) // line.unit.size for line in order.lines]


def load_line(session: Change, stop: Stop, line: int, taken: Iterable[Taking]) -> None:
    """Put goods from the warehouse on a run, for an order's line."""
    rests_on = {"run_id": stop.run_id, "stop_id": stop.id, "line": line}
    for one in taken:
        move_goods(session, one.lot, one.quantity, ("warehouse", "runs"), "loading", **rests_on)


def unload(session: Change, stop: Stop) -> None:
    """Put what was loaded for a stop back into the warehouse."""
    for line, lots in loaded_for(session, stop).items():
        rests_on = {"run_id": stop.run_id, "stop_id": stop.id, "line": line}
        for one in lots:
            places = ("runs", "warehouse")
            move_goods(session, one.lot, one.quantity, places, "unserved", **rests_on)


def deliver_goods(
    session: Change,
    delivery: Delivery,
    stop: Stop | None,
    since: date | None,
    known: Loaded | None = None,
) -> None:
    """Hand over what was accepted: from the run, then from the warehouse, then what is found.

    Stock is kept ``since`` a day. ``known`` is what lies on its run by stop, for whoever delivers
    many and holds their lots. Refuses ``short`` goods of which no lot is known.
    """
    if _moves_stock(session, delivery.dated, stop, since):
        loaded: Mapping[int, list[Lying]] = {}
        if stop is not None and known is not None:
            loaded = known.get(stop.id, {})
        elif stop is not None:
            loaded = loaded_for(session, stop)
            on_run = [one.lot for there in loaded.values() for one in there]
            _held = read_at_once(session, on_run, stop.run_id)
        lots = _lots_beside(session, delivery, loaded)
        for line in delivery.lines:
            there = loaded.get(line.position, ())
            _deliver_line(session, delivery.dated, line, stop, there, lots)


def _lots_beside(
    session: Change, delivery: Delivery, loaded: Mapping[int, Sequence[Lying]]
) -> Sequence[Lot]:
    """The lots of the products of which more was accepted than was loaded for their line."""
    products = [
        line.product_id
        for line in delivery.lines
        if line.accepted * line.unit_size > total(loaded.get(line.position, ()))
    ]
    return session.scalars(_LOTS, {"products": products}).all() if products else ()


def _moves_stock(session: Change, day: date, stop: Stop | None, since: date | None) -> bool:
    """What was loaded says it itself; else the paper's day does."""
    if since is None:
        return False
    if stop is not None:
        return session.get_one(Run, stop.run_id).by_lot
    return day >= since


def _deliver_line(
    session: Change,
    day: date,
    line: DeliveryLine,
    stop: Stop | None,
    loaded: Sequence[Lying],
    lots: Sequence[Lot],
) -> None:
    wanted = line.accepted * line.unit_size
    rests_on = {"delivery_line_id": line.id, "day": day}
    if stop is not None:
        on_run = {"run_id": stop.run_id, "stop_id": stop.id, "line": line.position}
        for one in take(loaded, wanted):
            wanted -= one.quantity
            move_goods(session, one.lot, one.quantity, FROM_RUN, "delivery", **on_run, **rests_on)
    if wanted:
        there = [
            Lying(lot.id, lot.code, lot.expires, lot.warehouse)
            for lot in lots
            if lot.product_id == line.product_id and lot.warehouse > 0
        ]
        for one in take(good_on(first_expired(there), day), wanted):
            wanted -= one.quantity
            move_goods(session, one.lot, one.quantity, TO_CLIENT, "delivery", **rests_on)
    if wanted:
        lot_id = _last_to_expire(session, line, wanted)
        found = ("difference", "warehouse")
        move_goods(session, lot_id, wanted, found, "found", **rests_on)
        move_goods(session, lot_id, wanted, TO_CLIENT, "delivery", **rests_on)


def _last_to_expire(session: Change, line: DeliveryLine, wanted: int) -> int:
    """The product's lot on which what is found is booked; refuses ``short`` without any."""
    product_id = line.product_id
    latest = select(func.max(Lot.expires)).where(Lot.product_id == product_id).scalar_subquery()
    lots = session.scalars(
        select(Lot).where(Lot.product_id == product_id, Lot.expires == latest)
    ).all()
    if not lots:
        message = _("No lot is known of {what}: receive it first.")
        words = message.format(what=short_of({product_id: wanted}, session))
        raise Refused("short", words, "accepted", Spot(line.position))
    return max(lots, key=lambda lot: lot.code).id


def take_back_delivery(session: Change, delivery: Delivery, stop: Stop | None) -> None:
    """Put the goods of a cancelled delivery back: on the run that is still out, or into stock."""
    for line in delivery.lines:
        for one in _taken(session, line):
            rests_on = {"delivery_line_id": line.id}
            if one.run_id and stop is not None:
                rests_on |= {"run_id": stop.run_id, "stop_id": stop.id, "line": line.position}
            places = ("clients", "runs" if "run_id" in rests_on else "warehouse")
            move_goods(session, one.lot_id, one.quantity, places, "delivery-cancelled", **rests_on)


def _taken(session: Change, line: DeliveryLine) -> list[StockMove]:
    """What a delivery's line took, in the order of taking."""
    return list(
        session.scalars(
            select(StockMove)
            .where(StockMove.delivery_line_id == line.id, StockMove.kind == "delivery")
            .order_by(StockMove.id)
        )
    )


def _out(session: Change, line: DeliveryLine) -> dict[int, int]:
    """How much of each lot of a line is with the client."""
    to_client = func.sum(StockMove.quantity).filter(StockMove.to_place == "clients")
    back = func.sum(StockMove.quantity).filter(StockMove.from_place == "clients")
    rows = session.execute(
        select(StockMove.lot_id, func.coalesce(to_client, 0) - func.coalesce(back, 0))
        .where(StockMove.delivery_line_id == line.id)
        .group_by(StockMove.lot_id)
    )
    return {lot_id: int(left) for lot_id, left in rows}


def take_goods_back(
    session: Change, goods: Return, sold: DeliveryLine, lot: Lot | None, run: Run | None
) -> None:
    """Take returned goods back: onto a run, into the warehouse, or written off at once.

    ``lot`` is the one that is named; refuses ``over_quantity`` more than the line has out of it.
    """
    since = stock_since(session)
    if since is None or goods.dated < since:
        return
    pieces = goods.quantity * sold.unit_size
    taken = [Taking(one.lot_id, one.quantity) for one in _taken(session, sold)]
    source = "clients" if taken else "received"  # from before the first count
    back = _which_lots(session, sold, taken, lot, pieces)
    target = "written_off" if goods.condition == "bad" else "runs" if run else "warehouse"
    rests_on = {"delivery_line_id": sold.id, "return_id": goods.id, "day": goods.dated}
    if target == "runs" and run:
        rests_on["run_id"] = run.id
    for one in back:
        move_goods(session, one.lot, one.quantity, (source, target), "return", **rests_on)


def _which_lots(
    session: Change, sold: DeliveryLine, taken: list[Taking], lot: Lot | None, pieces: int
) -> list[Taking]:
    named = [Taking(lot.id, pieces)] if lot is not None else []
    if not taken:
        return named
    out = _out(session, sold)
    if lot is None:
        return come_back(taken, out, pieces)
    if pieces > out.get(lot.id, 0):
        words = _("{left} of {lot} are out of this line.")
        told = words.format(left=out.get(lot.id, 0), lot=lot.title)
        raise Refused("over_quantity", told, "lot")
    return named


def give_goods_out_again(session: Change, goods: Return) -> None:
    """Undo a return's moves; refuses ``over_quantity`` when its goods don't lie there any more."""
    moves = session.scalars(
        select(StockMove)
        .where(StockMove.return_id == goods.id, StockMove.kind == "return")
        .order_by(StockMove.id)
    ).all()
    for one in moves:
        rests_on = {"delivery_line_id": goods.delivery_line_id, "return_id": goods.id}
        place = one.to_place
        if one.run_id and session.get_one(Run, one.run_id).state == "loaded":
            rests_on["run_id"] = one.run_id
        elif one.run_id:
            place = "warehouse"
        _need_there(session, one, place)
        places = (place, one.from_place)
        move_goods(session, one.lot_id, one.quantity, places, "return-cancelled", **rests_on)


def _need_there(session: Change, moved: StockMove, place: str) -> None:
    lot = session.get_one(Lot, moved.lot_id)
    there = getattr(lot, place)
    if place == "runs":
        there = session.get_one(RunLot, (moved.run_id, lot.id)).quantity
    if moved.quantity > there:
        words = _("Only {left} of {lot} lie there still.").format(left=there, lot=lot.title)
        raise Refused("over_quantity", words, "return")
