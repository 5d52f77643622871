"""A run whose papers came back: its stops with their goods, and what its clients can give back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import share
from desktop.models import (
    Agreement,
    Client,
    Collection,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    Product,
    Return,
    Run,
    Stop,
)
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.lots import pieces_on_run
from desktop.queries.facts.recorded_before import RecordedBefore, recorded_before
from desktop.queries.facts.runs import places_of

_MOST_BACK = 12  # deliveries' lines of a client that are offered, the newest


@dataclass(frozen=True)
class GoodsOut:
    """A line that is out: what was ordered, and what of it was loaded, in the line's unit."""

    position: int
    product: str
    name: str
    unit: str
    ordered: int
    loaded: int
    price_fen: int
    free: bool
    basic: Decimal

    def due_fen(self, quantity: int) -> int:
        """What so many units come to, less the basic profit given back (M3)."""
        supply_fen = 0 if self.free else self.price_fen * quantity
        return supply_fen - share(supply_fen, self.basic)


@dataclass(frozen=True)
class GoodsBack:
    """A line of an earlier delivery, of which ``left`` units can still come back (M5)."""

    line_id: int
    note: str
    dated: date
    name: str
    unit: str
    left: int


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a stop: what was due for it, and what was taken by each means."""

    due_fen: int
    taken: Mapping[str, int]


@dataclass(frozen=True)
class StopOut:
    """A stop by its place in the tour; ``state`` is its order's, or ``unserved``.

    ``before`` is what its delivery said that was cancelled on this run.
    """

    order_id: int
    place: int
    client_id: int
    client: str
    number: str
    note: str
    state: str
    why: str
    lines: tuple[GoodsOut, ...]
    back: tuple[GoodsBack, ...]
    recorded: Recorded | None
    before: RecordedBefore | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has no result yet."""
        return self.state == "loaded"

    @property
    def due_fen(self) -> int:
        """What was due for what was accepted; before, for all that is loaded, on the run's day."""
        if self.recorded is not None:
            return self.recorded.due_fen
        return sum(line.due_fen(line.loaded) for line in self.lines)


@dataclass(frozen=True)
class RunResults:
    """The stops of a run that is out."""

    run_id: int
    number: str
    day: date
    stops: tuple[StopOut, ...]


def run_results(session: Session, run_id: int) -> RunResults:
    """The stops of a run in their order, as their results are typed from the papers (D6)."""
    run = session.get_one(Run, run_id)
    orders = _orders(session, [stop.order_id for stop in run.stops])
    clients = _clients(session, orders.values())
    loaded = pieces_on_run(session, run_id) if run.by_lot else {}
    back = _can_come_back(session, clients)
    agreements = {key: agreement_on(session, key, run.day) for key in clients}
    recorded = _recorded(session, run_id)
    places = places_of((stop.order_id, orders[stop.order_id].client_id) for stop in run.stops)
    stops = [
        _stop(run, stop, orders[stop.order_id], clients, agreements, loaded, back, recorded)
        for stop in run.stops
    ]
    before = recorded_before(session, list(orders.values()), dict.fromkeys(orders, run.id))
    stops = [
        replace(one, place=places[one.order_id], before=before.get(one.order_id)) for one in stops
    ]
    return RunResults(run.id, run.number, run.day, tuple(stops))


def _recorded(session: Session, run_id: int) -> dict[int, Recorded]:
    """By order what stands of it, on this run; money also of a delivery that was cancelled."""
    standing = (Delivery.run_id == run_id, Delivery.state == "recorded")
    due = (
        select(Delivery.order_id, func.sum(DeliveryLine.supply_fen - DeliveryLine.basic_fen))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(*standing)
        .group_by(Delivery.order_id)
    )
    paid = (
        select(Delivery.order_id, Collection.means, func.sum(Collection.amount_fen))
        .join(Collection, Collection.delivery_id == Delivery.id)
        .where(Delivery.run_id == run_id, Collection.state == "recorded")
        .group_by(Delivery.order_id, Collection.means)
        .order_by(Delivery.order_id, Collection.means)
    )
    taken: dict[int, dict[str, int]] = {}
    for order_id, means, fen in session.execute(paid):
        taken.setdefault(order_id, {})[means] = int(fen)
    return {
        order_id: Recorded(int(fen), taken.get(order_id, {}))
        for order_id, fen in session.execute(due)
    }


def _orders(session: Session, keys: Sequence[int]) -> dict[int, Order]:
    orders = session.scalars(select(Order).where(Order.id.in_(keys)))
    return {order.id: order for order in orders}


def _clients(session: Session, orders: Iterable[Order]) -> dict[int, str]:
    keys = {order.client_id for order in orders}
    return dict(session.execute(select(Client.id, Client.name).where(Client.id.in_(keys))).all())


def _stop(
    run: Run,
    stop: Stop,
    order: Order,
    clients: Mapping[int, str],
    agreements: Mapping[int, Agreement | None],
    loaded: Mapping[tuple[int, int], int],
    back: Mapping[int, Sequence[GoodsBack]],
    recorded: Mapping[int, Recorded],
) -> StopOut:
    agreement = agreements[order.client_id]
    is_back = stop.unserved_on is not None
    return StopOut(
        order.id,
        stop.position,
        order.client_id,
        clients[order.client_id],
        order.number,
        stop.note,
        "unserved" if is_back else order.state,
        stop.unserved_reason,
        tuple(
            _goods(
                line,
                agreement,
                loaded.get((stop.id, line.position), 0) // line.unit.size
                if run.by_lot
                else line.quantity,
            )
            for line in order.lines
        ),
        tuple(back.get(order.client_id, ())),
        None if is_back else recorded.get(order.id),
    )


def _goods(line: OrderLine, agreement: Agreement | None, loaded: int) -> GoodsOut:
    words = _("{product} (free)") if line.free else "{product}"
    return GoodsOut(
        line.position,
        line.product.code,
        words.format(product=line.product.name),
        line.unit.name,
        line.quantity,
        loaded,
        line.price_fen,
        line.free,
        agreement.rates_for(line.product_id)[0] if agreement else Decimal(0),
    )


def _can_come_back(session: Session, client_ids: Iterable[int]) -> dict[int, list[GoodsBack]]:
    """By client the newest lines of its deliveries of which something can still come back."""
    came = (
        select(Return.delivery_line_id, func.sum(Return.quantity).label("pieces"))
        .where(Return.state == "recorded")
        .group_by(Return.delivery_line_id)
        .subquery()
    )
    left = DeliveryLine.accepted - func.coalesce(came.c.pieces, 0)
    place = func.row_number().over(
        partition_by=Delivery.client_id,
        order_by=(Delivery.dated.desc(), Delivery.id.desc(), DeliveryLine.position),
    )
    lines = (
        select(
            Delivery.client_id,
            DeliveryLine.id,
            Delivery.note,
            Delivery.dated,
            Product.name,
            DeliveryLine.unit_name,
            left.label("left"),
            place.label("place"),
        )
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Product, Product.id == DeliveryLine.product_id)
        .outerjoin(came, came.c.delivery_line_id == DeliveryLine.id)
        .where(Delivery.client_id.in_(list(client_ids)), Delivery.state == "recorded", left > 0)
        .subquery()
    )
    found: dict[int, list[GoodsBack]] = {}
    newest = select(lines).where(lines.c.place <= _MOST_BACK)
    for client_id, *goods, _place in session.execute(newest.order_by(lines.c.place)):
        found.setdefault(client_id, []).append(GoodsBack(*goods))
    return found
