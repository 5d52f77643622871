"""Where goods lie, lot by lot, as taking them asks for it (D3)."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Lot, Run, StockMove, Stop
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
    onto = func.sum(StockMove.quantity).filter(StockMove.to_place == "runs")
    off = func.sum(StockMove.quantity).filter(StockMove.from_place == "runs")
    rows = session.execute(
        select(StockMove.line, Lot, func.coalesce(onto, 0) - func.coalesce(off, 0))
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(StockMove.stop_id == stop.id)
        .group_by(StockMove.line, Lot.id)
    )
    found: dict[int, list[Lying]] = {}
    for line, lot, left in rows:
        if line is not None and left:
            found.setdefault(line, []).append(Lying(lot.id, lot.code, lot.expires, int(left)))
    return {line: first_expired(lots) for line, lots in found.items()}
