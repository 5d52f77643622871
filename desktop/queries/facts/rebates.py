"""What counts for a rebate plan: what each of its clients bought, returns off (B3)."""

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import Session

from desktop.models import (
    Agreement,
    Client,
    Delivery,
    DeliveryLine,
    Product,
    RebatePlan,
    Return,
)


def rebate_bases(session: Session, plan: RebatePlan) -> dict[int, int]:
    """By client, what stands of the plan's time as recorded now: in fen, or in base units.

    Returns are taken off whenever they came. Who bought nothing isn't in it.
    """
    back = (
        select(
            Return.delivery_line_id,
            func.sum(Return.supply_fen).label("fen"),
            func.sum(Return.quantity).label("units"),
        )
        .where(Return.state == "recorded", Return.dated >= plan.starts_on)
        .group_by(Return.delivery_line_id)
        .subquery()
    )
    if plan.base == "amount":
        net = DeliveryLine.supply_fen - func.coalesce(back.c.fen, 0)
    else:
        units = DeliveryLine.accepted - func.coalesce(back.c.units, 0)
        net = units * DeliveryLine.unit_size
    rows = session.execute(
        select(Delivery.client_id, func.sum(net))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(Product, Product.id == DeliveryLine.product_id)
        .join(Client, Client.id == Delivery.client_id)
        .outerjoin(back, back.c.delivery_line_id == DeliveryLine.id)
        .where(
            Delivery.state == "recorded",
            Delivery.dated.between(plan.starts_on, plan.ends_on),
            DeliveryLine.supply_fen > 0,  # what is free has none
            _goods_count(plan),
            _clients_count(plan),
            _had_agreement(plan),
        )
        .group_by(Delivery.client_id)
    )
    bases = {client_id: int(base) for client_id, base in rows}
    return {client_id: base for client_id, base in bases.items() if base > 0}


def _goods_count(plan: RebatePlan) -> ColumnElement[bool]:
    """Products that are named, or of a named line or category; all when nothing is named."""
    named = [
        column.in_(words)
        for column, kind in (
            (Product.code, "products"),
            (Product.line, "lines"),
            (Product.category, "categories"),
        )
        if (words := plan.named(kind))
    ]
    return or_(*named) if named else true()


def _clients_count(plan: RebatePlan) -> ColumnElement[bool]:
    """Each of what is named of clients holds."""
    counts: ColumnElement[bool] = true()
    for column, kind in (
        (Client.code, "clients"),
        (Client.segment, "segments"),
        (Client.client_class, "classes"),
    ):
        if words := plan.named(kind):
            counts &= column.in_(words)
    return counts


def _had_agreement(plan: RebatePlan) -> ColumnElement[bool]:
    """An agreement of its own was in force on at least one day of the plan's time (A3)."""
    last_day = func.coalesce(Agreement.terminated_on, Agreement.ends_on)
    first, last = plan.starts_on, plan.ends_on
    return exists().where(
        Agreement.client_id == Delivery.client_id,
        Agreement.starts_on <= last,
        Agreement.signed_on <= last,
        Agreement.ends_on >= first,
        last_day >= first,
        # It was in force at all: some were ended before they began.
        Agreement.starts_on <= last_day,
        Agreement.signed_on <= last_day,
        Agreement.signed_on <= Agreement.ends_on,
    )
