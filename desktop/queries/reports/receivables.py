"""Receivables (F2): what clients owe by age, oldest first against payments in order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.chart import COLUMNS, Chart, Series
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import Client, Staff
from desktop.queries.facts.receivables import AGES, Owed, owed_by_age
from desktop.queries.reports.declared import Declared

Row = tuple[Value, ...]
_AGE_NAMES = (*map(str, AGES), "over")


@dataclass(frozen=True)
class _Debtor:
    """A client that owes something or is in credit."""

    owed: Owed
    code: str
    name: str
    rep: str
    rep_name: str


def receivables(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report, as of the time's last day, at the latest today."""
    day = min(scope.end, today)
    found = _debtors(session, scope, day)
    return _by_age(found, scope), _by_rep(found, scope), _by_client(found, day)


def _debtors(session: Session, scope: Scope, day: date) -> list[_Debtor]:
    owed = {one.client_id: one for one in owed_by_age(session, day)}
    rows = session.execute(
        select(Client.id, Client.code, Client.name, Staff.code, Staff.name)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .order_by(Client.code_key, Client.id)
    )
    rep, age = scope.key("rep"), scope.key("age")
    return [
        _Debtor(owed[key], code, name, rep_code or "", rep_name or "")
        for key, code, name, rep_code, rep_name in rows
        if key in owed
        and rep in (None, rep_code or "")
        and (age is None or owed[key].by_age[_AGE_NAMES.index(age)] > 0)
    ]


def _none() -> str:
    return _("No client owes anything on this day.")


def _age_words() -> list[str]:
    first = _("up to {days} days").format(days=AGES[0])
    words = _("{first} to {last} days")
    between = [words.format(first=low + 1, last=high) for low, high in pairwise(AGES)]
    return [first, *between, _("over {days} days").format(days=AGES[-1])]


def _figures(some: Iterable[_Debtor]) -> tuple[int, ...]:
    """What is owed by age, in all, and what stands to the good of clients, in fen."""
    owed = [one.owed for one in some]
    ages = [sum(one.by_age[place] for one in owed) for place in range(len(AGES) + 1)]
    return (*ages, sum(ages), sum(one.credit_fen for one in owed))


def _columns() -> tuple[Column, ...]:
    ages = zip(_AGE_NAMES, _age_words(), strict=True)
    return (
        *(Column(f"age_{name}", words, MONEY) for name, words in ages),
        Column("owed", _("Owed"), MONEY, main=True),
        Column("credit", _("In credit"), MONEY, main=True),
    )


def _by_age(found: list[_Debtor], scope: Scope) -> Table:
    *ages, owed_fen, _credit = _figures(found)
    lines = tuple(
        Line(
            (words, clients, ages[place]),
            Part("client", scope.narrowed(Only("age", name, words))) if clients else None,
        )
        for place, (name, words) in enumerate(zip(_AGE_NAMES, _age_words(), strict=True))
        for clients in (sum(one.owed.by_age[place] > 0 for one in found),)
    )
    columns = (
        Column("age", _("Age"), wide=True),
        Column("clients", _("Clients"), COUNT),
        Column("owed", _("Owed"), MONEY, main=True),
    )
    debtors = sum(one.owed.owed_fen > 0 for one in found)
    series = (Series(_("Owed"), tuple(ages)),)
    chart = Chart(_("What is owed, by age"), COLUMNS, tuple(_age_words()), series)
    if not found:
        return Table("age", _("By age"), columns, (), _none())
    total = (_("Total"), debtors, owed_fen)
    return Table("age", _("By age"), columns, lines, _none(), total, chart)


def _by_rep(found: list[_Debtor], scope: Scope) -> Table:
    groups: dict[tuple[str, str], list[_Debtor]] = defaultdict(list)
    for one in found:
        groups[one.rep, one.rep_name or _("nobody")].append(one)
    lines = tuple(
        Line((name, *_figures(some)), Part("client", scope.narrowed(Only("rep", key, name))))
        for (key, name), some in sorted(groups.items(), key=lambda one: -_figures(one[1])[-2])
    )
    columns = (Column("rep", _("Rep"), wide=True), *_columns())
    total: Row = (_("Total"), *_figures(found)) if found else ()
    return Table("rep", _("By rep"), columns, lines, _none(), total)


def _by_client(found: list[_Debtor], day: date) -> Table:
    """Who owes longest stands first; those in credit last."""
    longest = sorted(found, key=lambda one: (one.owed.since or date.max, -one.owed.owed_fen))
    lines = []
    for one in longest:
        since = one.owed.since
        days = (day - since).days if since else None
        words = (one.code, one.name, one.rep_name)
        lines.append(
            Line((*words, *_figures([one]), since, days), Source("fund", one.owed.client_id))
        )
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("rep", _("Rep")),
        *_columns(),
        Column("since", _("Since"), DAY),
        Column("days", _("Days"), COUNT),
    )
    total: Row = ("", _("Total"), "", *_figures(found), None, None) if found else ()
    return Table("client", _("By client"), columns, tuple(lines), _none(), total)


RECEIVABLES = Declared(
    "receivables",
    N_("Receivables by age"),
    ("manager", "clerk", "accountant", "cashier"),
    receivables,
    (
        N_(
            "As of the last day of the time, at the latest today: from the day on which goods were "
            "booked. Payments, returns and set-offs count against the oldest that stands open; "
            "what was cancelled counts as never booked."
        ),
        N_("In credit: clients that have paid more than they owe. It is not taken off the rest."),
    ),
)
