"""The fund (F2): by quarter what came and went, what is held, and what is owed since when."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.chart import BARS, COLUMNS, Chart, Series
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Part, Scope, Source, Table
from desktop.models import Client, Payout, Settlement, SettlementLine, Staff
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.funds import (
    FundQuarter,
    closed_quarter,
    funds_in,
    office_quarters,
)
from desktop.queries.reports.declared import Declared

_MOST_BARS = 8
Row = tuple[Value, ...]


def fund(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the fund report, by the quarters that the time touches."""
    last = Quarter.of(min(scope.end, today))
    first = Quarter.of(scope.start)
    return (
        _by_quarter(session, scope, first, last),
        _by_client(session, first, last),
        _owed(session, today),
    )


def _by_quarter(session: Session, scope: Scope, first: Quarter, last: Quarter) -> Table:
    quarters = [one for one in office_quarters(session, last) if one.quarter >= first]
    held = _held(session, quarters)
    lines = []
    for one in quarters:
        clients, held_fen = held.get(one.quarter, (0, 0))
        values: Row = (one.quarter.text, *_figures(one), clients, held_fen)
        part = Scope(one.quarter.start, one.quarter.end, scope.only)
        lines.append(Line(values, Part("client", part)))
    columns = (
        Column("quarter", _("Quarter")),
        *_columns(),
        Column("held_clients", _("Clients held"), COUNT),
        Column("held", _("Held"), MONEY, main=True),
    )
    kept = held.get(quarters[-1].quarter, (0, 0)) if quarters else (0, 0)
    total: Row = (_("Total"), *_figures(_together(quarters)), *kept) if quarters else ()
    chart = _quarter_chart(quarters) if quarters else None
    return Table("quarter", _("By quarter"), columns, tuple(lines), _none(), total, chart)


def _none() -> str:
    return _("Nothing came into the fund in this time.")


def _columns() -> tuple[Column, ...]:
    return (
        Column("opening", _("Opening"), MONEY),
        Column("accrued", _("Accrued"), MONEY, main=True),
        Column("returned", _("Returned"), MONEY),
        Column("forfeited", _("Forfeited"), MONEY),
        Column("settled", _("Settled"), MONEY, main=True),
        Column("closing", _("Closing"), MONEY, main=True),
    )


def _figures(one: FundQuarter) -> tuple[int, ...]:
    return (
        one.opening_fen,
        one.accrued_fen,
        one.returned_fen,
        one.forfeited_fen,
        one.settled_fen,
        one.closing_fen,
    )


def _together(quarters: list[FundQuarter]) -> FundQuarter:
    """All of these quarters as one: it opens as the first and closes as the last (S1)."""
    return FundQuarter(
        quarters[0].quarter,
        quarters[0].opening_fen,
        sum(one.accrued_fen for one in quarters),
        sum(one.returned_fen for one in quarters),
        sum(one.forfeited_fen for one in quarters),
        sum(one.settled_fen for one in quarters),
    )


def _held(session: Session, quarters: list[FundQuarter]) -> dict[Quarter, tuple[int, int]]:
    """By quarter how many clients its settlement held, and what they had in the fund (S2, V4).

    Quarters that aren't closed: the clients whose fund is frozen now.
    """
    closed = closed_quarter(session)
    posted = _held_by_settlement(session)
    frozen = frozen_clients(session)
    found = {}
    for one in quarters:
        is_open = closed is None or one.quarter > closed
        clients = frozen if is_open else posted.get(one.quarter, set())
        if not clients:
            continue
        funds = funds_in(session, one.quarter, sorted(clients))
        amounts = [each.closing_fen for each in funds.values() if each.closing_fen > 0]
        found[one.quarter] = len(amounts), sum(amounts)
    return found


def _held_by_settlement(session: Session) -> Mapping[Quarter, set[int]]:
    rows = session.execute(
        select(Settlement.quarter, SettlementLine.client_id)
        .join(SettlementLine, SettlementLine.settlement_id == Settlement.id)
        .where(Settlement.state == "posted", SettlementLine.standing == "held")
    )
    found: dict[Quarter, set[int]] = {}
    for quarter, client_id in rows:
        found.setdefault(Quarter.parse(quarter), set()).add(client_id)
    return found


def _quarter_chart(quarters: list[FundQuarter]) -> Chart:
    """What came in stands up, what went out hangs down, and what was left runs over both."""
    return Chart(
        _("What came into the fund and left it"),
        COLUMNS,
        tuple(one.quarter.text for one in quarters),
        (
            Series(_("Accrued"), tuple(one.accrued_fen for one in quarters)),
            Series(_("Settled"), tuple(-one.settled_fen for one in quarters), "quiet"),
            Series(_("Returned"), tuple(-one.returned_fen for one in quarters), "careful"),
            Series(_("Forfeited"), tuple(-one.forfeited_fen for one in quarters), "wrong"),
            Series(_("Closing"), tuple(one.closing_fen for one in quarters), "text", line=True),
        ),
    )


def _by_client(session: Session, first: Quarter, last: Quarter) -> Table:
    # A time that hasn't begun touches no quarter.
    found = funds_in(session, first, last=last) if first <= last else {}
    funds = {key: one for key, one in found.items() if one.listed}
    clients = session.execute(
        select(Client.id, Client.code, Client.name, Staff.name).outerjoin(
            Staff, Staff.id == Client.rep_id
        )
    )
    rows = sorted(
        (-funds[key].closing_fen, code, key, name, rep or "")
        for key, code, name, rep in clients
        if key in funds
    )
    lines = tuple(
        Line((code, name, rep, *_figures(funds[key])), Source("fund", key))
        for _closing, code, key, name, rep in rows
    )
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("rep", _("Rep")),
        *_columns(),
    )
    sums = [sum(one) for one in zip(*(_figures(funds[key]) for key in funds), strict=True)]
    total = ("", _("Total"), "", *sums) if funds else ()
    most = lines[:_MOST_BARS]
    chart = Chart(
        _("Where most stands in the fund"),
        BARS,
        tuple(str(line.values[1]) for line in most),
        (Series(_("Closing"), tuple(funds[row[2]].closing_fen for row in rows[:_MOST_BARS])),),
    )
    return Table("client", _("By client"), columns, lines, _none(), total, chart if funds else None)


def _owed(session: Session, today: date) -> Table:
    """What settlements put down for clients and nobody paid yet, the oldest first (S5)."""
    frozen = frozen_clients(session)
    rows = session.execute(
        select(Payout, Settlement, Client)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .join(Client, Client.id == Payout.client_id)
        .where(Payout.state == "unpaid")
        .order_by(Settlement.posted_on, Client.code_key, Client.id)
    ).all()
    lines = []
    for payout, settlement, client in rows:
        since = settlement.posted_on
        assert since is not None  # it has payouts
        values = (
            client.code,
            client.name,
            settlement.quarter,
            payout.number,
            payout.amount_fen,
            since,
            (today - since).days,
            _("frozen") if client.id in frozen else "",
        )
        lines.append(Line(values, Source("payouts", payout.settlement_entry_number)))
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("quarter", _("Quarter")),
        Column("payout", _("Payout")),
        Column("amount", _("Amount"), MONEY, main=True),
        Column("since", _("Owed since"), DAY),
        Column("days", _("Days"), COUNT),
        Column("state", _("State")),
    )
    amount = sum(payout.amount_fen for payout, _settlement, _client in rows)
    total = ("", _("Total"), "", "", amount, None, None, "") if lines else ()
    none = _("Everything that was settled is paid.")
    return Table("owed", _("Owed today"), columns, tuple(lines), none, total)


FUND = Declared(
    "fund",
    N_("Price-protection fund"),
    ("manager", "clerk", "accountant", "cashier"),
    fund,
    (
        N_(
            "Opening and accrued, less what was returned and forfeited, less what was settled for "
            "the quarter, is the closing. All quarters that the time touches are shown whole."
        ),
        N_(
            "Held: what clients had in the fund whose case waited when the quarter was settled; in "
            "a quarter that isn't settled yet, whose case waits now."
        ),
        N_("Owed: settled, and not paid today; since the day on which the settlement was posted."),
    ),
    filled_at=("agreements", N_("Agreements")),
)
