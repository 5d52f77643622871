"""Violation cases (F2): by kind and ending, what was forfeited, and how long each took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.case import CASE_KINDS
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Scope, Source, Table
from desktop.models import Case
from desktop.models.case import CASE_STATES
from desktop.planning.assortment import half_up
from desktop.queries.facts.rules import read_rules
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import (
    Grouping,
    Shop,
    client_columns,
    client_values,
    kept,
    shops,
)


@dataclass(frozen=True)
class _Case:
    """A case that was reported in the time; ``took`` is how many days until it was decided."""

    shop: Shop
    id: int
    number: str
    kind: str
    state: str
    reported_on: date
    ended_on: date | None
    forfeited_fen: int
    rewarded_fen: int

    @property
    def took(self) -> int | None:
        return None if self.ended_on is None else (self.ended_on - self.reported_on).days


def cases(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report."""
    found = kept(scope, _of_time(session, scope, today), kind=_kind, ending=_ending)
    grouping = Grouping(_columns(), _figures, "cases", "case", _none())
    return (
        grouping.by(
            scope, found, Column("kind", _("Kind"), wide=True), _("By kind"), _kind, CASE_KINDS
        ),
        grouping.by(
            scope,
            found,
            Column("ending", _("Ending"), wide=True),
            _("By ending"),
            _ending,
            CASE_STATES,
        ),
        grouping.by_segment(scope, found),
        grouping.by_month(scope, found, lambda one: one.reported_on),
        _each(found),
    )


def _kind(one: _Case) -> str:
    return one.kind


def _ending(one: _Case) -> str:
    return one.state


def _none() -> str:
    return _("No case was reported in this time.")


def _of_time(session: Session, scope: Scope, today: date) -> list[_Case]:
    there = shops(session)
    appeal_days = read_rules(session).appeal_days
    rows = session.scalars(
        select(Case)
        .where(Case.reported_on.between(scope.start, scope.end))
        .order_by(Case.reported_on, Case.id)
    )
    return [
        _Case(
            there[one.client_id],
            one.id,
            one.number,
            one.kind,
            one.state_on(today, appeal_days),
            one.reported_on,
            one.ruled_on or (one.decided_on if one.state == "dismissed" else None),
            0 if one.state == "overturned" else one.forfeited_fen,
            sum(each.reward_fen for each in one.reporters if each.reward_state == "paid"),
        )
        for one in rows
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column("cases", _("Cases"), COUNT, main=True),
        Column("open", _("Undecided"), COUNT, main=True),
        Column("forfeited", _("Forfeited"), MONEY, main=True),
        Column("rewards", _("Rewards paid"), MONEY),
        Column("days", _("Days until decided, median"), COUNT, main=True),
        Column("longest", _("Longest, days"), COUNT),
    )


def _figures(some: Sequence[_Case]) -> tuple[Value, ...]:
    took = [one.took for one in some if one.took is not None]
    return (
        len(some),
        sum(one.state in Case.OPEN for one in some),
        sum(one.forfeited_fen for one in some),
        sum(one.rewarded_fen for one in some),
        half_up(Fraction(median(took))) if took else None,
        max(took, default=None),
    )


def _each(found: Sequence[_Case]) -> Table:
    lines = tuple(
        Line(
            (
                one.number,
                one.reported_on,
                *client_values(one.shop),
                _(CASE_KINDS[one.kind]),
                _(CASE_STATES[one.state]),
                one.took,
                one.forfeited_fen,
            ),
            Source("cases", one.id),
        )
        for one in found
    )
    columns = (
        Column("number", _("Case")),
        Column("day", _("Reported"), DAY),
        *client_columns(),
        Column("kind", _("Kind")),
        Column("state", _("State")),
        Column("days", _("Days until decided"), COUNT),
        Column("forfeited", _("Forfeited"), MONEY),
    )
    return Table("case", _("Cases"), columns, lines, _none())


CASES = Declared(
    "cases",
    N_("Violation cases"),
    ("manager", "clerk", "accountant"),
    cases,
    (
        N_(
            "By the days on which cases were reported. Decided: ruled on, or not accepted. What "
            "was overturned forfeits nothing."
        ),
    ),
    filled_at=("cases", N_("Violation cases")),
)
