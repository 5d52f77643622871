"""A client's balance letter: what it owes by age and delivery, its fund, what it is due."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import BalanceLetter, Client, Delivery, Entry
from desktop.printing.balance_letter import BalanceLetter as Letter
from desktop.printing.balance_letter import OpenItem
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.parts import some_at_once
from desktop.queries.facts.receivables import AGES, OpenCharge, ages_of
from desktop.queries.papers.heads import (
    fund_name,
    letterhead,
    outlet,
    read_signed,
    signed_by,
)

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


def balance_letters(
    session: Session,
    letters: Sequence[BalanceLetter],
    charges: Mapping[int, Sequence[OpenCharge]],
) -> Iterator[Letter]:
    """Letters with what is open of their clients' ``charges`` on the day of their balances."""
    office = letterhead(session)
    clients = held_or_read(session, Client, (one.client_id for one in letters))
    read_signed(session, ((one.client_id, one.as_of) for one in letters))
    named = _named(session, [one for each in letters for one in charges.get(each.client_id, ())])
    for letter in letters:
        own = charges.get(letter.client_id, ())
        yield Letter(
            letterhead=office,
            number=letter.number,
            day=letter.sent_on,
            client=outlet(clients[letter.client_id]),
            as_of=letter.as_of,
            answer_by=letter.answer_by,
            owed_fen=letter.owed_fen,
            by_age=tuple(zip(_ages(), ages_of(own, letter.as_of), strict=True)),
            items=tuple(_item(one, *named[one.entry]) for one in reversed(own)),
            fund_fen=letter.fund_fen,
            payable_fen=letter.payable_fen,
            fund_name=fund_name(signed_by(session, letter.client_id, letter.as_of)),
        )


def _ages() -> tuple[str, ...]:
    """How old each part is, in words."""
    starts = (0, *(last + 1 for last in AGES[:-1]))
    within = [f"{first}–{last} 天" for first, last in zip(starts, AGES, strict=True)]
    return (*within, f"{AGES[-1]} 天以上")


def _item(charge: OpenCharge, note: str, words: str) -> OpenItem:
    return OpenItem(charge.day, note, words, charge.charged_fen, charge.open_fen)


def _named(session: Session, charges: Sequence[OpenCharge]) -> dict[int, tuple[str, str]]:
    """Of each entry that is open its note, where it is a delivery, and what it was in words."""
    delivered = {int(one.source_id): one.entry for one in charges if one.source == "delivery"}
    others = [one.entry for one in charges if one.source != "delivery"]
    found = dict.fromkeys(delivered.values(), ("", "送货"))
    for some in some_at_once(list(delivered)):
        notes = select(Delivery.id, Delivery.note).where(Delivery.id.in_(some))
        found |= {delivered[key]: (note, "送货") for key, note in session.execute(notes)}
    for some in some_at_once(others):
        kinds = select(Entry.number, Entry.kind).where(Entry.number.in_(some))
        found |= {number: ("", _WORDS.get(kind, "其他")) for number, kind in session.execute(kinds)}
    return found
