"""Exchange (换货): what came back is taken back and ordered anew, both or neither."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.basics.drafts.order import OrderedLine
from desktop.models import Client, Delivery, DeliveryLine, Product
from desktop.services.find import not_found
from desktop.services.office import Office
from desktop.services.orders import add_order
from desktop.services.returns import record_return


@dataclass(frozen=True)
class Exchanged:
    """What an exchange made: a return and the order of what comes instead, by their ids."""

    return_id: int
    order_id: int


def exchange_goods(
    office: Office,
    delivery_id: int,
    line: int,
    quantity: int,
    dated: date | None = None,
    *,
    instead: str = "",
    taken_at: str = "",
    **how: Any,
) -> Exchanged:
    """Take units of a delivery's line back and order as many anew, in one change.

    ``instead`` is another product's code, "" for the same one; a free line is free again (M3a).
    The return reverses what was posted (M5), the order is at today's prices (M4). ``how`` is what
    else a return takes. Refuses what either would; who may do both may exchange.
    """
    with office.batch() as together:
        return_id = record_return(together, delivery_id, line, quantity, dated, **how)
        with together.reading() as session:
            row = session.execute(
                select(Client.code, Product.code, DeliveryLine.unit_name, DeliveryLine.free)
                .join(Delivery, Delivery.client_id == Client.id)
                .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
                .join(Product, Product.id == DeliveryLine.product_id)
                .where(Delivery.id == delivery_id, DeliveryLine.position == line)
            ).one_or_none()
        if row is None:
            raise not_found("line", line)
        client, product, unit, free = row
        goods = OrderedLine(instead or product, unit, quantity, free)
        when = {"taken_at": taken_at} if taken_at else {}
        return Exchanged(return_id, add_order(together, client, [goods], **when))
