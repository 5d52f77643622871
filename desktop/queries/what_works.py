"""What works where, and what to suggest next (G8).

The number of SQL statements doesn't grow with the suggestions; docs/effect.md says how.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Subquery, func, null, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.rules import NOT_AGAIN_DAYS
from desktop.models import Client, Product, Suggestion, SuggestionProduct
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.planning import what_works as planning
from desktop.planning.effect import Trial, whole_fen
from desktop.planning.what_works import Brought, Cell, Experience, Figures, Proposed, Topic
from desktop.queries.facts.effects import (
    EffectRow,
    effects,
    measure,
    signed,
)
from desktop.queries.plans.push import Push, product_to_push

_OPEN = ("draft", "submitted", "confirmed")
# Of very many adoptions the newest tell what works now; measuring all would take minutes.
_MOST_MEASURED = 2_000
_MOST_LISTED = 60
_OFFERED = 3


@dataclass(frozen=True)
class WorksRow:
    """A category at the shops of a segment: how many, adopted how often, what it brought.

    ``key`` is the oldest of its suggestions. Effects are fen a day: ``mean_fen`` as measured
    (None: nothing measured yet), ``shrunk_fen`` with a small number shrunk towards the whole;
    ``by_chance``: the measured can't be told from what shops swing by themselves.
    """

    key: int
    category: str
    segment: str
    presented: int
    adopted: int
    adoption_rate: Decimal
    measured: int
    mean_fen: int | None
    shrunk_fen: int
    by_chance: bool


@dataclass(frozen=True)
class Told:
    """A suggestion that was presented, and what it brought; ``effect`` only when adopted."""

    id: int
    client: str
    content: str
    state: str
    told_on: date | None
    effect: EffectRow | None


@dataclass(frozen=True)
class Offer:
    """A suggestion worth making to a client, with its reason in words.

    ``content`` is that of the adopted suggestion like it that brought most; it need not name the
    products, which ``product_names`` do. ``effect_fen``,
    ``adopters`` and ``shops`` tell what such suggestions brought; None, 0 and 0: none was made yet.
    """

    category: str
    products: tuple[str, ...]
    reason: str
    content: str
    effect_fen: int | None = None
    adopters: int = 0
    shops: int = 0
    product_names: tuple[str, ...] = ()

    def is_meant_by(self, content: str) -> bool:
        """Whether a suggestion that was worked over is still about this: its words, its goods."""
        goods = self.product_names
        return self.content in content or bool(goods and all(name in content for name in goods))


def what_works(session: Session, today: date) -> list[WorksRow]:
    """Category by segment, what brought most first (G8)."""
    presented = _counted(session, func.min(Suggestion.id))
    oldest = {cell: first for cell, first, _experience in presented}
    ranked = planning.what_works(_cells(presented, _brought(session, today)))
    return [_works_row(oldest[cell], *cell, figures) for cell, figures in ranked]


def told_like(session: Session, key: int, today: date) -> list[Told]:
    """The newest suggestions of a category at the shops of a segment, best effect first.

    ``key`` is one of them.
    """
    like = session.get_one(Suggestion, key)
    segment = session.scalars(select(Client.segment).where(Client.id == like.client_id)).one()
    rows = session.execute(
        select(Suggestion, Client.name)
        .join(Client, Client.id == Suggestion.client_id)
        .where(
            Client.segment == segment,
            Suggestion.category == like.category,
            Suggestion.state.in_(OUTCOMES),
        )
        .order_by(Suggestion.presented_on.desc(), Suggestion.id.desc())
        .limit(_MOST_LISTED)
    ).all()
    brought = effects(session, today, [one.id for one, _name in rows])
    told = [
        Told(one.id, name, one.content, one.state, one.presented_on, brought.get(one.id))
        for one, name in rows
    ]
    return sorted(told, key=_by_effect)


def _by_effect(one: Told) -> tuple[bool, bool, int]:
    """Measured ones by what they brought, then those not measured yet, then those not adopted."""
    figures = one.effect.figures if one.effect else None
    return one.effect is None, figures is None, -figures.effect_fen if figures else 0


def next_suggestion(session: Session, client_id: int, today: date) -> list[Offer]:
    """What to suggest to a client next, the most promising first, with its reason (G8).

    Left out is what it adopted or declined lately, and what is being prepared. What to push is the
    product that this client is likeliest to take up (G11).
    """
    return next_suggestions(session, [client_id], today).get(client_id, [])


def next_suggestions(
    session: Session, client_ids: Sequence[int], today: date
) -> dict[int, list[Offer]]:
    """What to suggest to each of several clients next; what worked is reckoned once for all."""
    known = _known(session, today)
    clients = session.scalars(
        select(Client).where(Client.id.in_(list(client_ids)), Client.state != "closed")
    ).all()
    return {one.id: _next_of(session, one, known, today) for one in clients}


def _next_of(
    session: Session,
    client: Client,
    known: "_Known",
    today: date,
) -> list[Offer]:
    client_id = client.id
    taken = _taken_topics(session, client_id, today)
    proposed = planning.next_for(known.cells, known.topics, client.segment, taken)[:_OFFERED]
    offers = _offers(session, proposed, client.segment)
    push = product_to_push(session, client, today, {product_id for _category, product_id in taken})
    return offers if push is None else _with_push(offers, push)


def _with_push(offers: list[Offer], push: Push) -> list[Offer]:
    """The offers with what to push: in its place among what works, else the last."""
    alone = Offer(
        "push",
        (push.code,),
        push.reason,
        _("Push {name}.").format(name=push.name),
        product_names=(push.name,),
    )
    if all(one.category != "push" for one in offers):
        return [*offers[: _OFFERED - 1], alone]
    return [_pushing(one, alone) if one.category == "push" else one for one in offers]


def _pushing(offer: Offer, push: Offer) -> Offer:
    """What worked elsewhere, with the product for this client; words about another one go."""
    content = offer.content if offer.products in ((), push.products) else push.content
    reason = _("{first} {second}").format(first=push.reason, second=offer.reason)
    return replace(
        offer,
        products=push.products,
        product_names=push.product_names,
        reason=reason,
        content=content,
    )


def _works_row(key: int, category: str, segment: str, figures: Figures) -> WorksRow:
    return WorksRow(
        key=key,
        category=category,
        segment=segment,
        presented=figures.presented,
        adopted=figures.adopted,
        adoption_rate=_hundredths(figures.rate),
        measured=figures.measured,
        mean_fen=None if figures.mean is None else whole_fen(figures.mean),
        shrunk_fen=whole_fen(figures.shrunk),
        by_chance=figures.by_chance,
    )


def _hundredths(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class _Known:
    """What became of all that was presented: by cell, and in each by what it was about."""

    cells: dict[Cell, Experience]
    topics: dict[Cell, dict[int | None, Experience]]


_Counted = Sequence[tuple[Cell, Any, Experience]]
_Measured = Sequence[tuple[Trial, str, Fraction]]  # with the category, and what it brought a day


def _known(session: Session, today: date) -> _Known:
    measured = _brought(session, today)
    topics: dict[Cell, dict[int | None, Experience]] = defaultdict(dict)
    brought: dict[tuple[str, str, int | None], list[Brought]] = defaultdict(list)
    for trial, category, effect in measured:
        for product_id in trial.products or (None,):
            one = Brought(trial.key, trial.client_id, effect)
            brought[category, trial.segment, product_id].append(one)
    about = select(SuggestionProduct.suggestion_id, SuggestionProduct.product_id).subquery()
    for cell, product_id, counted in _counted(session, about.c.product_id, about):
        those = brought[(*cell, product_id)]
        topics[cell][product_id] = replace(counted, brought=tuple(those))
    return _Known(_cells(_counted(session, null()), measured), topics)


def _cells(rows: _Counted, measured: _Measured) -> dict[Cell, Experience]:
    brought: dict[Cell, list[Brought]] = defaultdict(list)
    for trial, category, effect in measured:
        brought[category, trial.segment].append(Brought(trial.key, trial.client_id, effect))
    return {
        cell: replace(experience, brought=tuple(brought[cell])) for cell, _more, experience in rows
    }


def _counted(session: Session, more: Any, about: Subquery | None = None) -> _Counted:
    """Each cell, ``more``, and the experience of it, without what was measured: all in SQL.

    One object for each suggestion of a large office would take a hundred megabytes. With
    ``about`` they are counted by its products.
    """
    is_adopted = Suggestion.state.in_(ADOPTED)
    query = (
        select(
            Suggestion.category,
            Client.segment,
            more,
            func.count(),
            func.count().filter(is_adopted),
            func.count(Suggestion.client_id.distinct()),
            func.count(Suggestion.client_id.distinct()).filter(is_adopted),
            func.coalesce(func.max(Suggestion.id).filter(is_adopted), 0),
        )
        .join(Client, Client.id == Suggestion.client_id)
        .where(Suggestion.state.in_(OUTCOMES))
        .group_by(Suggestion.category, Client.segment)
        .order_by(Suggestion.category, Client.segment)
    )
    if about is not None:
        query = query.outerjoin(about, about.c.suggestion_id == Suggestion.id).group_by(more)
    rows = session.execute(query)
    return [
        ((category, segment), said, Experience(told, adopted, shops, adopters, newest))
        for category, segment, said, told, adopted, shops, adopters, newest in rows
    ]


def _brought(session: Session, today: date) -> _Measured:
    """What the newest adopted suggestions brought."""
    newest = dict(
        session.execute(
            select(Suggestion.id, Suggestion.category)
            .where(Suggestion.state.in_(ADOPTED), Suggestion.adopted_on.is_not(None))
            .order_by(Suggestion.adopted_on.desc(), Suggestion.id.desc())
            .limit(_MOST_MEASURED)
        ).all()
    )
    return [
        (trial, newest[trial.key], effect.per_day)
        for trial, effect in measure(session, today, newest).effects
        if effect is not None
    ]


def _taken_topics(session: Session, client_id: int, today: date) -> set[Topic]:
    """What this client was told lately and answered, or will be told."""
    lately = today - timedelta(days=NOT_AGAIN_DAYS)
    answered = Suggestion.state.in_((*ADOPTED, "declined")) & (Suggestion.presented_on >= lately)
    mine = (Suggestion.client_id == client_id) & (answered | Suggestion.state.in_(_OPEN))
    rows = session.execute(
        select(Suggestion.category, SuggestionProduct.product_id)
        .outerjoin(SuggestionProduct, SuggestionProduct.suggestion_id == Suggestion.id)
        .where(mine)
    )
    return {(category, product_id) for category, product_id in rows}


def _offers(session: Session, proposed: list[Proposed], segment: str) -> list[Offer]:
    aimed = [one.product_id for one in proposed if one.product_id]
    rows = session.execute(
        select(Product.id, Product.code, Product.name).where(Product.id.in_(aimed))
    )
    products = {row.id: row for row in rows}
    contents = dict(
        session.execute(
            select(Suggestion.id, Suggestion.content).where(
                Suggestion.id.in_([one.example_id for one in proposed])
            )
        ).all()
    )
    return [
        Offer(
            category=one.category,
            products=() if one.product_id is None else (products[one.product_id].code,),
            reason=_reason(one, segment),
            content=contents[one.example_id],
            effect_fen=whole_fen(one.figures.shrunk),
            adopters=one.figures.adopters,
            shops=one.figures.shops,
            product_names=() if one.product_id is None else (products[one.product_id].name,),
        )
        for one in proposed
    ]


def _reason(one: Proposed, segment: str) -> str:
    brought = (
        _("{amount} yuan a day").format(amount=signed(whole_fen(one.figures.shrunk)))
        if one.figures.measured
        else _("what it brought can't be told yet")
    )
    said = (
        _("New to {segment}; elsewhere adopted by {adopters} of {shops} shops, {brought}.")
        if one.elsewhere
        else _("Adopted by {adopters} of {shops} shops of the kind {segment}, {brought}.")
    )
    return said.format(
        segment=segment,
        adopters=one.figures.adopters,
        shops=one.figures.shops,
        brought=brought,
    )
