"""The receipt for a collection, or for a credit that was paid out (M7)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.models import Client, Collection, Delivery, Refund, Staff
from desktop.printing.receipt import Receipt
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import letterhead, outlet

MEANS_ON_PAPER = {"cash": "现金", "bank": "银行转账", "wechat": "微信", "alipay": "支付宝"}


def collection_receipt(session: Session, collection: Collection) -> Receipt:
    """The office's receipt for money that a client paid, by itself or with a delivery."""
    key = collection.delivery_id
    delivery = session.get_one(Delivery, key) if key else None
    return Receipt(
        letterhead=letterhead(session),
        number=collection.number,
        day=collection.dated,
        client=outlet(session.get_one(Client, collection.client_id)),
        reason=f"送货单 {delivery.note} 的货款" if delivery else "货款",
        amount_fen=collection.amount_fen,
        means=MEANS_ON_PAPER[collection.means],
        cashier=session.get_one(Staff, collection.recorded_by_id).name,
    )


def refund_receipt(session: Session, refund: Refund) -> Receipt:
    """The client's receipt for its credit."""
    return Receipt(
        letterhead=letterhead(session),
        number=refund.number,
        day=refund.paid_on,
        client=outlet(session.get_one(Client, refund.client_id)),
        reason="退还多付的货款",
        amount_fen=refund.amount_fen,
        means=MEANS_ON_PAPER[refund.means],
        cashier=session.get_one(Staff, refund.paid_by_id).name,
        paid_out=True,
    )


def read_for_receipts(
    session: Session, taken: Sequence[Collection], given: Sequence[Refund]
) -> None:
    """Read at once what receipts of these are going to ask; the session holds it."""
    held_or_read(session, Delivery, (one.delivery_id for one in taken))
    shops = [one.client_id for one in taken] + [one.client_id for one in given]
    held_or_read(session, Client, shops)
    people = [one.recorded_by_id for one in taken] + [one.paid_by_id for one in given]
    held_or_read(session, Staff, people)
