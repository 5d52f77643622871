"""Deliveries with what was posted for them, their returns and the money taken."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, lazyload

from desktop.basics.i18n import N_, _
from desktop.models import (
    Client,
    Collection,
    Delivery,
    DeliveryLine,
    GoodsDay,
    Order,
    Product,
    Return,
    Run,
    Stop,
)
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.cartons import cartons_of, cartons_together, told_cartons
from desktop.queries.listing import (
    Match,
    Wanted,
    by_name,
    in_turn,
    numbered,
    of_client,
    ordered,
    searched,
)
from desktop.queries.lists import CARTONS, NOTHING, Asked, Filter, PageList, Sum, Within


@dataclass(frozen=True)
class DeliveryRow:
    """A line of the list; ``number`` is its note's, amounts in fen; ``cartons`` accepted."""

    id: int
    number: str
    client: str
    dated: date
    state: str
    order_state: str
    due_fen: int
    fund_fen: int
    cartons: Decimal


@dataclass(frozen=True)
class DeliveredGoods:
    """A line of a delivery with the amounts that were posted (M3); ``back`` came back."""

    position: int
    name: str
    unit: str
    ordered: int
    accepted: int
    back: int
    supply_fen: int
    basic_fen: int
    fund_fen: int
    free: bool
    given_fen: int

    @property
    def named(self) -> str:
        """What it is called, and that it was free if it was."""
        return _("{product} (free)").format(product=self.name) if self.free else self.name


@dataclass(frozen=True)
class ReturnedGoods:
    """A return of a delivery."""

    id: int
    number: str
    dated: date
    name: str
    quantity: int
    condition: str
    supply_fen: int
    state: str


@dataclass(frozen=True)
class DeliveryDetail:
    """One delivery; ``runs_out`` are the runs, by id, that can take goods of this client back."""

    row: DeliveryRow
    client_id: int
    order_id: int
    order_number: str
    arrived: str
    recorded_on: date
    lines: tuple[DeliveredGoods, ...]
    returns: tuple[ReturnedGoods, ...]
    collected_fen: int
    difference: str
    refused_because: str
    cancel_reason: str
    runs_out: dict[str, str]


_PIECES = DeliveryLine.accepted * DeliveryLine.unit_size
_CARTONS = cartons_of(_PIECES, DeliveryLine.product_id)


def delivery_ids(session: Session, wanted: Wanted) -> list[int]:
    """The deliveries of a list, the newest first."""
    query = DELIVERIES.under(wanted.filter)
    match = (
        of_client(Delivery.client_id, wanted.search)
        | numbered(Delivery.note, wanted.search)
        | numbered(Delivery.number, wanted.search)
        | _ordered_as(wanted.search)
    )
    columns = {
        "client": by_name(),
        "day": Delivery.dated,
        "number": func.nullif(Delivery.note, ""),
        "state": case(
            (Delivery.state == "recorded", in_turn(Order.state, Order.STATE_WORDS)),
            else_=len(Order.STATE_WORDS),
        ),
    }
    columns |= {
        "due": _sum_of(DeliveryLine.supply_fen - DeliveryLine.basic_fen),
        "fund": _sum_of(DeliveryLine.fund_fen),
        "cartons": _sum_of(_CARTONS),
    }
    if wanted.sort == "state":
        query = query.join(Order, Order.id == Delivery.order_id)
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Delivery.client_id)
    return searched(session, ordered(query, columns, wanted, Delivery.id.desc()), wanted, match)


def _standing(within: Within) -> ColumnElement[bool]:
    """The lines of deliveries that weren't cancelled."""
    stands = select(Delivery.id).where(within(Delivery.id), Delivery.state == "recorded")
    return DeliveryLine.delivery_id.in_(stands)


def _sums_of(amount: Any) -> Callable[[Asked, Within], Select[Any]]:
    """An amount of the lines of deliveries."""
    return lambda _asked, within: select(func.sum(amount)).where(_standing(within))


def _cartons(_asked: Asked, within: Within) -> Select[Any]:
    """What was accepted."""
    lines = select(DeliveryLine.product_id, _PIECES.label("pieces"))
    return cartons_together(lines.where(_standing(within)))


def _kept(figure: Any) -> Mapping[str, Select[Any]]:
    """What the database keeps of all deliveries."""
    return {"": select(figure), "cancelled": NOTHING}


_GOODS = select(GoodsDay.product_id, GoodsDay.delivered.label("pieces"))

DELIVERIES = PageList(
    "deliveries",
    Delivery.id,
    (
        Filter("", N_("All")),
        Filter(
            "short",
            N_("Short"),
            (Delivery.state == "recorded")
            & Delivery.order_id.in_(select(Order.id).where(Order.state.in_(Order.SHORT))),
        ),
        Filter(
            "returned",
            N_("With returns"),
            Delivery.id.in_(select(Return.delivery_id).where(Return.state == "recorded")),
        ),
        Filter("cancelled", N_("Cancelled"), Delivery.state == "cancelled"),
    ),
    lambda asked, wanted: delivery_ids(asked.session, wanted),
    lambda asked, ids: delivery_rows(asked.session, ids),
    counted=False,
    sums=(
        Sum(
            "due",
            _sums_of(DeliveryLine.supply_fen - DeliveryLine.basic_fen),
            kept=_kept(func.sum(GoodsDay.due_fen)),
        ),
        Sum(
            "fund",
            _sums_of(DeliveryLine.fund_fen),
            kept=_kept(func.sum(GoodsDay.fund_fen)),
        ),
        Sum("cartons", _cartons, CARTONS, {"": cartons_together(_GOODS), "cancelled": NOTHING}),
    ),
)


def _ordered_as(text: str) -> Match:
    """A delivery by its order's number."""
    number, orders = numbered(Order.number, text), select(Order.id)
    return Match(
        Delivery.order_id.in_(orders.where(number.anywhere)),
        Delivery.order_id.in_(orders.where(number.exact)),
    )


def _sum_of(amount: Any) -> Any:
    """An amount of a delivery's lines together."""
    lines = select(func.sum(amount)).where(DeliveryLine.delivery_id == Delivery.id)
    return func.coalesce(lines.correlate(Delivery).scalar_subquery(), 0)


def delivery_rows(session: Session, ids: Sequence[int]) -> dict[int, DeliveryRow]:
    """The lines of these deliveries."""
    wanted = list(ids)
    sums = {
        key: (int(due or 0), int(fund or 0), told_cartons(cartons))
        for key, due, fund, cartons in session.execute(
            select(
                DeliveryLine.delivery_id,
                func.sum(DeliveryLine.supply_fen - DeliveryLine.basic_fen),
                func.sum(DeliveryLine.fund_fen),
                func.sum(_CARTONS),
            )
            .where(DeliveryLine.delivery_id.in_(wanted))
            .group_by(DeliveryLine.delivery_id)
        )
    }
    rows = session.execute(
        select(Delivery, Client.name, Order.state)
        .join(Client, Client.id == Delivery.client_id)
        .join(Order, Order.id == Delivery.order_id)
        .where(Delivery.id.in_(wanted))
        .options(lazyload(Delivery.lines))
    )
    return {
        one.id: DeliveryRow(
            one.id,
            one.note,
            client,
            one.dated,
            one.state,
            order_state if one.state == "recorded" else "cancelled",
            *sums.get(one.id, (0, 0, told_cartons(0))),
        )
        for one, client, order_state in rows
    }


def delivery_detail(session: Session, delivery_id: int) -> DeliveryDetail:
    """One delivery."""
    delivery = session.get_one(Delivery, delivery_id)
    order = session.get_one(Order, delivery.order_id)
    names = dict(
        session.execute(
            select(Product.id, Product.name).where(
                Product.id.in_([line.product_id for line in delivery.lines])
            )
        ).all()
    )
    back = session.scalars(
        select(Return).where(Return.delivery_id == delivery_id).order_by(Return.id)
    ).all()
    return DeliveryDetail(
        delivery_rows(session, [delivery_id])[delivery_id],
        delivery.client_id,
        order.id,
        order.number,
        delivery.arrived,
        delivery.recorded_on,
        tuple(_delivered(delivery, back, names)),
        tuple(_returned(delivery, back, names)),
        _collected(session, delivery_id),
        delivery.difference,
        delivery.refused_because,
        delivery.cancel_reason,
        _runs_out(session, delivery.client_id),
    )


def _delivered(
    delivery: Delivery, back: Sequence[Return], names: Mapping[int, str]
) -> Iterator[DeliveredGoods]:
    """Its lines, with what of each came back."""
    came_back: Counter[int] = Counter()
    for one in back:
        if one.state == "recorded":
            came_back[one.delivery_line_id] += one.quantity
    for line in delivery.lines:
        yield DeliveredGoods(
            line.position,
            names[line.product_id],
            line.unit_name,
            line.ordered,
            line.accepted,
            came_back[line.id],
            line.supply_fen,
            line.basic_fen,
            line.fund_fen,
            line.free,
            line.given_fen,
        )


def _returned(
    delivery: Delivery, back: Sequence[Return], names: Mapping[int, str]
) -> Iterator[ReturnedGoods]:
    """Its returns."""
    products = {line.id: line.product_id for line in delivery.lines}
    for one in back:
        yield ReturnedGoods(
            one.id,
            one.number,
            one.dated,
            names[products[one.delivery_line_id]],
            one.quantity,
            one.condition,
            one.supply_fen,
            one.state,
        )


def _runs_out(session: Session, client_id: int) -> dict[str, str]:
    """The loaded runs with a stop of a client: they can take its goods back (D3)."""
    runs = (
        select(Run.id, Run.number)
        .join(Stop, Stop.run_id == Run.id)
        .join(Order, Order.id == Stop.order_id)
        .where(Run.state == "loaded", Stop.unserved_on.is_(None), Order.client_id == client_id)
        .order_by(Run.id)
    )
    return {str(run_id): number for run_id, number in session.execute(runs)}


def basic_rates(
    session: Session, client_id: int, codes: Sequence[str], day: date
) -> dict[str, Decimal]:
    """The rate of basic profit by product code, for a delivery of that day (M4)."""
    agreement = agreement_on(session, client_id, day)
    rows = session.execute(select(Product.code, Product.id).where(Product.code.in_(list(codes))))
    return {code: agreement.rates_for(key)[0] if agreement else Decimal(0) for code, key in rows}


def _collected(session: Session, delivery_id: int) -> int:
    total = session.scalar(
        select(func.sum(Collection.amount_fen)).where(
            Collection.delivery_id == delivery_id, Collection.state == "recorded"
        )
    )
    return int(total or 0)
