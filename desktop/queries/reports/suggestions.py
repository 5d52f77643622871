"""Suggestions (F2): prepared, confirmed, presented, adopted, and their effect."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.suggestion import CATEGORIES
from desktop.basics.figures import COUNT, DAY, MONEY, RATE, Value, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, LongLines, Scope, Source, Table
from desktop.models import Suggestion
from desktop.models.suggestion import ADOPTED, OUTCOMES, SUGGESTION_STATES, state_on
from desktop.planning.effect import whole_fen
from desktop.queries.facts.effects import EffectFigures, effects_a_day, figures_by_suggestion
from desktop.queries.facts.parts import IN_PARTS, Alike
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import keys
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.effect_columns import INTERVAL_NOTE, effect_columns, effect_values
from desktop.queries.reports.groups import (
    Grouping,
    Shop,
    client_columns,
    client_values,
    kept,
    shops,
)


@dataclass(frozen=True, slots=True)
class _Suggestion:
    """A suggestion that was prepared in the time; ``effect`` is None where it isn't known.

    ``brought_fen`` is what it brought a day; the rest isn't asked for where it isn't told.
    """

    shop: Shop
    id: int
    category: str
    state: str
    prepared_on: date
    confirmed: bool
    brought_fen: int | None
    effect: EffectFigures | None


def suggestions(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report."""
    found = _kept(session, scope, today, whole=True)
    grouping = _grouping()
    return (
        grouping.by(
            scope,
            found,
            Column("category", _("Kind of suggestion"), wide=True),
            _("By kind of suggestion"),
            _category,
            CATEGORIES,
        ),
        grouping.by_segment(scope, found),
        grouping.by_rep(scope, found),
        grouping.by_month(scope, found, lambda one: one.prepared_on),
        _each(session, found),
    )


def suggestions_by_month(session: Session, scope: Scope, today: date) -> Table:
    """The table by months alone."""
    found = _kept(session, scope, today)
    return _grouping().by_month(scope, found, lambda one: one.prepared_on)


def _category(one: _Suggestion) -> str:
    return one.category


def _kept(session: Session, scope: Scope, today: date, *, whole: bool = False) -> list[_Suggestion]:
    return kept(scope, _of_time(session, scope, today, whole=whole), category=_category)


def _grouping() -> Grouping[_Suggestion]:
    return Grouping(_columns(), _figures, "adopted", "suggestion", _none())


def _none() -> str:
    return _("No suggestion was prepared in this time.")


def _of_time(session: Session, scope: Scope, today: date, *, whole: bool) -> list[_Suggestion]:
    there = shops(session)
    stale_days = read_rules(session).stale_days
    of_time = Suggestion.prepared_on.between(scope.start, scope.end)
    adopted = keys(session, select(Suggestion.id).where(of_time, Suggestion.state.in_(ADOPTED)))
    figures: dict[int, EffectFigures] = {}
    brought: dict[int, int] = {}
    if adopted and whole:
        figures = figures_by_suggestion(session, today, adopted)
        brought = {key: one.effect_fen for key, one in figures.items()}
    elif adopted:
        brought = effects_a_day(session, today, adopted)
    # Their figures alone, in parts: a large office's year would take a hundred megabytes.
    rows = session.execute(
        select(
            Suggestion.client_id,
            Suggestion.id,
            Suggestion.category,
            Suggestion.state,
            Suggestion.prepared_on,
            Suggestion.confirmed_on,
        )
        .where(of_time)
        .order_by(Suggestion.prepared_on, Suggestion.id),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return [
        _Suggestion(
            there[one.client_id],
            one.id,
            alike[one.category],
            state_on(alike[one.state], one.confirmed_on, today, stale_days),
            alike[one.prepared_on],
            one.confirmed_on is not None,
            brought.get(one.id),
            figures.get(one.id),
        )
        for one in rows
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column("prepared", _("Prepared"), COUNT, main=True),
        Column("confirmed", _("Confirmed"), COUNT),
        Column("presented", _("Presented"), COUNT, main=True),
        Column("adopted", _("Adopted"), COUNT, main=True),
        Column("adoption", _("Adoption rate"), RATE, main=True),
        Column("measured", _("Measured"), COUNT),
        Column("effect", _("Mean effect a day"), MONEY),
    )


def _figures(some: Sequence[_Suggestion]) -> tuple[Value, ...]:
    presented = sum(one.state in OUTCOMES for one in some)
    adopted = sum(one.state in ADOPTED for one in some)
    effect = [one.brought_fen for one in some if one.brought_fen is not None]
    return (
        len(some),
        sum(one.confirmed for one in some),
        presented,
        adopted,
        part_of(adopted, presented),
        len(effect),
        whole_fen(Fraction(sum(effect), len(effect))) if effect else None,
    )


def _each(session: Session, found: Sequence[_Suggestion]) -> Table:
    def read(session: Session, places: Sequence[int]) -> list[Line]:
        some = [found[place] for place in places]
        query = select(Suggestion.id, Suggestion.content)
        contents = dict(
            session.execute(query.where(Suggestion.id.in_([one.id for one in some]))).all()
        )
        return [_line(one, contents.get(one.id, "")) for one in some]

    columns = (
        Column("day", _("Prepared"), DAY),
        *client_columns(),
        Column("category", _("Kind of suggestion")),
        Column("content", _("Suggestion")),
        Column("state", _("State")),
        *effect_columns(),
    )
    lines = LongLines(len(found), read, lambda: nullcontext(session))
    return Table("suggestion", _("Suggestions"), columns, lines, _none())


def _line(one: _Suggestion, content: str) -> Line:
    values = (
        one.prepared_on,
        *client_values(one.shop),
        _(CATEGORIES[one.category]),
        content,
        _(SUGGESTION_STATES[one.state]),
        *effect_values(one.effect),
    )
    return Line(values, Source("suggestions", one.id))


SUGGESTIONS = Declared(
    "suggestions",
    N_("Suggestions"),
    ("manager", "clerk", "rep"),
    suggestions,
    (
        N_(
            "By the days on which suggestions were prepared. Adopted, also in part; adoption rate: "
            "of those that were presented."
        ),
        N_(
            "Effect: what the client bought a day afterwards less before, against similar clients. "
            "The mean of those whose window is full; a single one is mostly chance."
        ),
        INTERVAL_NOTE,
    ),
    filled_at=("suggestions", N_("Suggestions")),
)
