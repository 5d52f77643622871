"""What the tabs of a client file show; each is read when its tab is opened."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import (
    Agreement,
    Audit,
    Benefit,
    Client,
    Collection,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    Patrol,
    PatrolPrice,
    Product,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.models.visit import DISPLAYS
from desktop.queries.audit import difference, local_moment
from desktop.queries.facts.funds import FundQuarter, fund_quarters, standing_words

_MOST = 200


@dataclass(frozen=True)
class AgreementLine:
    """One agreement of the client."""

    id: int
    number: str
    state: str
    starts_on: date
    ends_on: date
    basic_rate: Decimal
    fund_rate: Decimal


@dataclass(frozen=True)
class FundLine:
    """One quarter of the client's fund, in fen (S1)."""

    figures: FundQuarter
    standing: str


@dataclass(frozen=True)
class OrderLineRow:
    """One order with what became of it; ``note`` is its delivery note's number, amounts in fen."""

    id: int
    number: str
    day: date
    state: str
    ordered_fen: int
    delivered_on: date | None
    delivered_fen: int | None
    note: str


@dataclass(frozen=True)
class VisitLine:
    """One visit or patrol."""

    day: date
    kind: str
    who: str
    state: str
    words: str


@dataclass(frozen=True)
class MoneyLine:
    """Money taken, or a benefit promised or given."""

    day: date
    kind: str
    number: str
    amount_fen: int
    state: str


@dataclass(frozen=True)
class ChangeLine:
    """One line of the audit trail: who changed what (E1)."""

    at: str
    who: str
    what: str


def agreements(session: Session, client_id: int, today: date) -> list[AgreementLine]:
    """All agreements, newest first."""
    rows = session.scalars(
        select(Agreement)
        .where(Agreement.client_id == client_id)
        .order_by(Agreement.starts_on.desc(), Agreement.id.desc())
    )
    return [
        AgreementLine(
            one.id,
            one.number,
            one.state_on(today),
            one.starts_on,
            one.ends_on,
            one.basic_rate,
            one.fund_rate,
        )
        for one in rows
    ]


def fund(session: Session, client_id: int, today: date) -> list[FundLine]:
    """The fund by quarter, newest first."""
    quarters = fund_quarters(session, Quarter.of(today), client_id).get(client_id, [])
    words = standing_words(session, [client_id])
    return [
        FundLine(one, words.get((client_id, one.quarter.text), ""))
        for one in reversed(quarters)
        if one.listed
    ]


def orders(session: Session, client_id: int, today: date) -> list[OrderLineRow]:
    """The newest orders with their deliveries."""
    ordered = (
        select(OrderLine.order_id, func.sum(OrderLine.amount_fen).label("fen"))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.client_id == client_id)
        .group_by(OrderLine.order_id)
        .subquery()
    )
    delivered = (
        select(
            Delivery.order_id,
            func.max(Delivery.dated).label("day"),
            func.max(Delivery.note).label("note"),  # one delivery of an order stands
            func.sum(DeliveryLine.supply_fen).label("fen"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.client_id == client_id)
        .group_by(Delivery.order_id)
        .subquery()
    )
    rows = session.execute(
        select(Order, ordered.c.fen, delivered.c.day, delivered.c.fen, delivered.c.note)
        .outerjoin(ordered, ordered.c.order_id == Order.id)
        .outerjoin(delivered, delivered.c.order_id == Order.id)
        .where(Order.client_id == client_id)
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(_MOST)
    )
    return [
        OrderLineRow(
            order.id,
            order.number,
            order.ordered_on,
            order.state,
            int(ordered_fen or 0),
            day,
            None if delivered_fen is None else int(delivered_fen),
            note or "",
        )
        for order, ordered_fen, day, delivered_fen, note in rows
    ]


def visits(session: Session, client_id: int, today: date) -> list[VisitLine]:
    """Visits and patrols, newest first."""
    made = session.execute(
        select(VisitPlan.day, Staff.name, Visit.state, Suggestion.content)
        .join(Visit, Visit.plan_id == VisitPlan.id)
        .join(Staff, Staff.id == VisitPlan.rep_id)
        .outerjoin(Suggestion, Suggestion.id == Visit.suggestion_id)
        .where(Visit.client_id == client_id)
        .order_by(VisitPlan.day.desc())
        .limit(_MOST)
    )
    found = [
        VisitLine(day, "visit", who, state, content or "") for day, who, state, content in made
    ]
    walked = session.execute(
        select(Patrol.patrolled_on, Staff.name, Product.name, PatrolPrice.price_fen)
        .join(PatrolPrice, PatrolPrice.patrol_id == Patrol.id)
        .join(Product, Product.id == PatrolPrice.product_id)
        .join(Staff, Staff.id == Patrol.patrolled_by_id)
        .where(Patrol.client_id == client_id)
        .order_by(Patrol.patrolled_on.desc())
        .limit(_MOST)
    )
    found += [
        VisitLine(day, "patrol", who, "", f"{product} {yuan(fen)}")
        for day, who, product, fen in walked
    ]
    looked = session.execute(
        select(Patrol.patrolled_on, Staff.name, Patrol.display, Patrol.note)
        .join(Staff, Staff.id == Patrol.patrolled_by_id)
        .where(Patrol.client_id == client_id, (Patrol.display != "") | (Patrol.note != ""))
        .order_by(Patrol.patrolled_on.desc())
        .limit(_MOST)
    )
    found += [
        VisitLine(day, "patrol", who, "", _display_words(display, note))
        for day, who, display, note in looked
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _display_words(display: str, note: str) -> str:
    """How a patrol found the display, and what it noted."""
    if not display:
        return note
    words = _("display {how}").format(how=_(DISPLAYS[display]))
    return f"{words} {note}".strip()


def money(session: Session, client_id: int, today: date) -> list[MoneyLine]:
    """Collections and benefits, newest first."""
    taken = session.scalars(select(Collection).where(Collection.client_id == client_id))
    given = session.scalars(select(Benefit).where(Benefit.client_id == client_id))
    found = [
        MoneyLine(one.dated, "collection", one.number, one.amount_fen, one.state) for one in taken
    ]
    found += [MoneyLine(one.day, one.kind, one.number, one.cost_fen, one.state) for one in given]
    return sorted(found, key=lambda one: one.day, reverse=True)[:_MOST]


def changes(session: Session, client_id: int, today: date) -> list[ChangeLine]:
    """Who changed the client's file, and what, newest first (E1)."""
    rows = session.execute(
        select(Audit, Staff.name)
        .outerjoin(Staff, Staff.id == Audit.staff_id)
        .where(Audit.record_kind == Client.__tablename__, Audit.record_id == str(client_id))
        .order_by(Audit.id.desc())
        .limit(_MOST)
    )
    return [ChangeLine(local_moment(audit.at), who or "", difference(audit)) for audit, who in rows]
