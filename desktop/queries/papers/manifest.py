"""A run's delivery manifest and the notes of its stops (D5)."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.money import share
from desktop.models import Agreement, Client, Order, OrderLine, Run
from desktop.printing.delivery_note import DeliveryNote, NoteLine
from desktop.printing.manifest import Manifest, Stop
from desktop.queries.papers.heads import hours, letterhead, outlet

# What both sides rely on when goods change hands; the office's usual terms.
TERMS = (
    "请当面点清数量、查看包装，有短少或破损请在单上注明。",
    "未开封、未过期的产品三十天内可调换，退货按原单计算。",
)


def manifest(session: Session, run: Run) -> Manifest:
    """Every stop of a run in order, with its delivery note."""
    return Manifest(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs,
        stops=tuple(
            _stop(session, run, session.get_one(Order, stop.order_id)) for stop in run.stops
        ),
    )


def _stop(session: Session, run: Run, order: Order) -> Stop:
    client = session.get_one(Client, order.client_id)
    note = _note(session, run, order, client)
    return Stop(
        client=outlet(client),
        planned="",
        hours=hours(client),
        cartons=sum(line.quantity for line in order.lines if _is_carton(line)),
        loose=sum(line.quantity for line in order.lines if not _is_carton(line)),
        due_fen=note.due_fen,
        orders=(order.number,),
        notes=(note,),
    )


def _is_carton(line: OrderLine) -> bool:
    """Whether it is packed in the product's largest unit; a bundle of four is loose."""
    largest = max(unit.size for unit in line.product.units)
    return line.unit.size == largest > 1


def _note(session: Session, run: Run, order: Order, client: Client) -> DeliveryNote:
    agreement = _agreement(session, run, client)
    return DeliveryNote(
        letterhead=letterhead(session),
        number=order.number.replace("DD", "SD"),
        order=order.number,
        day=run.day,
        client=outlet(client),
        driver=run.vehicle.driver,
        lines=tuple(_line(line, agreement) for line in order.lines),
        terms=TERMS,
    )


def _agreement(session: Session, run: Run, client: Client) -> Agreement | None:
    signed = session.scalars(
        select(Agreement).where(Agreement.client_id == client.id, Agreement.signed_on.is_not(None))
    )
    return next((one for one in signed if one.in_force_on(run.day)), None)


def _line(line: OrderLine, agreement: Agreement | None) -> NoteLine:
    """As it will be posted if all of it is accepted on the day (M3)."""
    basic = agreement.rates_for(line.product_id)[0] if agreement else Decimal(0)
    supply_fen = line.price_fen * line.quantity
    return NoteLine(
        code=line.product.code,
        name=line.product.name,
        specification=line.product.spec,
        unit=line.unit.name,
        quantity=line.quantity,
        price_fen=line.price_fen,
        supply_fen=supply_fen,
        basic_fen=share(supply_fen, basic),
    )
