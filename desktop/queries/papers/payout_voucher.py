"""The voucher that a client signs for its payout (S5, M7)."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_
from desktop.models import Client, Payout, Settlement, Staff
from desktop.printing.payout_voucher import PayoutVoucher
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import fund_name, letterhead, outlet, read_signed, signed_by
from desktop.queries.papers.scan import Scan

METHODS = {"cash": "现金", "transfer": "转账", "goods": "抵付货款"}


def _paid_again(number: re.Match[str]) -> Select[int]:
    return select(Payout.settlement_entry_number).where(
        Payout.number == number[1], Payout.payments >= int(number[2])
    )


# The first voucher has the payout's own number.
SCAN = Scan(
    re.compile(r"(LK-.+)-([2-9]|[1-9]\d{1,2})", re.ASCII), "payouts", N_("payout"), _paid_again
)


def payout_voucher(session: Session, payout: Payout, today: date) -> PayoutVoucher:
    """The voucher; before the payout is made its means are left to tick."""
    settlement = session.get_one(Settlement, payout.settlement_id)
    cashier = session.get(Staff, payout.paid_by_id) if payout.paid_by_id else None
    return PayoutVoucher(
        letterhead=letterhead(session),
        # Paid again after it was cancelled it is another paper, with a number of its own.
        number=f"{payout.number}-{payout.payments}" if payout.payments > 1 else payout.number,
        day=payout.paid_on or today,
        client=outlet(session.get_one(Client, payout.client_id)),
        quarter=settlement.quarter,
        settlement=f"{settlement.quarter}（{settlement.posted_on} 入账）",
        amount_fen=payout.amount_fen,
        means=METHODS[payout.method] if payout.method else "",
        paid_by=cashier.name if cashier else "",
        fund_name=fund_name(signed_by(session, payout.client_id, _end(settlement))),
        remark=f"第 {payout.payments} 次付款，前一次已撤销" if payout.payments > 1 else "",
    )


def _end(settlement: Settlement) -> date:
    return Quarter.parse(settlement.quarter).end


def read_for_vouchers(session: Session, payouts: Sequence[Payout]) -> None:
    """Read at once what vouchers of these are going to ask; the session holds it."""
    settlements = held_or_read(session, Settlement, (one.settlement_id for one in payouts))
    held_or_read(session, Client, (one.client_id for one in payouts))
    held_or_read(session, Staff, (one.paid_by_id for one in payouts))
    read_signed(session, ((one.client_id, _end(settlements[one.settlement_id])) for one in payouts))
