"""The note of goods that a client gave back (M5a)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Delivery, DeliveryLine, Lot, Product, Return, Staff, StockMove
from desktop.printing.return_note import ReturnedLine, ReturnNote
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import letterhead, outlet

_CONDITIONS = {"good": "完好，可再销售", "bad": "破损或过期，已报损"}


def given_back_with(session: Session, goods: Return) -> list[Return]:
    """All that its client gave back on its day, and the same person took: one paper's lines."""
    alike = (Return.client_id, Return.dated, Return.recorded_on, Return.recorded_by_id)
    same = [one == getattr(goods, one.key) for one in alike]
    return list(session.scalars(select(Return).where(*same).order_by(Return.id)))


def return_note(session: Session, goods: Sequence[Return]) -> ReturnNote:
    """Returns of one client and day with what was reversed for them, as lines of one note."""
    first, *more = _lines(session, goods)
    head = goods[0]
    return ReturnNote(
        letterhead=letterhead(session),
        day=head.dated,
        client=outlet(session.get_one(Client, head.client_id)),
        **vars(first),
        taken_by=session.get_one(Staff, head.recorded_by_id).name,
        more=tuple(more),
    )


def _lines(session: Session, goods: Sequence[Return]) -> list[ReturnedLine]:
    deliveries = held_or_read(session, Delivery, (one.delivery_id for one in goods))
    sold = held_or_read(session, DeliveryLine, (one.delivery_line_id for one in goods))
    products = held_or_read(session, Product, (one.product_id for one in sold.values()))
    lots = _lots(session, [one.id for one in goods])
    return [
        _line(
            one,
            deliveries[one.delivery_id],
            sold[one.delivery_line_id],
            products[sold[one.delivery_line_id].product_id],
            lots.get(one.id, ()),
        )
        for one in goods
    ]


def _lots(session: Session, return_ids: Sequence[int]) -> dict[int, Sequence[str]]:
    """The codes of the lots that came back, by return."""
    rows = session.execute(
        select(StockMove.return_id, Lot.code)
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(StockMove.return_id.in_(return_ids), StockMove.kind == "return")
        .order_by(StockMove.id)
    )
    found: dict[int, list[str]] = {}
    for return_id, code in rows:
        if return_id is not None:
            found.setdefault(return_id, []).append(code)
    return dict(found)


def _line(
    goods: Return,
    delivery: Delivery,
    sold: DeliveryLine,
    product: Product,
    lots: Sequence[str],
) -> ReturnedLine:
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
        lots=tuple(lots),
        supply_fen=goods.supply_fen,
        basic_fen=goods.basic_fen,
    )
