"""Which violation cases are open, final, or freeze a fund."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Case


def frozen() -> Select[Any]:
    """The clients with an accepted case that waits for its ruling: their fund is frozen (V4)."""
    return select(Case.client_id).where(Case.state == "accepted")


def frozen_clients(session: Session, client_ids: Sequence[int] | None = None) -> set[int]:
    """The same of all clients, or of those asked for."""
    query = frozen()
    if client_ids is not None:
        query = query.where(Case.client_id.in_(list(client_ids)))
    return set(session.scalars(query))


def can_be_appealed(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling can still be overturned (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on >= _last_ruling(rules, today))


def is_final(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling is final (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on < _last_ruling(rules, today))


def _last_ruling(rules: Rules, today: date) -> date:
    return today - timedelta(days=rules.appeal_days)
