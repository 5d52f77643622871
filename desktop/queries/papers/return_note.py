"""The note of goods that a client gave back (M5a)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Delivery, DeliveryLine, Lot, Product, Return, Staff, StockMove
from desktop.printing.return_note import ReturnNote
from desktop.queries.papers.heads import letterhead, outlet

_CONDITIONS = {"good": "完好，可再销售", "bad": "破损或过期，已报损"}


def return_note(session: Session, goods: Return) -> ReturnNote:
    """A return with what was reversed for it."""
    delivery = session.get_one(Delivery, goods.delivery_id)
    sold = session.get_one(DeliveryLine, goods.delivery_line_id)
    product = session.get_one(Product, sold.product_id)
    lots = select(Lot.code).join(StockMove, StockMove.lot_id == Lot.id)
    lots = lots.where(StockMove.return_id == goods.id, StockMove.kind == "return")
    return ReturnNote(
        letterhead=letterhead(session),
        number=goods.number,
        day=goods.dated,
        client=outlet(session.get_one(Client, goods.client_id)),
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
        taken_by=session.get_one(Staff, goods.recorded_by_id).name,
    )
