"""Whether documents and ledger tell the same (L1–L4): every entry has the document that it was
posted for, with its client, its amounts, its day and its poster, and every document its entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import (
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    DeliveryLine,
    Opening,
    Payout,
    Refund,
    Reporter,
    Return,
    Run,
    Settlement,
)
from desktop.queries.ledger import PostingRow, entries, legs_of

Owner = tuple[str, int | None, int | None]
Legs = dict[Owner, int]
Naming = tuple[int | None, "Told"]  # the entry that a document names, and what it must be


@dataclass(frozen=True)
class Told:
    """What a document tells of one of its entries: what it must be, in every part."""

    title: str
    kind: str
    legs: Legs
    days: tuple[date | None, ...]
    by_id: int | None
    cancels_number: int | None = None
    or_by_id: int | None = None  # another whom the document names


def documents_fit(session: Session) -> str | None:
    """The first entry or document that the other side tells differently."""
    told: dict[int, Told] = {}
    for number, one in _all_told(session):
        if number is None and one.kind and one.legs:
            return _("{document} has no entry in the ledger.").format(document=one.title)
        if number is None:
            continue
        if not one.kind:
            return _("{document} names entry {number}, though its state has none.").format(
                document=one.title, number=number
            )
        if number in told:
            return _("Entry {number} is named by two documents.").format(number=number)
        told[number] = one
    return _entries_fit(session, told)


def _entries_fit(session: Session, told: dict[int, Told]) -> str | None:
    payments = _Payments(session)
    for row, legs in entries(session):
        document = told.pop(row["number"], None)
        if document is not None:
            wrong = _differs(document, row, legs)
        elif row["source"] == "payout":
            wrong = payments.differ(row, legs)
        else:
            wrong = row["kind"] != "fund-set-off" or not _is_set_off(session, row, legs)
        if wrong:
            return _disagree(document, row["number"])
    for number, document in told.items():
        return _disagree(document, number)
    return payments.first_open()


def _disagree(told: Told | None, number: int) -> str:
    if told is None:
        return _("Entry {number} belongs to no document.").format(number=number)
    return _("{document} and entry {number} do not agree.").format(
        document=told.title, number=number
    )


def _differs(told: Told, row: Mapping[str, Any], legs: Sequence[PostingRow]) -> bool:
    return (
        told.kind != row["kind"]
        or told.legs != _legs(legs)
        or row["booked_on"] not in told.days
        or row["posted_by_id"] not in (told.by_id, told.or_by_id or told.by_id)
        or told.cancels_number != row["cancels_number"]
    )


def _legs(legs: Iterable[PostingRow]) -> Legs:
    return {(account, client_id, case_id): fen for account, client_id, case_id, fen in legs}


def _posted(*legs: tuple[str, int | None, int | None, int]) -> Legs:
    return {owner: fen for *owner_, fen in legs if fen for owner in [_owner(owner_)]}


def _owner(parts: Sequence[Any]) -> Owner:
    account, client_id, case_id = parts
    return account, client_id, case_id


def _mirror(legs: Legs) -> Legs:
    return {owner: -fen for owner, fen in legs.items()}


def _all_told(session: Session) -> Iterator[Naming]:
    """Each document's entries: the number that it names, its title, and what it must be."""
    for document, kind, legs, days in _cancellable(session):
        told = Told(document.title, kind, legs, days, document.recorded_by_id)
        yield document.entry_number, told
        yield _cancelling(document, kind, legs)
    yield from _benefits(session)
    yield from _openings(session)
    yield from _refunds(session)
    yield from _settled(session)
    yield from _cases(session)
    yield from _runs(session)


def _cancelling(document: Any, kind: str, legs: Legs) -> Naming:
    """The mirror of a cancelled document's entry, and none of one that stands (L2a)."""
    cancelled = document.state == "cancelled"
    told = Told(
        document.title,
        f"{kind}-cancelled" if cancelled else "",
        _mirror(legs),
        (document.cancelled_on,),
        document.cancelled_by_id,
        document.entry_number,
    )
    return document.cancel_entry_number, told


def _cancellable(session: Session) -> Iterator[tuple[Any, str, Legs, tuple[date | None, ...]]]:
    sold = _sold(session)
    for delivery in session.scalars(select(Delivery).order_by(Delivery.id)):
        legs = _sale(delivery.client_id, *sold.get(delivery.id, (0, 0, 0, 0)))
        yield delivery, "delivery", legs, (delivery.dated, delivery.recorded_on)
    for goods in session.scalars(select(Return).order_by(Return.id)):
        posted = goods.supply_fen, goods.basic_fen, goods.fund_fen, goods.given_fen
        legs = _mirror(_sale(goods.client_id, *posted))
        yield goods, "return", legs, (goods.dated, goods.recorded_on)
    for taken in session.scalars(select(Collection).order_by(Collection.id)):
        legs = _posted(
            ("cash", None, None, taken.amount_fen),
            ("receivable", taken.client_id, None, -taken.amount_fen),
        )
        yield taken, "collection", legs, (taken.dated, taken.recorded_on)


def _benefits(session: Session) -> Iterator[Naming]:
    """What was delivered; a promise has no entry (B1)."""
    for benefit in session.scalars(select(Benefit).order_by(Benefit.id)):
        kind = "benefit" if benefit.delivered_on else ""
        paid_from = {
            "setoff": ("receivable", benefit.client_id),
            "goods": ("goods-given", None),
        }.get(benefit.paid_by or "", ("cash", None))
        legs = _posted(
            ("benefits", None, None, benefit.cost_fen), (*paid_from, None, -benefit.cost_fen)
        )
        days = (benefit.delivered_on,)
        told = Told(benefit.title, kind, legs, days, benefit.delivered_by_id)
        yield benefit.entry_number, told
        yield _cancelling(benefit, "benefit", legs)


def _sold(session: Session) -> dict[int, tuple[int, int, int, int]]:
    rows = session.execute(
        select(
            DeliveryLine.delivery_id,
            func.sum(DeliveryLine.supply_fen),
            func.sum(DeliveryLine.basic_fen),
            func.sum(DeliveryLine.fund_fen),
            func.sum(DeliveryLine.given_fen),
        ).group_by(DeliveryLine.delivery_id)
    )
    return {
        key: (int(supply), int(basic), int(fund), int(given))
        for key, supply, basic, fund, given in rows
    }


def _sale(client_id: int, supply_fen: int, basic_fen: int, fund_fen: int, given_fen: int) -> Legs:
    return _posted(
        ("receivable", client_id, None, supply_fen - basic_fen),
        ("basic-profit", None, None, basic_fen),
        ("fund-expense", None, None, fund_fen),
        ("sales", None, None, -supply_fen),
        ("fund", client_id, None, -fund_fen),
        ("benefits", None, None, given_fen),
        ("goods-given", None, None, -given_fen),
    )


def _openings(session: Session) -> Iterator[Naming]:
    for opening, client in session.execute(
        select(Opening, Client).join(Client, Client.id == Opening.client_id).order_by(Opening.id)
    ):
        legs = _posted(
            ("receivable", client.id, None, opening.receivable_fen),
            ("fund", client.id, None, -opening.fund_fen),
            ("opening", None, None, opening.fund_fen - opening.receivable_fen),
        )
        title = _("the opening balance of {client}").format(client=client.title)
        kind = "opening" if opening.approved_on else ""
        days = (opening.approved_on,)
        yield opening.entry_number, Told(title, kind, legs, days, opening.approved_by_id)


def _runs(session: Session) -> Iterator[Naming]:
    """The cash that was handed over after a run, as far as it differed (D6)."""
    for run in session.scalars(select(Run).where(Run.state == "closed")):
        fen = run.cash_difference_fen
        legs = _posted(("cash", None, None, fen), ("cash-over-short", None, None, -fen))
        told = Told(
            run.title,
            "cash-difference",
            legs,
            (run.closed_on, run.handed_on),
            run.closed_by_id,
            or_by_id=run.handed_by_id,
        )
        yield run.close_entry_number, told


def _refunds(session: Session) -> Iterator[Naming]:
    for refund in session.scalars(select(Refund).order_by(Refund.id)):
        legs = _posted(
            ("receivable", refund.client_id, None, refund.amount_fen),
            ("cash", None, None, -refund.amount_fen),
        )
        told = Told(refund.number, "refund", legs, (refund.paid_on,), refund.paid_by_id)
        yield refund.entry_number, told


def _settled(session: Session) -> Iterator[Naming]:
    for payout, settlement in session.execute(
        select(Payout, Settlement)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .order_by(Payout.number)
    ):
        legs = _posted(
            ("fund", payout.client_id, None, payout.amount_fen),
            ("payable", payout.client_id, None, -payout.amount_fen),
        )
        days = (settlement.posted_on,)
        told = Told(payout.title, "settlement", legs, days, settlement.posted_by_id)
        yield payout.settlement_entry_number, told


def _cases(session: Session) -> Iterator[Naming]:
    for case in session.scalars(select(Case).order_by(Case.id)):
        ruling = _forfeiture(session, case)
        overturned = case.state == "overturned"
        yield case.entry_number, ruling
        yield (
            case.overturn_entry_number,
            Told(
                case.title,
                "forfeiture-overturned" if overturned else "",
                _mirror(ruling.legs),
                (case.overturned_on,),
                case.overturned_by_id,
                case.entry_number,
            ),
        )
        for reporter in case.reporters:
            yield reporter.reward_entry_number, _reward(case, reporter)


def _forfeiture(session: Session, case: Case) -> Told:
    if case.state == "overturned":
        # Its amounts are zero again (V6): what it took stands in its entry alone.
        legs = _legs(legs_of(session, case.entry_number))
    else:
        legs = _posted(
            ("fund", case.client_id, None, case.fund_fen),
            ("payable", case.client_id, None, case.payout_fen),
            ("reward", None, case.id, case.pool_fen - case.forfeited_fen),
            ("pool", None, None, -case.pool_fen),
        )
    kind = "forfeiture" if case.state in ("upheld", "overturned") else ""
    return Told(case.title, kind, legs, (case.ruled_on,), case.ruled_by_id)


def _reward(case: Case, reporter: Reporter) -> Told:
    kind = {"paid": "reward", "lapsed": "reward-lapsed"}.get(reporter.reward_state, "")
    paid_to = "cash" if kind == "reward" else "pool"
    legs = _posted(
        ("reward", None, case.id, reporter.reward_fen), (paid_to, None, None, -reporter.reward_fen)
    )
    days = (reporter.rewarded_on,)
    return Told(case.title, kind, legs, days, reporter.rewarded_by_id)


def _is_set_off(session: Session, row: Mapping[str, Any], legs: Sequence[PostingRow]) -> bool:
    """A negative fund set off when its client was closed (C2)."""
    client = session.get(Client, int(row["source_id"]))
    if client is None or client.closed_on != row["booked_on"]:
        return False
    fen = sum(leg[3] for leg in legs if leg[0] == "receivable")
    wanted = _posted(("receivable", client.id, None, fen), ("fund", client.id, None, -fen))
    return fen > 0 and _legs(legs) == wanted and client.closed_by_id == row["posted_by_id"]


class _Payments:
    """Payouts, each of which may have been paid and cancelled several times (S5, L2a)."""

    def __init__(self, session: Session) -> None:
        found = session.scalars(select(Payout))
        self._payouts = {payout.number: payout for payout in found}
        self._paid: dict[str, list[int]] = defaultdict(list)

    def differ(self, row: Mapping[str, Any], legs: Sequence[PostingRow]) -> bool:
        """Whether an entry isn't a payment of its payout, or the cancelling of its last one."""
        payout = self._payouts.get(row["source_id"])
        if payout is None:
            return True
        paid = self._paid[payout.number]
        posted = _legs(legs)
        if row["kind"] == "payout-cancelled":
            # What was cancelled is looked at when it was posted.
            return not paid or paid.pop() != row["cancels_number"] or paid != []
        paid.append(row["number"])
        owed: Owner = ("payable", payout.client_id, None)
        ways: list[Owner] = [("cash", None, None), ("receivable", payout.client_id, None)]
        return posted not in [{owed: payout.amount_fen, way: -payout.amount_fen} for way in ways]

    def first_open(self) -> str | None:
        """The first payout whose state and entry aren't what its payments come to."""
        for number, payout in sorted(self._payouts.items()):
            standing = self._paid[number][-1] if self._paid[number] else None
            if payout.entry_number != standing or (payout.state == "paid") != bool(standing):
                return _("{document} isn't paid as the ledger says.").format(document=payout.title)
        return None
