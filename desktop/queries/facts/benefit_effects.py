"""What benefits brought: what their clients bought afterwards, against similar shops (B5)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Benefit, Client
from desktop.planning.effect import Trial
from desktop.queries.facts.effects import EffectFigures, figures_of, measure_trials
from desktop.queries.facts.rules import read_rules


def benefit_effects(
    session: Session, today: date, first: date, last: date
) -> Mapping[int, EffectFigures | None]:
    """What the benefits delivered from ``first`` to ``last`` brought, by id; None: not yet.

    Measured as a suggestion about the whole range is (G7), over the window of benefits: a client
    that got any benefit in a window that overlaps is none to compare with.
    """
    trials = _trials(session)
    wanted = [one for one in trials if first <= one.begun_on <= last]
    days = max(read_rules(session).benefit_days, 1)
    measured = measure_trials(session, today, wanted, trials, days)
    return {
        trial.key: figures_of(measured, trial, effect) for trial, effect in measured.effects.items()
    }


def _trials(session: Session) -> list[Trial]:
    rows = session.execute(
        select(Benefit.id, Benefit.client_id, Client.segment, Benefit.delivered_on)
        .join(Client, Client.id == Benefit.client_id)
        .where(Benefit.state.in_(Benefit.GIVEN), Benefit.delivered_on.is_not(None))
        .order_by(Benefit.id)
    )
    return [
        Trial(key, client_id, segment, frozenset(), day)
        for key, client_id, segment, day in rows
        if day is not None
    ]
