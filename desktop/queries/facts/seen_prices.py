"""Prices that patrols saw under the protected one and that nobody reported yet (G4)."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select

from desktop.basics.rules import Rules
from desktop.models import Patrol, PatrolPrice


def first_reported(rules: Rules, today: date) -> date:
    """The earliest day on which something was seen that can be reported today."""
    return today - timedelta(days=rules.report_days)


def is_unreported() -> ColumnElement[bool]:
    """Whether a price that was seen is under the protected one, and in no case."""
    return (PatrolPrice.price_fen < PatrolPrice.protected_fen) & PatrolPrice.case_id.is_(None)


def unreported(rules: Rules, today: date) -> Select[int, int]:
    """The patrols that saw one which can still be reported: clients, and who went."""
    return (
        select(Patrol.client_id, Patrol.patrolled_by_id)
        .join(PatrolPrice, PatrolPrice.patrol_id == Patrol.id)
        .where(is_unreported(), Patrol.patrolled_on >= first_reported(rules, today))
    )
