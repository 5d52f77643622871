"""Stock by lot: where it lies, how long it lasts, what moved it, who has it (D3, D8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from desktop.basics.i18n import N_, _
from desktop.models import (
    Benefit,
    Client,
    Delivery,
    DeliveryLine,
    Lot,
    Product,
    Receipt,
    Run,
    StockMove,
    Stop,
)
from desktop.models.stock import MOVE_KINDS
from desktop.planning.assortment import SALES_DAYS
from desktop.queries.facts.cartons import cartons_in, cartons_of, cartons_together, told_cartons
from desktop.queries.facts.lots import LotHolder, lot_holders
from desktop.queries.facts.sales import moved_units
from desktop.queries.facts.selling import LotSales, lot_sales
from desktop.queries.listing import Wanted, called, holds, ordered, searched
from desktop.queries.lists import CARTONS, Asked, Filter, Line, PageList, Sum, Within

_LIES = or_(Lot.warehouse > 0, Lot.runs > 0)
_MOST_BUYERS = 40
_PAGES = ("deliveries", "benefits", "runs")  # where the papers of movements stand


@dataclass(frozen=True)
class LotRow:
    """A lot in the list; quantities in base units (``unit``), ``cartons`` of
    what is left.

    ``last_days`` until it is sold out, None where nobody knows; ``over`` is what won't be sold
    before it expires.
    """

    id: int
    code: str
    product_id: int
    product_code: str
    product: str
    unit: str
    expires: date
    left: int
    on_runs: int
    with_clients: int
    last_days: int | None
    over: int
    cartons: Decimal

    @property
    def told(self) -> Line:
        """Which lot, how much lies there, until when it is good."""
        words = f"{self.product} {self.code}, {self.left} {self.unit}"
        return Line(words, _("until {day}").format(day=self.expires))


@dataclass(frozen=True)
class LotMove:
    """One movement of a lot from one place to another, in base units.

    ``paper`` names what it rests on, ``page`` and ``key`` lead to it.
    """

    day: date
    kind: str
    from_place: str
    to_place: str
    quantity: int
    client: str
    paper: str
    reason: str
    page: str
    key: int | None


@dataclass(frozen=True)
class LotBuyer:
    """A client that buys the product: base units in the last 91 days, and when last."""

    client_id: int
    code: str
    client: str
    area: str
    phone: str
    units: int
    last: date


@dataclass(frozen=True)
class LotDetail:
    """All that is known of a lot.

    ``holders`` are the clients that received it (D8), ``buyers`` those that buy its product and
    could still sell it, the largest first.
    """

    row: LotRow
    received: int
    difference: int
    written_off: int
    moves: tuple[LotMove, ...]
    holders: tuple[LotHolder, ...]
    buyers: tuple[LotBuyer, ...]


def lot_ids(session: Session, wanted: Wanted, asked: Asked) -> list[int]:
    """The lots of a list, what expires first at the top."""
    query = LOTS.under(wanted.filter, asked).join(Product, Product.id == Lot.product_id)
    match = holds(Lot.code, wanted.search) | called(Product, wanted.search)
    columns: dict[str, Any] = {
        "lot": Lot.code,
        "product": (Product.name_key, Product.code_key),
        "expires": Lot.expires,
        "left": Lot.warehouse,
        "runs": Lot.runs,
        "clients": Lot.clients,
        "cartons": cartons_of(Lot.warehouse, Lot.product_id),
        "code": Product.code_key,
    }
    last = (Lot.expires, Lot.code, Lot.id)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def lot_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, LotRow]:
    """The lines of these lots."""
    query = select(Lot).where(Lot.id.in_(list(ids))).options(selectinload(Lot.product))
    lots = session.scalars(query).all()
    sales = lot_sales(session, today, {lot.product_id for lot in lots})
    return {lot.id: _row(lot, sales.get(lot.id)) for lot in lots}


def _row(lot: Lot, sales: LotSales | None) -> LotRow:
    return LotRow(
        lot.id,
        lot.code,
        lot.product_id,
        lot.product.code,
        lot.product.name,
        lot.product.base_unit.name,
        lot.expires,
        lot.warehouse,
        lot.runs,
        lot.clients,
        sales.days if sales else None,
        sales.over if sales else 0,
        told_cartons(cartons_in(lot.product, lot.warehouse)),
    )


def _too_slow(asked: Asked) -> Any:
    """The lots of which something won't be sold before it expires."""
    sales = lot_sales(asked.session, asked.today)
    return Lot.id.in_([key for key, one in sales.items() if one.over])


def _late(asked: Asked) -> Any:
    return (Lot.warehouse > 0) & (Lot.expires < asked.today)


def _soon(asked: Asked) -> Any:
    last = asked.today + timedelta(days=asked.rules.expiry_days)
    return (Lot.warehouse > 0) & Lot.expires.between(asked.today, last)


def _cartons(_asked: Asked, within: Within) -> Select[Any]:
    """What lies of lots in the warehouse."""
    lines = select(Lot.product_id, Lot.warehouse.label("pieces")).where(within(Lot.id))
    return cartons_together(lines)


LOTS = PageList(
    "stock",
    Lot.id,
    (
        Filter("", N_("There"), _LIES, counted=False),
        Filter(
            "expired",
            N_("Expired"),
            lambda asked: (Lot.warehouse > 0) & (Lot.expires < asked.today),
        ),
        Filter("expiring", N_("Near expiry"), _soon),
        Filter("slow", N_("Sells too slowly"), _too_slow, counted=False),
        Filter("every", N_("All lots"), counted=False),
    ),
    lambda asked, wanted: lot_ids(asked.session, wanted, asked),
    lambda asked, ids: lot_rows(asked.session, ids, asked.today),
    sums=(Sum("cartons", _cartons, CARTONS),),
)


def lot_detail(session: Session, lot_id: int, today: date) -> LotDetail:
    """One lot: every movement, who has it, who could sell it."""
    lot = session.get_one(Lot, lot_id)
    return LotDetail(
        lot_rows(session, [lot_id], today)[lot_id],
        lot.received,
        lot.difference,
        lot.written_off,
        lot_moves(session, lot_id),
        lot_holders(session, lot.code, lot.product_id),
        product_buyers(session, lot.product_id, today),
    )


def lot_moves(session: Session, lot_id: int) -> tuple[LotMove, ...]:
    """Every movement of a lot, the newest first, with what it rests on (D3)."""
    client_id = func.coalesce(Delivery.client_id, Benefit.client_id)
    rows = session.execute(
        select(
            StockMove.day,
            StockMove.kind,
            StockMove.from_place,
            StockMove.to_place,
            StockMove.quantity,
            func.coalesce(Client.name, ""),
            func.coalesce(Delivery.note, ""),
            func.coalesce(Delivery.number, Benefit.number, Run.number, Receipt.paper, ""),
            StockMove.reason,
            Delivery.id,
            Benefit.id,
            Run.id,
        )
        .outerjoin(DeliveryLine, DeliveryLine.id == StockMove.delivery_line_id)
        .outerjoin(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .outerjoin(Benefit, Benefit.id == StockMove.benefit_id)
        .outerjoin(Client, Client.id == client_id)
        .outerjoin(Receipt, Receipt.id == StockMove.receipt_id)
        .outerjoin(Stop, Stop.id == StockMove.stop_id)
        .outerjoin(Run, Run.id == func.coalesce(StockMove.run_id, Stop.run_id))
        .where(StockMove.lot_id == lot_id)
        .order_by(StockMove.day.desc(), StockMove.id.desc())
    )
    found = []
    for day, kind, source, target, number, client, note, paper, reason, *keys in rows:
        page, key = next(
            (way for way in zip(_PAGES, keys, strict=True) if way[1] is not None), ("", None)
        )
        words = _(MOVE_KINDS[kind])
        said = note or paper
        found.append(LotMove(day, words, source, target, number, client, said, reason, page, key))
    return tuple(found)


def product_buyers(session: Session, product_id: int, today: date) -> tuple[LotBuyer, ...]:
    """The open clients that bought a product in the last 91 days, the largest first."""
    moves = moved_units(today - timedelta(days=SALES_DAYS - 1), today)
    units = func.sum(moves.c.delivered - moves.c.returned)
    last = func.max(moves.c.day)
    rows = session.execute(
        select(Client.id, Client.code, Client.name, Client.area, Client.phone, units, last)
        .join(moves, moves.c.client_id == Client.id)
        .where(moves.c.product_id == product_id, Client.state != "closed")
        .group_by(Client.id)
        .having(units > 0)
        .order_by(units.desc(), Client.code_key)
        .limit(_MOST_BUYERS)
    )
    return tuple(
        LotBuyer(key, code, name, area, phone, int(number), day)
        for key, code, name, area, phone, number, day in rows
    )
