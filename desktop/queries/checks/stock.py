"""Whether the stock is what its moves made of it (D3, "conserved")."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Lot, RunLot, StockMove
from desktop.models.stock import PLACES, SOURCES


def stock_adds_up(session: Session) -> str | None:
    """The first lot that doesn't lie where its moves brought it, in the office or on a run."""
    moved = _moved(session)
    rows = session.execute(select(RunLot.lot_id, func.sum(RunLot.quantity)).group_by(RunLot.lot_id))
    on_runs = {lot_id: int(pieces) for lot_id, pieces in rows}
    for lot in session.scalars(select(Lot).order_by(Lot.id)):
        stands = tuple(getattr(lot, place) for place in PLACES)
        if stands != moved.get(lot.id, (0,) * len(PLACES)) or lot.runs != on_runs.get(lot.id, 0):
            return _("{lot} doesn't lie where its moves brought it.").format(lot=lot.title)
    return _runs_add_up(session)


def _moved(session: Session) -> dict[int, tuple[int, ...]]:
    """What moves brought into each place, by lot; of a source, what came out of it."""
    figures = [
        -_net(place) if place in SOURCES else _net(place)  # a source holds nothing itself
        for place in PLACES
    ]
    rows = session.execute(select(StockMove.lot_id, *figures).group_by(StockMove.lot_id))
    return {lot_id: tuple(int(figure) for figure in moved) for lot_id, *moved in rows}


def _net(place: str) -> ColumnElement[int]:
    into = func.sum(StockMove.quantity).filter(StockMove.to_place == place)
    out = func.sum(StockMove.quantity).filter(StockMove.from_place == place)
    return func.coalesce(into, 0) - func.coalesce(out, 0)


def _runs_add_up(session: Session) -> str | None:
    rows = session.execute(
        select(StockMove.run_id, StockMove.lot_id, _net("runs"))
        .where(StockMove.run_id.is_not(None))
        .group_by(StockMove.run_id, StockMove.lot_id)
    )
    moved = {(run_id, lot_id): int(pieces) for run_id, lot_id, pieces in rows}
    for there in session.scalars(select(RunLot)):
        if there.quantity != moved.get((there.run_id, there.lot_id), 0):
            return _("{lot} doesn't lie where its moves brought it.").format(lot=there.lot.title)
    return None
