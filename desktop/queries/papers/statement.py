"""A client's fund statement of a quarter (S6)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
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
from desktop.queries.facts.funds import FundQuarter, closed_quarter, funds_in, standing_words
from desktop.queries.facts.rules import read_rules
from desktop.queries.papers.heads import fund_name, letterhead, outlet, signed_by_each
from desktop.queries.papers.scan import Scan

_WORDS = {
    "opening": "启用时转入的余额",
    "delivery": "送货",
    "delivery-cancelled": "送货撤销",
    "return": "退货",
    "return-cancelled": "退货撤销",
    "forfeiture": "裁定没收",
    "forfeiture-overturned": "没收撤销",
    "fund-set-off": "抵扣货款",
}
_AT_ONCE = 250  # clients that one statement of SQL asks about


SCAN = Scan(
    re.compile(r"DZ-\d{4}Q[1-4]-(.+)", re.ASCII),
    "fund",
    N_("fund statement"),
    lambda number: select(Client.id).where(func.upper(Client.code) == number[1]),
)


def fund_statements(
    session: Session, clients: Sequence[Client], quarter: Quarter, today: date
) -> Iterator[FundStatement]:
    """Of each of these clients in turn: opening, each movement, what was settled, closing."""
    office, confirm_days = letterhead(session), read_rules(session).confirm_days
    closed = closed_quarter(session)
    otherwise = "carried" if closed and quarter < closed else "open"
    for start in range(0, len(clients), _AT_ONCE):
        some = clients[start : start + _AT_ONCE]
        keys = [one.id for one in some]
        funds, movements = funds_in(session, quarter, keys), _movements(session, keys, quarter)
        agreements = signed_by_each(session, keys, quarter.end)
        standings = standing_words(session, keys)
        for client in some:
            figures = funds.get(client.id, FundQuarter(quarter))
            agreement = agreements.get(client.id)
            yield FundStatement(
                letterhead=office,
                number=f"DZ-{quarter.text}-{client.code}",
                client=outlet(client),
                quarter=quarter.text,
                issued_on=today,
                confirm_by=today + timedelta(days=confirm_days),
                opening_fen=figures.opening_fen,
                movements=movements.get(client.id, ()),
                accrued_fen=figures.accrued_fen,
                returned_fen=figures.returned_fen,
                forfeited_fen=figures.forfeited_fen,
                settled_fen=figures.settled_fen,
                closing_fen=figures.closing_fen,
                state=standings.get((client.id, quarter.text), otherwise),
                agreement=agreement.number if agreement else "",
                fund_rate=agreement.fund_rate if agreement else None,
                fund_name=fund_name(agreement),
            )


def _movements(
    session: Session, client_ids: Sequence[int], quarter: Quarter
) -> dict[int, tuple[Movement, ...]]:
    """The movements of each client's fund in their order, gifts beside those they went with."""
    sales = aliased(Posting)
    # As an expression, so that SQLite looks at the entry's own legs and not at all sales there are.
    is_sales = sales.account + "" == "sales"
    rows = session.execute(
        select(
            Posting.client_id,
            Entry.booked_on,
            Entry.number,
            Entry.kind,
            Entry.source,
            Entry.source_id,
            Posting.amount_fen,
            func.coalesce(-sales.amount_fen, 0),
        )
        .join(Entry, Entry.number == Posting.entry_number)
        .outerjoin(sales, (sales.entry_number == Entry.number) & is_sales)
        .where(
            Posting.account == "fund",
            Posting.client_id.in_(client_ids),
            Entry.counts_in == quarter.text,
            Entry.kind != "settlement",
        )
    ).all()
    numbers, notes = _numbers(session, client_ids), _returned_notes(session, client_ids)
    found: dict[int, dict[tuple[date, int, int], Movement]] = defaultdict(dict)
    for client_id, booked_on, number, kind, source, source_id, fund_fen, goods_fen in rows:
        found[client_id or 0][booked_on, number, 0] = Movement(
            day=booked_on,
            document=numbers.get((source, source_id), ""),
            words=_WORDS[kind],
            goods_fen=int(goods_fen) or None,
            fund_fen=-fund_fen,
            origin=notes.get(source_id, "") if source == "return" else "",
        )
    for client_id, number, gift in _gifts(session, client_ids, quarter, numbers):
        found[client_id][gift.day, number, 1] = gift
    return {
        client_id: tuple(placed[place] for place in sorted(placed))
        for client_id, placed in found.items()
    }


def _gifts(
    session: Session,
    client_ids: Sequence[int],
    quarter: Quarter,
    numbers: dict[tuple[str, str], str],
) -> Iterator[tuple[int, int, Movement]]:
    """Free goods that went along, with their clients and their entries' numbers (M3a).

    They don't move the fund.
    """
    for name, document in (("delivery", Delivery), ("return", Return)):
        rows = session.execute(
            select(
                document.client_id,
                Entry.booked_on,
                Entry.number,
                Entry.kind,
                Entry.source_id,
                Posting.amount_fen,
            )
            .join(Entry, Entry.number.in_((document.entry_number, document.cancel_entry_number)))
            .join(Posting, Posting.entry_number == Entry.number)
            .where(
                Posting.account == "goods-given",
                Entry.counts_in == quarter.text,
                document.client_id.in_(client_ids),
            )
        )
        for client_id, booked_on, number, kind, source_id, fen in rows:
            words = f"{_WORDS[kind]}：赠品，价值 {grouped(abs(fen))} 元"
            gift = Movement(booked_on, numbers[name, source_id], words, None, 0)
            yield client_id, number, gift


def _numbers(session: Session, client_ids: Sequence[int]) -> dict[tuple[str, str], str]:
    """The numbers of the papers that move clients' funds, by source; of a delivery its note's."""
    found: dict[tuple[str, str], str] = {}
    for source, kind, number in (
        ("delivery", Delivery, Delivery.note),
        ("return", Return, Return.number),
        ("case", Case, Case.number),
    ):
        rows = session.execute(select(kind.id, number).where(kind.client_id.in_(client_ids)))
        found |= {(source, str(key)): number for key, number in rows}
    return found


def _returned_notes(session: Session, client_ids: Sequence[int]) -> dict[str, str]:
    """On which note the goods of each return had come: the client has that paper."""
    rows = session.execute(
        select(Return.id, Delivery.note)
        .join(Delivery, Delivery.id == Return.delivery_id)
        .where(Return.client_id.in_(client_ids))
    )
    return {str(key): note for key, note in rows}
