"""Which suggestions are ready to be told at a visit (G2, G3)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Suggestion, Trial, TrialShop, Visit

CONFIRMED = Suggestion.state == "confirmed"
HANDED_IN_BEFORE = timedelta(days=7)  # what a trial keeps, so that a manager can confirm in time
WAITING = ("submitted", "confirmed")  # for a visit


def oldest_fresh(rules: Rules, day: date) -> date:
    """The first day on which a suggestion that is fresh on a day may have been confirmed."""
    return day - timedelta(days=rules.stale_days)


def is_fresh(rules: Rules, day: date) -> ColumnElement[bool]:
    """Whether a confirmed suggestion is still fresh on a day."""
    return Suggestion.confirmed_on >= oldest_fresh(rules, day)


def kept_for_later(day: date) -> ColumnElement[bool]:
    """Whether a trial keeps a suggestion for a day to come: told earlier, it would spoil it."""
    begins_on = case((TrialShop.half == 1, Trial.starts_on), else_=Trial.second_on)
    waiting = (
        select(TrialShop.suggestion_id)
        .join(Trial, Trial.id == TrialShop.trial_id)
        .where(Trial.state == "drawn", TrialShop.suggestion_id.is_not(None), begins_on > day)
    )
    return Suggestion.id.in_(waiting)


def ready_suggestions(
    session: Session, rules: Rules, client_ids: Sequence[int], day: date
) -> dict[int, Suggestion]:
    """Each client's confirmed suggestion that is fresh on the day and bound to no open visit."""
    bound = select(Visit.suggestion_id).where(
        Visit.state == "planned", Visit.suggestion_id.is_not(None)
    )
    rows = session.scalars(
        select(Suggestion)
        .where(
            Suggestion.client_id.in_(list(client_ids)),
            CONFIRMED,
            is_fresh(rules, day),
            Suggestion.id.not_in(bound),
            ~kept_for_later(day),
        )
        .order_by(Suggestion.confirmed_on, Suggestion.id)
    )
    return {one.client_id: one for one in rows}
