"""What is in stock: received, less what clients accepted, plus what they gave back (D3).

Which lot a delivery came from isn't recorded yet: lots are reckoned first-expired first, so what
is left of a product lies in those that expire last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, Subquery, func, select
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


@dataclass(frozen=True)
class ExpiringLot:
    """A lot that is still there and expires soon, or is past its day; ``left`` in base units."""

    product_id: int
    product: str
    unit: str
    lot: str
    expires: date
    left: int


def on_hand(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """Base units in stock, by product; only products that were ever received."""
    stock = stock_left(product_ids)
    rows = session.execute(select(stock.c.product_id, stock.c.left))
    return {product_id: int(left) for product_id, left in rows}


def stock_left(product_ids: Sequence[int] | None = None) -> Subquery:
    """Base units in stock of each product that was ever received, or of those asked for."""
    received = (
        select(Lot.product_id, func.sum(Lot.quantity * Unit.size).label("pieces"))
        .join(Unit, Unit.id == Lot.unit_id)
        .group_by(Lot.product_id)
    )
    given_out = _given_out()
    if product_ids is not None:
        wanted = list(product_ids)
        received = received.where(Lot.product_id.in_(wanted))
        given_out = given_out.where(DeliveryLine.product_id.in_(wanted))
    there, gone = received.subquery(), given_out.subquery()
    left = there.c.pieces - func.coalesce(gone.c.pieces, 0)
    return (
        select(there.c.product_id, left.label("left"))
        .outerjoin(gone, gone.c.product_id == there.c.product_id)
        .subquery("stock")
    )


def on_hand_of(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """Base units in stock, by the product's code; only products that were ever received."""
    ids = dict(
        session.execute(select(Product.id, Product.code).where(Product.code.in_(list(codes)))).all()
    )
    return {ids[product_id]: left for product_id, left in on_hand(session, list(ids)).items()}


@dataclass(frozen=True)
class Missing:
    """A product of which more was delivered than was ever received."""

    product_id: int
    product: str
    unit: str
    left: int


def missing(session: Session) -> list[Missing]:
    """Products whose stock is negative, the worst first: a receipt or a count is missing (D3)."""
    received = list(session.scalars(select(Lot.product_id).distinct()))
    below = {key: left for key, left in on_hand(session, received).items() if left < 0}
    names = session.execute(select(Product.id, Product.name).where(Product.id.in_(list(below))))
    units = _base_units(session, list(below))
    found = [Missing(key, name, units[key], below[key]) for key, name in names]
    return sorted(found, key=lambda one: one.left)


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


def left_by_lot(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """What is left of each lot in base units, by the lot's id, first-expired first."""
    wanted = list(product_ids)
    left = dict(on_hand(session, wanted))
    rows = session.execute(
        select(Lot.id, Lot.product_id, Lot.quantity * Unit.size)
        .join(Unit, Unit.id == Lot.unit_id)
        .where(Lot.product_id.in_(wanted))
        .order_by(Lot.expires.desc(), Lot.id.desc())
    )
    found: dict[int, int] = {}
    for lot_id, product_id, received in rows:
        found[lot_id] = max(0, min(int(received), left[product_id]))
        left[product_id] -= found[lot_id]
    return found


def expiring(session: Session, today: date, days: int) -> list[ExpiringLot]:
    """Lots that are still there and expire within ``days``, the first to expire first."""
    rows = session.execute(
        select(Lot, Product.name, Product.id)
        .join(Product, Product.id == Lot.product_id)
        .where(Lot.expires <= today + timedelta(days=days))
        .order_by(Lot.expires, Lot.id)
    ).all()
    products = sorted({product_id for _lot, _name, product_id in rows})
    left = left_by_lot(session, products)
    units = _base_units(session, products)
    return [
        ExpiringLot(product_id, name, units[product_id], lot.lot, lot.expires, left[lot.id])
        for lot, name, product_id in rows
        if left[lot.id]
    ]


def _given_out() -> Select[int, int]:
    """Base units that clients accepted and did not give back, by product."""
    back = (
        select(Return.delivery_line_id, func.sum(Return.quantity).label("quantity"))
        .where(Return.state == "recorded")
        .group_by(Return.delivery_line_id)
        .subquery()
    )
    kept = DeliveryLine.accepted - func.coalesce(back.c.quantity, 0)
    return (
        select(DeliveryLine.product_id, func.sum(kept * DeliveryLine.unit_size).label("pieces"))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .outerjoin(back, back.c.delivery_line_id == DeliveryLine.id)
        .where(Delivery.state == "recorded")
        .group_by(DeliveryLine.product_id)
    )


def _base_units(session: Session, product_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(Unit.product_id, Unit.name).where(
            Unit.product_id.in_(list(product_ids)), Unit.position == 1
        )
    )
    return dict(rows.all())
