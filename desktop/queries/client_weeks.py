"""The curve of a client: half a year of deliveries, and what was done for it meanwhile (G7, B5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.chart import LINES, Chart, Mark, Series
from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.i18n import _
from desktop.models import Benefit, Suggestion
from desktop.models.suggestion import ADOPTED, SUGGESTION_STATES
from desktop.queries.facts.benefit_effects import effects_of_benefits
from desktop.queries.facts.effects import EffectRow, effects, past_by_week
from desktop.queries.facts.sales import net_by_week

WEEKS = 26


class Which(NamedTuple):
    """What was done: an adopted ``suggestion`` or a ``benefit``, by its key."""

    kind: str
    key: int


@dataclass(frozen=True)
class Done:
    """What was done for a client on a day, and the place of its week on the curve.

    ``short`` is a word for it, ``words`` say what it was; ``cost_fen`` is a benefit's.
    """

    which: Which
    day: date
    place: int
    short: str
    words: str
    cost_fen: int | None = None


@dataclass(frozen=True)
class ClientWeeks:
    """What was delivered to a client, week by week, and what was done, the newest first.

    Without a delivery in that time there is no chart.
    """

    chart: Chart | None
    done: tuple[Done, ...]


def client_weeks(session: Session, client_id: int, today: date) -> ClientWeeks:
    """The weeks of a client up to today's; imported deliveries from before count too."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    done = _done(session, client_id, first, today)
    net = net_by_week(session, first, today, client_id)
    for week, fen in past_by_week(session, first, today, client_id).items():
        net[week] = net.get(week, 0) + fen
    if not any(net.values()):
        return ClientWeeks(None, done)
    weeks = [first + timedelta(weeks=place) for place in range(WEEKS)]
    chart = Chart(
        _("Deliveries of {weeks} weeks, returns off").format(weeks=WEEKS),
        LINES,
        tuple(f"{week:%m-%d}" for week in weeks),
        (Series(_("delivered"), tuple(net.get(week, 0) for week in weeks)),),
        marks=tuple(_mark(one) for one in reversed(done)),
    )
    return ClientWeeks(chart, done)


def measured(session: Session, done: Sequence[Done], today: date) -> Mapping[Which, EffectRow]:
    """What each of it brought, as far as it can be told; that takes longer (G7, B5)."""
    keys = {
        kind: [one.which.key for one in done if one.which.kind == kind]
        for kind in ("suggestion", "benefit")
    }
    found: dict[Which, EffectRow] = {}
    if keys["suggestion"]:
        brought = effects(session, today, keys["suggestion"])
        found |= {Which("suggestion", key): row for key, row in brought.items()}
    if keys["benefit"]:
        given = effects_of_benefits(session, today, keys["benefit"])
        found |= {Which("benefit", key): row for key, row in given.items()}
    return found


def _mark(done: Done) -> Mark:
    tone = "good" if done.which.kind == "suggestion" else "careful"
    words = _("{day} {what}: {words}").format(day=done.day, what=done.short, words=done.words)
    return Mark(done.place, words if done.words else f"{done.day} {done.short}", tone, done.short)


def _done(session: Session, client_id: int, first: date, last: date) -> tuple[Done, ...]:
    """Adopted suggestions and benefits that stand, of these days, the newest first."""
    adopted = session.execute(
        select(Suggestion.id, Suggestion.adopted_on, Suggestion.state, Suggestion.content).where(
            Suggestion.client_id == client_id,
            Suggestion.state.in_(ADOPTED),
            Suggestion.adopted_on.between(first, last),
        )
    )
    found = [
        Done(
            Which("suggestion", key),
            day,
            _place(first, day),
            _(SUGGESTION_STATES[state]),
            content,
        )
        for key, day, state, content in adopted
        if day is not None
    ]
    given = session.execute(
        select(
            Benefit.id, Benefit.delivered_on, Benefit.kind, Benefit.number, Benefit.cost_fen
        ).where(
            Benefit.client_id == client_id,
            Benefit.state.in_(Benefit.GIVEN),
            Benefit.delivered_on.between(first, last),
        )
    )
    found += [
        Done(
            Which("benefit", key), day, _place(first, day), _(BENEFIT_KINDS[kind]), number, cost_fen
        )
        for key, day, kind, number, cost_fen in given
        if day is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.which), reverse=True))


def _place(first: date, day: date) -> int:
    return (day - first).days // 7
