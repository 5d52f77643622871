"""Trials: what is known of shops before they are drawn, and what the halves sold (G7)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, Suggestion, Trial, TrialShop
from desktop.planning.chance import holds_nought
from desktop.planning.effect import Sale, Shop, full_on, whole_fen
from desktop.planning.trial import HALVES, Alike, Problem, is_full, trial_effect
from desktop.queries.facts.effects import sales_to, shops_of, signed

DRAWN = Trial.state == "drawn"


@dataclass(frozen=True)
class TrialFigures:
    """What a trial brought, in fen a day; before ``full_on`` (``told`` is False): not yet.

    ``first`` and ``second`` are the shops that count. The interval is None with fewer than two
    shops in a half, the effect with none.
    """

    trial_id: int
    full_on: date
    told: bool
    effect_fen: int | None = None
    low_fen: int | None = None
    high_fen: int | None = None
    first: int = 0
    second: int = 0

    @property
    def by_chance(self) -> bool:
        """Whether it can't be told from what shops swing by themselves."""
        return holds_nought(self.low_fen, self.high_fen)


def trial_problem(
    session: Session, clients: Collection[Client], products: Collection[int], day: date, days: int
) -> Problem:
    """The draw that comes next: its seed, the shops' kinds, and their sales of what is tried.

    Those of twice the ``days`` before a day; without products of the whole range. Raises ``Unfit``.
    """
    ids = [one.id for one in clients]
    sums: dict[int, int] = defaultdict(int)
    first = day - timedelta(days=2 * days)
    for sale in sales_to(session, Client.id.in_(ids), first, day - timedelta(days=1)):
        if not products or sale.product_id in products:
            sums[sale.client_id] += sale.supply_fen
    last = session.scalar(select(func.max(Trial.id))) or 0
    shops = tuple(Alike(one.code, one.segment, sums[one.id]) for one in clients)
    return Problem(last + 1, shops)


def under_trial(session: Session, client_ids: Collection[int], day: date) -> dict[int, str]:
    """The clients that another trial still tries something at, and what, by id.

    A trial holds its shops until the second half's window is full too.
    """
    rows = session.execute(
        select(TrialShop.client_id, Trial.content, Trial.second_on, Trial.days)
        .join(Trial, Trial.id == TrialShop.trial_id)
        .where(TrialShop.client_id.in_(client_ids), DRAWN)
        .order_by(Trial.id)
    )
    return {
        client_id: content
        for client_id, content, second_on, days in rows
        if not is_full(second_on, days, day)
    }


def trial_figures(session: Session, trials: Collection[Trial], today: date) -> list[TrialFigures]:
    """What these brought; a shop that wasn't active for the whole window is left out."""
    return [_figures(session, trial, today) for trial in trials]


def _figures(session: Session, trial: Trial, today: date) -> TrialFigures:
    ready = full_on(trial.starts_on, trial.days)
    if today < ready:
        return TrialFigures(trial.id, ready, told=False)
    reach = timedelta(days=trial.days)
    shops = trial_shops(session, trial)
    halves = counted(trial, shops)
    sales = trial_sales(session, trial, trial.starts_on - reach, trial.starts_on + reach)
    effect = trial_effect(halves, sales, trial.starts_on, trial.days)
    low, high = effect.interval() or (None, None)
    return TrialFigures(
        trial.id,
        ready,
        told=True,
        effect_fen=None if effect.per_day is None else whole_fen(effect.per_day),
        low_fen=None if low is None else whole_fen(low),
        high_fen=None if high is None else whole_fen(high),
        first=len(effect.first),
        second=len(effect.second),
    )


def trial_shops(session: Session, trial: Trial) -> Mapping[int, Shop]:
    """The shops of a trial as a comparison sees them."""
    return shops_of(session, Client.id.in_([one.client_id for one in trial.shops]))


def counted(trial: Trial, shops: Mapping[int, Shop]) -> dict[int, int]:
    """The half of each shop that was active for the whole window, by client.

    Who declined, or wasn't told, counts where it was drawn to: without them the halves would not
    be alike any more.
    """
    reach = timedelta(days=trial.days)
    first, last = trial.starts_on - reach, trial.starts_on + reach
    return {
        one.client_id: one.half
        for one in trial.shops
        if shops[one.client_id].is_active(first, last)
    }


def trial_sales(session: Session, trial: Trial, first: date, last: date) -> Sequence[Sale]:
    """What its shops were delivered of what is tried."""
    theirs = Client.id.in_([one.client_id for one in trial.shops])
    products = {one.product_id for one in trial.products}
    found = sales_to(session, theirs, first, last)
    return [sale for sale in found if not products or sale.product_id in products]


def trials_of_suggestions(
    session: Session, suggestion_ids: Collection[int], today: date
) -> dict[int, TrialFigures]:
    """What the trials brought that suggestions are of, by suggestion; those called off left out."""
    rows = session.execute(
        select(TrialShop.suggestion_id, Trial)
        .join(Trial, Trial.id == TrialShop.trial_id)
        .where(TrialShop.suggestion_id.in_(suggestion_ids), DRAWN)
    ).all()
    trials = {trial.id: trial for _suggestion_id, trial in rows}
    known = {one.trial_id: one for one in trial_figures(session, trials.values(), today)}
    return {suggestion_id: known[trial.id] for suggestion_id, trial in rows if suggestion_id}


def half_words(half: int) -> str:
    """Which half it is."""
    return _("first half") if half == HALVES[0] else _("second half")


def figures_words(figures: TrialFigures) -> str:
    """What a trial brought, in one sentence."""
    if not figures.told:
        return _("Not yet: what the trial brought can be told from {day} on.").format(
            day=figures.full_on
        )
    if figures.effect_fen is None:
        return _("A half has no shop left: nothing can be told.")
    if figures.low_fen is None or figures.high_fen is None:
        words = _(
            "{effect} yuan a day: {first} shops against {second}, too few to tell it from chance."
        )
    elif figures.by_chance:
        words = _(
            "{effect} yuan a day, {first} shops against {second} drawn ({low} to {high}): "
            "not distinguishable from chance."
        )
    else:
        words = _(
            "{effect} yuan a day, {first} shops against {second} drawn; likely {low} to {high}."
        )
    return words.format(
        effect=signed(figures.effect_fen),
        first=figures.first,
        second=figures.second,
        low=signed(figures.low_fen or 0),
        high=signed(figures.high_fen or 0),
    )


# Built once, as every suggestion that is handed in asks it.
_OF = (
    select(Trial, TrialShop)
    .join(TrialShop, TrialShop.trial_id == Trial.id)
    .where(TrialShop.suggestion_id == bindparam("suggestion"))
)


def trial_of(session: Session, suggestion: Suggestion) -> tuple[Trial, TrialShop] | None:
    """The trial that a suggestion is of, with its place in it."""
    found = session.execute(_OF, {"suggestion": suggestion.id}).one_or_none()
    return None if found is None else (found[0], found[1])
