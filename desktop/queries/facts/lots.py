"""Where goods lie, lot by lot, as taking them asks for it (D3), and who got them (D8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
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


def in_warehouse(session: Session, product_ids: Iterable[int]) -> dict[int, list[Lying]]:
    """What lies in the warehouse, by product, first-expired first."""
    query = select(Lot).where(Lot.product_id.in_(list(product_ids)), Lot.warehouse > 0)
    found: dict[int, list[Lying]] = {}
    for lot in session.scalars(query):
        lying = Lying(lot.id, lot.code, lot.expires, lot.warehouse)
        found.setdefault(lot.product_id, []).append(lying)
    return {product_id: first_expired(lots) for product_id, lots in found.items()}


def stop_out(session: Session, order_id: int) -> Stop | None:
    """The stop with which an order is on a loaded run, delivered or not."""
    return session.scalar(
        select(Stop)
        .join(Run, Run.id == Stop.run_id)
        .where(Stop.order_id == order_id, Stop.unserved_on.is_(None), Run.state == "loaded")
    )


def loaded_for(session: Session, stop: Stop) -> dict[int, list[Lying]]:
    """What lies on its run for a stop, by the order's line, first-expired first."""
    return _loaded(session, StockMove.stop_id == stop.id).get(stop.id, {})


def loaded_for_run(session: Session, run_id: int) -> dict[int, dict[int, list[Lying]]]:
    """What lies on a run for each of its stops, as ``loaded_for`` tells it of one."""
    on_it = (StockMove.run_id == run_id) & StockMove.stop_id.is_not(None)
    return _loaded(session, on_it)


def _loaded(session: Session, on_it: ColumnElement[bool]) -> dict[int, dict[int, list[Lying]]]:
    onto = func.sum(StockMove.quantity).filter(StockMove.to_place == "runs")
    off = func.sum(StockMove.quantity).filter(StockMove.from_place == "runs")
    left = func.coalesce(onto, 0) - func.coalesce(off, 0)
    rows = session.execute(
        select(StockMove.stop_id, StockMove.line, Lot, left)
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(on_it)
        .group_by(StockMove.stop_id, StockMove.line, Lot.id)
    )
    found: dict[int, dict[int, list[Lying]]] = {}
    for stop_id, line, lot, pieces in rows:
        if stop_id is not None and line is not None and pieces:
            lying = Lying(lot.id, lot.code, lot.expires, int(pieces))
            found.setdefault(stop_id, {}).setdefault(line, []).append(lying)
    return {
        stop_id: {line: first_expired(lots) for line, lots in lines.items()}
        for stop_id, lines in found.items()
    }


def pieces_on_run(session: Session, run_id: int) -> dict[tuple[int, int], int]:
    """What lies on a run for its stops, by stop and order's line, in base units."""
    onto = func.sum(StockMove.quantity).filter(StockMove.to_place == "runs")
    off = func.sum(StockMove.quantity).filter(StockMove.from_place == "runs")
    rows = session.execute(
        select(StockMove.stop_id, StockMove.line, func.coalesce(onto, 0) - func.coalesce(off, 0))
        .where(StockMove.run_id == run_id, StockMove.stop_id.is_not(None))
        .group_by(StockMove.stop_id, StockMove.line)
    )
    return {(stop_id, line): int(left) for stop_id, line, left in rows if stop_id and line}


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
