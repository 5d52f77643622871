"""A quarter's payouts as lists to sign, one for each rep or area (S5)."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.models import Client, Payout, Settlement, Staff
from desktop.printing.letterhead import spaced
from desktop.printing.payout_list import ListedPayout, PayoutList
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.papers.heads import letterhead
from desktop.queries.papers.payout_voucher import METHODS

BY_REP, BY_AREA = "rep", "area"
_NOBODY = {BY_REP: "无业务员", BY_AREA: "未分片区"}


def payout_lists(session: Session, quarter: Quarter, by: str, today: date) -> Iterator[PayoutList]:
    """The lists of a quarter's payouts by ``BY_REP`` or ``BY_AREA``; forfeited ones are on none."""
    head, frozen = letterhead(session), frozen_clients(session)
    group = Staff.name if by == BY_REP else Client.area
    rows = session.execute(
        select(Payout, Client, group)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .join(Client, Client.id == Payout.client_id)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(Settlement.quarter == quarter.text, Payout.state != "forfeited")
        .order_by(group, Client.code_key, Client.id)
    ).all()
    named = sorted(rows, key=lambda row: row[2] or "")
    for name, some in groupby(named, key=lambda row: row[2] or ""):
        listed = list(some)
        waits = [
            client.name
            for payout, client, _name in listed
            if payout.state == "unpaid" and client.id in frozen
        ]
        yield PayoutList(
            letterhead=head,
            day=today,
            quarter=quarter.text,
            group=name or _NOBODY[by],
            payouts=tuple(
                _listed(payout, client)
                for payout, client, _name in listed
                if payout.state == "paid" or client.id not in frozen
            ),
            blocked=tuple(waits),
        )


def _listed(payout: Payout, client: Client) -> ListedPayout:
    return ListedPayout(
        payout.number,
        client.name,
        spaced(client.phone),
        payout.amount_fen,
        METHODS[payout.method] if payout.method else "",
        payout.paid_on,
    )
