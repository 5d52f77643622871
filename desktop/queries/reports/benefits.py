"""Benefits (F2, B5): what each kind cost, and what it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Scope, Source, Table
from desktop.models import Benefit
from desktop.models.benefit import BENEFIT_STATES
from desktop.planning.effect import whole_fen
from desktop.queries.facts.benefit_effects import benefit_effects
from desktop.queries.facts.effects import EffectFigures
from desktop.queries.facts.parts import IN_PARTS, Alike
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
class _Benefit:
    """A benefit that was delivered in the time; ``effect`` is None before its window is full."""

    shop: Shop
    id: int
    number: str
    kind: str
    state: str
    day: date
    cost_fen: int
    effect: EffectFigures | None


def benefits(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report."""
    found = kept(scope, _of_time(session, scope, today), kind=_kind)
    grouping = Grouping(_columns(), _figures, "cost", "benefit", _none())
    return (
        grouping.by(
            scope,
            found,
            Column("kind", _("Kind"), wide=True),
            _("By kind"),
            _kind,
            BENEFIT_KINDS,
        ),
        grouping.by_segment(scope, found),
        grouping.by_rep(scope, found),
        grouping.by_month(scope, found, lambda one: one.day),
        _each(found),
    )


def _kind(one: _Benefit) -> str:
    return one.kind


def _none() -> str:
    return _("No benefit was handed over in this time.")


def _of_time(session: Session, scope: Scope, today: date) -> list[_Benefit]:
    there = shops(session)
    measured = benefit_effects(session, today, scope.start, scope.end)
    # Not as records, which a reading holds: a year's are a large part of its memory.
    rows = session.execute(
        select(
            Benefit.client_id,
            Benefit.id,
            Benefit.number,
            Benefit.kind,
            Benefit.state,
            Benefit.delivered_on,
            Benefit.cost_fen,
        )
        .where(
            Benefit.state.in_(Benefit.GIVEN),
            Benefit.delivered_on.between(scope.start, scope.end),
        )
        .order_by(Benefit.delivered_on, Benefit.id),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return [
        _Benefit(
            there[client], key, number, alike[kind], alike[state], alike[day], fen, measured[key]
        )
        for client, key, number, kind, state, day, fen in rows
        if day is not None
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column("benefits", _("Benefits"), COUNT, main=True),
        Column("clients", _("Clients"), COUNT),
        Column("cost", _("Cost"), MONEY, main=True),
        Column("signed", _("Signed for"), COUNT),
        Column("measured", _("Measured"), COUNT),
        Column("effect", _("Mean effect a day"), MONEY, main=True),
        Column("brought", _("Brought in the window"), MONEY, main=True),
        Column("measured_cost", _("Cost of the measured"), MONEY),
    )


def _figures(some: Sequence[_Benefit]) -> tuple[Value, ...]:
    known = [(one.effect, one.cost_fen) for one in some if one.effect is not None]
    effects = [one.effect_fen for one, _cost in known]
    return (
        len(some),
        len({one.shop.id for one in some}),
        sum(one.cost_fen for one in some),
        sum(one.state == "signed" for one in some),
        len(known),
        whole_fen(Fraction(sum(effects), len(effects))) if effects else None,
        sum(one.window_fen for one, _cost in known) if known else None,
        sum(cost_fen for _one, cost_fen in known) if known else None,
    )


def _each(found: Sequence[_Benefit]) -> Table:
    lines = tuple(
        Line(
            (
                one.number,
                one.day,
                *client_values(one.shop),
                _(BENEFIT_KINDS[one.kind]),
                _(BENEFIT_STATES[one.state]),
                one.cost_fen,
                *effect_values(one.effect),
            ),
            Source("benefits", one.id),
        )
        for one in found
    )
    columns = (
        Column("number", _("Benefit")),
        Column("day", _("Given on"), DAY),
        *client_columns(),
        Column("kind", _("Kind")),
        Column("state", _("State")),
        Column("cost", _("Cost"), MONEY),
        *effect_columns(),
    )
    return Table("benefit", _("Benefits"), columns, lines, _none())


BENEFITS = Declared(
    "benefits",
    N_("Benefits and effects"),
    ("manager", "clerk", "accountant"),
    benefits,
    (
        N_(
            "By the days on which benefits were handed over. Effect: what the client bought a day "
            "in the window afterwards less before, against similar clients that got none near "
            "that time."
        ),
        INTERVAL_NOTE,
        N_("Brought in the window: the effects of the measured ones, over all days of the window."),
    ),
    filled_at=("benefits", N_("Benefits")),
)
