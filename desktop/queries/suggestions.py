"""Suggestions: the list and the manager's queue, one with its shop's history, and what works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, lazyload

from desktop.basics.drafts.suggestion import CATEGORIES, SuggestionDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.models import Client, Product, Staff, Suggestion, Visit
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.queries.facts.effects import EffectRow, effects
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.suggestions import (
    CONFIRMED,
    HANDED_IN_BEFORE,
    WAITING,
    is_fresh,
    kept_for_later,
)
from desktop.queries.facts.trials import TrialFigures, trials_of_suggestions
from desktop.queries.facts.visits import next_visits
from desktop.queries.listing import Wanted, by_name, holds, in_turn, of_client, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList, with_words
from desktop.queries.what_works import Offer, next_suggestion, next_suggestions

_HISTORY = 12
_WHOLE_HISTORY = 200


@dataclass(frozen=True)
class SuggestionRow:
    """A line of the list; ``visit_on`` is the day of the visit that it is for, if planned."""

    id: int
    client: str
    content: str
    category: str
    rep: str
    state: str
    day: date
    visit_on: date | None
    return_word: str
    prepared_on: date

    @property
    def told(self) -> Line:
        """A draft says why it came back, what was submitted says whose it is."""
        under = self.rep
        if self.state == "draft":
            word = self.return_word
            under = _("returned: {word}").format(word=word) if word else ""
        return Line(with_words(self.client, self.content), under)


@dataclass(frozen=True)
class PastSuggestion:
    """One of the shop's earlier suggestions, with what it brought."""

    id: int
    day: date
    content: str
    state: str
    words: str
    mark: int | None
    effect: EffectRow | None


@dataclass(frozen=True, kw_only=True)
class SuggestionDetail(SuggestionDraft):
    """One suggestion with all that a manager weighs before confirming it.

    ``such``: how many of its category were adopted in shops of its kind, and how many put to them.
    """

    row: SuggestionRow
    version: int
    client_id: int
    client_class: str
    segment: str
    visited_on: date | None
    product_names: tuple[str, ...]
    prepared_by: str
    prepared_on: date
    confirmed_by: str
    confirmed_on: date | None
    return_word: str
    presented_on: date | None
    adopted_on: date | None
    words: str
    mark: int | None
    reviewed_by: str
    reviewed_on: date | None
    review_word: str
    effect: EffectRow | None
    trial: TrialFigures | None
    such: tuple[int, int]
    before: tuple[PastSuggestion, ...]


def suggestion_ids(
    session: Session, wanted: Wanted, person_id: int | None, today: date
) -> list[int]:
    """The suggestions of a list."""
    query = SUGGESTIONS.under(wanted.filter, Asked(session, today, person_id))
    said = holds(Suggestion.content, wanted.search)
    match = of_client(Suggestion.client_id, wanted.search) | said
    columns: dict[str, Any] = {
        "client": by_name(),
        "rep": by_name(Staff),
        "content": Suggestion.content_key,
        "category": in_turn(Suggestion.category, CATEGORIES),
        "prepared": Suggestion.prepared_on,
        # Those confirmed too long ago are stale: so these stand together.
        "state": (in_turn(Suggestion.state, Suggestion.STATE_WORDS), Suggestion.confirmed_on),
    }
    if wanted.sort == "day":
        visits = next_visits(today).subquery()
        query = query.outerjoin(visits, visits.c.client_id == Suggestion.client_id)
        waits = Suggestion.state.in_(WAITING)
        columns["day"] = case((waits, func.coalesce(visits.c.day, _day())), else_=_day())
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Suggestion.client_id)
    if wanted.sort == "rep":
        query = query.join(Staff, Staff.id == Suggestion.prepared_by_id)
    if not wanted.sort:
        oldest_first = wanted.filter == "submitted"
        last = (Suggestion.submitted_on, Suggestion.id) if oldest_first else (Suggestion.id.desc(),)
        return searched(session, query.order_by(*last), wanted, match)
    return searched(session, ordered(query, columns, wanted, Suggestion.id.desc()), wanted, match)


SUGGESTIONS = PageList(
    "suggestions",
    Suggestion.id,
    (
        Filter("submitted", N_("To confirm"), Suggestion.state == "submitted"),
        Filter("draft", N_("Drafts"), Suggestion.state == "draft"),
        Filter(
            "my_draft",
            N_("My drafts"),
            lambda asked: (
                (Suggestion.state == "draft")
                & asked.mine(Suggestion.prepared_by_id)
                & ~kept_for_later(asked.today + HANDED_IN_BEFORE)
            ),
            role="rep",
        ),
        Filter("confirmed", N_("Confirmed"), lambda asked: CONFIRMED & _fresh(asked)),
        Filter("stale", N_("Stale"), lambda asked: CONFIRMED & ~_fresh(asked)),
        Filter("outcome", N_("With outcome"), Suggestion.state.in_(OUTCOMES), counted=False),
        Filter("mine", N_("Mine"), lambda asked: asked.mine(Suggestion.prepared_by_id)),
        Filter("", N_("All"), counted=False),
    ),
    lambda asked, wanted: suggestion_ids(asked.session, wanted, asked.person_id, asked.today),
    lambda asked, ids: suggestion_rows(asked.session, ids, asked.today),
)


def _fresh(asked: Asked) -> ColumnElement[bool]:
    return is_fresh(asked.rules, asked.today)


def _day() -> Any:
    return func.coalesce(Suggestion.presented_on, Suggestion.submitted_on, Suggestion.prepared_on)


def suggestion_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, SuggestionRow]:
    """The lines of these suggestions."""
    wanted = list(ids)
    stale_days = read_rules(session).stale_days
    rows = session.execute(
        select(Suggestion, Client.name, Staff.name)
        .join(Client, Client.id == Suggestion.client_id)
        .join(Staff, Staff.id == Suggestion.prepared_by_id)
        .where(Suggestion.id.in_(wanted))
        .options(lazyload(Suggestion.products))
    ).all()
    visits = _next_visits(session, [one.client_id for one, _client, _rep in rows], today)
    return {
        one.id: SuggestionRow(
            one.id,
            client,
            one.content,
            one.category,
            rep,
            one.state_on(today, stale_days),
            one.presented_on or one.submitted_on or one.prepared_on,
            visits.get(one.client_id) if one.state in WAITING else None,
            one.return_word,
            one.prepared_on,
        )
        for one, client, rep in rows
    }


def _next_visits(session: Session, client_ids: list[int], today: date) -> dict[int, date]:
    planned = next_visits(today).where(Visit.client_id.in_(client_ids))
    return dict(session.execute(planned).all())


def suggestion_detail(session: Session, suggestion_id: int, today: date) -> SuggestionDetail:
    """One suggestion, its shop, and what that shop did before; effects are measured apart."""
    one = session.get_one(Suggestion, suggestion_id)
    client = session.get_one(Client, one.client_id)
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    products = session.execute(
        select(Product.code, Product.name)
        .where(Product.id.in_([aimed.product_id for aimed in one.products]))
        .order_by(Product.code_key)
    ).all()
    before = _history(session, client.id, today, leave_out=one.id)
    return SuggestionDetail(
        **stored(SuggestionDraft, one),
        row=suggestion_rows(session, [one.id], today)[one.id],
        version=one.version,
        client_id=client.id,
        client=client.code,
        client_class=client.client_class or "",
        segment=client.segment,
        visited_on=max((past.day for past in before if past.state in OUTCOMES), default=None),
        products=tuple(product.code for product in products),
        product_names=tuple(product.name for product in products),
        prepared_by=names.get(one.prepared_by_id, ""),
        prepared_on=one.prepared_on,
        confirmed_by=names.get(one.confirmed_by_id or 0, ""),
        confirmed_on=one.confirmed_on,
        return_word=one.return_word,
        presented_on=one.presented_on,
        adopted_on=one.adopted_on,
        words=one.words,
        mark=one.mark,
        reviewed_by=names.get(one.reviewed_by_id or 0, ""),
        reviewed_on=one.reviewed_on,
        review_word=one.review_word,
        effect=None,
        trial=None,
        such=_such(session, one.category, client.segment),
        before=before,
    )


def _such(session: Session, category: str, segment: str) -> tuple[int, int]:
    rows = session.execute(
        select(Suggestion.state, func.count())
        .join(Client, Client.id == Suggestion.client_id)
        .where(
            Suggestion.category == category,
            Client.segment == segment,
            Suggestion.presented_on.is_not(None),
        )
        .group_by(Suggestion.state)
    )
    counts = {state: number for state, number in rows}  # noqa: C416 - typed
    return sum(counts.get(state, 0) for state in ADOPTED), sum(counts.values())


def with_effects(session: Session, detail: SuggestionDetail, today: date) -> SuggestionDetail:
    """The same with what it and the shop's earlier ones brought: that takes longer."""
    own = detail.row.id
    brought = effects(session, today, [own, *(past.id for past in detail.before)])
    trial = trials_of_suggestions(session, [own], today).get(own)
    before = _measured(detail.before, brought)
    return replace(detail, effect=brought.get(own), trial=trial, before=before)


def _measured(
    before: Sequence[PastSuggestion], brought: Mapping[int, EffectRow]
) -> tuple[PastSuggestion, ...]:
    return tuple(replace(past, effect=brought.get(past.id)) for past in before)


def offers_for(session: Session, client_code: str, today: date) -> list[Offer]:
    """What to suggest to a client next, with its reason; it takes long in a large office (G8)."""
    client_id = session.scalar(select(Client.id).where(Client.code == client_code))
    return next_suggestion(session, client_id, today) if client_id is not None else []


def offers_for_all(
    session: Session, client_codes: Sequence[str], today: date
) -> dict[str, list[Offer]]:
    """What to suggest to several clients next, by their codes; it takes about as long as one."""
    rows = session.execute(select(Client.id, Client.code).where(Client.code.in_(client_codes)))
    codes = {client_id: code for client_id, code in rows}  # noqa: C416 - typed
    found = next_suggestions(session, list(codes), today)
    return {codes[client_id]: offers for client_id, offers in found.items()}


def told_before(session: Session, client_code: str, today: date) -> tuple[PastSuggestion, ...]:
    """What a client was told lately, and what it brought; for a new suggestion to it."""
    client_id = session.scalar(select(Client.id).where(Client.code == client_code))
    if client_id is None:
        return ()
    before = _history(session, client_id, today)
    return _measured(before, effects(session, today, [past.id for past in before]))


def client_history(session: Session, client_id: int, today: date) -> tuple[PastSuggestion, ...]:
    """All that a client was ever told, with what came of it and what it brought (G6, G7)."""
    before = _history(session, client_id, today, most=_WHOLE_HISTORY)
    return _measured(before, effects(session, today, [past.id for past in before]))


def last_told(session: Session, client_id: int, today: date) -> PastSuggestion | None:
    """What a client was told last, with what came of it; None when it never was."""
    return next(iter(client_told(session, client_id, today, 1)), None)


def client_told(
    session: Session, client_id: int, today: date, most: int
) -> tuple[PastSuggestion, ...]:
    """The newest of what a client was told, with what came of it; effects are measured apart."""
    before = _history(session, client_id, today, most=most)
    return tuple(one for one in before if one.state in OUTCOMES)


def _history(
    session: Session, client_id: int, today: date, leave_out: int = 0, most: int = _HISTORY
) -> tuple[PastSuggestion, ...]:
    stale_days = read_rules(session).stale_days
    with_outcome = case((Suggestion.state.in_(OUTCOMES), 0), else_=1)
    rows = session.scalars(
        select(Suggestion)
        .where(Suggestion.client_id == client_id, Suggestion.id != leave_out)
        .order_by(with_outcome, _day().desc(), Suggestion.id.desc())
        .limit(most)
    ).all()
    return tuple(
        PastSuggestion(
            one.id,
            one.presented_on or one.submitted_on or one.prepared_on,
            one.content,
            one.state_on(today, stale_days),
            one.words,
            one.mark,
            None,
        )
        for one in rows
    )
