"""What was recorded of an order before it was cancelled: anew, only the mistake is typed (L5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Collection, Delivery, Order

Paid = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RecordedBefore:
    """An order's delivery that was cancelled last, as it was said of its paper.

    ``accepted`` is by the order's line, of those that are ordered as they were then. ``paid`` is
    what was taken with it by means, in fen, as far as it was cancelled too; ``standing_fen`` is
    money taken with any cancelled delivery of this order that stands: it isn't taken again.
    """

    dated: date
    arrived: str
    difference: str
    refused_because: str
    accepted: Mapping[int, int]
    paid: Paid
    standing_fen: int


def recorded_before(
    session: Session, orders: Sequence[Order], run_of: Mapping[int, int]
) -> dict[int, RecordedBefore]:
    """By order what its cancelled delivery said, while its paper is the one that still holds.

    ``run_of`` is the run on which an order is out now, by order: what went out with another run
    since has another paper.
    """
    wanted = {order.id: order for order in orders}
    cancelled = session.scalars(
        select(Delivery)
        .where(Delivery.order_id.in_(wanted), Delivery.state == "cancelled")
        .order_by(Delivery.id)
    ).all()
    last = {one.order_id: one for one in cancelled}
    paid, standing_fen = _cancelled_money(session, last), standing_money(session, list(last))
    return {
        key: RecordedBefore(
            one.dated,
            one.arrived,
            one.difference,
            one.refused_because,
            _accepted(wanted[key], one),
            paid.get(one.id, ()),
            standing_fen.get(key, 0),
        )
        for key, one in last.items()
        if key not in run_of or run_of[key] == one.run_id
    }


def standing_money(session: Session, order_ids: Sequence[int]) -> dict[int, int]:
    """By order the money, in fen, that was taken with its cancelled deliveries and stands (L2a)."""
    if not order_ids:
        return {}
    rows = session.execute(
        select(Delivery.order_id, func.sum(Collection.amount_fen))
        .join(Collection, Collection.delivery_id == Delivery.id)
        .where(
            Delivery.order_id.in_(order_ids),
            Delivery.state == "cancelled",
            Collection.state == "recorded",
        )
        .group_by(Delivery.order_id)
    )
    return {order_id: int(fen) for order_id, fen in rows}


def _cancelled_money(session: Session, last: Mapping[int, Delivery]) -> dict[int, Paid]:
    if not last:
        return {}
    rows = session.execute(
        select(Collection.delivery_id, Collection.means, Collection.amount_fen)
        .where(
            Collection.delivery_id.in_([one.id for one in last.values()]),
            Collection.state == "cancelled",
        )
        .order_by(Collection.id)
    )
    found: dict[int, Paid] = {}
    for delivery_id, means, fen in rows:
        if delivery_id is not None:
            found[delivery_id] = (*found.get(delivery_id, ()), (means, fen))
    return found


def _accepted(order: Order, delivery: Delivery) -> dict[int, int]:
    """What was accepted of the lines that the order still has, in their unit."""
    then = {line.position: line for line in delivery.lines}
    return {
        line.position: min(one.accepted, line.quantity)
        for line in order.lines
        if (one := then.get(line.position)) is not None
        and (one.product_id, one.unit_name) == (line.product_id, line.unit.name)
    }
