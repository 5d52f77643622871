"""The delivery note of an order: from its run as it is loaded, or from what was delivered (D5)."""

import re
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.basics.money import share
from desktop.models import (
    Agreement,
    Client,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    Product,
    Run,
    Stop,
)
from desktop.printing.delivery_note import DeliveryNote, NoteLine
from desktop.printing.letterhead import Letterhead
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.papers.scan import Scan

# What both sides rely on when goods change hands; the office's usual terms.
TERMS = (
    "请当面点清数量、查看包装，有短少或破损请在单上注明。",
    "未开封、未过期的产品三十天内可调换，退货按原单计算。",
)


def _of_order(number: re.Match[str]) -> Select[int]:
    ordered = select(Order.id).where(Order.number == f"DD{number[1]}")
    if number[2]:  # of a second run or delivery: only if there was one
        loaded = select(Stop.order_id).where(Stop.note == number[0])
        delivered = select(Delivery.order_id).where(Delivery.note == number[0])
        ordered = ordered.where(Order.id.in_(loaded) | Order.id.in_(delivered))
    return ordered


SCAN = Scan(
    re.compile(r"SD(-\d{4}-\d+)(-\d+)?", re.ASCII), "orders", N_("delivery note"), _of_order
)


def run_note(
    office: Letterhead,
    run: Run,
    order: Order,
    client: Client,
    agreement: Agreement | None,
    number: str,
) -> DeliveryNote:
    """The note of an order on a run, as it will be posted if all of it is accepted on the day.

    ``agreement`` is the client's that is in force on that day; ``number`` is empty before the run
    is loaded.
    """
    return DeliveryNote(
        letterhead=office,
        number=number,
        order=order.number,
        day=run.day,
        client=outlet(client),
        driver=run.vehicle.driver,
        lines=tuple(_ordered(line, agreement) for line in order.lines),
        terms=TERMS,
    )


def delivered_note(session: Session, delivery: Delivery) -> DeliveryNote:
    """The note of a delivery without a run: what was accepted, at the amounts that were posted."""
    order = session.get_one(Order, delivery.order_id)
    products = held_or_read(session, Product, (line.product_id for line in delivery.lines))
    return DeliveryNote(
        letterhead=letterhead(session),
        number=delivery.note,
        order=order.number,
        day=delivery.dated,
        client=outlet(session.get_one(Client, delivery.client_id)),
        driver="",
        lines=tuple(
            _accepted(line, products[line.product_id]) for line in delivery.lines if line.accepted
        ),
        terms=TERMS,
    )


def _ordered(line: OrderLine, agreement: Agreement | None) -> NoteLine:
    """As it will be posted if all of it is accepted on the day (M3)."""
    basic = agreement.rates_for(line.product_id)[0] if agreement else Decimal(0)
    supply_fen = line.amount_fen
    return NoteLine(
        code=line.product.code,
        name=named(line.product, line),
        specification=line.product.spec,
        unit=line.unit.name,
        quantity=line.quantity,
        price_fen=0 if line.free else line.price_fen,
        supply_fen=supply_fen,
        basic_fen=share(supply_fen, basic),
    )


def _accepted(line: DeliveryLine, product: Product) -> NoteLine:
    return NoteLine(
        code=product.code,
        name=named(product, line),
        specification=product.spec,
        unit=line.unit_name,
        quantity=line.accepted,
        price_fen=0 if line.free else line.price_fen,
        supply_fen=line.supply_fen,
        basic_fen=line.basic_fen,
    )


def named(product: Product, line: OrderLine | DeliveryLine) -> str:
    """A free line says what it is (M3a)."""
    return f"{product.name}（赠品）" if line.free else product.name
