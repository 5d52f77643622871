"""What the store works with: a run's pick list and its loading list (D5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.models import Client, Lot, Order, OrderLine, Product, Run
from desktop.planning.lots import Taking
from desktop.printing.loading_list import LoadedGoods, LoadedStop, LoadingList
from desktop.printing.pick_list import PickedLot, PickList
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.loading import Loaded, was_loaded, would_load_in_turn
from desktop.queries.facts.run_ways import planned_way
from desktop.queries.papers.delivery_note import named
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.papers.packing import is_carton, packed

# A line, what it took, and the paper that it stands on.
_Aboard = tuple[OrderLine, Sequence[Taking], str]


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
        stops=len(set(_clients_of(session, loaded).values())),
        by_lot=loaded.by_lot,
        loaded=run.state != "planned",
        lots=tuple(_picked(session, loaded)),
    )


def _loaded(session: Session, run: Run) -> Loaded:
    return would_load_in_turn(session, run) if run.state == "planned" else was_loaded(session, run)


def _clients_of(session: Session, loaded: Loaded) -> dict[int, int]:
    """Whose each order is, by their ids."""
    orders = held_or_read(session, Order, (stop.order_id for stop, _line in loaded.lines))
    return {key: order.client_id for key, order in orders.items()}


def _lots_of(session: Session, loaded: Loaded) -> dict[int, Lot]:
    return held_or_read(session, Lot, (one.lot for some in loaded.loading.lines for one in some))


def _picked(session: Session, loaded: Loaded) -> Iterable[PickedLot]:
    wanted: dict[int, int] = {}
    taken: dict[int, dict[int, int]] = {}
    for (_stop, line), lots in zip(loaded.lines, loaded.loading.lines, strict=True):
        product_id = line.product_id
        wanted[product_id] = wanted.get(product_id, 0) + line.quantity * line.unit.size
        by_lot = taken.setdefault(product_id, {})
        for one in lots:
            by_lot[one.lot] = by_lot.get(one.lot, 0) + one.quantity
    products = held_or_read(session, Product, wanted)
    known = _lots_of(session, loaded)
    for product in sorted(products.values(), key=lambda one: (one.code_key, one.id)):
        own = [known[key] for key in taken[product.id]]
        yield from _of_product(product, wanted[product.id], taken[product.id], own, loaded)


def _of_product(
    product: Product, wanted: int, by_lot: dict[int, int], lots: Sequence[Lot], loaded: Loaded
) -> Iterable[PickedLot]:
    """Its lots, the first to expire first; then what is lacking, or all of it without lots."""
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
    orders = held_or_read(session, Order, (stop.order_id for stop, _line in loaded.lines))
    drops: dict[int, list[_Aboard]] = {}
    for (stop, line), lots in zip(loaded.lines, loaded.loading.lines, strict=True):
        order = orders[stop.order_id]
        drops.setdefault(order.client_id, []).append((line, lots, stop.note or order.number))
    clients, lots_of = held_or_read(session, Client, drops), _lots_of(session, loaded)

    def drop(place: int, client_id: int) -> LoadedStop:
        goods = drops[client_id]
        return LoadedStop(
            place,
            outlet(clients[client_id]),
            tuple(dict.fromkeys(paper for _line, _lots, paper in goods)),
            tuple(_goods(line, lots, lots_of, loaded.by_lot) for line, lots, _paper in goods),
        )

    in_turn = list(enumerate(drops, 1))
    return LoadingList(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs or planned_way(session, run).departs,
        stops=tuple(drop(place, client_id) for place, client_id in reversed(in_turn)),
    )


def _goods(
    line: OrderLine, takings: Sequence[Taking], lots: Mapping[int, Lot], by_lot: bool
) -> LoadedGoods:
    pieces = sum(one.quantity for one in takings)
    taken = [lots[one.lot] for one in takings]
    short = line.quantity * line.unit.size - pieces if by_lot else 0
    return LoadedGoods(
        named(line.product, line),
        line.product.spec,
        line.quantity,
        line.unit.name,
        tuple(one.code for one in sorted(taken, key=lambda one: (one.expires, one.code))),
        packed(line.product, short) if short else "",
        is_carton(line),
    )
