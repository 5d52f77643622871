"""The parts of the state that came with the second wave, one function a part."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Lot, Order, Product, Run, StockStart
from desktop.models.stock import PLACES

State = dict[str, Any]
Named = Iterable[tuple[str, int]]


def due(session: Session, named: Named) -> State:
    """The day on which each order is due (D2)."""
    return {ref: str(session.get_one(Order, number).due) for ref, number in named}


def runs(session: Session, named: Named) -> State:
    """How each run stands; one that was thrown away is left out."""
    states = {ref: session.get_one(Run, number).state for ref, number in named}
    return {ref: state for ref, state in states.items() if state != "discarded"}


def stock(session: Session) -> State:
    """What came of every lot and where it lies, from the first count on (D3)."""
    if session.get(StockStart, 1) is None:
        return {}
    lots = session.execute(
        select(Product.code, Lot)
        .join(Product, Product.id == Lot.product_id)
        .order_by(Product.code, Lot.code)
    )
    found: State = {}
    for product, lot in lots:
        figures = {place: getattr(lot, place) for place in PLACES}
        if any(figures.values()):
            found.setdefault(product, {})[lot.code] = figures
    return found
