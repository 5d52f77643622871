"""Where goods lie, lot by lot, as taking them asks for it (D3), and who got them (D8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from desktop.basics.codes import same_code
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
    .where(
        Stop.order_id.in_(bindparam("orders", expanding=True)),
        Stop.unserved_on.is_(None),
        Run.state == "loaded",
    )
)
_ONTO = func.sum(StockMove.quantity).filter(StockMove.to_place == "runs")
_OFF = func.sum(StockMove.quantity).filter(StockMove.from_place == "runs")
_LOADED = (
    select(
        StockMove.stop_id,
        StockMove.line,
        Lot.id,
        Lot.code,
        Lot.expires,
        func.coalesce(_ONTO, 0) - func.coalesce(_OFF, 0),
    )
    .join(Lot, Lot.id == StockMove.lot_id)
    .group_by(StockMove.stop_id, StockMove.line, Lot.id)
)
_Loaded = Select[int | None, int | None, int, str, date, int]
_LOADED_FOR = _LOADED.where(StockMove.stop_id == bindparam("key"))
_LOADED_ON = _LOADED.where(StockMove.run_id == bindparam("key"), StockMove.stop_id.is_not(None))


def in_warehouse(session: Session, product_ids: Iterable[int]) -> dict[int, list[Lying]]:
    """What lies in the warehouse, by product, first-expired first."""
    found: dict[int, list[Lying]] = {}
    rows = session.execute(_IN_WAREHOUSE, {"products": list(product_ids)})
    for product_id, lot, code, expires, left in rows:
        found.setdefault(product_id, []).append(Lying(lot, code, expires, left))
    return {product_id: first_expired(lots) for product_id, lots in found.items()}


def stop_out(session: Session, order_id: int) -> Stop | None:
    """The stop with which an order is on a loaded run, delivered or not."""
    return stops_out(session, [order_id]).get(order_id)


def stops_out(session: Session, order_ids: Sequence[int]) -> dict[int, Stop]:
    """The stops with which orders are on loaded runs, by order."""
    found = session.scalars(_STOP_OUT, {"orders": list(order_ids)})
    return {stop.order_id: stop for stop in found}


def loaded_for(session: Session, stop: Stop) -> dict[int, list[Lying]]:
    """What lies on its run for a stop, by the order's line, first-expired first."""
    return _loaded(session, _LOADED_FOR, stop.id).get(stop.id, {})


def loaded_for_run(session: Session, run_id: int) -> dict[int, dict[int, list[Lying]]]:
    """What lies on a run for each of its stops, as ``loaded_for`` tells it of one."""
    return _loaded(session, _LOADED_ON, run_id)


def _loaded(session: Session, query: _Loaded, key: int) -> dict[int, dict[int, list[Lying]]]:
    found: dict[int, dict[int, list[Lying]]] = {}
    for stop_id, line, lot, code, expires, pieces in session.execute(query, {"key": key}):
        if stop_id is not None and line is not None and pieces:
            lying = Lying(lot, code, expires, int(pieces))
            found.setdefault(stop_id, {}).setdefault(line, []).append(lying)
    return {
        stop_id: {line: first_expired(lots) for line, lots in lines.items()}
        for stop_id, lines in found.items()
    }


def pieces_on_run(session: Session, run_id: int) -> dict[tuple[int, int], int]:
    """What lies on a run for its stops, by stop and order's line, in base units."""
    return {
        (stop_id, line): sum(one.quantity for one in lots)
        for stop_id, lines in loaded_for_run(session, run_id).items()
        for line, lots in lines.items()
    }


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


def is_called(code: str) -> ColumnElement[bool]:
    """Whether a lot has this code: letter case and width make no other one, as with all codes."""
    return func.lower(Lot.code).in_({code.strip().lower(), same_code(code)})


def lot_holders(
    session: Session, code: str, product_id: int | None = None
) -> tuple[LotHolder, ...]:
    """Who received goods of a lot of that code, by deliveries and benefits that stand (D8).

    Products may have lots of one code: all of them, or that of one product. The latest come first.
    """
    called = list(session.scalars(select(Lot.id).where(is_called(code))))
    held = _moved(called, product_id).subquery()
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


def _moved(lots: Sequence[int], product_id: int | None) -> Select[int, int, date, int, int]:
    """By product and client: when last, how much came of these lots, and what is still out."""
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
            Lot.id.in_(lots),
            (Delivery.state == "recorded") | Benefit.state.in_(Benefit.GIVEN),
            came | (StockMove.from_place == "clients"),
        )
        .group_by(Lot.product_id, client_id)
    )
    return moves if product_id is None else moves.where(Lot.product_id == product_id)
