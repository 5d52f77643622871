"""What is out with a run, and what orders load: cartons, kg, orders without a result, money."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select
from sqlalchemy.orm import Session

from desktop.models import Collection, Delivery, Order, OrderLine, Product, Run, Stop, Unit
from desktop.models.payment import MEANS
from desktop.queries.facts.cartons import cartons_of

_STANDS = (Collection.state == "recorded",)


def lacks_result() -> ColumnElement[bool]:
    """Whether a stop's order is still out with its run; asked of stops joined with orders."""
    out = select(Run.id).where(Run.state == "loaded")
    return (Order.state == "loaded") & Stop.unserved_on.is_(None) & Stop.run_id.in_(out)


# A client's orders on one run are one stop (D2); asked of stops joined with their orders.
STOPS = func.count(distinct(Order.client_id))
STOPS_LEFT = func.count(distinct(case((lacks_result(), Order.client_id))))


def places_of(stops: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By order at which stop of its run it is brought, from 1; ``stops``: orders and clients.

    So its manifest numbers them.
    """
    numbers: dict[int, int] = {}
    return {order: numbers.setdefault(client, len(numbers) + 1) for order, client in stops}


def cash_taken(session: Session, run_id: int) -> int:
    """The cash, in fen, that was taken at a run's stops and not cancelled (D6)."""
    return taken_by_means(session, run_id).get("cash", 0)


def cash_of(run_id: Any) -> ColumnElement[int]:
    """The same of the run of each row (``run_id`` is its column), in SQL."""
    return (
        select(func.coalesce(func.sum(Collection.amount_fen), 0))
        .join(Delivery, Delivery.id == Collection.delivery_id)
        .where(Delivery.run_id == run_id, Collection.means == "cash", *_STANDS)
        .correlate(Run)
        .scalar_subquery()
    )


def taken_by_means(session: Session, run_id: int) -> dict[str, int]:
    """The money, in fen, that was taken at a run's stops and not cancelled, by its means (D6)."""
    taken = (
        select(Collection.means, func.sum(Collection.amount_fen))
        .join(Delivery, Delivery.id == Collection.delivery_id)
        .where(Delivery.run_id == run_id, *_STANDS)
        .group_by(Collection.means)
    )
    sums = {means: int(amount) for means, amount in session.execute(taken)}
    return {means: sums[means] for means in MEANS if means in sums}


def kilograms_of(session: Session, order_ids: Any) -> dict[int, Decimal]:
    """What these orders weigh, as far as it is known of their products; else no entry."""
    grams = func.sum(OrderLine.quantity * Unit.size * Product.weight_g)
    rows = session.execute(
        select(OrderLine.order_id, grams)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id.in_(order_ids), Product.weight_g.is_not(None))
        .group_by(OrderLine.order_id)
    )
    return {order_id: Decimal(int(weight)).scaleb(-3) for order_id, weight in rows}


def loads_of(order_ids: Any) -> Any:
    """Of these orders: cartons (loose pieces as parts of their largest unit) and amount."""
    pieces = OrderLine.quantity * Unit.size
    return (
        select(
            OrderLine.order_id,
            func.sum(cartons_of(pieces, OrderLine.product_id)).label("load"),
            func.sum(OrderLine.amount_fen).label("amount_fen"),
        )
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(OrderLine.order_id.in_(order_ids))
        .group_by(OrderLine.order_id)
        .subquery()
    )


def ordered_lines() -> Select[int, int]:
    """The lines of orders: a product's id, base units."""
    lines = select(OrderLine.product_id, (OrderLine.quantity * Unit.size).label("pieces"))
    return lines.join(Unit, Unit.id == OrderLine.unit_id)
