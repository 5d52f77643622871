"""Problems of the office, solved: what was asked, and what came out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.errors import Refused, Unreadable
from desktop.basics.i18n import N_, _
from desktop.models import Client, Plan, Staff
from desktop.planning.forms import Unfit, read, write
from desktop.planning.kinds import KINDS, Kind
from desktop.planning.lines import Problem as LinesProblem
from desktop.planning.lines import Watching, solve_apart
from desktop.queries.facts.asked_once import once
from desktop.queries.plans.lines import lines_problem
from desktop.queries.plans.next import next_problem
from desktop.queries.plans.shelf import shelf_problem
from desktop.queries.plans.visits import visits_problem

# How the office asks for each kind that is of all of it.
_GATHERED: Mapping[str, Callable[[Session, date], Any]] = {
    "lines": lines_problem,
    "next": next_problem,
}


@dataclass(frozen=True)
class _OfOne:
    """A kind that is of one client or one rep: how it is ``called``, and how it is asked for."""

    called: str
    record: type[Client] | type[Staff]
    gather: Callable[[Session, date, Any], Any]
    unnamed: str
    not_wanted: str


_OF_ONE: Mapping[str, _OfOne] = {
    "shelf": _OfOne(
        "client",
        Client,
        shelf_problem,
        N_("Name its client."),
        N_("It isn't of one client."),
    ),
    "visits": _OfOne(
        "rep",
        Staff,
        lambda session, _today, rep: visits_problem(session, rep),
        N_("Name its rep."),
        N_("It isn't of one rep."),
    ),
}


@dataclass(frozen=True)
class Planned:
    """A problem with its plan."""

    kind: str
    problem: Any
    plan: Any

    @property
    def form(self) -> dict[str, Any]:
        """Both as JSON says them."""
        return {"problem": write(self.problem), "plan": write(self.plan)}


def kind_named(name: str) -> Kind[Any, Any]:
    """A kind of plans; refuses (``not_found``) another name, and says which there are."""
    kind = KINDS.get(name)
    if kind is None:
        words = _("There is no plan “{name}”. There are: {names}.")
        raise Refused("not_found", words.format(name=name, names=", ".join(sorted(KINDS))))
    return kind


def planned(
    session: Session,
    name: str,
    today: date,
    *,
    client: str | None = None,
    rep: str | None = None,
) -> Planned:
    """The plan of the office as it is now; it takes seconds in a large one.

    Some kinds are of one client, or of one rep, by its code: without it they refuse (``invalid``).
    """
    kind = kind_named(name)
    problem = _problem(session, name, today, {"client": client, "rep": rep})
    return Planned(name, problem, kind.solve(problem))


def lines_as_wished(session: Session, today: date, *, keep_today: bool, fixed: bool) -> Planned:
    """The plan of all lines as the office is now, by what a person wishes of it (P6).

    ``keep_today``: fewer changes go before a better fit; ``fixed``: lines of agreements in force
    stay, and only who leads none gets some.
    """
    problem = lines_problem(session, today, keep_today=keep_today, fixed=fixed)
    return Planned("lines", problem, kind_named("lines").solve(problem))


def lines_watched(problem: LinesProblem, watch: Watching) -> Planned:
    """The plan of all lines as a person asked for it (P6), in a process of its own; up to 10 s.

    ``watch`` ends it by True with what was found by then; whatever it raises gives it up.
    """
    return Planned("lines", problem, solve_apart(problem, watch))


def _problem(session: Session, name: str, today: date, given: Mapping[str, str | None]) -> Any:
    own = _OF_ONE.get(name)
    for one in _OF_ONE.values():
        if one is not own and given[one.called] is not None:
            raise Refused("invalid", _(one.not_wanted), one.called)
    if own is None:
        return _GATHERED[name](session, today)
    code = given[own.called]
    if code is None:
        raise Refused("invalid", _(own.unnamed), own.called)
    found = session.scalar(select(own.record).where(own.record.code == code))
    if found is None:
        words = _("There is no “{value}” here.").format(value=code)
        raise Refused("not_found", words, own.called)
    return own.gather(session, today, found)


@once
def newest_kept(session: Session, name: str) -> Planned | None:
    """The plan of a kind that the office keeps; None when it keeps none in today's form."""
    row = session.execute(select(Plan.problem, Plan.plan).where(Plan.kind == name)).first()
    return None if row is None else _read_back(name, row.problem, row.plan)


@lru_cache(maxsize=1)  # many ask about the same one after the other, and it is large
def _read_back(name: str, problem: str, plan: str) -> Planned | None:
    kind = kind_named(name)
    try:
        return Planned(name, read(kind.problem, problem), read(kind.plan, plan))
    except Unfit:  # a program of another version kept it
        return None


def planned_anew(session: Session, name: str, today: date) -> Planned | None:
    """The plan of the office as it is now, unless the one that it keeps was made today."""
    kept_today = select(Plan.id).where(Plan.kind == name, Plan.made_on == today)
    return None if session.scalar(kept_today) else planned(session, name, today)


def solved(name: str, text: str, file: object) -> Planned:
    """The plan of a problem that stands in a file; raises Unreadable with the place."""
    kind = kind_named(name)
    try:
        problem = read(kind.problem, text)
    except Unfit as error:
        words = _("{file} is no problem of the kind “{kind}”: {reason}.")
        raise Unreadable(words.format(file=file, kind=name, reason=error)) from error
    return Planned(name, problem, kind.solve(problem))
