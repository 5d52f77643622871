"""How well orders were served: on time, and in full (D7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.models import Client, Delivery, Order


@dataclass(frozen=True)
class Service:
    """How many orders count, and how many of them came on time, in full, and both."""

    orders: int
    on_time: int
    in_full: int
    both: int


def service(session: Session, last: date, today: date, first: date | None = None) -> Service:
    """Of the orders due from ``first`` to ``last``, as of today.

    One counts once it is delivered or its due day is past. It came on time if its paper's day is
    not after that and, where these are known, the arrival lies within the shop's hours; in full if
    every line was accepted as ordered. One that isn't delivered yet is neither.
    """
    delivered = Order.state.in_(Order.DONE)
    within_hours = or_(
        Delivery.arrived == "",
        Client.opens == "",
        Client.closes == "",
        Delivery.arrived.between(Client.opens, Client.closes),
        # Over midnight.
        and_(
            Client.closes <= Client.opens,
            or_(Delivery.arrived >= Client.opens, Delivery.arrived <= Client.closes),
        ),
    )
    on_time = and_(delivered, Delivery.dated <= Order.due, within_hours)
    in_full = Order.state == "delivered"
    row = session.execute(
        select(
            func.count(Order.id),
            func.count(Order.id).filter(on_time),
            func.count(Order.id).filter(in_full),
            func.count(Order.id).filter(on_time, in_full),
        )
        .join(Client, Client.id == Order.client_id)
        .outerjoin(Delivery, (Delivery.order_id == Order.id) & (Delivery.state == "recorded"))
        .where(
            Order.state != "cancelled",
            Order.due <= last,
            Order.due >= (first or date.min),
            delivered | (Order.due < today),
        )
    ).one()
    return Service(*row)
