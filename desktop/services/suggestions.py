"""Suggestions: prepared, settled jointly before the visit, withdrawn (G1, G2, G5)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Client, Suggestion, SuggestionProduct, Visit
from desktop.models.suggestion import CATEGORIES, LONGEST_CONTENT
from desktop.services.checks import (
    invalid,
    need_another,
    need_open_client,
    need_own_waiting,
    need_text,
    need_version,
    need_word,
)
from desktop.services.find import find, find_client, find_products
from desktop.services.office import Change, Office


def prepare_suggestion(
    office: Office,
    client: str,
    category: str,
    content: str,
    products: Sequence[str] = (),
    wording: str = "",
    expected: str = "",
) -> int:
    """Write down one thing to tell a client, at most 120 characters (G5)."""
    content = _checked(category, content)
    with office.transaction("suggestion.prepare") as session:
        shop = find_client(session, client)
        aimed = find_products(session, products, "products")
        session.allow()
        need_open_client(shop)
        suggestion = Suggestion(
            client_id=shop.id,
            category=category,
            content=content,
            wording=wording,
            expected=expected,
            prepared_on=session.today,
            prepared_by_id=session.actor_id,
        )
        suggestion.products = [SuggestionProduct(product_id=one.id) for one in aimed.values()]
        session.add(suggestion)
        session.flush()
        return suggestion.id


def _checked(category: str, content: str) -> str:
    """The content, within its limit and of a known category (G5)."""
    content = need_text("content", content)
    if len(content) > LONGEST_CONTENT:
        raise invalid(
            "content",
            _("At most {limit} characters: more is more than the client can take in.").format(
                limit=LONGEST_CONTENT
            ),
        )
    need_word("category", category, CATEGORIES)
    return content


def edit_suggestion_draft(
    office: Office,
    suggestion_id: int | None,
    version: int,
    category: str,
    content: str,
    products: Sequence[str] = (),
    wording: str = "",
    expected: str = "",
) -> None:
    """Change a draft; what was confirmed cannot be edited (G1). Raises ChangedElsewhere (E2)."""
    content = _checked(category, content)
    with office.transaction("suggestion.edit") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        aimed = find_products(session, products, "products")
        session.allow()
        suggestion.require_move("submitted")
        need_version(suggestion, version)
        suggestion.category = category
        suggestion.content = content
        suggestion.wording = wording
        suggestion.expected = expected
        known = {one.product_id: one for one in suggestion.products}
        suggestion.products = [
            known.get(one.id) or SuggestionProduct(product_id=one.id) for one in aimed.values()
        ]
        flag_modified(suggestion, "content")  # products alone would leave the version as it was


def discard_suggestion_draft(office: Office, suggestion_id: int | None) -> None:
    """Throw a draft away; the audit trail keeps what it said."""
    with office.transaction("suggestion.discard") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        suggestion.require_move("submitted")
        session.delete(suggestion)


def submit_suggestion(office: Office, suggestion_id: int | None) -> None:
    """Hand a draft to a manager; a client has one suggestion at a time (G2)."""
    with office.transaction("suggestion.submit") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        need_submittable(session, suggestion)
        suggestion.move("submitted")
        suggestion.submitted_on = session.today
        suggestion.submitted_by_id = session.actor_id


def take_back_suggestion(office: Office, suggestion_id: int | None) -> None:
    """Take one's own suggestion back to draft, until a manager acts (G1)."""
    with office.transaction("suggestion.take_back") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        need_own_suggestion(session, suggestion)
        suggestion.move("draft")
        suggestion.submitted_on = None
        suggestion.submitted_by_id = None


def need_own_suggestion(session: Change, suggestion: Suggestion) -> None:
    """Refuse who neither made it nor handed it in, and what doesn't wait for a manager."""
    need_own_waiting(session, suggestion, suggestion.prepared_by_id, suggestion.submitted_by_id)


def return_suggestion(office: Office, suggestion_id: int | None, word: str = "") -> None:
    """Send a submitted suggestion back to its preparer, with a word."""
    with office.transaction("suggestion.return") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        suggestion.move("draft")
        suggestion.returned_on = session.today
        suggestion.returned_by_id = session.actor_id
        suggestion.return_word = word


def confirm_suggestion(office: Office, suggestion_id: int | None) -> None:
    """Confirm as a real second person (G1); a stale one is confirmed again (G2)."""
    with office.transaction("suggestion.confirm") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        suggestion.move("confirmed", need_confirmable(session, suggestion))
        suggestion.confirmed_on = session.today
        suggestion.confirmed_by_id = session.actor_id


def withdraw_suggestion(office: Office, suggestion_id: int | None, reason: str = "") -> None:
    """Take back a confirmed suggestion that wasn't presented (L2a)."""
    with office.transaction("suggestion.withdraw") as session:
        suggestion = find(session, Suggestion, suggestion_id, "suggestion")
        session.allow()
        need_unbound(session, suggestion)
        suggestion.move("withdrawn")
        suggestion.withdrawn_on = session.today
        suggestion.withdrawn_by_id = session.actor_id
        suggestion.return_word = reason


def need_submittable(session: Change, suggestion: Suggestion) -> None:
    """Refuse a suggestion that is no draft, or beside another one (``one_suggestion``, G2)."""
    suggestion.require_move("submitted")
    _need_no_other(session, suggestion)


def need_confirmable(session: Change, suggestion: Suggestion) -> str:
    """Refuse its preparer (``same_person``) and what doesn't wait; its state of today (G1, G2)."""
    need_another(session, suggestion.prepared_by_id)
    state = suggestion.state_on(session.today, session.rules.stale_days)
    suggestion.require_move("confirmed", state)
    _need_no_other(session, suggestion)
    return state


def need_unbound(session: Change, suggestion: Suggestion) -> None:
    """Refuse (``wrong_state``) to withdraw what was presented, or what a visit carries (L2a)."""
    suggestion.require_move("withdrawn")
    if session.scalar(
        select(Visit.id).where(Visit.suggestion_id == suggestion.id, Visit.state == "planned")
    ):
        raise Refused("wrong_state", _("A visit carries it: record that visit as failed first."))


def _need_no_other(session: Change, suggestion: Suggestion) -> None:
    others = session.scalars(
        select(Suggestion).where(
            Suggestion.client_id == suggestion.client_id,
            Suggestion.id != suggestion.id,
            Suggestion.state.in_(("submitted", "confirmed")),
        )
    )
    for other in others:
        if other.state_on(session.today, session.rules.stale_days) != "stale":
            raise Refused(
                "one_suggestion",
                _(
                    "{client} has a suggestion already: {other}. Present or withdraw that first."
                ).format(
                    client=session.get_one(Client, suggestion.client_id).title, other=other.title
                ),
            )
