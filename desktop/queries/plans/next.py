"""What to push to whom: the problem of the office (G11), gathered from what clients were sold."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from desktop.models import (
    Client,
    Delivery,
    DeliveryLine,
    HistoryLine,
    Product,
    Return,
)
from desktop.planning.next import Problem
from desktop.queries.facts.goods import sold_on

YEAR_DAYS = 365
OFFERED_TO_EACH = 20  # a few are told or bought before the plan is made anew


def next_problem(session: Session, today: date) -> Problem:
    """Each client's basket of the last year, and the products on sale."""
    bought = baskets(session, today)
    active = session.scalars(select(Client.code).where(Client.state == "active"))
    shops = sorted({*bought, *active})
    return Problem(
        baskets={shop: tuple(sorted(bought.get(shop, ()))) for shop in shops},
        offered=tuple(sorted(on_sale(session, today))),
        number=OFFERED_TO_EACH,
    )


def baskets(
    session: Session, today: date, client_id: int | None = None
) -> dict[str, frozenset[str]]:
    """The products that clients (or one) were sold in the last year, and kept, by their codes.

    Counted are accepted goods less what came back, and imported history.
    """
    first = today - timedelta(days=YEAR_DAYS - 1)
    moved = union_all(*_moved(first, today, client_id)).subquery()
    rows = session.execute(
        select(Client.code, Product.code)
        .select_from(moved)
        .join(Client, Client.id == moved.c.client_id)
        .join(Product, Product.id == moved.c.product_id)
        .group_by(Client.code, Product.code)
        .having(func.sum(moved.c.quantity) > 0)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for shop, product in rows:
        found[shop].add(product)
    return {shop: frozenset(products) for shop, products in found.items()}


def on_sale(session: Session, today: date) -> frozenset[str]:
    """The codes of the products that may be offered: those with a price in force, not ended."""
    return frozenset(session.scalars(select(Product.code).where(sold_on(today))))


def _moved(first: date, last: date, client_id: int | None) -> tuple[Select[int, int, int], ...]:
    """Client, product and base units of each line: delivered, back (negative), and history."""
    delivered = (
        select(
            Delivery.client_id.label("client_id"),
            DeliveryLine.product_id.label("product_id"),
            (DeliveryLine.accepted * DeliveryLine.unit_size).label("quantity"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
    )
    # By the day of its delivery: what was sold before the year can't empty this year's basket.
    back = (
        select(Return.client_id, DeliveryLine.product_id, -Return.quantity * DeliveryLine.unit_size)
        .join(DeliveryLine, DeliveryLine.id == Return.delivery_line_id)
        .join(Delivery, Delivery.id == Return.delivery_id)
        .where(
            Return.state == "recorded",
            Delivery.state == "recorded",
            Delivery.dated.between(first, last),
        )
    )
    past = select(HistoryLine.client_id, HistoryLine.product_id, HistoryLine.quantity).where(
        HistoryLine.sold_on.between(first, last)
    )
    if client_id is None:
        return delivered, back, past
    return (
        delivered.where(Delivery.client_id == client_id),
        back.where(Return.client_id == client_id),
        past.where(HistoryLine.client_id == client_id),
    )
