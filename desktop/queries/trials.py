"""Trials: the list, one with its halves week by week, and what is drawn before it is kept (G7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import fmean
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop.basics.chart import LINES, Chart, Mark, Series
from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.models import Client, Product, Staff, Suggestion, Trial, TrialShop
from desktop.planning.effect import Sale, Shop, full_on, whole_fen
from desktop.planning.trial import (
    HALVES,
    WEEK_DAYS,
    is_full,
    trial_effect,
    week_starts,
    weekly_means,
)
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.trials import (
    DRAWN,
    TrialFigures,
    counted,
    trial_figures,
    trial_sales,
    trial_shops,
)
from desktop.queries.listing import Wanted, holds, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList
from desktop.queries.words import state_word

_WEEKS_AFTER = 2  # how many windows after its day are shown: those of both halves
_TOLD = ("adopted", "partly")


@dataclass(frozen=True)
class TrialRow:
    """A line of the list; ``phase`` says what it is at on the day."""

    id: int
    content: str
    category: str
    starts_on: date
    second_on: date
    shops: int
    state: str
    phase: str
    figures: TrialFigures | None

    @property
    def told(self) -> Line:
        """What is tried, and how far it is."""
        return Line(self.content, self.phase)


@dataclass(frozen=True)
class TrialPlace:
    """A shop of a trial: where it was drawn to, how far it is, and what became of it.

    ``dropped`` says in words why it is no shop like the others; ``counts`` whether it is reckoned
    all the same. ``per_day_fen`` is its difference, None before the window is full.
    """

    client_id: int
    code: str
    name: str
    segment: str
    rep: str
    pair: int
    half: int
    sales_fen: int
    suggestion_id: int | None
    state: str
    dropped: str
    counts: bool
    per_day_fen: int | None


@dataclass(frozen=True, kw_only=True)
class TrialDetail(TrialDraft):
    """A trial with its draw, its shops and what it brought."""

    row: TrialRow
    second_on: date
    days: int
    product_names: tuple[str, ...]
    seed: int
    drawn_on: date
    drawn_by: str
    called_off_on: date | None
    called_off_by: str
    reason: str
    places: tuple[TrialPlace, ...]
    figures: TrialFigures | None
    chart: Chart | None

    def sold_before_fen(self, half: int) -> int:
        """What a shop of a half was sold in the mean before the draw."""
        return round(fmean(one.sales_fen for one in self.places if one.half == half))


def trial_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The trials of a list, the newest first."""
    query = TRIALS.under(wanted.filter, Asked(session, today))
    number = select(func.count()).where(TrialShop.trial_id == Trial.id).scalar_subquery()
    columns: dict[str, Any] = {
        "content": Trial.content_key,
        "starts": Trial.starts_on,
        "shops": number,
        "phase": (case((DRAWN, 0), else_=1), Trial.starts_on),
    }
    last = (Trial.starts_on.desc(), Trial.id.desc())
    match = holds(Trial.content, wanted.search)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def _under_way(asked: Asked) -> Any:
    return DRAWN & (Trial.starts_on >= asked.today - timedelta(days=asked.rules.effect_days))


TRIALS = PageList(
    "trials",
    Trial.id,
    (
        Filter("", N_("All"), counted=False),
        Filter("under_way", N_("Under way"), _under_way),
        Filter(
            "told", N_("With their effect"), lambda asked: DRAWN & ~_under_way(asked), counted=False
        ),
    ),
    lambda asked, wanted: trial_ids(asked.session, wanted, asked.today),
    lambda asked, ids: trial_rows(asked.session, ids, asked.today),
)


def trial_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, TrialRow]:
    """The lines of these trials."""
    trials = session.scalars(select(Trial).where(Trial.id.in_(list(ids)))).all()
    standing = [one for one in trials if one.state == "drawn"]
    figures = {one.trial_id: one for one in trial_figures(session, standing, today)}
    return {one.id: _row(one, figures.get(one.id), today) for one in trials}


def _row(trial: Trial, figures: TrialFigures | None, today: date) -> TrialRow:
    return TrialRow(
        trial.id,
        trial.content,
        trial.category,
        trial.starts_on,
        trial.second_on,
        len(trial.shops),
        trial.state,
        _phase(trial, today),
        figures,
    )


def _phase(trial: Trial, today: date) -> str:
    if trial.state != "drawn":
        return state_word("trial", trial.state)
    if today < trial.starts_on:
        return _("begins on {day}").format(day=trial.starts_on)
    if not is_full(trial.starts_on, trial.days, today):
        return _("the first half is told")
    if not is_full(trial.second_on, trial.days, today):
        return _("the second half is told")
    return _("over")


def trial_detail(session: Session, trial_id: int, today: date) -> TrialDetail:
    """One trial: its figures are measured here, as only its own shops are needed."""
    rows = trial_rows(session, [trial_id], today)  # before it is looked at: both read it whole
    trial = session.get_one(Trial, trial_id)
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    products = session.execute(
        select(Product.code, Product.name)
        .where(Product.id.in_([one.product_id for one in trial.products]))
        .order_by(Product.code_key)
    ).all()
    shops = trial_shops(session, trial)
    reach = timedelta(days=trial.days)
    last = trial.starts_on + _WEEKS_AFTER * reach
    sales = trial_sales(session, trial, trial.starts_on - reach, last)
    row = rows[trial_id]
    places = _places(session, trial, shops, sales, today)
    return TrialDetail(
        **stored(TrialDraft, trial),
        row=row,
        clients=tuple(one.code for one in places),
        products=tuple(product.code for product in products),
        product_names=tuple(product.name for product in products),
        second_on=trial.second_on,
        days=trial.days,
        seed=trial.seed,
        drawn_on=trial.drawn_on,
        drawn_by=names.get(trial.drawn_by_id, ""),
        called_off_on=trial.called_off_on,
        called_off_by=names.get(trial.called_off_by_id or 0, ""),
        reason=trial.reason,
        places=places,
        figures=row.figures,
        chart=_chart(trial, counted(trial, shops), sales, today),
    )


def _places(
    session: Session,
    trial: Trial,
    shops: Mapping[int, Shop],
    sales: Sequence[Sale],
    today: date,
) -> tuple[TrialPlace, ...]:
    clients = {
        client.id: (client, rep or "")
        for client, rep in session.execute(
            select(Client, Staff.name)
            .outerjoin(Staff, Staff.id == Client.rep_id)
            .where(Client.id.in_([one.client_id for one in trial.shops]))
        )
    }
    ids = [one.suggestion_id for one in trial.shops if one.suggestion_id is not None]
    told = {
        one.id: one for one in session.scalars(select(Suggestion).where(Suggestion.id.in_(ids)))
    }
    stale_days = read_rules(session).stale_days
    halves = counted(trial, shops)
    full = is_full(trial.starts_on, trial.days, today)
    found = []
    for one in trial.shops:
        client, rep = clients[one.client_id]
        suggestion = told.get(one.suggestion_id or 0)
        counts = one.client_id in halves
        found.append(
            TrialPlace(
                client.id,
                client.code,
                client.name,
                client.segment,
                rep,
                one.pair,
                one.half,
                one.sales_fen,
                one.suggestion_id,
                suggestion.state_on(today, stale_days) if suggestion else "",
                _dropped(trial, one, client, suggestion, today),
                counts,
                _per_day(trial, one.client_id, sales) if counts and full else None,
            )
        )
    return tuple(sorted(found, key=lambda place: (place.half, place.pair)))


def _per_day(trial: Trial, client_id: int, sales: Sequence[Sale]) -> int:
    effect = trial_effect({client_id: HALVES[0]}, sales, trial.starts_on, trial.days)
    return whole_fen(Fraction(effect.first[0], trial.days))


def _dropped(
    trial: Trial, shop: TrialShop, client: Client, suggestion: Suggestion | None, today: date
) -> str:
    """Why a shop isn't told the same as the others of its half; empty where it is."""
    if client.state == "closed":
        return _("closed on {day}").format(day=client.closed_on)
    if suggestion is None:
        return _("its suggestion was thrown away")
    if suggestion.state == "withdrawn":
        return _("its suggestion was withdrawn")
    if suggestion.presented_on is None:
        begins_on = trial.begins_on(shop.half)
        late = today >= full_on(begins_on, trial.days) if trial.state == "drawn" else False
        return _("not presented in its time") if late else ""
    return "" if suggestion.state in _TOLD else state_word("suggestion", suggestion.state)


def _chart(
    trial: Trial, halves: Mapping[int, int], sales: Sequence[Sale], today: date
) -> Chart | None:
    """The mean week of a shop of each half, from before its day until both were told."""
    if not halves:
        return None
    before = max(trial.days // WEEK_DAYS, 1)
    weeks = week_starts(trial.starts_on, before, _WEEKS_AFTER * before)
    means = weekly_means(halves, sales, weeks)
    over = [start + timedelta(days=WEEK_DAYS) <= today for start in weeks]
    named = (N_("first half"), N_("second half"))
    series = tuple(
        Series(
            _(words),
            tuple(
                whole_fen(mean) if past else None
                for mean, past in zip(means[half], over, strict=True)
            ),
            tone,
        )
        for half, words, tone in zip(HALVES, named, ("accent", "careful"), strict=True)
    )
    marks = (
        Mark(before, _("the first half is told"), "accent"),
        Mark(2 * before, _("the second half is told"), "careful"),
    )
    places = tuple(f"{start:%m-%d}" for start in weeks)
    return Chart(
        _("Delivered a shop and week, mean of each half"), LINES, places, series, marks=marks
    )


def drafts_of_trial(session: Session, trial_id: int) -> list[tuple[str, int]]:
    """The suggestions that a trial holds, by their shops' codes."""
    rows = session.execute(
        select(Client.code, TrialShop.suggestion_id)
        .join(Client, Client.id == TrialShop.client_id)
        .where(TrialShop.trial_id == trial_id, TrialShop.suggestion_id.is_not(None))
        .order_by(Client.code_key)
    )
    return [(code, key) for code, key in rows if key is not None]


def first_half(session: Session, trial_id: int) -> list[str]:
    """The codes of the shops that were drawn to begin."""
    rows = session.scalars(
        select(Client.code)
        .join(TrialShop, TrialShop.client_id == Client.id)
        .where(TrialShop.trial_id == trial_id, TrialShop.half == 1)
        .order_by(Client.code_key)
    )
    return list(rows)
