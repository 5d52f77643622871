"""Settlements to review, and payouts to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_, _
from desktop.basics.money import grouped
from desktop.models import Client, Entry, Payout, Settlement, SettlementLine, Staff
from desktop.models.settlement import PAYOUT_METHODS
from desktop.queries.facts.cases import frozen, frozen_clients
from desktop.queries.facts.funds import (
    FundQuarter,
    Standing,
    closed_quarter,
    funds_in,
    standings_of,
)
from desktop.queries.listing import (
    Wanted,
    by_name,
    in_turn,
    keys,
    numbered,
    of_client,
    ordered,
    searched,
)
from desktop.queries.lists import Asked, Filter, Line, PageList, Sum, Within

_WALKED = 50  # clients for each of the first payouts, along whom these are looked for


@dataclass(frozen=True)
class SettlementRow:
    """A quarter's settlement: how many clients are settled, held and carried; amounts in fen.

    A supplementary one names its only ``client`` (S4a); of others it is empty.
    """

    id: int
    quarter: str
    client: str
    state: str
    settled: int
    held: int
    carried: int
    amount_fen: int
    unpaid: int

    @property
    def called(self) -> str:
        """Which quarter, and of which client a supplementary one is."""
        return f"{self.quarter} {self.client}".strip()

    @property
    def told(self) -> Line:
        """Which quarter, of how many clients, how much."""
        if self.client:
            return Line(self.called, grouped(self.amount_fen))
        words = _("{quarter}, {number} clients").format(quarter=self.quarter, number=self.settled)
        return Line(words, grouped(self.amount_fen))


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
class SettlementDetail:
    """A settlement to review; ``steps`` are (what, who, day)."""

    row: SettlementRow
    lines: tuple[ReviewLine, ...]
    steps: tuple[tuple[str, str, date], ...]
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

    @property
    def told(self) -> Line:
        """To whom, of which quarter, how much."""
        return Line(f"{self.name} {self.quarter}", grouped(self.amount_fen))


def settlement_ids(session: Session, wanted: Wanted) -> list[int]:
    """The settlements of a list, the newest quarter first."""
    query = SETTLEMENTS.under(wanted.filter)
    match = numbered(Settlement.quarter, wanted.search)
    columns: dict[str, Any] = {
        "quarter": Settlement.quarter,
        "clients": _settled(func.count()),
        "amount": _settled(func.coalesce(func.sum(SettlementLine.amount_fen), 0)),
        "state": in_turn(Settlement.state, Settlement.STATE_WORDS),
    }
    query = ordered(query, columns, wanted, Settlement.quarter.desc(), Settlement.id)
    return searched(session, query, wanted, match)


def _settled(figure: Any) -> Any:
    """A figure of the clients that a settlement settles."""
    lines = select(figure).where(
        SettlementLine.settlement_id == Settlement.id, SettlementLine.standing == "settled"
    )
    return lines.correlate(Settlement).scalar_subquery()


def _settled_amounts(_asked: Asked, within: Within) -> Select[Any]:
    settled = (within(SettlementLine.settlement_id), SettlementLine.standing == "settled")
    return select(func.sum(SettlementLine.amount_fen)).where(*settled)


SETTLEMENTS = PageList(
    "settlements",
    Settlement.id,
    (
        Filter("", N_("All"), counted=False),
        Filter("draft", N_("Drafts"), Settlement.state == "draft"),
        Filter("submitted", N_("To approve"), Settlement.state == "submitted"),
        Filter("approved", N_("To post"), Settlement.state == "approved"),
    ),
    lambda asked, wanted: settlement_ids(asked.session, wanted),
    lambda asked, ids: settlement_rows(asked.session, ids),
    sums=(Sum("amount", _settled_amounts),),
)


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
            client or "",
            one.state,
            counts.get((one.id, "settled"), nothing)[0],
            counts.get((one.id, "held"), nothing)[0],
            counts.get((one.id, "carried"), nothing)[0],
            counts.get((one.id, "settled"), nothing)[1],
            unpaid.get(one.id, 0),
        )
        for one, client in session.execute(
            select(Settlement, Client.name)
            .outerjoin(Client, Client.id == Settlement.client_id)
            .where(Settlement.id.in_(list(ids)))
        )
    }


def settlement_detail(session: Session, settlement_id: int) -> SettlementDetail:
    """One settlement with every client's figures, what differs now marked (S3)."""
    settlement = session.get_one(Settlement, settlement_id)
    quarter = settlement.period
    figures = funds_in(session, quarter)
    posted = settlement.state == "posted"
    now = {} if posted else standings_of(session, settlement)
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
        sum(last.get(line.client_id, 0) for line in lines)
        if settlement.client_id
        else sum(last.values()),
    )


def _paid_in(session: Session, quarter: Quarter) -> dict[int, int]:
    rows = session.execute(
        select(SettlementLine.client_id, SettlementLine.amount_fen)
        .join(Settlement, Settlement.id == SettlementLine.settlement_id)
        .where(Settlement.quarter == quarter.text, SettlementLine.standing == "settled")
    )
    return dict(rows.all())


def _steps(session: Session, settlement: Settlement) -> tuple[tuple[str, str, date], ...]:
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    found = []
    for words in ("prepared", "submitted", "returned", "approved", "posted"):
        day: date | None = getattr(settlement, f"{words}_on")
        who: int | None = getattr(settlement, f"{words}_by_id")
        if day is not None:
            found.append((words, names.get(who or 0, ""), day))
    return tuple(found)


def quarter_to_settle(session: Session, today: date) -> Quarter:
    """The quarter that is next to be settled: the last ended one."""
    closed = closed_quarter(session)
    last = Quarter.of(today).previous()
    return last if closed is None or closed < last else Quarter.of(today)


def quarters_due(asked: Asked) -> list[Line]:
    """The quarter before this one, when it moved something and nobody began its settlement."""
    session, quarter = asked.session, Quarter.of(asked.today).previous()
    closed = closed_quarter(session)
    if closed is not None and closed >= quarter:
        return []
    some = session.scalar(select(Entry.number).where(Entry.booked_on <= quarter.end).limit(1))
    begun = session.scalar(select(Settlement.id).where(Settlement.quarter == quarter.text).limit(1))
    if some is None or begun is not None:
        return []
    ended = _("ended {day}").format(day=quarter.end)
    return [Line(_("prepare {quarter}").format(quarter=quarter.text), ended, do="new")]


def payout_ids(session: Session, wanted: Wanted) -> list[int]:
    """The payouts of a list, the newest quarter first."""
    if wanted.first and not (wanted.search or wanted.sort):
        first = _first_payouts(session, wanted)
        if len(first) == wanted.first:
            return first
    query = (
        PAYOUTS.under(wanted.filter)
        .join(Client, Client.id == Payout.client_id)
        .join(Settlement, Settlement.id == Payout.settlement_id)
    )
    named = numbered(Payout.number, wanted.search)
    match = of_client(Payout.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "name": by_name(),
        "amount": Payout.amount_fen,
        "state": case(
            (Payout.client_id.in_(frozen()), -1),
            else_=in_turn(Payout.state, Payout.STATE_WORDS),
        ),
        "quarter": Settlement.quarter,
        "number": Payout.number,
        "paid": Payout.paid_on,
        "method": in_turn(Payout.method, PAYOUT_METHODS),
    }
    last = (Settlement.quarter.desc(), Client.code_key, Client.id)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def _first_payouts(session: Session, wanted: Wanted) -> list[int]:
    """The first of the newest quarter, as far as they belong to the first clients.

    Where they are many, all are looked up and sorted for the few that are shown; along the clients
    these come at once.
    """
    clients = select(Client.id, Client.code_key).order_by(Client.code_key, Client.id)
    begun = clients.limit(_WALKED * wanted.first).subquery()
    newest = select(func.max(Settlement.quarter)).where(Settlement.state == "posted")
    query = (
        PAYOUTS.under(wanted.filter)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .join(begun, begun.c.id == Payout.client_id)
        .where(Settlement.quarter == newest.scalar_subquery())
        .order_by(begun.c.code_key, begun.c.id)
    )
    return keys(session, query.limit(wanted.first))


def _paid_amounts(_asked: Asked, within: Within) -> Select[Any]:
    return select(func.sum(Payout.amount_fen)).where(within(Payout.settlement_entry_number))


PAYOUTS = PageList(
    "payouts",
    Payout.settlement_entry_number,
    (
        Filter("unpaid", N_("Unpaid"), Payout.state == "unpaid", long=True),
        Filter("paid", N_("Paid"), Payout.state == "paid"),
        Filter("forfeited", N_("Forfeited"), Payout.state == "forfeited"),
        Filter("", N_("All")),
    ),
    lambda asked, wanted: payout_ids(asked.session, wanted),
    lambda asked, ids: payout_rows(asked.session, ids),
    sums=(Sum("amount", _paid_amounts),),
)


def payout_rows(session: Session, ids: Sequence[int]) -> dict[int, PayoutRow]:
    """The lines of these payouts."""
    frozen_ones = frozen_clients(session)
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
            client.id in frozen_ones,
        )
        for payout, quarter, client, who in rows
    }
