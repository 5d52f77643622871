"""A client's fund statement of a quarter (S6)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_
from desktop.basics.money import grouped
from desktop.models import (
    Case,
    Client,
    Delivery,
    Entry,
    Posting,
    Return,
)
from desktop.printing.statement import FundStatement, Movement
from desktop.queries.facts.funds import closed_quarter, fund_quarters, quarter_of, standing_words
from desktop.queries.facts.rules import read_rules
from desktop.queries.papers.heads import fund_name, letterhead, outlet, signed_by
from desktop.queries.papers.scan import Scan

_WORDS = {
    "opening": "启用时转入的余额",
    "delivery": "送货",
    "delivery-cancelled": "送货取消",
    "return": "退货",
    "return-cancelled": "退货取消",
    "forfeiture": "裁定没收",
    "forfeiture-overturned": "没收撤销",
    "fund-set-off": "抵扣货款",
}


SCAN = Scan(
    re.compile(r"DZ-\d{4}Q[1-4]-(.+)", re.ASCII),
    "fund",
    N_("fund statement"),
    lambda number: select(Client.id).where(func.upper(Client.code) == number[1]),
)


def fund_statement(
    session: Session, client: Client, quarter: Quarter, today: date
) -> FundStatement:
    """Opening, each movement, what was settled, closing."""
    figures = quarter_of(
        fund_quarters(session, max(quarter, Quarter.of(today)), client.id).get(client.id, []),
        quarter,
    )
    agreement = signed_by(session, client.id, quarter.end)
    closed = closed_quarter(session)
    otherwise = "carried" if closed and quarter < closed else "open"
    return FundStatement(
        letterhead=letterhead(session),
        number=f"DZ-{quarter.text}-{client.code}",
        client=outlet(client),
        quarter=quarter.text,
        issued_on=today,
        confirm_by=today + timedelta(days=read_rules(session).confirm_days),
        opening_fen=figures.opening_fen,
        movements=_movements(session, client.id, quarter),
        accrued_fen=figures.accrued_fen,
        returned_fen=figures.returned_fen,
        forfeited_fen=figures.forfeited_fen,
        settled_fen=figures.settled_fen,
        closing_fen=figures.closing_fen,
        state=standing_words(session, [client.id]).get((client.id, quarter.text), otherwise),
        agreement=agreement.number if agreement else "",
        fund_rate=agreement.fund_rate if agreement else None,
        fund_name=fund_name(agreement),
    )


def _movements(session: Session, client_id: int, quarter: Quarter) -> tuple[Movement, ...]:
    sales = aliased(Posting)
    rows = session.execute(
        select(
            Entry.booked_on,
            Entry.number,
            Entry.kind,
            Entry.source,
            Entry.source_id,
            Posting.amount_fen,
            func.coalesce(-sales.amount_fen, 0),
        )
        .join(Posting, Posting.entry_number == Entry.number)
        .outerjoin(sales, (sales.entry_number == Entry.number) & (sales.account == "sales"))
        .where(
            Posting.account == "fund",
            Posting.client_id == client_id,
            Entry.counts_in == quarter.text,
            Entry.kind != "settlement",
        )
    )
    numbers, notes = _numbers(session, client_id), _returned_notes(session, client_id)
    found = {
        (booked_on, number, 0): Movement(
            day=booked_on,
            document=numbers.get((source, source_id), ""),
            words=_WORDS[kind],
            goods_fen=int(goods_fen) or None,
            fund_fen=-fund_fen,
            origin=notes.get(source_id, "") if source == "return" else "",
        )
        for booked_on, number, kind, source, source_id, fund_fen, goods_fen in rows
    }
    for number, gift in _gifts(session, client_id, quarter, numbers):
        found[gift.day, number, 1] = gift
    return tuple(found[place] for place in sorted(found))


def _gifts(
    session: Session, client_id: int, quarter: Quarter, numbers: dict[tuple[str, str], str]
) -> Iterator[tuple[int, Movement]]:
    """Free goods that went along, with their entries' numbers: they don't move the fund (M3a)."""
    documents = {
        name: select(cast(kind.id, String)).where(kind.client_id == client_id)
        for name, kind in (("delivery", Delivery), ("return", Return))
    }
    for name, ids in documents.items():
        rows = session.execute(
            select(Entry.booked_on, Entry.number, Entry.kind, Entry.source_id, Posting.amount_fen)
            .join(Posting, Posting.entry_number == Entry.number)
            .where(
                Posting.account == "goods-given",
                Entry.counts_in == quarter.text,
                Entry.source == name,
                Entry.source_id.in_(ids),
            )
        )
        for booked_on, number, kind, source_id, fen in rows:
            words = f"{_WORDS[kind]}：赠品，价值 {grouped(abs(fen))} 元"
            yield number, Movement(booked_on, numbers[name, source_id], words, None, 0)


def _numbers(session: Session, client_id: int) -> dict[tuple[str, str], str]:
    """The numbers of the papers that move a client's fund, by source; of a delivery its note's."""
    found: dict[tuple[str, str], str] = {}
    for source, kind, number in (
        ("delivery", Delivery, Delivery.note),
        ("return", Return, Return.number),
        ("case", Case, Case.number),
    ):
        rows = session.execute(select(kind.id, number).where(kind.client_id == client_id))
        found |= {(source, str(key)): number for key, number in rows}
    return found


def _returned_notes(session: Session, client_id: int) -> dict[str, str]:
    """On which note the goods of each return had come: the client has that paper."""
    rows = session.execute(
        select(Return.id, Delivery.note)
        .join(Delivery, Delivery.id == Return.delivery_id)
        .where(Return.client_id == client_id)
    )
    return {str(key): note for key, note in rows}
