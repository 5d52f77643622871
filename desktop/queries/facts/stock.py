"""What is in stock: received, less what clients accepted, plus what they gave back (D3).

Which lot a delivery came from isn't recorded yet: lots are reckoned first-expired first, so what
is left of a product lies in those that expire last. Each figure is one statement, of some
products or of all: what is counted on Today is what the list of products shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, select, union_all
from sqlalchemy.orm import Session

from desktop.models import (
    Delivery,
    DeliveryLine,
    Lot,
    Order,
    OrderLine,
    Product,
    Return,
    Unit,
)

# What of the stock asks to be looked at: the filters of the list of products.
BELOW, EXPIRED, EXPIRING = "below", "expired", "expiring"


@dataclass(frozen=True)
class LotLine:
    """A lot that was received, in one of the product's units; ``left`` counts base units."""

    lot: str
    expires: date
    unit: str
    quantity: int
    received_on: date
    left: int


def lot_lines(session: Session, product_id: int) -> tuple[LotLine, ...]:
    """A product's lots, first-expired first."""
    left = left_by_lot(session, [product_id])
    lots = session.execute(
        select(Lot, Unit.name)
        .join(Unit, Unit.id == Lot.unit_id)
        .where(Lot.product_id == product_id)
        .order_by(Lot.expires, Lot.id)
    )
    return tuple(
        LotLine(lot.lot, lot.expires, unit, lot.quantity, lot.received_on, left[lot.id])
        for lot, unit in lots
    )


def on_hand(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """Base units in stock, by product; only products that were ever received."""
    stock = in_stock(product_ids)
    return {key: int(left) for key, left in session.execute(select(stock.c.product, stock.c.left))}


def on_hand_of(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """Base units in stock, by the product's code; only products that were ever received."""
    ids = dict(
        session.execute(select(Product.id, Product.code).where(Product.code.in_(list(codes)))).all()
    )
    return {ids[product_id]: left for product_id, left in on_hand(session, list(ids)).items()}


def needing_a_look(name: str, today: date, days: int) -> Subquery:
    """The products under one of the filters above, each with its ``rank``, the worst the lowest.

    ``below``: more was delivered than was ever received, so a receipt or a count is missing (D3).
    ``expired``: a lot that is past its day is still there; ``expiring``: one that isn't, and is
    within ``days``.
    """
    if name == BELOW:
        stock = in_stock()
        below = select(stock.c.product, stock.c.left.label("rank")).where(stock.c.left < 0)
        return below.subquery()
    lots = _lots()
    soon = lots.c.expires < today
    if name == EXPIRING:
        soon = lots.c.expires.between(today, today + timedelta(days=days))
    first = func.min(lots.c.expires).label("rank")
    found = select(lots.c.product, first).where(lots.c.left > 0, soon).group_by(lots.c.product)
    return found.subquery()


def first_lots(
    session: Session, product_ids: Sequence[int], since: date
) -> dict[int, tuple[Lot, int]]:
    """Of each product the lot that is the first to expire from a day on, and what is left of it."""
    left = left_by_lot(session, product_ids)
    lots = session.scalars(
        select(Lot)
        .where(Lot.product_id.in_(list(product_ids)), Lot.expires >= since)
        .order_by(Lot.expires.desc(), Lot.id.desc())
    )
    return {lot.product_id: (lot, left[lot.id]) for lot in lots if left[lot.id]}


def largest_line(session: Session, but: int | None = None) -> int | None:
    """The most base units of anything in one line of an order; None before the first one."""
    most = session.scalar(
        select(func.max(OrderLine.quantity * Unit.size))
        .join(Unit, Unit.id == OrderLine.unit_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state != "cancelled", Order.id != (but or 0))
    )
    return int(most) if most is not None else None


def left_by_lot(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """What is left of each lot in base units, by the lot's id, first-expired first."""
    lots = _lots(product_ids)
    return {key: int(left) for key, left in session.execute(select(lots.c.lot, lots.c.left))}


def largest_taken(
    session: Session, product_ids: Sequence[int], client_id: int, but: int | None = None
) -> dict[int, int]:
    """The most base units of a product in one order of this client; of any, if it had none.

    Products that nobody ordered yet are left out, and so is the order ``but``.
    """
    sums = (
        select(
            OrderLine.product_id,
            Order.client_id,
            func.sum(OrderLine.quantity * Unit.size).label("pieces"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(
            OrderLine.product_id.in_(list(product_ids)),
            Order.state != "cancelled",
            Order.id != (but or 0),
        )
        .group_by(OrderLine.order_id, OrderLine.product_id, Order.client_id)
        .subquery()
    )
    most = func.max(sums.c.pieces)
    anyone = session.execute(select(sums.c.product_id, most).group_by(sums.c.product_id))
    found = {key: int(number) for key, number in anyone}
    own = session.execute(
        select(sums.c.product_id, most)
        .where(sums.c.client_id == client_id)
        .group_by(sums.c.product_id)
    )
    return found | {key: int(number) for key, number in own}


def in_stock(product_ids: Sequence[int] | None = None) -> Subquery:
    """Base units in stock (``left``) by ``product``: of these, or of all that were received."""
    gone = _given_out(product_ids)
    received = select(Lot.product_id, func.sum(Lot.quantity * Unit.size).label("pieces"))
    received = received.join(Unit, Unit.id == Lot.unit_id).group_by(Lot.product_id)
    came = _only(received, Lot.product_id, product_ids).subquery()
    left = came.c.pieces - func.coalesce(gone.c.pieces, 0)
    return (
        select(came.c.product_id.label("product"), left.label("left"))
        .outerjoin(gone, gone.c.product_id == came.c.product_id)
        .subquery()
    )


def _lots(product_ids: Sequence[int] | None = None) -> Subquery:
    """What is ``left`` of each ``lot`` with its ``product`` and ``expires``, in base units."""
    stock = in_stock(product_ids)
    received = Lot.quantity * Unit.size
    # What lies in the lots that expire later was not taken from this one.
    later = func.sum(received).over(
        partition_by=Lot.product_id, order_by=(Lot.expires.desc(), Lot.id.desc())
    )
    rest = stock.c.left - (later - received)
    left = case((rest <= 0, 0), (rest < received, rest), else_=received)
    return (
        select(
            Lot.id.label("lot"), stock.c.product, Lot.expires.label("expires"), left.label("left")
        )
        .join(Unit, Unit.id == Lot.unit_id)
        .join(stock, stock.c.product == Lot.product_id)
        .subquery()
    )


def _given_out(product_ids: Sequence[int] | None) -> Subquery:
    """Base units that clients accepted and did not give back, by product.

    All that was ever accepted, less the little that was cancelled or came back: to look up the
    delivery of every line would take ten times as long.
    """
    pieces = DeliveryLine.accepted * DeliveryLine.unit_size
    back = Return.quantity * DeliveryLine.unit_size
    accepted = select(DeliveryLine.product_id, pieces.label("pieces"))
    cancelled = (
        select(DeliveryLine.product_id, -pieces)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state != "recorded")
    )
    returned = (
        select(DeliveryLine.product_id, -back)
        .join(Return, Return.delivery_line_id == DeliveryLine.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Return.state == "recorded", Delivery.state == "recorded")
    )
    parts = (
        _only(part, DeliveryLine.product_id, product_ids)
        for part in (accepted, cancelled, returned)
    )
    every = union_all(*parts).subquery()
    summed = select(every.c.product_id, func.sum(every.c.pieces).label("pieces"))
    return summed.group_by(every.c.product_id).subquery()


def _only(query: Any, column: Any, product_ids: Sequence[int] | None) -> Any:
    return query if product_ids is None else query.where(column.in_(list(product_ids)))
