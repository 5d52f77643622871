"""A batch of papers: what they rest on is read at once, and then each is put for itself."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm.interfaces import ORMOption

from desktop.models import (
    Agreement,
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    Order,
    Payout,
    Product,
    Proposal,
    Refund,
    Run,
    Stop,
)
from desktop.queries.facts.asked_once import once, tell
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.parts import some_at_once
from desktop.queries.papers.benefit_receipt import WITH_GOODS, read_for_benefits
from desktop.queries.papers.contract import read_for_contracts
from desktop.queries.papers.payout_voucher import read_for_vouchers
from desktop.queries.papers.proposal import read_for_proposals
from desktop.queries.papers.receipt import read_for_receipts
from desktop.queries.papers.ruling import read_for_rulings
from desktop.services.change import Change
from desktop.services.issuing import Pile
from desktop.services.papers.declared import WhichPaper

Numbered = TypeVar("Numbered", Agreement, Benefit, Case, Collection, Payout, Proposal, Refund)


@once
def numbered(session: Change, kind: type[Numbered], number: str) -> Numbered | None:
    """The record with this number."""
    return session.scalar(select(kind).where(kind.number == number))


def _read_numbered(
    session: Change, kind: type[Numbered], which: Sequence[WhichPaper], *options: ORMOption
) -> list[Numbered]:
    """Read the records with the numbers of these papers, for ``numbered``."""
    numbers = list(dict.fromkeys(one.number for one in which if one.document))
    found: dict[str, Numbered] = {}
    for some in some_at_once(numbers):
        those = select(kind).where(kind.number.in_(some)).options(*options)
        found |= {one.number: one for one in session.scalars(those)}
    for number in numbers:
        tell(session, numbered, found.get(number), kind, number)
    return list(found.values())


def read_receipts(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What receipts rest on."""
    taken = _read_numbered(session, Collection, which)
    given = _read_numbered(session, Refund, which)
    pile.expect("receipt", [one.number for one in which])
    read_for_receipts(session, taken, given)


def read_vouchers(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What vouchers rest on."""
    payouts = _read_numbered(session, Payout, which)
    pile.expect("payout_voucher", [one.voucher for one in payouts])
    read_for_vouchers(session, payouts)


def read_benefits(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What receipts of benefits rest on."""
    benefits = _read_numbered(session, Benefit, which, *WITH_GOODS)
    pile.expect("benefit_receipt", [one.number for one in benefits])
    read_for_benefits(session, benefits)


def read_rulings(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What rulings rest on."""
    cases = _read_numbered(session, Case, which)
    pile.expect("ruling", [one.number for one in cases])
    read_for_rulings(session, cases)


def read_contracts(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What contracts rest on."""
    named = [one.id for one in _read_numbered(session, Agreement, which)]
    found = read_for_contracts(session, [*(one.key for one in which), *named])
    pile.expect("contract", [one.number for one in found if one.number])


def read_proposals(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What the sheets of proposals rest on."""
    proposals = _read_numbered(session, Proposal, which)
    pile.expect("proposal", [one.number for one in proposals])
    read_for_proposals(session, proposals, session.today)


@once
def run_of_note(session: Change, order_id: int, note: str) -> Run | None:
    """The run on which an order's note went out; of no note yet the newest that has the order."""
    runs = select(Run).join(Stop, Stop.run_id == Run.id).where(Stop.order_id == order_id)
    if note:
        runs = runs.where(Stop.note == note)
    else:
        runs = runs.where((Stop.note != "") | (Run.state == "planned"))
    return session.scalar(runs.order_by(Run.id.desc()).limit(1))


def read_notes(session: Change, pile: Pile, which: Sequence[WhichPaper]) -> None:
    """What the notes of deliveries rest on."""
    found = held_or_read(session, Delivery, (one.key for one in which)).values()
    noted = [one for one in found if one.note]
    held_or_read(session, Order, (one.order_id for one in noted))
    held_or_read(session, Client, (one.client_id for one in noted))
    held_or_read(session, Product, (line.product_id for one in noted for line in one.lines))
    notes = [one.note for one in noted]
    out: dict[tuple[int, str], int] = {}
    for some in some_at_once(notes):
        stops = select(Stop.order_id, Stop.note, Stop.run_id).where(Stop.note.in_(some))
        rows = session.execute(stops.order_by(Stop.run_id))
        out |= {(order_id, note): run_id for order_id, note, run_id in rows}
    runs = held_or_read(session, Run, out.values())
    for one in noted:
        run_id = out.get((one.order_id, one.note))
        tell(session, run_of_note, runs[run_id] if run_id else None, one.order_id, one.note)
    pile.expect("manifest", [one.number for one in runs.values()])
    pile.expect("delivery_note", notes)
