"""The orders of a time that weren't on time in full, with why (D7)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from desktop.basics.figures import COUNT, DAY
from desktop.basics.i18n import _
from desktop.basics.report import Column, Line, Scope, Source, Table
from desktop.models import Client, Delivery, DeliveryLine, Order, Stop
from desktop.queries.facts.service import judged, within_hours


@dataclass(frozen=True, slots=True)
class Shop:
    """A client as its service is grouped."""

    code: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class _Late:
    """An order that was late or short; it ``came`` on a day, if at all, with ``some`` goods."""

    order_id: int
    number: str
    client_id: int
    state: str
    due: date
    came: date | None
    arrived: str | None
    refused_because: str | None
    on_time: int
    in_full: int
    in_hours: bool | None
    some: bool
    run: int | None


def late_orders(
    session: Session,
    scope: Scope,
    today: date,
    shops: Mapping[int, Shop],
    has: Callable[[int, int | None], bool],
) -> Table:
    """Every order that wasn't on time in full, with why, the latest first.

    ``has`` says by client and run which are wanted.
    """
    found, unserved = _found(session, scope, today)
    lines = tuple(
        _line(late, shops[late.client_id], unserved.get(late.order_id, ""), today)
        for late in found
        if has(late.client_id, late.run)
    )
    columns = (
        Column("order", _("Order")),
        Column("client", _("Client"), wide=True),
        Column("area", _("Area")),
        Column("due", _("Was due"), DAY),
        Column("came", _("Came"), DAY),
        Column("days", _("Days late"), COUNT),
        Column("why", _("Why"), wide=True),
    )
    none = _("Everything that was due came on time and in full.")
    return Table("late", _("Late or short, and why"), columns, lines, none)


def _found(
    session: Session, scope: Scope, today: date
) -> tuple[Sequence[_Late], Mapping[int, str]]:
    """The orders, and by order why it wasn't served."""
    all_due = judged(scope.start, scope.end, today)
    one = all_due.c
    some = select(DeliveryLine.id).where(
        DeliveryLine.delivery_id == one.delivery_id, DeliveryLine.accepted > 0
    )
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            Order.client_id,
            Order.state,
            Order.due,
            Delivery.dated,
            Delivery.arrived,
            Delivery.refused_because,
            one.on_time,
            one.in_full,
            within_hours(),
            exists(some),
            one.run_id,
        )
        .select_from(all_due)
        .join(Order, Order.id == one.order_id)
        .join(Client, Client.id == Order.client_id)
        .outerjoin(Delivery, Delivery.id == one.delivery_id)
        .where(one.both == 0)
        .order_by(Order.due.desc(), Order.id)
    )
    late = [_Late(*row) for row in rows.all()]
    return late, _unserved(session, select(one.order_id).where(one.both == 0))


def _line(late: _Late, shop: Shop, unserved: str, today: date) -> Line:
    days = ((late.came or today) - late.due).days
    whys = (
        *_why_late(late, unserved),
        *((_why_short(late),) if late.came is not None and not late.in_full else ()),
    )
    values = (late.number, shop.name, shop.area, late.due, late.came, max(days, 0))
    return Line((*values, _("; ").join(whys)), Source("orders", late.order_id))


def _unserved(session: Session, orders: Select[int]) -> dict[int, str]:
    """By order why it came back from a run, the last time."""
    rows = session.execute(
        select(Stop.order_id, Stop.unserved_reason)
        .where(Stop.unserved_on.is_not(None), Stop.order_id.in_(orders))
        .order_by(Stop.id)
    )
    return {order: reason or _("no reason given") for order, reason in rows}


def _why_late(late: _Late, unserved: str) -> Iterable[str]:
    if late.on_time:
        return
    if unserved:
        yield _("not served: {why}").format(why=unserved)
    if late.came is None:
        yield _("still {state}").format(state=_(Order.STATE_WORDS[late.state]))
    elif late.came > late.due:
        if not unserved:
            yield _("brought on a later day")
    elif not late.in_hours:
        yield _("arrived at {time}, when it was closed").format(time=late.arrived)


def _why_short(late: _Late) -> str:
    words = _("some was refused or lacking") if late.some else _("all of it was refused")
    return f"{words}（{late.refused_because}）" if late.refused_because else words
