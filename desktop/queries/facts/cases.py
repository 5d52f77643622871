"""Which violation cases are open, final, or freeze a fund."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Case, Delivery, DeliveryLine, Lot, StockMove


def frozen() -> Select[Any]:
    """The clients with an accepted case that waits for its ruling: their fund is frozen (V4)."""
    return select(Case.client_id).where(Case.state == "accepted")


def frozen_clients(session: Session, client_ids: Sequence[int] | None = None) -> set[int]:
    """The same of all clients, or of those asked for."""
    query = frozen()
    if client_ids is not None:
        query = query.where(Case.client_id.in_(list(client_ids)))
    return set(session.scalars(query))


def got_lot(session: Session, case: Case) -> bool | None:
    """Whether the client got goods of the lot that a case names (D8).

    None where it isn't known: no lot has that code, or none of it was delivered from stock yet.
    """
    taken = (
        select(Delivery.client_id)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(StockMove, StockMove.delivery_line_id == DeliveryLine.id)
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(Lot.code == case.lot, StockMove.kind == "delivery", Delivery.state == "recorded")
    )
    if case.product_id is not None:
        taken = taken.where(Lot.product_id == case.product_id)
    clients = set(session.scalars(taken.distinct()))
    return case.client_id in clients if clients else None


def can_be_appealed(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling can still be overturned (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on >= _last_ruling(rules, today))


def is_final(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling is final (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on < _last_ruling(rules, today))


def _last_ruling(rules: Rules, today: date) -> date:
    return today - timedelta(days=rules.appeal_days)
