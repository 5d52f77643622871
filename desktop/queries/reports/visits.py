"""Visits (F2): planned, made, failed, overdue, and how many brought an order."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.figures import COUNT, DAY, RATE, Value, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, LongLines, Scope, Source, Table
from desktop.models import Client, Visit, VisitPlan
from desktop.models.suggestion import OUTCOMES
from desktop.models.visit import VISIT_STATES
from desktop.queries.facts.parts import IN_PARTS, Alike
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.visits import days_overdue, is_overdue, ordered_days
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import (
    Grouping,
    Shop,
    client_columns,
    client_values,
    kept,
    shops,
)


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit on a plan, and whether its client ordered on that day."""

    shop: Shop
    plan_id: int
    day: date
    state: str
    ordered: bool

    @property
    def made(self) -> bool:
        return self.state in OUTCOMES


def visits(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report; who is overdue is told as of today."""
    there = shops(session)
    found = kept(scope, _of_time(session, scope, there))
    grouping = _grouping()
    return (
        grouping.by_month(scope, found, lambda one: one.day),
        grouping.by_rep(scope, found),
        grouping.by_segment(scope, found),
        _each(found),
        _overdue(session, scope, there, today),
    )


def visits_by_month(session: Session, scope: Scope) -> Table:
    """The table by months alone."""
    found = kept(scope, _of_time(session, scope, shops(session)))
    return _grouping().by_month(scope, found, lambda one: one.day)


def _grouping() -> Grouping[_Visit]:
    return Grouping(_columns(), _figures, "made", "visit", _none())


def _none() -> str:
    return _("No visit was planned for this time.")


def _of_time(session: Session, scope: Scope, there: dict[int, Shop]) -> list[_Visit]:
    """The visits of all plans of the time, in the order of their days."""
    ordered = ordered_days(scope.start, scope.end)
    of_visit = (ordered.c.client_id == Visit.client_id) & (ordered.c.day == VisitPlan.day)
    has_ordered = ordered.c.day.is_not(None)
    rows = session.execute(
        select(Visit.client_id, VisitPlan.id, VisitPlan.day, Visit.state, has_ordered)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .outerjoin(ordered, of_visit)
        .where(VisitPlan.day.between(scope.start, scope.end))
        .order_by(VisitPlan.day, VisitPlan.id, Visit.position),
        execution_options=IN_PARTS,
    )
    alike = Alike()
    return [
        _Visit(
            there[client],
            alike[plan],
            alike[day],
            alike[state],
            bool(has),
        )
        for client, plan, day, state, has in rows
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column("planned", _("Planned"), COUNT, main=True),
        Column("made", _("Made"), COUNT, main=True),
        Column("failed", _("Failed"), COUNT),
        Column("open", _("Still planned"), COUNT),
        Column("ordered", _("With an order"), COUNT),
        Column("strike_rate", _("Strike rate"), RATE, main=True),
    )


def _figures(some: Sequence[_Visit]) -> tuple[Value, ...]:
    made = [one for one in some if one.made]
    failed = sum(one.state == "failed" for one in some)
    ordered = sum(one.ordered for one in made)
    waiting = len(some) - len(made) - failed
    return len(some), len(made), failed, waiting, ordered, part_of(ordered, len(made))


def _each(found: Sequence[_Visit]) -> Table:
    def read(_session: Session, places: Sequence[int]) -> list[Line]:
        return [_line(found[place]) for place in places]

    columns = (
        Column("day", _("Day"), DAY),
        *client_columns(),
        Column("state", _("State")),
        Column("ordered", _("With an order")),
    )
    lines = LongLines(len(found), read, nullcontext)
    return Table("visit", _("Visits"), columns, lines, _none())


def _line(one: _Visit) -> Line:
    said = (_(VISIT_STATES[one.state]), _("yes") if one.ordered else "")
    return Line((one.day, *client_values(one.shop), *said), Source("visits", one.plan_id))


def _overdue(session: Session, scope: Scope, there: dict[int, Shop], today: date) -> Table:
    """Whose visit is overdue today, the longest first (G9)."""
    rules = read_rules(session)
    rows = session.execute(
        select(Client, Client.visited_on)
        .where(is_overdue(rules, today))
        .order_by(Client.code_key, Client.id)
    )
    late = [
        _Late(there[one.id], one.client_class or "", day, days_overdue(one, day, rules, today))
        for one, day in rows
    ]
    longest = sorted(kept(scope, late), key=lambda one: -one.days)
    lines = tuple(
        Line(
            (*client_values(one.shop), one.client_class, one.last, one.days),
            Source("clients", one.shop.id),
        )
        for one in longest
    )
    columns = (
        *client_columns(),
        Column("class", _("Class")),
        Column("last", _("Last visit"), DAY),
        Column("days", _("Days overdue"), COUNT),
    )
    return Table(
        "overdue", _("Overdue today"), columns, lines, _("Nobody's visit is overdue today.")
    )


@dataclass(frozen=True)
class _Late:
    """A client whose visit is overdue, by how many days."""

    shop: Shop
    client_class: str
    last: date | None
    days: int


VISITS = Declared(
    "visits",
    N_("Visits"),
    ("manager", "clerk", "rep"),
    visits,
    (
        N_(
            "By the days of the visit plans. Strike rate: of the visits that were made, those "
            "whose client ordered on the same day."
        ),
        N_("Overdue: longer not visited than the class allows, as of today."),
    ),
    filled_at=("visits", N_("Visits and patrols")),
)
