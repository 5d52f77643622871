"""Which violation cases are open, final, or freeze a fund."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Case
from desktop.queries.facts.asked_once import once


def frozen() -> Select[Any]:
    """The clients with an accepted case that waits for its ruling: their fund is frozen (V4)."""
    return select(Case.client_id).where(Case.state == "accepted")


def frozen_clients(session: Session, client_ids: Sequence[int] | None = None) -> set[int]:
    """The same of all clients, or of those asked for."""
    if client_ids is None:
        return set(_all_frozen(session))
    return set(session.scalars(frozen().where(Case.client_id.in_(list(client_ids)))))


@once
def _all_frozen(session: Session) -> frozenset[int]:
    return frozenset(session.scalars(frozen()))


def can_be_appealed(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling can still be overturned (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on >= _last_ruling(rules, today))


def is_final(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether an upheld ruling is final (V6)."""
    return (Case.state == "upheld") & (Case.ruled_on < _last_ruling(rules, today))


def _last_ruling(rules: Rules, today: date) -> date:
    return today - timedelta(days=rules.appeal_days)
