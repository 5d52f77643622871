"""What was delivered and what came back, by the day on its paper."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Subquery, func, literal, select, union_all
from sqlalchemy.orm import Session

from desktop.models import Delivery, DeliveryLine, Return


def net_moves(first: date, last: date) -> Subquery:
    """What stands of deliveries and returns, each line by the day of its own paper (L5).

    ``client_id``, ``product_id`` and ``day`` with ``delivered_fen`` and ``returned_fen``, at supply
    prices: one of them is 0.
    """
    delivered = (
        select(
            Delivery.client_id,
            DeliveryLine.product_id,
            Delivery.dated.label("day"),
            DeliveryLine.supply_fen.label("delivered_fen"),
            literal(0).label("returned_fen"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
        .where(DeliveryLine.supply_fen > 0)
    )
    returned = (
        select(
            Return.client_id, DeliveryLine.product_id, Return.dated, literal(0), Return.supply_fen
        )
        .join(DeliveryLine, DeliveryLine.id == Return.delivery_line_id)
        .where(Return.state == "recorded", Return.dated.between(first, last))
    )
    return union_all(delivered, returned).subquery("moves")


def moved_units(first: date, last: date) -> Subquery:
    """Base units of deliveries and returns that stand, each by the day of its own paper (L5).

    ``client_id``, ``product_id`` and ``day`` with ``delivered`` and ``returned``: one is 0. Free
    goods are among them: the shop sells them too.
    """
    delivered = (
        select(
            Delivery.client_id,
            DeliveryLine.product_id,
            Delivery.dated.label("day"),
            (DeliveryLine.accepted * DeliveryLine.unit_size).label("delivered"),
            literal(0).label("returned"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
        .where(DeliveryLine.accepted > 0)
    )
    returned = (
        select(
            Return.client_id,
            DeliveryLine.product_id,
            Return.dated,
            literal(0),
            Return.quantity * DeliveryLine.unit_size,
        )
        .join(DeliveryLine, DeliveryLine.id == Return.delivery_line_id)
        .where(Return.state == "recorded", Return.dated.between(first, last))
    )
    return union_all(delivered, returned).subquery("moved")


def supplied_fen(session: Session, first: date, last: date, client_id: int | None = None) -> int:
    """What deliveries that stand came to at supply prices, from a day to another."""
    query = (
        select(func.sum(DeliveryLine.supply_fen))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
    )
    if client_id is not None:
        query = query.where(Delivery.client_id == client_id)
    return int(session.scalar(query) or 0)


def net_by_week(
    session: Session, first: date, last: date, client_id: int | None = None
) -> dict[date, int]:
    """Deliveries less returns at supply prices, in fen, by the Monday of their week (L5).

    Of the whole office, or of one client.
    """
    delivered = (
        select(Delivery.dated, func.sum(DeliveryLine.supply_fen))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
        .group_by(Delivery.dated)
    )
    returned = (
        select(Return.dated, -func.sum(Return.supply_fen))
        .where(Return.state == "recorded", Return.dated.between(first, last))
        .group_by(Return.dated)
    )
    if client_id is not None:
        delivered = delivered.where(Delivery.client_id == client_id)
        returned = returned.where(Return.client_id == client_id)
    found: dict[date, int] = defaultdict(int)
    for query in (delivered, returned):
        for day, fen in session.execute(query):
            found[day - timedelta(days=day.weekday())] += int(fen)
    return found
