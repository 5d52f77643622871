"""Where goods lie, lot by lot, as taking them asks for it (D3), and who got them (D8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from desktop.models import (
    Benefit,
    Client,
    Delivery,
    DeliveryLine,
    Lot,
    Product,
    Run,
    StockMove,
    Stop,
    Unit,
)
from desktop.planning.lots import Lying, first_expired

# Built once, as every delivery asks them.
_IN_WAREHOUSE = select(Lot.product_id, Lot.id, Lot.code, Lot.expires, Lot.warehouse).where(
    Lot.product_id.in_(bindparam("products", expanding=True)), Lot.warehouse > 0
)
_STOP_OUT = (
    select(Stop)
    .join(Run, Run.id == Stop.run_id)
    .where(Stop.order_id == bindparam("order"), Stop.unserved_on.is_(None), Run.state == "loaded")
)
_ONTO = func.sum(StockMove.quantity).filter(StockMove.to_place == "runs")
_OFF = func.sum(StockMove.quantity).filter(StockMove.from_place == "runs")
_LOADED = (
    select(
        StockMove.line,
        Lot.id,
        Lot.code,
        Lot.expires,
        func.coalesce(_ONTO, 0) - func.coalesce(_OFF, 0),
    )
    .join(Lot, Lot.id == StockMove.lot_id)
    .where(StockMove.stop_id == bindparam("stop"))
    .group_by(StockMove.line, Lot.id)
)


def in_warehouse(session: Session, product_ids: Iterable[int]) -> dict[int, list[Lying]]:
    """What lies in the warehouse, by product, first-expired first."""
    found: dict[int, list[Lying]] = {}
    rows = session.execute(_IN_WAREHOUSE, {"products": list(product_ids)})
    for product_id, lot, code, expires, left in rows:
        found.setdefault(product_id, []).append(Lying(lot, code, expires, left))
    return {product_id: first_expired(lots) for product_id, lots in found.items()}


def stop_out(session: Session, order_id: int) -> Stop | None:
    """The stop with which an order is on a loaded run, delivered or not."""
    return session.scalar(_STOP_OUT, {"order": order_id})


def loaded_for(session: Session, stop: Stop) -> dict[int, list[Lying]]:
    """What lies on its run for a stop, by the order's line, first-expired first."""
    found: dict[int, list[Lying]] = {}
    for line, lot, code, expires, left in session.execute(_LOADED, {"stop": stop.id}):
        if line is not None and left:
            found.setdefault(line, []).append(Lying(lot, code, expires, int(left)))
    return {line: first_expired(lots) for line, lots in found.items()}


@dataclass(frozen=True)
class LotHolder:
    """A client that received goods of a lot: when last, how much, and what of it is still out.

    Both in base units (``unit``); what came back is out no more (D8).
    """

    client_id: int
    code: str
    client: str
    product: str
    unit: str
    last: date
    received: int
    out: int


def lot_holders(
    session: Session, code: str, product_id: int | None = None
) -> tuple[LotHolder, ...]:
    """Who received goods of a lot of that code, by deliveries and benefits that stand (D8).

    Products may have lots of one code: all of them, or that of one product. The latest come first.
    """
    came = StockMove.to_place == "clients"
    given = StockMove.kind.in_(("delivery", "benefit"))
    pieces = StockMove.quantity
    client_id = func.coalesce(Delivery.client_id, Benefit.client_id)
    last, received = func.max(StockMove.day).filter(given), func.sum(pieces).filter(given)
    back = func.sum(pieces).filter(StockMove.from_place == "clients")
    out = func.sum(pieces).filter(came) - func.coalesce(back, 0)
    moves = (
        select(
            Lot.product_id,
            client_id.label("client_id"),
            last.label("last"),
            received.label("received"),
            out.label("out"),
        )
        .join(Lot, Lot.id == StockMove.lot_id)
        .outerjoin(DeliveryLine, DeliveryLine.id == StockMove.delivery_line_id)
        .outerjoin(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .outerjoin(Benefit, Benefit.id == StockMove.benefit_id)
        .where(
            Lot.code == code,
            (Delivery.state == "recorded") | Benefit.state.in_(Benefit.GIVEN),
            came | (StockMove.from_place == "clients"),
        )
        .group_by(Lot.product_id, client_id)
    )
    if product_id is not None:
        moves = moves.where(Lot.product_id == product_id)
    held = moves.subquery()
    rows = session.execute(
        select(
            held.c.client_id,
            Client.code,
            Client.name,
            Product.name,
            Unit.name,
            held.c.last,
            held.c.received,
            held.c.out,
        )
        .join(Client, Client.id == held.c.client_id)
        .join(Product, Product.id == held.c.product_id)
        .join(Unit, (Unit.product_id == Product.id) & (Unit.position == 1))
        .order_by(held.c.last.desc(), Client.code_key, Product.code_key)
    )
    return tuple(LotHolder(*row) for row in rows)
