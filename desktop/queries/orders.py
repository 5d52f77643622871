"""Orders: the order book, and one order with what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, lazyload

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.models import Client, Delivery, Order, OrderLine, OrderSum, Run, Stop, Unit
from desktop.planning.lots import total
from desktop.queries.facts.areas import due_of_order
from desktop.queries.facts.cartons import cartons_together, told_cartons
from desktop.queries.facts.lots import loaded_for, stop_out
from desktop.queries.facts.order_notices import Notice, notices_of, notices_of_typed, small_drops
from desktop.queries.facts.recorded_before import RecordedBefore, recorded_before
from desktop.queries.facts.runs import loads_of, ordered_lines
from desktop.queries.facts.stock import ShortGoods, short_typed
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import CARTONS, Asked, Filter, Line, PageList, Sum, Within

_DUE, _LATE = "due:", "late:"  # before the day, in a filter


@dataclass(frozen=True)
class OrderRow:
    """A line of the order book; ``amount_fen`` at the prices of its day, ``cartons`` that it loads.

    ``small``: it waits or is out, in a drop under its minimum (D1).
    """

    id: int
    number: str
    client: str
    area: str
    ordered_on: date
    due: date
    state: str
    amount_fen: int
    cartons: Decimal
    small: bool

    @property
    def told(self) -> Line:
        """Whose it is, where it goes, when it is due there."""
        words = _("due {day}").format(day=f"{self.due:%m-%d}")
        return Line(f"{self.client} {self.number}", f"{self.area} {words}".strip())


@dataclass(frozen=True, kw_only=True)
class OrderedGoods(OrderedLine):
    """A line of an order; ``accepted`` once it was delivered, ``loaded`` while it is on a run.

    What is loaded is known of runs that were loaded by lot. ``notices`` are those of its product.
    """

    position: int
    name: str
    price_fen: int
    accepted: int | None
    loaded: int | None
    notices: tuple[Notice, ...]

    @property
    def named(self) -> str:
        """What it is called, and that it is free if it is."""
        return _("{product} (free)").format(product=self.name) if self.free else self.name

    def comes_to(self, quantity: int) -> int:
        """What so many units cost at supply price, in fen: nothing if they are free (M3a)."""
        return 0 if self.free else self.price_fen * quantity


@dataclass(frozen=True, kw_only=True)
class OrderDetail(OrderDraft):
    """One order; ``note`` is the number of its delivery's note, ``run_out`` the run it is on.

    ``notices`` are those of an open one (D1). ``before`` is what its delivery that was cancelled
    said; ``paper_day`` the day on the paper of what is to be recorded, as far as it is known: that
    of this delivery, or its run's.
    """

    row: OrderRow
    version: int
    client_id: int
    address: str
    phone: str
    lines: tuple[OrderedGoods, ...]
    notices: tuple[Notice, ...]
    run: str
    run_out: int | None
    delivery_id: int | None
    note: str
    cancel_reason: str
    due: date
    before: RecordedBefore | None
    paper_day: date | None


@dataclass(frozen=True)
class TypedOrder:
    """An order as far as it is typed: whose, wished for when, how much of which products.

    ``goods`` are (code, base units). ``amount_fen`` is what it comes to, None while no quantity
    stands there. ``order`` is one that stands and is changed, which is due as it was.
    """

    client: str
    taken_at: str
    wanted: date | None
    goods: tuple[tuple[str, int], ...]
    amount_fen: int | None
    order: OrderDetail | None


def order_ids(session: Session, wanted: Wanted) -> list[int]:
    """The orders of a list; those that wait, the oldest first.

    A filter may also be ``due:`` and a day, with ``:`` and an area behind it, or ``late:`` and one.
    """
    query = _by_day(wanted.filter)
    named = numbered(Order.number, wanted.search)
    match = of_client(Order.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "client": by_name(),
        "day": Order.ordered_on,
        "due": Order.due,
        "area": (Client.area_key, Client.code_key),
        "state": in_turn(Order.state, Order.STATE_WORDS),
        "amount": _amount(),
        "number": Order.number,
    }
    if wanted.sort == "cartons":
        loads = loads_of(select(Order.id))
        query = query.outerjoin(loads, loads.c.order_id == Order.id)
        columns["cartons"] = func.coalesce(loads.c.load, 0)
    if wanted.sort in ("client", "area"):
        query = query.join(Client, Client.id == Order.client_id)
    waits = wanted.filter in ("confirmed", "planned", "loaded") or _is_late(wanted.filter)
    last = (Order.ordered_on, Order.id) if waits else (Order.id.desc(),)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def due_filter(day: date, area: str | None = None) -> str:
    """The filter of what is due on a day, in an area; None for all of them."""
    return f"{_DUE}{day}" if area is None else f"{_DUE}{day}:{area}"


def late_filter(day: date) -> str:
    """The filter of the orders that are still open on a day and were due before it."""
    return f"{_LATE}{day}"


def _by_day(name: str) -> Any:
    if name.startswith(_DUE):
        return _due_then(name)
    if _is_late(name):
        day = date.fromisoformat(name.removeprefix(_LATE))
        return select(Order.id).where(Order.due < day, Order.state.in_(Order.OPEN))
    return ORDERS.under(name)


def _is_late(name: str) -> bool:
    return name.startswith(_LATE)


def _due_then(name: str) -> Any:
    day, has_area, area = name.removeprefix(_DUE).partition(":")
    due = (Order.due == date.fromisoformat(day), Order.state != "cancelled")
    query = select(Order.id).where(*due)
    if has_area:
        query = query.where(Order.client_id.in_(select(Client.id).where(Client.area == area)))
    return query


def _amount() -> Any:
    """What an order comes to, in fen."""
    lines = select(func.sum(OrderLine.amount_fen))
    lines = lines.where(OrderLine.order_id == Order.id).correlate(Order)
    return func.coalesce(lines.scalar_subquery(), 0)


def _amounts(_asked: Asked, within: Within) -> Select[Any]:
    """What orders that weren't cancelled come to."""
    stands = select(Order.id).where(within(Order.id), Order.state != "cancelled")
    return select(func.sum(OrderLine.amount_fen)).where(OrderLine.order_id.in_(stands))


def _cartons(_asked: Asked, within: Within) -> Select[Any]:
    """What orders that weren't cancelled load."""
    stands = select(Order.id).where(within(Order.id), Order.state != "cancelled")
    return cartons_together(ordered_lines().where(OrderLine.order_id.in_(stands)))


# What the database keeps of all of them.
_KEPT_LINES = select(Unit.product_id, (OrderSum.quantity * Unit.size).label("pieces")).join(
    Unit, Unit.id == OrderSum.unit_id
)

ORDERS = PageList(
    "orders",
    Order.id,
    (
        Filter("", N_("All"), counted=False),
        Filter("confirmed", N_("To plan"), Order.state == "confirmed"),
        Filter("planned", N_("On a run"), Order.state == "planned"),
        Filter("loaded", N_("Out"), Order.state == "loaded"),
        Filter("short", N_("Short"), Order.state.in_(Order.SHORT)),
    ),
    lambda asked, wanted: order_ids(asked.session, wanted),
    lambda asked, ids: order_rows(asked.session, ids),
    sums=(
        Sum("amount", _amounts, kept={"": select(func.sum(OrderSum.fen))}),
        Sum("cartons", _cartons, CARTONS, {"": cartons_together(_KEPT_LINES)}),
    ),
)


def first_to_plan(session: Session, today: date) -> date:
    """The first day, from today on, whose board shows an order that is on no run (D4)."""
    first = session.scalar(select(func.min(Order.due)).where(Order.state == "confirmed"))
    return max(first or today, today)


def order_rows(session: Session, ids: Sequence[int]) -> dict[int, OrderRow]:
    """The lines of these orders."""
    wanted = list(ids)
    loads = loads_of(wanted)
    come_to = {
        key: (int(fen), told_cartons(load)) for key, load, fen in session.execute(select(loads))
    }
    nothing = (0, told_cartons(0))
    rows = session.execute(
        select(Order, Client)
        .join(Client, Client.id == Order.client_id)
        .where(Order.id.in_(wanted))
        .options(lazyload(Order.lines))
    ).all()
    small = small_drops(session, tuple(one.id for one, _client in rows if one.state in Order.OPEN))
    return {
        one.id: OrderRow(
            one.id,
            one.number,
            client.name,
            client.area,
            one.ordered_on,
            one.due,
            one.state,
            *come_to.get(one.id, nothing),
            one.id in small,
        )
        for one, client in rows
    }


def order_detail(session: Session, order_id: int, today: date) -> OrderDetail:
    """One order with its lines, its run and its delivery, and what is worth knowing of it today."""
    order = session.get_one(Order, order_id)
    client = session.get_one(Client, order.client_id)
    delivery = session.scalar(
        select(Delivery).where(Delivery.order_id == order_id, Delivery.state == "recorded")
    )
    stop = stop_out(session, order_id)
    run_of = {} if stop is None else {order_id: stop.run_id}
    before = recorded_before(session, [order], run_of).get(order_id)
    row = order_rows(session, [order_id])[order_id]
    notices = notices_of(session, order, today)
    return OrderDetail(
        **stored(OrderDraft, order),
        client=client.code,
        row=row,
        version=order.version,
        client_id=client.id,
        address=client.address,
        phone=client.phone,
        lines=tuple(_goods(order, delivery, _loaded(session, stop), notices)),
        notices=notices,
        run=_newest_run(session, order_id),
        run_out=stop.run_id if stop else None,
        delivery_id=delivery.id if delivery else None,
        note=delivery.note if delivery else "",
        cancel_reason=order.cancel_reason,
        due=order.due,
        before=before,
        paper_day=before.dated if before is not None else _run_day(session, stop),
    )


def _goods(
    order: Order,
    delivery: Delivery | None,
    loaded: Mapping[int, int] | None,
    notices: Sequence[Notice],
) -> Iterator[OrderedGoods]:
    """Its lines, with what became of each; ``loaded`` are base units by line."""
    accepted = {line.position: line.accepted for line in delivery.lines} if delivery else {}
    for line in order.lines:
        yield OrderedGoods(
            position=line.position,
            product=line.product.code,
            name=line.product.name,
            unit=line.unit.name,
            quantity=line.quantity,
            price_fen=line.price_fen,
            free=line.free,
            accepted=accepted.get(line.position),
            loaded=None if loaded is None else loaded.get(line.position, 0) // line.unit.size,
            notices=tuple(one for one in notices if one.product == line.product.code),
        )


def _newest_run(session: Session, order_id: int) -> str:
    """The number of the run on which it stood last; "" for none."""
    run = (
        select(Run.number)
        .join(Stop, Stop.run_id == Run.id)
        .where(Stop.order_id == order_id)
        .order_by(Run.id.desc())
        .limit(1)
    )
    return session.scalar(run) or ""


def _run_day(session: Session, stop: Stop | None) -> date | None:
    return None if stop is None else session.get_one(Run, stop.run_id).day


@dataclass(frozen=True)
class JudgedOrder:
    """What follows from an order that is being written, as far as it is typed.

    ``due`` is the day on which it is due (D2), None while nobody knows whose it is. ``short`` are
    the products that don't go round, by their codes, with this order's fair share (D3a).
    """

    due: date | None
    notices: tuple[Notice, ...]
    short: Mapping[str, ShortGoods]


def judge_typed(session: Session, typed: TypedOrder, today: date) -> JudgedOrder:
    """When it is due, what is worth knowing of it (D1) and what doesn't go round (D3a)."""
    stands = typed.order
    key = stands.row.id if stands is not None else None
    short = short_typed(session, dict(typed.goods), key)
    client = session.scalar(select(Client).where(Client.code == typed.client))
    if client is None:
        return JudgedOrder(None, (), short)
    if stands is not None:
        due = stands.due
    else:
        due = due_of_order(session, client.area, today, typed.taken_at, typed.wanted)
    products = [code for code, _pieces in typed.goods]
    notices = notices_of_typed(
        session, client, due, products, typed.amount_fen, today, order_id=key
    )
    return JudgedOrder(due, notices, short)


def order_version(session: Session, order_id: int) -> int:
    """Which version of an order stands; 0 where there is none."""
    return session.scalar(select(Order.version).where(Order.id == order_id)) or 0


def _loaded(session: Session, stop: Stop | None) -> dict[int, int] | None:
    """What lies on its run for a stop, by line in base units; None where nobody counted."""
    if stop is None or not session.get_one(Run, stop.run_id).by_lot:
        return None
    return {line: total(lots) for line, lots in loaded_for(session, stop).items()}
