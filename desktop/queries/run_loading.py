"""A run to be loaded, as the picker's list comes back: by product its lots and its orders (D3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.models import Client, Lot, Order, Product, Run
from desktop.planning.lots import Lying, good_on
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.loading import Loaded, ToLoad, would_load
from desktop.queries.facts.lots import in_warehouse
from desktop.queries.facts.stock import Shared, fair_shares_of


@dataclass(frozen=True)
class LotToPick:
    """A lot that can be picked from: what lies there, and what loading would take of it."""

    lot_id: int
    code: str
    expires: date
    there: int
    planned: int


@dataclass(frozen=True)
class LineToLoad:
    """An order's line: what it wants and, where goods are short, its fair share; in its unit."""

    order_id: int
    position: int
    client: str
    number: str
    unit: str
    size: int
    wanted: int
    share: int


@dataclass(frozen=True)
class ProductToLoad:
    """What of a product the orders of a run want, and what of it is lacking; base units."""

    product_id: int
    code: str
    name: str
    unit: str
    wanted: int
    missing: int
    lots: tuple[LotToPick, ...]
    lines: tuple[LineToLoad, ...]


@dataclass(frozen=True)
class RunLoading:
    """A planned run with its goods, in the order of the products' codes."""

    run_id: int
    number: str
    by_lot: bool
    products: tuple[ProductToLoad, ...]


def run_loading(session: Session, run_id: int) -> RunLoading:
    """What loading a run would take now, and what it might take instead."""
    run = session.get_one(Run, run_id)
    loaded = would_load(session, run)
    lines: dict[int, list[ToLoad]] = {}
    for one in loaded.lines:
        lines.setdefault(one[1].product_id, []).append(one)
    lying = in_warehouse(session, lines)
    shared = fair_shares_of(session, [stop.order_id for stop in run.stops])
    planned = _planned(loaded)
    orders = held_or_read(session, Order, (stop.order_id for stop in run.stops))
    clients = held_or_read(session, Client, (order.client_id for order in orders.values()))
    lots = held_or_read(session, Lot, (one.lot for some in lying.values() for one in some))
    _held = orders, clients, lots
    products = held_or_read(session, Product, lines)
    return RunLoading(
        run.id,
        run.number,
        loaded.by_lot,
        tuple(
            _product(
                session,
                product,
                lines[product.id],
                good_on(lying.get(product.id, ()), run.day),
                planned,
                loaded.loading.missing.get(product.id, 0) if loaded.by_lot else 0,
                shared.get(product.id),
            )
            for product in sorted(products.values(), key=lambda one: (one.code_key, one.id))
        ),
    )


def _planned(loaded: Loaded) -> dict[int, int]:
    """What of each lot loading would take."""
    planned: dict[int, int] = {}
    for taken in loaded.loading.lines:
        for one in taken:
            planned[one.lot] = planned.get(one.lot, 0) + one.quantity
    return planned


def _product(
    session: Session,
    product: Product,
    lines: Sequence[ToLoad],
    lying: Sequence[Lying],
    planned: Mapping[int, int],
    missing: int,
    shared: Shared | None,
) -> ProductToLoad:
    shares = dict(shared.shares) if shared is not None else {}
    found = []
    for stop, line in lines:
        order = session.get_one(Order, stop.order_id)
        size = line.unit.size
        most = min(line.quantity * size, shares.get(order.id, line.quantity * size))
        units = most // size
        if order.id in shares:
            shares[order.id] -= units * size
        client = session.get_one(Client, order.client_id).name
        named = (order.id, line.position, client, order.number, line.unit.name, size)
        found.append(LineToLoad(*named, line.quantity, units))
    lots = [(session.get_one(Lot, one.lot), one.quantity) for one in lying]
    return ProductToLoad(
        product.id,
        product.code,
        product.name,
        product.base_unit.name,
        sum(one.wanted * one.size for one in found),
        missing,
        tuple(
            LotToPick(lot.id, lot.code, lot.expires, there, planned.get(lot.id, 0))
            for lot, there in lots
        ),
        tuple(found),
    )
