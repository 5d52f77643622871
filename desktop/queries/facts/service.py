"""How well orders were served: on time, and in full (D7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
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
    """Of the orders due from ``first`` to ``last``, as of today."""
    found = judged(first or date.min, last, today).c
    sums = (func.coalesce(func.sum(one), 0) for one in (found.on_time, found.in_full, found.both))
    row = session.execute(select(func.count(found.order_id), *sums)).one()
    return Service(*(int(number) for number in row))


def judged(first: date, last: date, today: date) -> Subquery:
    """The orders due from a day to another that count, each with what it came to.

    One counts once it is delivered or its due day is past. It came ``on_time`` if its paper's day
    is not after that and, where these are known, the arrival lies within the shop's hours;
    ``in_full`` if every line was accepted as ordered. One that isn't delivered yet is neither.
    ``run_id`` is the run that brought it.
    """
    delivered = Order.state.in_(Order.DONE)
    on_time = and_(delivered, Delivery.dated <= Order.due, within_hours())
    in_full = Order.state == "delivered"
    return (
        select(
            Order.id.label("order_id"),
            Order.client_id,
            Order.due,
            Delivery.id.label("delivery_id"),
            Delivery.run_id,
            Delivery.dated,
            case((on_time, 1), else_=0).label("on_time"),
            case((in_full, 1), else_=0).label("in_full"),
            case((and_(on_time, in_full), 1), else_=0).label("both"),
        )
        .join(Client, Client.id == Order.client_id)
        .outerjoin(Delivery, (Delivery.order_id == Order.id) & (Delivery.state == "recorded"))
        .where(
            Order.state != "cancelled",
            Order.due <= last,
            Order.due >= first,
            delivered | (Order.due < today),
        )
        .subquery("judged")
    )


def within_hours() -> ColumnElement[bool]:
    """Whether a delivery arrived while its client's shop was open, as far as both are known."""
    return or_(
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
