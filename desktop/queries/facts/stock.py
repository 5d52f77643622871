"""What lies in the warehouse (D3) and what of it is free (D3a), in base units.

Nothing lies anywhere before the first count. Each figure is one statement, of some products or of
all: what is counted on Today is what the list of products shows.
"""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from desktop.models import Lot, Order, OrderLine, Product, Receipt, StockStart, Unit
from desktop.planning.lots import fair_shares

# What of the stock asks to be looked at: the filters of the list of products.
BELOW, EXPIRED, EXPIRING = "below", "expired", "expiring"


@dataclass(frozen=True)
class LotLine:
    """A lot that is known: what came of it (as noted, before the first count), where it lies."""

    id: int
    lot: str
    expires: date
    received: int
    left: int
    on_runs: int
    with_clients: int
    difference: int
    written_off: int


def lot_lines(session: Session, product_id: int) -> tuple[LotLine, ...]:
    """A product's lots, first-expired first."""
    pieces = func.sum(Receipt.quantity * Unit.size)
    lots = session.execute(
        select(Lot, func.coalesce(pieces, 0))
        .outerjoin(Receipt, Receipt.lot_id == Lot.id)
        .outerjoin(Unit, Unit.id == Receipt.unit_id)
        .where(Lot.product_id == product_id)
        .group_by(Lot.id)
        .order_by(Lot.expires, Lot.code)
    )
    return tuple(
        LotLine(
            lot.id,
            lot.code,
            lot.expires,
            lot.received or int(noted),
            lot.warehouse,
            lot.runs,
            lot.clients,
            lot.difference,
            lot.written_off,
        )
        for lot, noted in lots
    )


def on_hand(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """What lies in the warehouse, by product; nothing of a product without a lot."""
    stock = in_stock(product_ids)
    return {key: int(left) for key, left in session.execute(select(stock.c.product, stock.c.left))}


def on_hand_by_lot(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """What lies in the warehouse, by product; only products of which a lot is known."""
    lying = _only(_lying(), Lot.product_id, product_ids)
    return {key: int(left) for key, left in session.execute(lying)}


def free_stock(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """What is free by product: less than nothing where more is wanted than lies there (D3a)."""
    stock = in_stock(product_ids)
    return {key: int(free) for key, free in session.execute(select(stock.c.product, stock.c.free))}


def free_stock_of(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """What is free, by the product's code."""
    ids = dict(
        session.execute(select(Product.id, Product.code).where(Product.code.in_(list(codes)))).all()
    )
    return {ids[product_id]: left for product_id, left in free_stock(session, list(ids)).items()}


@dataclass(frozen=True)
class ShortGoods:
    """Goods that don't go round: what is ``there``, what some orders want, and their fair share."""

    product_id: int
    product: str
    unit: str
    there: int
    wanted: int
    share: int


@dataclass(frozen=True)
class Shared:
    """What of a product is ``there``, and by order what it wants and what its fair share is."""

    there: int
    wants: dict[int, int]
    shares: dict[int, int]


def fair_shares_of(session: Session, order_ids: Sequence[int]) -> dict[int, Shared]:
    """Of what goods of these orders all orders together want more than is there (D3a)."""
    own = select(OrderLine.product_id).where(OrderLine.order_id.in_(list(order_ids)))
    return _shared(session, _wants(session, OrderLine.product_id.in_(own)))


def short_goods(session: Session, order_ids: Sequence[int]) -> tuple[ShortGoods, ...]:
    """Of what goods of these orders all orders together want more than is there (D3a)."""
    return tuple(_short(session, fair_shares_of(session, order_ids), order_ids))


def short_typed(
    session: Session, goods: Mapping[str, int], but: int | None = None
) -> dict[str, ShortGoods]:
    """Of what goods of an order that is being typed all orders want more than is there (D3a).

    ``goods`` are base units by the product's code; ``but`` is the order that it replaces.
    """
    query = select(Product.id, Product.code).where(Product.code.in_(list(goods)))
    codes = dict(session.execute(query).all())
    wants = _wants(session, OrderLine.product_id.in_(list(codes)), but)
    mine = but or sys.maxsize  # a new one is the latest of all
    for product_id, code in codes.items():
        if goods[code] > 0:
            of_product = wants.setdefault(product_id, {})
            wants[product_id] = dict(sorted((of_product | {mine: goods[code]}).items()))
    return {codes[one.product_id]: one for one in _short(session, _shared(session, wants), [mine])}


_Wants = dict[int, dict[int, int]]  # base units by product and order, the earliest order first


def _wants(session: Session, of: Any, but: int | None = None) -> _Wants:
    """What open orders want of some products, in base units."""
    rows = session.execute(
        select(OrderLine.product_id, Order.id, func.sum(OrderLine.quantity * Unit.size))
        .join(Order, Order.id == OrderLine.order_id)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(Order.state.in_(("confirmed", "planned")), of, Order.id != (but or 0))
        .group_by(OrderLine.product_id, Order.id)
        .order_by(OrderLine.product_id, Order.id)
    )
    wants: _Wants = {}
    for product_id, order_id, wanted in rows:
        wants.setdefault(product_id, {})[order_id] = int(wanted)
    return wants


def _shared(session: Session, wants: _Wants) -> dict[int, Shared]:
    """What of these doesn't go round, with every order's fair share."""
    there = on_hand(session, list(wants))
    return {
        product_id: Shared(there[product_id], by_order, fair_shares(by_order, there[product_id]))
        for product_id, by_order in wants.items()
        if product_id in there and sum(by_order.values()) > there[product_id]
    }


def _short(
    session: Session, shared: Mapping[int, Shared], order_ids: Collection[int]
) -> Iterator[ShortGoods]:
    """What of these doesn't go round, with the fair share of some of the orders."""
    for product_id, one in shared.items():
        mine = [order for order in one.wants if order in order_ids]
        if not mine:
            continue
        product = session.get_one(Product, product_id)
        wanted, share = (sum(of[order] for order in mine) for of in (one.wants, one.shares))
        unit = product.base_unit.name
        yield ShortGoods(product_id, product.name, unit, one.there, wanted, share)


def needing_a_look(name: str, today: date, days: int) -> Subquery:
    """The products under one of the filters above, each with its ``rank``, the worst the lowest.

    ``below``: orders want more than lies in the warehouse (D3a). ``expired``: a lot that is past
    its day is still there; ``expiring``: one that isn't, and is within ``days``.
    """
    if name == BELOW:
        stock = in_stock()
        below = select(stock.c.product, stock.c.free.label("rank")).where(stock.c.free < 0)
        return below.subquery()
    soon = Lot.expires < today
    if name == EXPIRING:
        soon = Lot.expires.between(today, today + timedelta(days=days))
    first = func.min(Lot.expires).label("rank")
    found = select(Lot.product_id.label("product"), first).where(Lot.warehouse > 0, soon)
    return found.group_by(Lot.product_id).subquery()


def first_lots(session: Session, product_ids: Sequence[int], since: date) -> dict[int, Lot]:
    """Of each product the lot in the warehouse that is the first to expire from a day on."""
    lots = session.scalars(
        select(Lot)
        .where(Lot.product_id.in_(list(product_ids)), Lot.expires >= since, Lot.warehouse > 0)
        .order_by(Lot.expires.desc(), Lot.code.desc())
    )
    return {lot.product_id: lot for lot in lots}


def largest_line(session: Session, but: int | None = None) -> int | None:
    """The most base units of anything in one line of an order; None before the first one."""
    most = session.scalar(
        select(func.max(OrderLine.quantity * Unit.size))
        .join(Unit, Unit.id == OrderLine.unit_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state != "cancelled", Order.id != (but or 0))
    )
    return int(most) if most is not None else None


def largest_taken(
    session: Session, product_ids: Sequence[int], client_id: int, but: int | None = None
) -> dict[int, int]:
    """The most base units of a product in one order of this client; of any, if it had none.

    Products that nobody ordered yet are left out, and so is the order ``but``.
    """
    sums = (
        select(
            OrderLine.product_id,
            Order.client_id,
            func.sum(OrderLine.quantity * Unit.size).label("pieces"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(
            OrderLine.product_id.in_(list(product_ids)),
            Order.state != "cancelled",
            Order.id != (but or 0),
        )
        .group_by(OrderLine.order_id, OrderLine.product_id, Order.client_id)
        .subquery()
    )
    most = func.max(sums.c.pieces)
    anyone = session.execute(select(sums.c.product_id, most).group_by(sums.c.product_id))
    found = {key: int(number) for key, number in anyone}
    own = session.execute(
        select(sums.c.product_id, most)
        .where(sums.c.client_id == client_id)
        .group_by(sums.c.product_id)
    )
    return found | {key: int(number) for key, number in own}


def in_stock(product_ids: Sequence[int] | None = None) -> Subquery:
    """What lies in the warehouse (``left``) and what of it is ``free``, by ``product`` (D3a).

    Of these products, or of all: where no lot is known nothing lies. None before the first count.
    """
    there = _only(_lying(), Lot.product_id, product_ids).subquery()
    ordered = (
        select(OrderLine.product_id, func.sum(OrderLine.quantity * Unit.size).label("pieces"))
        .join(Order, Order.id == OrderLine.order_id)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(Order.state.in_(("confirmed", "planned")))
        .group_by(OrderLine.product_id)
    )
    wanted = _only(ordered, OrderLine.product_id, product_ids).subquery()
    left = func.coalesce(there.c.pieces, 0)
    free = left - func.coalesce(wanted.c.pieces, 0)
    every = (
        select(Product.id.label("product"), left.label("left"), free.label("free"))
        .outerjoin(there, there.c.product_id == Product.id)
        .outerjoin(wanted, wanted.c.product_id == Product.id)
        .where(_KEEPS_STOCK)
    )
    stock: Subquery = _only(every, Product.id, product_ids).subquery()
    return stock


_KEEPS_STOCK = select(StockStart.id).exists()


def _lying() -> Any:
    """The pieces in the warehouse of each product of which a lot is known."""
    pieces = func.sum(Lot.warehouse).label("pieces")
    return select(Lot.product_id, pieces).where(_KEEPS_STOCK).group_by(Lot.product_id)


def _only(query: Any, column: Any, product_ids: Sequence[int] | None) -> Any:
    return query if product_ids is None else query.where(column.in_(list(product_ids)))
