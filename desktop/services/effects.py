"""Reviewing suggestions: what one taught the office, once its effect can be told (G7)."""

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Suggestion
from desktop.models.base import wrong_state
from desktop.models.suggestion import OUTCOMES
from desktop.planning.effect import full_on
from desktop.services.change import Change
from desktop.services.office import Office
from desktop.services.steps import Step
from desktop.services.suggestions import SUGGESTION


def _reviewable(session: Change, suggestion: Suggestion) -> None:
    """With an outcome, once, and an adopted one when its window is full."""
    _need_unreviewed(suggestion)
    _need_full_window(session, suggestion)


def _need_unreviewed(suggestion: Suggestion) -> None:
    if suggestion.state not in OUTCOMES:
        raise wrong_state(suggestion)
    if suggestion.reviewed_on is not None:
        raise Refused(
            "wrong_state", _("It was reviewed on {day}.").format(day=suggestion.reviewed_on)
        )


def _need_full_window(session: Change, suggestion: Suggestion) -> None:
    if suggestion.adopted_on is None:
        return
    ready = full_on(suggestion.adopted_on, max(session.rules.effect_days, 1))
    if session.today < ready:
        raise Refused("too_early", _("Its effect can be told from {day} on.").format(day=ready))


REVIEW = Step("suggestion.review", SUGGESTION, _reviewable)


def review_suggestion(office: Office, suggestion_id: int, word: str = "") -> None:
    """Close a suggestion's file with a word; its state keeps the outcome (section 6).

    An adopted one is reviewed once its window is full, else ``too_early`` (G7); a declined or
    deferred one at once. Without an outcome, or a second time: ``wrong_state``.
    """
    with REVIEW.begin(office, suggestion_id) as (session, suggestion):
        suggestion.reviewed_on = session.today
        suggestion.reviewed_by_id = session.actor_id
        suggestion.review_word = word.strip()
