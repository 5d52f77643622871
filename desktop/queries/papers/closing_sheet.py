"""What came back of a run, and the money of its stops: before it is closed and after (D6)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import (
    Client,
    Delivery,
    DeliveryLine,
    Lot,
    Order,
    Product,
    Run,
    RunLot,
    Staff,
    StockMove,
    Stop,
)
from desktop.printing.closing_sheet import ClosingSheet, LeftOver, LotBack, MeansTaken
from desktop.queries.facts.runs import taken_by_means
from desktop.queries.papers.heads import letterhead
from desktop.queries.papers.receipt import MEANS_ON_PAPER


def closing_sheet(session: Session, run: Run) -> ClosingSheet:
    """A run that is out or closed: what should come back, what did, and who took what."""
    deliveries = session.scalars(
        select(Delivery).where(Delivery.run_id == run.id, Delivery.state == "recorded")
    ).all()
    served = {one.client_id for one in deliveries if any(line.accepted for line in one.lines)}
    shops = _shops(session, run)
    closer = session.get(Staff, run.closed_by_id) if run.closed_by_id else None
    is_others = run.handed_by_id not in (None, run.closed_by_id)
    cashier = session.get(Staff, run.handed_by_id) if is_others else None
    return ClosingSheet(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        stops=len({shop_id for shop_id, _name in shops.values()}),
        delivered=len(served),
        due_fen=sum(_due_fen(line) for one in deliveries for line in one.lines),
        lots=tuple(_lots(session, run)),
        money=tuple(_money(session, run)),
        left=tuple(_left(run, shops, deliveries)),
        closed=run.state == "closed",
        reason=run.close_reason,
        closed_by=closer.name if closer else "",
        cash_open=run.cash_open,
        cash_reason=run.cash_reason,
        cash_by=cashier.name if cashier else "",
    )


def _shops(session: Session, run: Run) -> dict[int, tuple[int, str]]:
    """To whom each order of a run goes, key and name."""
    rows = session.execute(
        select(Stop.order_id, Client.id, Client.name)
        .join(Order, Order.id == Stop.order_id)
        .join(Client, Client.id == Order.client_id)
        .where(Stop.run_id == run.id)
    )
    return {order_id: (client_id, name) for order_id, client_id, name in rows}


def _due_fen(line: DeliveryLine) -> int:
    return line.supply_fen - line.basic_fen


def _lots(session: Session, run: Run) -> Iterable[LotBack]:
    counted = _counted(session, run) if run.state == "closed" else None
    if counted is None:
        lying = select(RunLot.lot_id, RunLot.quantity).where(
            RunLot.run_id == run.id, RunLot.quantity > 0
        )
        expected = {lot_id: int(pieces) for lot_id, pieces in session.execute(lying)}
    else:
        expected = {lot_id: should for lot_id, (should, _came) in counted.items()}
    lots = session.execute(
        select(Lot, Product)
        .join(Product, Product.id == Lot.product_id)
        .where(Lot.id.in_(expected))
        .order_by(Product.code_key, Lot.expires, Lot.code)
    )
    for lot, product in lots:
        came = None if counted is None else counted[lot.id][1]
        unit = product.base_unit.name
        yield LotBack(product.code, product.name, lot.code, unit, expected[lot.id], came)


def _counted(session: Session, run: Run) -> dict[int, tuple[int, int]]:
    """What of each lot should have come back with a closed run, and what did."""
    into = func.sum(StockMove.quantity)
    rows = session.execute(
        select(StockMove.lot_id, StockMove.kind, StockMove.to_place, into)
        .where(StockMove.run_id == run.id, StockMove.kind.in_(("run-closed", "run-difference")))
        .group_by(StockMove.lot_id, StockMove.kind, StockMove.to_place)
    )
    found: dict[int, tuple[int, int]] = {}
    for lot_id, kind, to_place, pieces in rows:
        should, came = found.get(lot_id, (0, 0))
        if kind == "run-closed":
            should, came = should + int(pieces), came + int(pieces)
        else:  # found more than lay there, or less
            should += -int(pieces) if to_place == "runs" else int(pieces)
        found[lot_id] = (should, came)
    return found


def _money(session: Session, run: Run) -> Iterable[MeansTaken]:
    taken = taken_by_means(session, run.id)
    if run.cash_difference_fen:
        taken = {"cash": taken.get("cash", 0)} | taken
    for means, amount_fen in taken.items():
        handed_fen = _handed(run, amount_fen) if means == "cash" else None
        yield MeansTaken(MEANS_ON_PAPER[means], amount_fen, handed_fen)


def _handed(run: Run, taken_fen: int) -> int | None:
    """The cash that was handed over; None until somebody counted it."""
    if run.state == "closed" and not run.cash_open:
        return taken_fen + run.cash_difference_fen
    return run.handed_fen


def _left(
    run: Run, shops: Mapping[int, tuple[int, str]], deliveries: Iterable[Delivery]
) -> Iterable[LeftOver]:
    """The stops in their order that came back, or where goods were refused."""
    of_order = {one.order_id: one for one in deliveries}
    for stop in run.stops:
        _client_id, client = shops[stop.order_id]
        delivery = of_order.get(stop.order_id)
        if stop.unserved_on is not None:
            yield LeftOver(client, stop.note, "未送达", stop.unserved_reason)
        elif delivery is not None and not any(line.accepted for line in delivery.lines):
            yield LeftOver(client, delivery.note, "全部拒收", delivery.refused_because)
        elif delivery is not None and any(one.accepted < one.ordered for one in delivery.lines):
            yield LeftOver(client, delivery.note, "部分签收", delivery.refused_because)
