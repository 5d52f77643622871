"""Lines (F2): who leads what, and which neighbours lead the same (P6)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.chart import BARS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import Agreement, Client, LeadLine, Neighbour
from desktop.queries.facts.agreements import in_force
from desktop.queries.facts.neighbours import conflict_pairs
from desktop.queries.reports.declared import Declared


class _Pair(NamedTuple):
    """Two neighbours that lead the same line."""

    client_id: int
    code: str
    client: str
    other_code: str
    other: str
    apart_mm: int
    line: str


def lines(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the lines' report, as things stand on the time's last day, or today."""
    day = min(scope.end, today)
    pairs = _pairs(session, day)
    only = scope.key("line")
    shown = [one for one in pairs if only in (None, one.line)]
    return _conflicts(shown), _by_line(session, day, scope, pairs)


def _pairs(session: Session, day: date) -> list[_Pair]:
    found = conflict_pairs(day).subquery()
    one, other = aliased(Client), aliased(Client)
    rows = session.execute(
        select(one.id, one.code, one.name, other.code, other.name, Neighbour.apart_mm, found.c.line)
        .select_from(found)
        .join(one, one.id == found.c.client_id)
        .join(other, other.id == found.c.other_id)
        .join(
            Neighbour,
            (Neighbour.client_id == found.c.client_id) & (Neighbour.other_id == found.c.other_id),
        )
        .order_by(Neighbour.apart_mm, one.code_key, other.code_key, found.c.line)
    )
    return [_Pair(*row) for row in rows]


def _conflicts(pairs: Sequence[_Pair]) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("other_code", _("Code of the other")),
        Column("other", _("The other"), wide=True),
        Column("metres", _("Metres"), COUNT),
        Column("line", _("Both lead")),
    )
    told = tuple(
        Line(
            (one.code, one.client, one.other_code, one.other, one.apart_mm // 1000, one.line),
            Source("lines", one.client_id),
        )
        for one in pairs
    )
    none = _("No two neighbours lead the same line.")
    return Table("conflict", _("Conflicts, the nearest first"), columns, told, none)


def _by_line(session: Session, day: date, scope: Scope, pairs: Sequence[_Pair]) -> Table:
    leading = session.execute(
        select(LeadLine.line, func.count())
        .join(Agreement, Agreement.id == LeadLine.agreement_id)
        .join(Client, Client.id == Agreement.client_id)
        .where(in_force(day), Client.state == "active")
        .group_by(LeadLine.line)
    )
    against = Counter(one.line for one in pairs)
    rows = sorted(((against[line], line, number) for line, number in leading), reverse=True)
    columns = (
        Column("line", _("Line"), wide=True),
        Column("clients", _("Clients that lead it"), COUNT),
        Column("conflicts", _("Conflicts"), COUNT, main=True),
    )
    told = tuple(
        Line((line, number, conflicts), _part(scope, line)) for conflicts, line, number in rows
    )
    total = (_("Total"), None, len(pairs)) if rows else ()
    most = rows[:MOST_BARS]
    chart = Chart(
        _("Lines with most conflicts"),
        BARS,
        tuple(line for _conflicts, line, _number in most),
        (Series(_("Conflicts"), tuple(conflicts for conflicts, _line, _number in most)),),
        COUNT,
    )
    none = _("No agreement in force gives a client a line to lead.")
    return Table("line", _("By line"), columns, told, none, total, chart if pairs else None)


def _part(scope: Scope, line: str) -> Part:
    return Part("conflict", scope.narrowed(Only("line", line, line)))


LINES = Declared(
    "lines",
    N_("Lines and conflicts"),
    ("manager", "clerk", "rep"),
    lines,
    (
        N_(
            "A conflict is two active clients near each other whose agreements in force lead the "
            "same line; one for each pair and line, as of the last day of the time, or today."
        ),
    ),
    filled_at=("agreements", N_("Agreements")),
)
