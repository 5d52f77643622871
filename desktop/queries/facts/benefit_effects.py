"""What benefits brought: what their clients bought afterwards, against similar shops (B5)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Benefit, Client
from desktop.planning.effect import Trial
from desktop.queries.facts.effects import (
    EffectFigures,
    EffectRow,
    Measured,
    effect_row,
    figures_of,
    measure_trials,
)
from desktop.queries.facts.parts import IN_PARTS, Alike
from desktop.queries.facts.rules import read_rules


def benefit_effects(
    session: Session, today: date, first: date, last: date
) -> Mapping[int, EffectFigures | None]:
    """What the benefits delivered from ``first`` to ``last`` brought, by id; None: not yet.

    Measured as a suggestion about the whole range is (G7), over the window of benefits: a client
    that got any benefit in a window that overlaps is none to compare with.
    """
    measured = _measure(session, today, lambda one: first <= one.begun_on <= last)
    return {trial.key: figures_of(measured, trial, effect) for trial, effect in measured.effects}


def effects_of_benefits(
    session: Session, today: date, benefit_ids: Collection[int]
) -> Mapping[int, EffectRow]:
    """The same of these benefits, with the day on which each can be told (B5)."""
    measured = _measure(session, today, lambda one: one.key in benefit_ids)
    return {trial.key: effect_row(measured, trial, one) for trial, one in measured.effects}


def _measure(session: Session, today: date, is_wanted: Callable[[Trial], bool]) -> Measured:
    trials = _trials(session)
    days = max(read_rules(session).benefit_days, 1)
    return measure_trials(session, today, list(filter(is_wanted, trials)), trials, days)


def _trials(session: Session) -> list[Trial]:
    rows = session.execute(
        select(Benefit.id, Benefit.client_id, Client.segment, Benefit.delivered_on)
        .join(Client, Client.id == Benefit.client_id)
        .where(Benefit.state.in_(Benefit.GIVEN), Benefit.delivered_on.is_not(None))
        .order_by(Benefit.id),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return [
        Trial(key, client_id, alike[segment], frozenset(), alike[day])
        for key, client_id, segment, day in rows
        if day is not None
    ]
