"""What suggestions brought (G7).

The number of SQL statements doesn't grow with the suggestions; docs/effect.md says how it is
measured, and from which papers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import grouped, share
from desktop.models import (
    Client,
    Delivery,
    DeliveryLine,
    HistoryLine,
    Return,
    Suggestion,
    SuggestionProduct,
)
from desktop.models.suggestion import ADOPTED
from desktop.planning.chance import holds_nought
from desktop.planning.effect import (
    Effect,
    Measurement,
    Sale,
    Shop,
    Trial,
    full_on,
    of_one_kind,
    whole_fen,
)
from desktop.queries.facts.parts import IN_PARTS, MOST_AT_ONCE, Alike, some_at_once
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.sales import net_moves

_DAYS_APART = 60  # more days than these are asked for as one span


@dataclass(frozen=True, slots=True)
class EffectFigures:
    """A measured effect in fen a day; ``window_fen`` is the effect over all ``days`` days.

    ``clients`` were found to compare with; when they are too few, ``comparison_fen`` and the
    interval are None and the plain difference stands. ``whole_time``: the client itself was
    active on all days that were measured.
    """

    days: int
    own_fen: int
    comparison_fen: int | None
    effect_fen: int
    low_fen: int | None
    high_fen: int | None
    window_fen: int
    clients: int
    whole_time: bool

    @property
    def by_chance(self) -> bool:
        """Whether it can't be told from what a shop swings by itself."""
        return holds_nought(self.low_fen, self.high_fen)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What an adopted suggestion brought; ``figures`` is None before ``full_on``: not yet."""

    suggestion_id: int
    adopted_on: date
    full_on: date
    figures: EffectFigures | None


@dataclass(frozen=True)
class Measured:
    """Trials with their effects, None where the window isn't full, and who was there.

    The effects are measured as they are taken, once: each holds what all its comparison clients
    bought, and thousands of them would take hundreds of megabytes.
    """

    days: int
    effects: Iterable[tuple[Trial, Effect | None]]
    shops: dict[int, Shop]


def effect_of(session: Session, suggestion_id: int, today: date) -> EffectRow | None:
    """What one suggestion brought; None when it wasn't adopted (G7)."""
    return effects(session, today, [suggestion_id]).get(suggestion_id)


def effects(
    session: Session, today: date, suggestion_ids: Collection[int] | None = None
) -> dict[int, EffectRow]:
    """What adopted suggestions brought, by id: all of them, or those asked for (G7)."""
    measured = measure(session, today, suggestion_ids)
    rows = (effect_row(measured, trial, effect) for trial, effect in measured.effects)
    return {row.suggestion_id: row for row in rows}


def effects_a_day(session: Session, today: date, suggestion_ids: Collection[int]) -> dict[int, int]:
    """What those suggestions brought a day whose window is full, in fen: the effect alone (G7)."""
    measured = measure(session, today, suggestion_ids).effects
    return {
        trial.key: whole_fen(effect.per_day) for trial, effect in measured if effect is not None
    }


def figures_by_suggestion(
    session: Session, today: date, suggestion_ids: Collection[int]
) -> dict[int, EffectFigures]:
    """The effects of these suggestions, as far as they are known, by id (G7)."""
    measured = measure(session, today, suggestion_ids)
    rows = ((trial.key, figures_of(measured, trial, one)) for trial, one in measured.effects)
    return {key: figures for key, figures in rows if figures is not None}


def effect_words(row: EffectRow) -> str:
    """An effect in one sentence."""
    figures = row.figures
    if figures is None:
        return _("Not yet: the effect can be told from {day} on.").format(day=row.full_on)
    if figures.low_fen is None or figures.high_fen is None:
        return _(
            "{effect} yuan a day: the plain difference, as {clients} shops are too few to compare."
        ).format(effect=signed(figures.effect_fen), clients=figures.clients)
    by_chance = _(
        "{effect} yuan a day against {clients} shops of its kind ({low} to {high}): "
        "can't be told from chance."
    )
    told = _("{effect} yuan a day against {clients} shops of its kind; likely {low} to {high}.")
    return (by_chance if figures.by_chance else told).format(
        effect=signed(figures.effect_fen),
        clients=figures.clients,
        low=signed(figures.low_fen),
        high=signed(figures.high_fen),
    )


def signed(amount_fen: int) -> str:
    """An amount with its sign, as a difference is read: ``"+12.50"``."""
    return f"+{grouped(amount_fen)}" if amount_fen > 0 else grouped(amount_fen)


def effect_row(measured: Measured, trial: Trial, effect: Effect | None) -> EffectRow:
    """A trial's effect with the day on which it can be told."""
    full = full_on(trial.begun_on, measured.days)
    return EffectRow(trial.key, trial.begun_on, full, figures_of(measured, trial, effect))


def figures_of(measured: Measured, trial: Trial, effect: Effect | None) -> EffectFigures | None:
    """A trial's effect in whole fen; None before its window is full."""
    if effect is None:
        return None
    reach = timedelta(days=measured.days)
    shop = measured.shops[trial.client_id]
    whole_time = shop.is_active(trial.begun_on - reach, trial.begun_on + reach)
    return _effect_figures(effect, whole_time)


def _effect_figures(effect: Effect, whole_time: bool) -> EffectFigures:
    comparison = effect.comparison
    low, high = effect.interval() or (None, None)
    return EffectFigures(
        days=effect.days,
        own_fen=whole_fen(effect.own),
        comparison_fen=None if comparison is None else whole_fen(comparison),
        effect_fen=whole_fen(effect.per_day),
        low_fen=None if low is None else whole_fen(low),
        high_fen=None if high is None else whole_fen(high),
        window_fen=whole_fen(effect.per_day * effect.days),
        clients=len(effect.others_fen),
        whole_time=whole_time,
    )


def measure(
    session: Session, today: date, suggestion_ids: Collection[int] | None = None
) -> Measured:
    """The effect of each adopted suggestion whose window is full."""
    days = max(read_rules(session).effect_days, 1)
    asked = None if suggestion_ids is None else set(suggestion_ids)
    trials = _trials(session) if asked is None else _trials_near(session, asked, 2 * days)
    wanted = [trial for trial in trials if asked is None or trial.key in asked]
    return measure_trials(session, today, wanted, trials, days)


def measure_trials(
    session: Session, today: date, wanted: Collection[Trial], trials: Collection[Trial], days: int
) -> Measured:
    """The effect of each of the wanted trials whose window of ``days`` is full.

    ``trials`` are all those that could spoil a comparison.
    """
    full = [trial for trial in wanted if full_on(trial.begun_on, days) <= today]
    if not full:
        return Measured(days, [(trial, None) for trial in wanted], {})
    segments = {trial.segment for trial in full}
    shops = shops_of(session, Client.segment.in_(segments))
    first = min(trial.begun_on for trial in full) - timedelta(days=days)
    last = max(trial.begun_on for trial in full) + timedelta(days=days)
    measurement = Measurement(
        shops.values(),
        trials,
        *_bought(session, Client.segment.in_(segments), first, last, trials),
        days=days,
        least=read_rules(session).comparison_clients,
    )
    found = (
        (one, measurement.effect(one) if full_on(one.begun_on, days) <= today else None)
        for one in sorted(wanted, key=of_one_kind)
    )
    return Measured(days, found, shops)


def _trials_near(session: Session, asked: Collection[int], reach_days: int) -> list[Trial]:
    """These adopted suggestions, and those of their days that could spoil a comparison."""
    reach = timedelta(days=reach_days)
    near: list[date] = sorted({day for day in _adopted_on(session, list(asked)) if day})
    if not near:
        return []
    if len(near) > _DAYS_APART:
        return _trials(session, Suggestion.adopted_on.between(near[0] - reach, near[-1] + reach))
    spans = [Suggestion.adopted_on.between(day - reach, day + reach) for day in near]
    return _trials(session, or_(*spans))


def _adopted_on(session: Session, asked: Sequence[int]) -> Iterator[date | None]:
    """On which days these were adopted."""
    for some in some_at_once(asked, MOST_AT_ONCE):
        yield from session.scalars(
            select(Suggestion.adopted_on)
            .where(Suggestion.id.in_(some), Suggestion.state.in_(ADOPTED))
            .distinct()
        )


def _trials(session: Session, *conditions: ColumnElement[bool]) -> list[Trial]:
    """All adopted suggestions for which the conditions hold."""
    adopted = and_(Suggestion.state.in_(ADOPTED), *conditions)
    products = products_of(session, adopted)
    rows = session.execute(
        select(Suggestion.id, Suggestion.client_id, Client.segment, Suggestion.adopted_on)
        .join(Client, Client.id == Suggestion.client_id)
        .where(adopted, Suggestion.adopted_on.is_not(None))
        .order_by(Suggestion.id),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return [
        Trial(key, client_id, alike[segment], products.get(key, frozenset()), alike[adopted_on])
        for key, client_id, segment, adopted_on in rows
        if adopted_on is not None
    ]


def products_of(session: Session, *conditions: Any) -> dict[int, frozenset[int]]:
    """The products at which suggestions aim, by suggestion; many aim at the same."""
    found: dict[int, frozenset[int]] = {}
    none, alike = frozenset[int](), Alike()
    rows = session.execute(
        select(SuggestionProduct.suggestion_id, SuggestionProduct.product_id)
        .join(Suggestion, Suggestion.id == SuggestionProduct.suggestion_id)
        .where(*conditions),
        execution_options=IN_PARTS,
    )
    for suggestion_id, product_id in rows:
        found[suggestion_id] = alike[found.get(suggestion_id, none) | {product_id}]
    return found


def shops_of(session: Session, theirs: ColumnElement[bool]) -> dict[int, Shop]:
    """These clients, by id; their past deliveries count as being active too."""
    past = (
        select(HistoryLine.client_id, func.min(HistoryLine.sold_on).label("day"))
        .group_by(HistoryLine.client_id)
        .subquery()
    )
    rows = session.execute(
        select(Client.id, Client.segment, Client.active_since, Client.closed_on, past.c.day)
        .outerjoin(past, past.c.client_id == Client.id)
        .where(theirs)
        .order_by(Client.id),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return {
        client_id: Shop(
            client_id, alike[segment], alike[since and min(since, sold_on or since)], closed_on
        )
        for client_id, segment, since, closed_on, sold_on in rows
    }


def _bought(
    session: Session,
    theirs: ColumnElement[bool],
    first: date,
    last: date,
    trials: Collection[Trial],
) -> tuple[Iterator[Sale], Iterator[tuple[int, date, int]]]:
    """What trials are measured by: sales of products at which any aims, and all sales by day."""
    aimed = frozenset(chain.from_iterable(trial.products for trial in trials))
    past = list(_past_sales(session, theirs, first, last))
    whole: Iterator[tuple[int, date, int]] = iter(())
    if any(not trial.products for trial in trials):
        of_past = ((sale.client_id, sale.day, sale.supply_fen) for sale in past)
        whole = chain(_bought_on(session, theirs, first, last), of_past)
    if not aimed:
        return iter(()), whole
    sold = _sold_to(session, theirs, first, last, aimed)
    return chain(sold, (sale for sale in past if sale.product_id in aimed)), whole


def _bought_on(
    session: Session, theirs: ColumnElement[bool], first: date, last: date
) -> Iterator[tuple[int, date, int]]:
    """What was delivered to clients on a day less what came back, in fen.

    A delivery's lines are added up by the database, along their index.
    """
    lines = select(func.sum(DeliveryLine.supply_fen)).where(DeliveryLine.delivery_id == Delivery.id)
    delivered = (
        select(Delivery.client_id, Delivery.dated, lines.correlate(Delivery).scalar_subquery())
        .join(Client, Client.id == Delivery.client_id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last), theirs)
    )
    returned = (
        select(Return.client_id, Return.dated, -Return.supply_fen)
        .join(Client, Client.id == Return.client_id)
        .where(Return.state == "recorded", Return.dated.between(first, last), theirs)
    )
    both = union_all(delivered, returned)
    for client_id, day, fen in session.execute(both, execution_options=IN_PARTS):
        if fen:
            yield client_id, day, int(fen)


def sales_to(
    session: Session, theirs: ColumnElement[bool], first: date, last: date
) -> Iterator[Sale]:
    """Net delivered supply by paper day: what stands of deliveries and returns, and history.

    ``theirs`` says of ``Client`` whose.
    """
    yield from _sold_to(session, theirs, first, last)
    yield from _past_sales(session, theirs, first, last)


def _sold_to(
    session: Session,
    theirs: ColumnElement[bool],
    first: date,
    last: date,
    product_ids: Collection[int] | None = None,
) -> Iterator[Sale]:
    """What stands of deliveries and returns, of all products or of some."""
    moves = net_moves(first, last).c
    delivered = (
        select(
            moves.client_id,
            moves.product_id,
            moves.day,
            moves.delivered_fen - moves.returned_fen,
        )
        .join(Client, Client.id == moves.client_id)
        .where(theirs)
    )
    if product_ids is not None:
        delivered = delivered.where(moves.product_id.in_(list(product_ids)))
    for row in session.execute(delivered, execution_options=IN_PARTS):
        yield Sale(*row)


def _past_sales(
    session: Session, theirs: ColumnElement[bool], first: date, last: date
) -> Iterator[Sale]:
    past = past_lines(first, last).where(theirs)
    for client_id, product_id, day, quantity, price in session.execute(
        past, execution_options=IN_PARTS
    ):
        yield Sale(client_id, product_id, day, share(quantity * 100, price))


def past_by_week(session: Session, first: date, last: date, client_id: int) -> dict[date, int]:
    """What imported lines of a client came to, in fen, by the Monday of their week."""
    found: dict[date, int] = defaultdict(int)
    lines = past_lines(first, last, client_id)
    for _client, _product, day, quantity, price in session.execute(lines):
        found[day - timedelta(days=day.weekday())] += share(quantity * 100, price)
    return found


def past_lines(
    first: date, last: date, client_id: int | None = None
) -> Select[int, int, date, int, Decimal]:
    """Imported lines from before the client's first delivery, so that none counts twice.

    Of all clients, or of one.
    """
    delivered = Delivery.state == "recorded"
    if client_id is not None:
        delivered &= Delivery.client_id == client_id
    began = (
        select(Delivery.client_id, func.min(Delivery.dated).label("day"))
        .where(delivered)
        .group_by(Delivery.client_id)
        .subquery()
    )
    theirs = true() if client_id is None else HistoryLine.client_id == client_id
    return (
        select(
            HistoryLine.client_id,
            HistoryLine.product_id,
            HistoryLine.sold_on,
            HistoryLine.quantity,
            HistoryLine.price,
        )
        .join(Client, Client.id == HistoryLine.client_id)
        .outerjoin(began, began.c.client_id == HistoryLine.client_id)
        .where(
            theirs,
            HistoryLine.sold_on.between(first, last),
            or_(began.c.day.is_(None), HistoryLine.sold_on < began.c.day),
        )
    )
