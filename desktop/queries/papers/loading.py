"""What the store works with: a run's pick list and its loading list (D5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Lot, Order, OrderLine, Product, Run
from desktop.planning.lots import Taking
from desktop.printing.loading_list import LoadedGoods, LoadedStop, LoadingList
from desktop.printing.pick_list import PickedLot, PickList
from desktop.queries.facts.loading import Loaded, was_loaded, would_load_in_turn
from desktop.queries.facts.run_ways import planned_way
from desktop.queries.papers.delivery_note import named
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.papers.packing import is_carton, packed


def pick_list(session: Session, run: Run) -> PickList:
    """What is fetched for a run, by product and lot, in the order of the products' codes.

    Of a run that isn't loaded: what loading will take, after the planned runs that leave before.
    """
    loaded = _loaded(session, run)
    return PickList(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs or planned_way(session, run).departs,
        stops=len({_client_of(session, stop.order_id) for stop, _line in loaded.lines}),
        by_lot=loaded.by_lot,
        loaded=run.state != "planned",
        lots=tuple(_picked(session, loaded)),
    )


def _loaded(session: Session, run: Run) -> Loaded:
    return would_load_in_turn(session, run) if run.state == "planned" else was_loaded(session, run)


def _client_of(session: Session, order_id: int) -> int:
    return session.get_one(Order, order_id).client_id


def _picked(session: Session, loaded: Loaded) -> Iterable[PickedLot]:
    wanted: dict[int, int] = {}
    taken: dict[int, dict[int, int]] = {}
    for (_stop, line), lots in zip(loaded.lines, loaded.loading.lines, strict=True):
        product_id = line.product_id
        wanted[product_id] = wanted.get(product_id, 0) + line.quantity * line.unit.size
        by_lot = taken.setdefault(product_id, {})
        for one in lots:
            by_lot[one.lot] = by_lot.get(one.lot, 0) + one.quantity
    products = session.scalars(
        select(Product).where(Product.id.in_(wanted)).order_by(Product.code_key, Product.id)
    )
    for product in products:
        yield from _of_product(session, product, wanted[product.id], taken[product.id], loaded)


def _of_product(
    session: Session, product: Product, wanted: int, by_lot: dict[int, int], loaded: Loaded
) -> Iterable[PickedLot]:
    """Its lots, the first to expire first; then what is lacking, or all of it without lots."""
    lots = [session.get_one(Lot, key) for key in by_lot]
    for lot in sorted(lots, key=lambda one: (one.expires, one.code)):
        yield _pick(product, by_lot[lot.id], lot.code, lot.expires)
    left = wanted - sum(by_lot.values())
    if left:
        yield _pick(product, left, missing=loaded.by_lot)


def _pick(
    product: Product,
    pieces: int,
    lot: str = "",
    expires: date | None = None,
    *,
    missing: bool = False,
) -> PickedLot:
    return PickedLot(
        product.code,
        product.name,
        product.spec,
        lot,
        expires,
        packed(product, pieces),
        pieces,
        product.base_unit.name,
        missing,
    )


def loading_list(session: Session, run: Run) -> LoadingList:
    """The goods of each drop, the last one first: what is unloaded first is loaded last."""
    loaded = _loaded(session, run)
    goods: dict[int, list[tuple[OrderLine, Sequence[Taking], str]]] = {}
    for (stop, line), lots in zip(loaded.lines, loaded.loading.lines, strict=True):
        client = _client_of(session, stop.order_id)
        goods.setdefault(client, []).append((line, lots, stop.note))
    places = {client: place for place, client in enumerate(goods, 1)}
    return LoadingList(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs or planned_way(session, run).departs,
        stops=tuple(
            _loaded_stop(session, places[client], client, lines, loaded.by_lot)
            for client, lines in reversed(goods.items())
        ),
    )


def _loaded_stop(
    session: Session,
    place: int,
    client_id: int,
    lines: Sequence[tuple[OrderLine, Sequence[Taking], str]],
    by_lot: bool,
) -> LoadedStop:
    papers = [note or session.get_one(Order, line.order_id).number for line, _lots, note in lines]
    return LoadedStop(
        place,
        outlet(session.get_one(Client, client_id)),
        tuple(dict.fromkeys(papers)),
        tuple(_goods(session, line, lots, by_lot) for line, lots, _note in lines),
    )


def _goods(session: Session, line: OrderLine, lots: Sequence[Taking], by_lot: bool) -> LoadedGoods:
    pieces = sum(one.quantity for one in lots)
    short = line.quantity * line.unit.size - pieces if by_lot else 0
    return LoadedGoods(
        named(line.product, line),
        line.product.spec,
        line.quantity,
        line.unit.name,
        tuple(session.get_one(Lot, one.lot).code for one in lots),
        packed(line.product, short) if short else "",
        is_carton(line),
    )
