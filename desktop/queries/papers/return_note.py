"""The note of goods that a client gave back (M5a)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Delivery, DeliveryLine, Lot, Product, Return, Staff, StockMove
from desktop.printing.return_note import ReturnedLine, ReturnNote
from desktop.queries.papers.heads import letterhead, outlet

_CONDITIONS = {"good": "完好，可再销售", "bad": "破损或过期，已报损"}


def given_back_with(session: Session, goods: Return) -> list[Return]:
    """All that its client gave back on its day, and the same person took: one paper's lines."""
    alike = (Return.client_id, Return.dated, Return.recorded_on, Return.recorded_by_id)
    same = [one == getattr(goods, one.key) for one in alike]
    return list(session.scalars(select(Return).where(*same).order_by(Return.id)))


def return_note(session: Session, goods: Sequence[Return]) -> ReturnNote:
    """Returns of one client and day with what was reversed for them, as lines of one note."""
    first, *more = [_line(session, one) for one in goods]
    head = goods[0]
    return ReturnNote(
        letterhead=letterhead(session),
        day=head.dated,
        client=outlet(session.get_one(Client, head.client_id)),
        **vars(first),
        taken_by=session.get_one(Staff, head.recorded_by_id).name,
        more=tuple(more),
    )


def _line(session: Session, goods: Return) -> ReturnedLine:
    delivery = session.get_one(Delivery, goods.delivery_id)
    sold = session.get_one(DeliveryLine, goods.delivery_line_id)
    product = session.get_one(Product, sold.product_id)
    lots = select(Lot.code).join(StockMove, StockMove.lot_id == Lot.id)
    lots = lots.where(StockMove.return_id == goods.id, StockMove.kind == "return")
    return ReturnedLine(
        number=goods.number,
        note=delivery.note,
        delivered=delivery.dated,
        code=product.code,
        name=f"{product.name}（赠品）" if sold.free else product.name,
        specification=product.spec,
        unit=sold.unit_name,
        quantity=goods.quantity,
        condition=_CONDITIONS[goods.condition],
        lots=tuple(session.scalars(lots.order_by(StockMove.id))),
        supply_fen=goods.supply_fen,
        basic_fen=goods.basic_fen,
    )
