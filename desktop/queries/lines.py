"""Staggering (错位经营, P6): who leads what, who stands in conflict, and what the plan proposes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.models import Agreement, Client, Plan, Staff
from desktop.queries.facts.agreements import in_force, lead_lines
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.neighbours import NEAR, conflict_counts
from desktop.queries.listing import Wanted, by_name, called, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList
from desktop.queries.plans.planned import Planned, newest_kept


@dataclass(frozen=True)
class LinesRow:
    """A client with an agreement in force: the lines it leads, and those the plan gives it.

    ``conflicts`` counts its neighbours line by line; ``planned`` is None where the plan says
    nothing of it, ``left`` the conflicts that the whole plan would leave it.
    """

    id: int
    code: str
    client: str
    segment: str
    now: tuple[str, ...]
    conflicts: int
    planned: tuple[str, ...] | None
    left: int | None

    @property
    def changes(self) -> bool:
        """Whether the plan gives it other lines."""
        return self.planned is not None and set(self.planned) != set(self.now)

    @property
    def told(self) -> Line:
        """Who, and what it leads."""
        return Line(self.client, _(", ").join(self.now))


@dataclass(frozen=True)
class Near:
    """A neighbour with its lines, those led by both, and those that both would lead by the plan."""

    client_id: int
    client: str
    apart_m: int
    now: tuple[str, ...]
    both: tuple[str, ...]
    planned: tuple[str, ...] | None
    left: tuple[str, ...]


@dataclass(frozen=True)
class LinesDetail:
    """A client's lines among its neighbours', the nearest first.

    ``being_made_id`` is the new agreement that is under way with it, if there is one.
    """

    row: LinesRow
    rep: str
    agreement_id: int
    agreement: str
    ends_on: date
    being_made_id: int | None
    near: tuple[Near, ...]


@dataclass(frozen=True)
class PlanFacts:
    """What the kept plan comes to, beside today: conflicts, and clients whose lines it changes.

    With ``being_made`` of these a new agreement is under way already. ``bound`` is proved: no
    assignment has fewer conflicts. ``keep_today`` and ``fixed`` are what was wished of it: few
    changes before a better fit, and that lines of agreements stay.
    """

    made_on: date
    made_by: str
    before: int
    after: int
    bound: int
    changed: int
    being_made: int
    optimal: bool
    keep_today: bool
    fixed: bool


def planned_lines(session: Session) -> Mapping[str, Sequence[str]]:
    """The lines that the kept plan gives each client, by its code; nothing without a plan."""
    kept = newest_kept(session, "lines")
    return kept.plan.lines if kept else {}


def plan_facts(session: Session, today: date) -> PlanFacts | None:
    """What the kept plan comes to, beside what stands today; None without one."""
    kept = newest_kept(session, "lines")
    if kept is None:
        return None
    made = session.execute(
        select(Plan.made_on, Staff.name)
        .join(Staff, Staff.id == Plan.made_by_id)
        .where(Plan.kind == "lines")
    ).one()
    changed = _changed(session, today, kept, lead_lines(session, today))
    return PlanFacts(
        made.made_on,
        made.name,
        sum(conflict_counts(session, today).values()) // 2,
        kept.plan.conflicts,
        kept.plan.bound,
        len(changed),
        len(being_made(session, today, changed)),
        kept.plan.optimal,
        kept.problem.keep_today,
        any(client.fixed for client in kept.problem.clients),
    )


def _changed(
    session: Session, today: date, kept: Planned, leading: Mapping[int, Sequence[str]]
) -> list[int]:
    """The clients whose lines the plan changes."""
    codes = session.execute(select(Client.id, Client.code).where(Client.id.in_(_ours(today))))
    return [
        client_id
        for client_id, code in codes
        if code in kept.plan.lines and set(kept.plan.lines[code]) != set(leading.get(client_id, ()))
    ]


def being_made(session: Session, today: date, client_ids: Iterable[int]) -> dict[int, int]:
    """Of these clients those with whom a new agreement is under way, and its id.

    One that is signed but hasn't begun counts: nothing can be agreed on beside it.
    """
    rows = session.execute(
        select(Agreement.client_id, Agreement.id)
        .where(_among(Agreement.client_id, client_ids), _is_under_way(today))
        .order_by(Agreement.id)
    )
    return {row.client_id: row.id for row in rows}


def _is_under_way(today: date) -> ColumnElement[bool]:
    coming = (Agreement.signed_on.is_not(None)) & (Agreement.starts_on > today)
    over = func.coalesce(Agreement.terminated_on < Agreement.starts_on, False)
    return Agreement.state.in_(("draft", "submitted", "approved")) | (coming & ~over)


def _ours(today: date) -> Any:
    """The clients with an agreement in force."""
    return select(Agreement.client_id).where(in_force(today))


def _is_in_conflict(asked: Asked) -> ColumnElement[bool]:
    return _is_among(conflict_counts(asked.session, asked.today))


def _is_among(client_ids: Iterable[int]) -> ColumnElement[bool]:
    return _among(Client.id, client_ids)


def _among(column: SQLColumnExpression[int], client_ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a client is one of many: written out, since no database takes so many numbers."""
    some = sorted(client_ids)
    return column.in_(bindparam(None, some, expanding=True, literal_execute=True))


def _is_changed(asked: Asked) -> ColumnElement[bool]:
    kept = newest_kept(asked.session, "lines")
    if kept is None:
        return Client.id.is_(None)
    leading = lead_lines(asked.session, asked.today)
    return Client.id.in_(_changed(asked.session, asked.today, kept, leading))


def _number(counts: Mapping[int, int]) -> ColumnElement[int]:
    """How many conflicts a client has, for sorting."""
    alike: dict[int, list[int]] = {}
    for client_id, number in counts.items():
        alike.setdefault(number, []).append(client_id)
    # What a case begins with must be there even when nobody stands in conflict.
    return case((_is_among(()), 0), *((_is_among(alike[one]), one) for one in alike), else_=0)


def lines_ids(asked: Asked, wanted: Wanted) -> list[int]:
    """The clients of the list."""
    query = LINES.under(wanted.filter, asked).where(Client.id.in_(_ours(asked.today)))
    columns: dict[str, Any] = {"client": by_name()}
    if wanted.sort == "conflicts":
        columns["conflicts"] = _number(conflict_counts(asked.session, asked.today))
    order = ordered(query, columns, wanted, *by_name())
    return searched(asked.session, order, wanted, called(Client, wanted.search))


LINES = PageList(
    "lines",
    Client.id,
    (
        Filter("conflict", N_("In conflict"), _is_in_conflict),
        Filter("changed", N_("Changed by the plan"), _is_changed),
        Filter("", N_("All that lead lines"), lambda asked: Client.id.in_(_ours(asked.today))),
    ),
    lines_ids,
    lambda asked, ids: lines_rows(asked.session, ids, asked.today),
)


def lines_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, LinesRow]:
    """The lines of the list."""
    planned, near = planned_lines(session), _near(session, tuple(ids))
    around = {*ids, *(one for found in near.values() for one, _mm in found)}
    leading, names = lead_lines(session, today, around), _names(session, around)
    rows = {}
    for client_id in ids:
        code, client, segment = names[client_id]
        own = planned.get(code)
        now = leading.get(client_id, ())
        against = [other for other, _mm in near[client_id]]
        left = sum(_common(own or (), planned.get(names[one][0], ())) for one in against)
        rows[client_id] = LinesRow(
            client_id,
            code,
            client,
            segment,
            now,
            sum(_common(now, leading.get(one, ())) for one in against),
            tuple(own) if own is not None else None,
            left if own is not None else None,
        )
    return rows


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return len(set(one) & set(other))


@once
def _near(session: Session, ids: tuple[int, ...]) -> dict[int, list[tuple[int, int]]]:
    """The active neighbours of these clients with their distance in millimetres, nearest first."""
    rows = session.execute(
        select(NEAR.c.client_id, NEAR.c.near_id, NEAR.c.apart_mm)
        .where(NEAR.c.client_id.in_(list(ids)))
        .order_by(NEAR.c.apart_mm, NEAR.c.near_id)
    ).all()
    # Joined, SQLite would begin with all active clients of the office.
    around = {near_id for _client_id, near_id, _apart_mm in rows}
    states = session.execute(select(Client.id, Client.state).where(Client.id.in_(around)))
    active = {client_id for client_id, state in states if state == "active"}
    found: dict[int, list[tuple[int, int]]] = {client_id: [] for client_id in ids}
    for client_id, near_id, apart_mm in rows:
        if near_id in active:
            found[client_id].append((near_id, apart_mm))
    return found


def _names(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    rows = session.execute(
        select(Client.id, Client.code, Client.name, Client.segment).where(
            Client.id.in_(list(set(ids)))
        )
    )
    return {client_id: (code, name, segment) for client_id, code, name, segment in rows}


def lines_detail(session: Session, client_id: int, today: date) -> LinesDetail:
    """One client's lines among its neighbours'."""
    row = lines_rows(session, [client_id], today)[client_id]
    agreement = session.scalars(
        select(Agreement).where(Agreement.client_id == client_id, in_force(today))
    ).one()
    client = session.get_one(Client, client_id)
    rep = session.get(Staff, client.rep_id) if client.rep_id else None
    return LinesDetail(
        row,
        rep.name if rep else "",
        agreement.id,
        agreement.number,
        agreement.ends_on,
        being_made(session, today, [client_id]).get(client_id),
        _neighbours(session, row, today),
    )


def _neighbours(session: Session, row: LinesRow, today: date) -> tuple[Near, ...]:
    planned, near = planned_lines(session), _near(session, (row.id,))[row.id]
    around = [one for one, _mm in near]
    leading, names = lead_lines(session, today, around), _names(session, around)
    found = []
    for client_id, apart_mm in near:
        code, client, _segment = names[client_id]
        now, then = leading.get(client_id, ()), planned.get(code)
        found.append(
            Near(
                client_id,
                client,
                apart_mm // 1000,
                now,
                tuple(line for line in now if line in row.now),
                tuple(then) if then is not None else None,
                tuple(line for line in then or () if line in (row.planned or ())),
            )
        )
    return tuple(found)
