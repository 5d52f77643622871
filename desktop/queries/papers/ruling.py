"""The ruling of a case, as the client gets it (V5, V6); who reported stands nowhere on it (V2)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.money import grouped, percent
from desktop.models import Agreement, Attachment, Case, Client, Payout, Product, Settlement, Staff
from desktop.printing.ruling import Ruling, Taken
from desktop.queries.facts.asked_once import once, tell
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.parts import some_at_once
from desktop.queries.facts.rules import read_rules
from desktop.queries.papers.contract import clauses_of
from desktop.queries.papers.heads import fund_name, letterhead, outlet

_KINDS = {"price": "低于约定价格销售", "diversion": "窜货", "display": "陈列未履约"}
# By kind: what a clause speaks of that the ruling rests on.
_ABOUT = {
    "price": ("零售价格", "零售价。", "没收裁定之日"),
    "diversion": ("窜货", "区域以外", "没收裁定之日"),
    "display": ("陈列", "减半"),
}


def ruling(session: Session, case: Case) -> Ruling:
    """The ruling of a case on which one was given."""
    assert case.ruled_on is not None
    rules = read_rules(session)
    agreement = session.get_one(Agreement, case.agreement_id)
    client = session.get_one(Client, case.client_id)
    judge = session.get(Staff, case.ruled_by_id) if case.ruled_by_id else None
    upheld = case.state != "not_upheld"
    return Ruling(
        letterhead=letterhead(session),
        number=case.number,
        day=case.ruled_on,
        client=outlet(client),
        kind_words=_KINDS[case.kind],
        agreement=agreement.number,
        seen_on=case.seen_on,
        found=_found(session, case),
        evidence=_evidence(session, case.id),
        clauses=_clauses(session, agreement, case.kind),
        upheld=upheld,
        decided=_decided(case, fund_name(agreement), upheld=upheld),
        fund_share=percent(case.share) if case.share is not None and case.share < 1 else "",
        taken=_taken(session, case, fund_name(agreement)) if upheld else (),
        appeal_days=rules.appeal_days,
        appeal_until=case.ruled_on + timedelta(days=rules.appeal_days),
        ruled_by=judge.name if judge else "",
    )


def _found(session: Session, case: Case) -> str:
    """What was seen, in a sentence; of the description nothing, which may name who reported."""
    product = session.get(Product, case.product_id) if case.product_id else None
    goods = f"{product.name} {product.spec}".rstrip() if product else ""
    place = f"在{case.place}" if case.place else ""
    if case.kind == "price":
        assert case.price_fen is not None
        assert case.protected_fen is not None
        under = grouped(case.protected_fen - case.price_fen)
        return (
            f"{case.seen_on}，{place}发现贵店以 ¥{grouped(case.price_fen)} 零售“{goods}”，"
            f"当日约定的最低零售价为 ¥{grouped(case.protected_fen)}，相差 ¥{under}。"
        )
    if case.kind == "diversion":
        lot = f"，批号 {case.lot}" if case.lot else ""
        what = f"“{goods}”" if goods else "协议产品"
        return f"{case.seen_on}，{place or '在贵店以外'}发现供给贵店的{what}在销售{lot}。"
    what = f"“{goods}”的" if goods else ""
    return f"{case.seen_on}，{place}发现贵店没有履行协议约定的{what}陈列。"


@once
def _evidence(session: Session, case_id: int) -> int:
    """How many files are attached to it."""
    return _evidence_of(session, [case_id]).get(case_id, 0)


def _evidence_of(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    counted = (
        select(Attachment.owner_id, func.count())
        .where(Attachment.owner == "case", Attachment.owner_id.in_(case_ids))
        .group_by(Attachment.owner_id)
    )
    return dict(session.execute(counted).all())


def _clauses(session: Session, agreement: Agreement, kind: str) -> tuple[tuple[int, str], ...]:
    numbered = enumerate(clauses_of(session, agreement), start=1)
    return tuple(
        (number, clause)
        for number, clause in numbered
        if any(words in clause for words in _ABOUT[kind])
    )


def _decided(case: Case, fund: str, *, upheld: bool) -> str:
    if not upheld:
        return f"经查，上述情形不成立，不没收任何款项；{fund}即日起照常结算、兑付。"
    share = f"余额的 {percent(case.share)}" if case.share is not None and case.share < 1 else "余额"
    payouts = "，并没收违规所属季度以后尚未兑付的款项" if case.payout_fen else ""
    return (
        f"上述情形属实。按协议约定，没收裁定之日贵店名下{fund}{share}{payouts}。"
        "裁定之后新计提的基金仍归贵店。"
    )


def _taken(session: Session, case: Case, fund: str) -> tuple[Taken, ...]:
    payouts = [
        Taken(f"{Quarter.parse(quarter).chinese}结算，尚未兑付", number, fen)
        for number, fen, quarter in _payouts(session, case.id)
    ]
    own = [Taken(f"{fund}余额", "", case.fund_fen)] if case.fund_fen else []
    return (*own, *payouts)


_Payout = tuple[str, int, str]  # number, fen, the quarter of its settlement


@once
def _payouts(session: Session, case_id: int) -> Sequence[_Payout]:
    """The payouts that it took."""
    return _payouts_of(session, [case_id]).get(case_id, [])


def _payouts_of(session: Session, case_ids: Sequence[int]) -> dict[int, list[_Payout]]:
    rows = session.execute(
        select(Payout.case_id, Payout.number, Payout.amount_fen, Settlement.quarter)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .where(Payout.case_id.in_(case_ids))
        .order_by(Settlement.quarter, Payout.number)
    )
    found: dict[int, list[_Payout]] = {}
    for case_id, number, fen, quarter in rows:
        if case_id is not None:
            found.setdefault(case_id, []).append((number, fen, quarter))
    return found


def read_for_rulings(session: Session, cases: Sequence[Case]) -> None:
    """Read at once what rulings of these are going to ask; the session holds it."""
    held_or_read(session, Agreement, (one.agreement_id for one in cases))
    held_or_read(session, Client, (one.client_id for one in cases))
    held_or_read(session, Staff, (one.ruled_by_id for one in cases))
    held_or_read(session, Product, (one.product_id for one in cases))
    for some in some_at_once(cases):
        keys = [one.id for one in some]
        evidence, payouts = _evidence_of(session, keys), _payouts_of(session, keys)
        for key in keys:
            tell(session, _evidence, evidence.get(key, 0), key)
            tell(session, _payouts, payouts.get(key, []), key)
