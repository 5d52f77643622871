"""Settlements to review, and payouts to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.models import Case, Client, Payout, Settlement, SettlementLine, Staff
from desktop.queries.facts.funds import (
    FundQuarter,
    Standing,
    closed_quarter,
    frozen_clients,
    funds_in,
    standings,
)
from desktop.queries.listing import (
    Wanted,
    by_name,
    how_many,
    in_turn,
    numbered,
    of_client,
    ordered,
    searched,
)


@dataclass(frozen=True)
class SettlementRow:
    """A quarter's settlement: how many clients are settled, held and carried; amounts in fen."""

    id: int
    quarter: str
    state: str
    settled: int
    held: int
    carried: int
    amount_fen: int
    unpaid: int


@dataclass(frozen=True)
class ReviewLine:
    """One client in a settlement, beside what it would be now and what the last quarter paid.

    ``standing`` is ``to_settle`` until the settlement is posted, ``settled`` after it.
    """

    client_id: int
    code: str
    name: str
    standing: str
    amount_fen: int
    figures: FundQuarter
    last_fen: int
    differs: bool


@dataclass(frozen=True)
class Step:
    """Who did a step, and when."""

    words: str
    who: str
    day: date


@dataclass(frozen=True)
class SettlementDetail:
    """A settlement to review."""

    row: SettlementRow
    lines: tuple[ReviewLine, ...]
    steps: tuple[Step, ...]
    last_amount_fen: int


@dataclass(frozen=True)
class PayoutRow:
    """What a client is paid of a settled quarter; ``id`` is its settlement entry's number."""

    id: int
    settlement_id: int
    number: str
    quarter: str
    client_id: int
    code: str
    name: str
    amount_fen: int
    state: str
    method: str
    paid_on: date | None
    paid_by: str
    frozen: bool


def settlement_ids(session: Session, wanted: Wanted) -> list[int]:
    """The settlements of a list, the newest quarter first. Filters: their states."""
    query = filtered_settlements(wanted.filter)
    match = numbered(Settlement.quarter, wanted.search)
    columns: dict[str, Any] = {
        "quarter": Settlement.quarter,
        "clients": _settled(func.count()),
        "amount": _settled(func.coalesce(func.sum(SettlementLine.amount_fen), 0)),
        "state": in_turn(Settlement.state, Settlement.STATE_WORDS),
    }
    query = ordered(query, columns, wanted, Settlement.quarter.desc())
    return searched(session, query, wanted, match)


def _settled(figure: Any) -> Any:
    """A figure of the clients that a settlement settles."""
    lines = select(figure).where(
        SettlementLine.settlement_id == Settlement.id, SettlementLine.standing == "settled"
    )
    return lines.correlate(Settlement).scalar_subquery()


def filtered_settlements(name: str) -> Select[Any]:
    """The keys of the settlements under a filter."""
    query = select(Settlement.id)
    return query.where(Settlement.state == name) if name else query


def settlement_counts(session: Session) -> dict[str, int]:
    """How many settlements wait for each step."""
    return {
        name: how_many(session, filtered_settlements(name))
        for name in ("draft", "submitted", "approved")
    }


def settlement_rows(session: Session, ids: Sequence[int]) -> dict[int, SettlementRow]:
    """The lines of these settlements."""
    counts: dict[tuple[int, str], tuple[int, int]] = {
        (key, standing): (number, int(amount or 0))
        for key, standing, number, amount in session.execute(
            select(
                SettlementLine.settlement_id,
                SettlementLine.standing,
                func.count(),
                func.sum(SettlementLine.amount_fen),
            )
            .where(SettlementLine.settlement_id.in_(list(ids)))
            .group_by(SettlementLine.settlement_id, SettlementLine.standing)
        )
    }
    unpaid = dict(
        session.execute(
            select(Payout.settlement_id, func.count())
            .where(Payout.state == "unpaid")
            .group_by(Payout.settlement_id)
        ).all()
    )
    nothing = (0, 0)
    return {
        one.id: SettlementRow(
            one.id,
            one.quarter,
            one.state,
            counts.get((one.id, "settled"), nothing)[0],
            counts.get((one.id, "held"), nothing)[0],
            counts.get((one.id, "carried"), nothing)[0],
            counts.get((one.id, "settled"), nothing)[1],
            unpaid.get(one.id, 0),
        )
        for one in session.scalars(select(Settlement).where(Settlement.id.in_(list(ids))))
    }


def settlement_detail(session: Session, settlement_id: int) -> SettlementDetail:
    """One settlement with every client's figures, what differs now marked (S3)."""
    settlement = session.get_one(Settlement, settlement_id)
    quarter = settlement.period
    figures = funds_in(session, quarter)
    posted = settlement.state == "posted"
    now = {} if posted else standings(session, quarter)
    last = _paid_in(session, quarter.previous())
    rows = session.execute(
        select(
            SettlementLine.client_id,
            Client.code,
            Client.name,
            SettlementLine.standing,
            SettlementLine.amount_fen,
        )
        .join(Client, Client.id == SettlementLine.client_id)
        .where(SettlementLine.settlement_id == settlement_id)
        .order_by(
            SettlementLine.standing != "held", SettlementLine.amount_fen.desc(), Client.code_key
        )
    )
    lines = tuple(
        ReviewLine(
            client_id,
            code,
            name,
            "to_settle" if standing == "settled" and not posted else standing,
            amount_fen,
            figures.get(client_id, FundQuarter(quarter)),
            last.get(client_id, 0),
            not posted and now.get(client_id) != Standing(standing, amount_fen),
        )
        for client_id, code, name, standing, amount_fen in rows
    )
    return SettlementDetail(
        settlement_rows(session, [settlement_id])[settlement_id],
        lines,
        _steps(session, settlement),
        sum(last.values()),
    )


def _paid_in(session: Session, quarter: Quarter) -> dict[int, int]:
    rows = session.execute(
        select(SettlementLine.client_id, SettlementLine.amount_fen)
        .join(Settlement, Settlement.id == SettlementLine.settlement_id)
        .where(Settlement.quarter == quarter.text, SettlementLine.standing == "settled")
    )
    return dict(rows.all())


def _steps(session: Session, settlement: Settlement) -> tuple[Step, ...]:
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    found = []
    for words in ("prepared", "submitted", "returned", "approved", "posted"):
        day: date | None = getattr(settlement, f"{words}_on")
        who: int | None = getattr(settlement, f"{words}_by_id")
        if day is not None:
            found.append(Step(words, names.get(who or 0, ""), day))
    return tuple(found)


def quarter_to_settle(session: Session, today: date) -> Quarter:
    """The quarter that is next to be settled: the last ended one."""
    closed = closed_quarter(session)
    last = Quarter.of(today).previous()
    return last if closed is None or closed < last else Quarter.of(today)


def payout_ids(session: Session, wanted: Wanted) -> list[int]:
    """Payouts. Filters: unpaid, paid, forfeited."""
    query = (
        filtered_payouts(wanted.filter)
        .join(Client, Client.id == Payout.client_id)
        .join(Settlement, Settlement.id == Payout.settlement_id)
    )
    named = numbered(Payout.number, wanted.search)
    match = of_client(Payout.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "name": by_name(),
        "amount": Payout.amount_fen,
        "state": case(
            (Payout.client_id.in_(select(Case.client_id).where(Case.state == "accepted")), -1),
            else_=in_turn(Payout.state, Payout.STATE_WORDS),
        ),
        "quarter": Settlement.quarter,
    }
    last = (Settlement.quarter.desc(), Client.code_key, Client.id)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def filtered_payouts(name: str) -> Select[Any]:
    """The keys of the payouts under a filter."""
    query = select(Payout.settlement_entry_number)
    return query.where(Payout.state == name) if name else query


def payout_counts(session: Session) -> dict[str, int]:
    """How many payouts stand in each state."""
    counts = dict(session.execute(select(Payout.state, func.count()).group_by(Payout.state)).all())
    return {"": sum(counts.values()), **dict.fromkeys(("unpaid", "paid"), 0), **counts}


def payout_rows(session: Session, ids: Sequence[int]) -> dict[int, PayoutRow]:
    """The lines of these payouts."""
    frozen = frozen_clients(session)
    rows = session.execute(
        select(Payout, Settlement.quarter, Client, Staff.name)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .join(Client, Client.id == Payout.client_id)
        .outerjoin(Staff, Staff.id == Payout.paid_by_id)
        .where(Payout.settlement_entry_number.in_(list(ids)))
    )
    return {
        payout.settlement_entry_number: PayoutRow(
            payout.settlement_entry_number,
            payout.settlement_id,
            payout.number,
            quarter,
            client.id,
            client.code,
            client.name,
            payout.amount_fen,
            payout.state,
            payout.method or "",
            payout.paid_on,
            who or "",
            client.id in frozen,
        )
        for payout, quarter, client, who in rows
    }
