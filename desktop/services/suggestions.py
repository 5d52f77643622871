"""Suggestions: prepared, settled jointly before the visit, withdrawn (G1, G2, G5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Client, Product, Suggestion, SuggestionProduct, Visit
from desktop.queries.facts.suggestions import HANDED_IN_BEFORE
from desktop.queries.facts.trials import trial_of
from desktop.services.change import Change
from desktop.services.checks import need_another, need_open_client, need_version
from desktop.services.find import find_client, find_products
from desktop.services.office import Office
from desktop.services.several import for_each
from desktop.services.steps import Noun, Step, own_waiting, to
from desktop.services.written import need_fields, write_over, written

SUGGESTION = Noun("suggestion", Suggestion)
# Built once, as every suggestion asks it twice.
_OTHERS = select(Suggestion).where(
    Suggestion.client_id == bindparam("client"),
    Suggestion.id != bindparam("this"),
    Suggestion.state.in_(("submitted", "confirmed")),
)


def prepare_suggestion(office: Office, draft: SuggestionDraft) -> int:
    """Write down one thing to tell a client, at most 120 characters (G5)."""
    need_fields(draft)
    with office.transaction("suggestion.prepare") as session:
        shop = find_client(session, draft.client)
        aimed = find_products(session, draft.products, "products")
        session.allow()
        need_open_client(shop)
        suggestion = Suggestion(
            **written(draft),
            client_id=shop.id,
            prepared_on=session.today,
            prepared_by_id=session.actor_id,
        )
        suggestion.products = [SuggestionProduct(product_id=one.id) for one in aimed.values()]
        session.add(suggestion)
        session.flush()
        return suggestion.id


EDIT = Step("suggestion.edit", SUGGESTION, to("submitted"))  # what can be submitted can be changed


def edit_suggestion_draft(
    office: Office, suggestion_id: int, version: int, draft: SuggestionDraft
) -> None:
    """Change a draft; what was confirmed cannot be edited (G1). Raises ChangedElsewhere (E2)."""
    need_fields(draft)
    with office.transaction(EDIT.action) as session:
        suggestion = SUGGESTION.find(session, suggestion_id)
        aimed = find_products(session, draft.products, "products")
        EDIT.need(session, suggestion)
        need_version(suggestion, version)
        _need_same_trial(session, suggestion, draft, aimed.values())
        write_over(suggestion, draft)
        known = {one.product_id: one for one in suggestion.products}
        suggestion.products = [
            known.get(one.id) or SuggestionProduct(product_id=one.id) for one in aimed.values()
        ]
        flag_modified(suggestion, "content")  # products alone would leave the version as it was


def _need_same_trial(
    session: Change, suggestion: Suggestion, draft: SuggestionDraft, aimed: Iterable[Product]
) -> None:
    """Refuse (``wrong_state``) to try another thing at one shop than at the others of a trial."""
    if trial_of(session, suggestion) is None:
        return
    said = (suggestion.category, suggestion.content)
    products = {one.product_id for one in suggestion.products}
    if said != (draft.category, draft.content.strip()) or products != {one.id for one in aimed}:
        words = _(
            "It is one of a trial: all its shops are told the same. How it is said may differ."
        )
        raise Refused("wrong_state", words, "content")


DISCARD = Step("suggestion.discard", SUGGESTION, to("submitted"))


def discard_suggestion_draft(office: Office, suggestion_id: int) -> None:
    """Throw a draft away; the audit trail keeps what it said."""
    with DISCARD.begin(office, suggestion_id) as (session, suggestion):
        tried = trial_of(session, suggestion)
        if tried is not None:
            tried[1].suggestion_id = None  # the shop drops out
            session.flush()
        session.delete(suggestion)


def begins_soon(day: date, today: date) -> bool:
    """Whether what a trial keeps for a day may be handed in."""
    return today >= day - HANDED_IN_BEFORE


def _submittable(session: Change, suggestion: Suggestion) -> None:
    """A draft, with no other one of its client under way (``one_suggestion``, G2).

    What a trial keeps for its second half waits for that: ``too_early``.
    """
    suggestion.require_move("submitted")
    _need_its_time(session, suggestion)
    _need_no_other(session, suggestion)


def _need_its_time(session: Change, suggestion: Suggestion) -> None:
    tried = trial_of(session, suggestion)
    if tried is None or tried[0].state != "drawn":
        return
    day = tried[0].begins_on(tried[1].half)
    if not begins_soon(day, session.today):
        words = _("A trial keeps it for its half: it can be handed in from {day} on.")
        raise Refused("too_early", words.format(day=day - HANDED_IN_BEFORE))


def _need_no_other(session: Change, suggestion: Suggestion) -> None:
    asked = {"client": suggestion.client_id, "this": suggestion.id}
    for other in session.scalars(_OTHERS, asked):
        if _state(session, other) != "stale":
            raise Refused(
                "one_suggestion",
                _(
                    "{client} has a suggestion already: {other}. Present or withdraw that first."
                ).format(
                    client=session.get_one(Client, suggestion.client_id).title, other=other.title
                ),
            )


def _state(session: Change, suggestion: Suggestion) -> str:
    return suggestion.state_on(session.today, session.rules.stale_days)


SUBMIT = Step("suggestion.submit", SUGGESTION, _submittable)


def submit_suggestion(office: Office, suggestion_id: int) -> None:
    """Hand a draft to a manager; a client has one suggestion at a time (G2)."""
    with SUBMIT.begin(office, suggestion_id) as (session, suggestion):
        hand_in(session, suggestion)


def submit_suggestions(office: Office, keys: Sequence[int]) -> int:
    """Hand several drafts to a manager, all or none (G2); how many."""
    with office.transaction(SUBMIT.action) as session:
        return for_each(session, SUBMIT, keys, hand_in)


def hand_in(session: Change, suggestion: Suggestion) -> None:
    """What submitting writes down, once it is allowed."""
    suggestion.move("submitted")
    suggestion.submitted_on = session.today
    suggestion.submitted_by_id = session.actor_id


TAKE_BACK = Step(
    "suggestion.take_back",
    SUGGESTION,
    own_waiting(Suggestion.prepared_by_id, Suggestion.submitted_by_id),
)


def take_back_suggestion(office: Office, suggestion_id: int) -> None:
    """Take one's own suggestion back to draft, until a manager acts (G1)."""
    with TAKE_BACK.begin(office, suggestion_id) as (_session, suggestion):
        suggestion.move("draft")
        suggestion.submitted_on = None
        suggestion.submitted_by_id = None


RETURN = Step("suggestion.return", SUGGESTION, to("draft"))


def return_suggestion(office: Office, suggestion_id: int, word: str = "") -> None:
    """Send a submitted suggestion back to its preparer, with a word."""
    with RETURN.begin(office, suggestion_id) as (session, suggestion):
        _return(session, suggestion, word)


def return_suggestions(office: Office, keys: Sequence[int], word: str = "") -> int:
    """Send several back to their preparers with the same word, all or none; how many."""
    with office.transaction(RETURN.action) as session:
        return for_each(session, RETURN, keys, lambda change, one: _return(change, one, word))


def _return(session: Change, suggestion: Suggestion, word: str) -> None:
    suggestion.move("draft")
    suggestion.returned_on = session.today
    suggestion.returned_by_id = session.actor_id
    suggestion.return_word = word


def _confirmable(session: Change, suggestion: Suggestion) -> None:
    """By another than its preparer, as it stands today, with no other one under way (G1, G2)."""
    need_another(session, suggestion.prepared_by_id)
    suggestion.require_move("confirmed", _state(session, suggestion))
    _need_no_other(session, suggestion)


CONFIRM = Step("suggestion.confirm", SUGGESTION, _confirmable)


def confirm_suggestion(office: Office, suggestion_id: int) -> None:
    """Confirm as a real second person (G1); a stale one is confirmed again (G2)."""
    with CONFIRM.begin(office, suggestion_id) as (session, suggestion):
        _confirm(session, suggestion)


def confirm_suggestions(office: Office, keys: Sequence[int]) -> int:
    """Confirm several, all or none, as a real second person (G1, G2); how many."""
    with office.transaction(CONFIRM.action) as session:
        return for_each(session, CONFIRM, keys, _confirm)


def _confirm(session: Change, suggestion: Suggestion) -> None:
    suggestion.move("confirmed", _state(session, suggestion))
    suggestion.confirmed_on = session.today
    suggestion.confirmed_by_id = session.actor_id


def _unbound(session: Change, suggestion: Suggestion) -> None:
    """Not what was presented, nor what a visit carries (L2a)."""
    suggestion.require_move("withdrawn")
    if session.scalar(
        select(Visit.id).where(Visit.suggestion_id == suggestion.id, Visit.state == "planned")
    ):
        raise Refused("wrong_state", _("A visit carries it: record that visit as failed first."))


WITHDRAW = Step("suggestion.withdraw", SUGGESTION, _unbound)


def withdraw_suggestion(office: Office, suggestion_id: int, reason: str = "") -> None:
    """Take back a confirmed suggestion that wasn't presented (L2a)."""
    with WITHDRAW.begin(office, suggestion_id) as (session, suggestion):
        suggestion.move("withdrawn")
        suggestion.withdrawn_on = session.today
        suggestion.withdrawn_by_id = session.actor_id
        suggestion.return_word = reason
