"""Violation cases: the list, one with what is at stake, and the rewards that are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.drafts.case import CASE_KINDS, CaseDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.basics.money import grouped
from desktop.models import (
    Agreement,
    Case,
    Client,
    Payout,
    Product,
    Reporter,
    Settlement,
    Staff,
)
from desktop.queries.attachments import FileRow, files_of
from desktop.queries.facts.balances import balance
from desktop.queries.facts.cases import can_be_appealed, is_final
from desktop.queries.facts.lots import LotHolder, lot_holders
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import Wanted, by_name, called, in_turn, numbered, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList

_DUE = Reporter.reward_state == "due"


@dataclass(frozen=True)
class CaseRow:
    """A line of the list; prices in fen, ``state`` as of today.

    Only one of kind ``price`` was judged by a protected price (V1a).

    ``appeal_days`` are left for an appeal after today (V6), 0 on the last one; None when no appeal
    runs. ``due_fen`` are the rewards that wait for their claim codes.
    """

    id: int
    number: str
    client: str
    kind: str
    product: str
    price_fen: int | None
    protected_fen: int | None
    seen_on: date
    state: str
    appeal_days: int | None
    due_fen: int
    reported_on: date

    @property
    def told(self) -> Line:
        """How far under the protected price; of a final one what is to be paid."""
        if self.state == "final":
            return Line(self.number, grouped(self.due_fen))
        if self.price_fen is not None and self.protected_fen is not None:
            words = _("{client} under the protected price by {amount}").format(
                client=self.client, amount=grouped(self.protected_fen - self.price_fen)
            )
        else:
            words = f"{self.client} {_(CASE_KINDS[self.kind])}"
        return Line(words, _("waits for its ruling") if self.state == "accepted" else _("new"))


@dataclass(frozen=True)
class ReporterRow:
    """A reporter and the reward in fen; ``kind`` and ``who`` are empty but for managers (V2)."""

    position: int
    kind: str
    who: str
    reward_fen: int
    reward_state: str
    rewarded_on: date | None


@dataclass(frozen=True)
class Stake:
    """What a ruling that upholds takes today, in fen: the fund and the unpaid payouts (V5)."""

    fund_fen: int
    payouts: tuple[tuple[str, int], ...]

    @property
    def total_fen(self) -> int:
        """Fund and payouts together."""
        return self.fund_fen + sum(amount for _number, amount in self.payouts)


@dataclass(frozen=True, kw_only=True)
class CaseDetail(CaseDraft):
    """One case; what was forfeited in fen, what is at stake while it is open."""

    row: CaseRow
    client_id: int
    agreement_id: int
    agreement: str
    reporters: tuple[ReporterRow, ...]
    stake: Stake | None
    fund_fen: int
    payout_fen: int
    pool_fen: int
    share: Decimal | None
    holders: tuple[LotHolder, ...]
    appeal_until: date | None
    claim_until: date | None
    steps: tuple[tuple[str, str, date], ...]
    files: tuple[FileRow, ...]

    @property
    def got_lot(self) -> bool | None:
        """Whether the client got goods of its lot; None where nobody is known to have (D8)."""
        if not self.holders:
            return None
        return any(one.client_id == self.client_id for one in self.holders)


def case_ids(session: Session, wanted: Wanted, today: date, judge_id: int | None) -> list[int]:
    """The cases of a list; ``judge_id`` is the person who asks."""
    query = (
        CASES.under(wanted.filter, Asked(session, today, judge_id))
        .join(Client, Client.id == Case.client_id)
        .outerjoin(Product, Product.id == Case.product_id)
    )
    about = called(Client, wanted.search) | called(Product, wanted.search)
    match = about | numbered(Case.number, wanted.search)
    columns: dict[str, Any] = {
        "client": by_name(),
        "number": Case.number,
        "product": by_name(Product),
        "seen": Case.seen_on,
        "kind": in_turn(Case.kind, CASE_KINDS),
        "reported": Case.reported_on,
        "price": Case.price_fen,
        "state": in_turn(Case.state, Case.STATE_WORDS),
    }
    oldest_first = wanted.filter in ("open", "decide", "reward")
    last = Case.id if oldest_first else Case.id.desc()
    return searched(session, ordered(query, columns, wanted, last), wanted, match)


def _to_decide(asked: Asked) -> ColumnElement[bool]:
    """Nobody decides on what they reported (V5)."""
    mine = Reporter.staff_id == asked.person_id
    return Case.state.in_(Case.OPEN) & ~_has_reporter(mine)


def _has_reporter(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Reporter.id).where(Reporter.case_id == Case.id, which).exists()


CASES = PageList(
    "cases",
    Case.id,
    (
        Filter("", N_("All")),
        Filter("open", N_("Still open"), Case.state.in_(Case.OPEN)),
        Filter("decide", N_("Mine to decide"), _to_decide, role="manager"),
        Filter("appeal", N_("In appeal"), lambda asked: can_be_appealed(asked.rules, asked.today)),
        Filter(
            "reward",
            N_("Rewards due"),
            lambda asked: is_final(asked.rules, asked.today) & _has_reporter(_DUE),
        ),
        Filter(
            "final",
            N_("Concluded"),
            lambda asked: (
                is_final(asked.rules, asked.today)
                | Case.state.in_(("dismissed", "not_upheld", "overturned"))
            ),
        ),
    ),
    lambda asked, wanted: case_ids(asked.session, wanted, asked.today, asked.person_id),
    lambda asked, ids: case_rows(asked.session, ids, asked.today),
)


def case_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, CaseRow]:
    """The lines of these cases."""
    appeal_days = read_rules(session).appeal_days
    rows = session.execute(
        select(Case, Client.name, Product.name, Product.spec)
        .join(Client, Client.id == Case.client_id)
        .outerjoin(Product, Product.id == Case.product_id)
        .where(Case.id.in_(list(ids)))
    )
    return {
        one.id: _row(one, client, f"{product or ''} {spec or ''}".strip(), today, appeal_days)
        for one, client, product, spec in rows
    }


def _row(case: Case, client: str, product: str, today: date, appeal_days: int) -> CaseRow:
    state = case.state_on(today, appeal_days)
    final_from = case.final_from(appeal_days)
    return CaseRow(
        id=case.id,
        number=case.number,
        client=client,
        kind=case.kind,
        product=product,
        price_fen=case.price_fen,
        protected_fen=case.protected_fen,
        seen_on=case.seen_on,
        state=state,
        appeal_days=(final_from - today).days - 1 if final_from and state == "upheld" else None,
        due_fen=sum(one.reward_fen for one in case.reporters if one.reward_state == "due"),
        reported_on=case.reported_on,
    )


def case_detail(session: Session, case_id: int, today: date, *, names: bool) -> CaseDetail:
    """One case; the reporters' names only with ``names``, which is for managers (V2)."""
    rules = read_rules(session)
    rows = case_rows(session, [case_id], today)  # before the case is looked at: both read it whole
    case = session.get_one(Case, case_id)
    staff = dict(session.execute(select(Staff.id, Staff.name)).all())
    final_from = case.final_from(rules.appeal_days) if case.state == "upheld" else None
    lapses_from = case.lapses_from(rules.appeal_days, rules.claim_days)
    return CaseDetail(
        **stored(CaseDraft, case),
        client=session.get_one(Client, case.client_id).code,
        product=session.get_one(Product, case.product_id).code if case.product_id else None,
        row=rows[case_id],
        client_id=case.client_id,
        agreement_id=case.agreement_id,
        agreement=session.get_one(Agreement, case.agreement_id).number,
        reporters=_reporters(session, case_id, names=names),
        stake=_stake(session, case) if case.state in Case.OPEN else None,
        fund_fen=case.fund_fen,
        payout_fen=case.payout_fen,
        pool_fen=case.pool_fen,
        share=case.share,
        holders=lot_holders(session, case.lot, case.product_id) if case.lot else (),
        appeal_until=final_from - timedelta(days=1) if final_from else None,
        claim_until=lapses_from - timedelta(days=1) if final_from and lapses_from else None,
        steps=_steps(case, staff),
        files=tuple(files_of(session, "case", case_id)),
    )


def due_rewards(session: Session, case_id: int) -> dict[int, int]:
    """The rewards of a case that are neither paid nor lapsed: fen by the reporter's position."""
    rows = session.execute(
        select(Reporter.position, Reporter.reward_fen)
        .where(Reporter.case_id == case_id, _DUE)
        .order_by(Reporter.position)
    )
    return dict(rows.all())


def fund_at_stake(session: Session, case: Case) -> int:
    """What a ruling today would take of the fund: the whole balance, never below zero (V5)."""
    return max(0, -balance(session, "fund", case.client_id))


def payouts_at_stake(session: Session, case: Case) -> list[Payout]:
    """The unpaid payouts of quarters that end on or after the violation date (V5)."""
    rows = session.execute(
        select(Payout, Settlement)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .where(Payout.client_id == case.client_id, Payout.state == "unpaid")
        .order_by(Settlement.quarter)
    )
    return [payout for payout, settlement in rows if settlement.period.end >= case.seen_on]


def _stake(session: Session, case: Case) -> Stake:
    payouts = payouts_at_stake(session, case)
    return Stake(
        fund_at_stake(session, case), tuple((one.number, one.amount_fen) for one in payouts)
    )


def _reporters(session: Session, case_id: int, *, names: bool) -> tuple[ReporterRow, ...]:
    shop, person = aliased(Client), aliased(Staff)
    rows = session.execute(
        select(Reporter, shop.name, person.name)
        .outerjoin(shop, shop.id == Reporter.client_id)
        .outerjoin(person, person.id == Reporter.staff_id)
        .where(Reporter.case_id == case_id)
        .order_by(Reporter.position)
    )
    return tuple(
        ReporterRow(
            position=one.position,
            kind=one.kind if names else "",
            who=(client or staff or "") if names else "",
            reward_fen=one.reward_fen,
            reward_state=one.reward_state,
            rewarded_on=one.rewarded_on,
        )
        for one, client, staff in rows
    )


def _steps(case: Case, names: Mapping[int, str]) -> tuple[tuple[str, str, date], ...]:
    decided = "dismissed" if case.state == "dismissed" else "accepted"
    ruled = "not_upheld" if case.state == "not_upheld" else "upheld"
    taken = (
        ("reported", case.reported_by_id, case.reported_on),
        (decided, case.decided_by_id, case.decided_on),
        (ruled, case.ruled_by_id, case.ruled_on),
        ("overturned", case.overturned_by_id, case.overturned_on),
    )
    return tuple((what, names.get(by or 0, ""), day) for what, by, day in taken if day is not None)
