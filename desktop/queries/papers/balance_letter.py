"""A client's balance letter: what it owes by age and delivery, its fund, what it is due."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import BalanceLetter, Client, Delivery, Entry
from desktop.printing.balance_letter import BalanceLetter as Letter
from desktop.printing.balance_letter import OpenItem
from desktop.queries.facts.receivables import AGES, OpenCharge, ages_of
from desktop.queries.papers.heads import fund_name, letterhead, outlet, signed_by

LETTER = "balance_letter"
_WORDS = {
    "opening": "启用时转入的余额",
    "refund": "退还多付款",
    "delivery-cancelled": "送货撤销",
    "payout": "兑付",
    "return-cancelled": "退货撤销",
    "collection-cancelled": "收款撤销",
    "payout-cancelled": "兑付撤销",
    "benefit-cancelled": "客户利益撤销",
    "fund-set-off": "抵扣负基金",
}


def balance_letter(
    session: Session, letter: BalanceLetter, charges: Sequence[OpenCharge]
) -> Letter:
    """The letter with what of its client's charges is open on the day of its balances."""
    client = session.get_one(Client, letter.client_id)
    return Letter(
        letterhead=letterhead(session),
        number=letter.number,
        day=letter.sent_on,
        client=outlet(client),
        as_of=letter.as_of,
        answer_by=letter.answer_by,
        owed_fen=letter.owed_fen,
        by_age=tuple(zip(_ages(), ages_of(charges, letter.as_of), strict=True)),
        items=_items(session, charges),
        fund_fen=letter.fund_fen,
        payable_fen=letter.payable_fen,
        fund_name=fund_name(signed_by(session, client.id, letter.as_of)),
    )


def _ages() -> tuple[str, ...]:
    """How old each part is, in words."""
    starts = (0, *(last + 1 for last in AGES[:-1]))
    within = [f"{first}–{last} 天" for first, last in zip(starts, AGES, strict=True)]
    return (*within, f"{AGES[-1]} 天以上")


def _items(session: Session, charges: Sequence[OpenCharge]) -> tuple[OpenItem, ...]:
    """What is open, the oldest first, by its note where it is a delivery."""
    keys = [int(one.source_id) for one in charges if one.source == "delivery"]
    notes = {
        str(key): note
        for key, note in session.execute(
            select(Delivery.id, Delivery.note).where(Delivery.id.in_(keys))
        )
    }
    kinds = _kinds(session, charges)
    return tuple(
        OpenItem(
            one.day,
            notes.get(one.source_id, "") if one.source == "delivery" else "",
            "送货" if one.source == "delivery" else kinds[one.entry],
            one.charged_fen,
            one.open_fen,
        )
        for one in reversed(charges)
    )


def _kinds(session: Session, charges: Sequence[OpenCharge]) -> dict[int, str]:
    """What each entry was, in the words of the paper."""
    numbers = [one.entry for one in charges if one.source != "delivery"]
    rows = session.execute(select(Entry.number, Entry.kind).where(Entry.number.in_(numbers)))
    return {number: _WORDS.get(kind, "其他") for number, kind in rows}
