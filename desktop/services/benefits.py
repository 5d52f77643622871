"""Benefits: promised, delivered, signed for, withdrawn, cancelled; all of it booked (B1, B2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.basics.drafts.benefit import (
    PAID_IN_MONEY,
    BenefitDraft,
    GivenGoods,
    HandoverDraft,
    PromiseDraft,
)
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import Asset, Benefit, BenefitGoods, Product
from desktop.models.benefit import ENDINGS
from desktop.services import ledger
from desktop.services.assets import bring_assets, end_asset
from desktop.services.benefit_goods import put_benefit_goods_back, take_benefit_goods
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_count,
    need_not_before,
    need_open_client,
    need_paper_day,
    need_text,
    need_word,
)
from desktop.services.doubts import ask_if_again
from desktop.services.find import find_client, find_products
from desktop.services.ledger import Booking, Leg, cancel_booked
from desktop.services.numbering import next_number, next_numbers
from desktop.services.office import Office
from desktop.services.several import each_that_can, for_each
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields, written

BENEFIT = Noun("benefit", Benefit)
Goods = Mapping[Product, int]


def promise_benefit(office: Office, draft: PromiseDraft) -> int:
    """Promise a client a benefit, which binds the office; nothing is booked yet (B1)."""
    need_fields(draft)
    with office.transaction("benefit.promise") as session:
        taker = find_client(session, draft.client)
        session.allow()
        need_open_client(taker)
        promise = Promise(taker.id, draft.kind, draft.cost_fen, draft.due)
        return write_promises(session, [promise])[0].id


@dataclass(frozen=True)
class Promise:
    """What a client is promised: by itself, or as its part of a rebate plan."""

    client_id: int
    kind: str
    cost_fen: int
    due: date | None = None
    rebate_plan_id: int | None = None


def write_promises(session: Change, promises: Sequence[Promise]) -> list[Benefit]:
    """Write promises down, numbered in their order."""
    found = [
        Benefit(
            **vars(one),
            state="promised",
            number=number,
            promised_fen=one.cost_fen,
            promised_on=session.today,
            promised_by_id=session.actor_id,
        )
        for one, number in zip(promises, next_numbers(session, "LY", 4, len(promises)), strict=True)
    ]
    session.add_all(found)
    session.flush()
    return found


def deliver_benefit(office: Office, draft: BenefitDraft) -> int:
    """Give a client a benefit that was not promised, and book it: there is no other way."""
    need_fields(draft)
    _check_goods(draft.paid_by, draft.goods)
    with office.transaction("benefit.deliver") as session:
        taker = find_client(session, draft.client)
        goods = _find_goods(session, draft.goods)
        session.allow()
        need_open_client(taker)
        same = (Benefit.kind == draft.kind, Benefit.cost_fen == draft.cost_fen)
        ask_if_again(session, Benefit, Benefit.client_id == taker.id, *same)
        benefit = Benefit(
            **written(draft),
            state="delivered",
            number=next_number(session, "LY", 4),
            client_id=taker.id,
            delivered_on=session.today,
            delivered_by_id=session.actor_id,
        )
        session.add(benefit)
        session.flush()
        _bring(session, [benefit], draft.paid_by, goods)
        return benefit.id


DELIVER = Step("benefit.deliver", BENEFIT, to("delivered"))


def keep_promise(office: Office, benefit_id: int, draft: HandoverDraft) -> None:
    """Deliver what was promised, at what it costs now; a plan's rebate at its amount only (B3)."""
    need_fields(draft)
    _check_goods(draft.paid_by, draft.goods)
    with office.transaction(DELIVER.action) as session:
        benefit = BENEFIT.find(session, benefit_id)
        cost_fen = benefit.cost_fen if draft.cost_fen is None else draft.cost_fen
        if benefit.rebate_plan_id is not None and cost_fen != benefit.promised_fen:
            words = _("A plan's rebate is paid as it was confirmed: {amount} yuan.")
            raise invalid("cost", words.format(amount=yuan(benefit.promised_fen or 0)))
        goods = _find_goods(session, draft.goods)
        DELIVER.need(session, benefit)
        benefit.cost_fen = cost_fen
        hand_over(session, [benefit], draft.paid_by, goods)


def hand_over(
    session: Change, promises: Sequence[Benefit], paid_by: str, goods: Goods | None = None
) -> None:
    """Deliver promises and book them; each of them brings ``goods``, in base units."""
    _bring(session, promises, paid_by, goods or {})
    for benefit in promises:
        benefit.move("delivered")
        benefit.paid_by = paid_by
        benefit.delivered_on = session.today
        benefit.delivered_by_id = session.actor_id


def keep_promises(office: Office, keys: Sequence[int], paid_by: str) -> int:
    """Deliver several promises at what was promised, all or none, in money; how many."""
    need_word("paid_by", paid_by, PAID_IN_MONEY)
    with office.transaction(DELIVER.action) as session:
        promises = list(each_that_can(session, DELIVER, keys))
        hand_over(session, promises, paid_by)
        return len(promises)


def _check_goods(paid_by: str, goods: Sequence[GivenGoods]) -> None:
    if goods and paid_by != "goods":
        raise invalid("goods", _("Only a benefit that is paid in goods names some."))
    for place, one in enumerate(goods, 1):
        need_count("goods", one.quantity, Spot(place, "quantity"))


def _find_goods(session: Change, goods: Sequence[GivenGoods]) -> Goods:
    products = find_products(session, [one.product for one in goods], "goods")
    found: dict[Product, int] = {}
    for one in goods:
        product = products[one.product]
        found[product] = found.get(product, 0) + one.quantity
    return found


def _bring(session: Change, benefits: Sequence[Benefit], paid_by: str, goods: Goods) -> None:
    """The goods (B2a) and assets (B2) of delivered benefits, and their entries (L6)."""
    if goods:
        for benefit in benefits:
            benefit.goods = [
                BenefitGoods(position=place, product=product, quantity=quantity)
                for place, (product, quantity) in enumerate(goods.items(), 1)
            ]
            take_benefit_goods(session, benefit.id, goods)
    bring_assets(session, benefits)
    numbers = ledger.post_all(session, [_booking(one, paid_by) for one in benefits])
    for benefit, number in zip(benefits, numbers, strict=True):
        benefit.entry_number = number


def _booking(benefit: Benefit, paid_by: str) -> Booking:
    cost_fen = benefit.cost_fen
    paid_from = {
        "cash": Leg("cash", -cost_fen),
        "setoff": Leg("receivable", -cost_fen, benefit.client_id),
        "goods": Leg("goods-given", -cost_fen),
    }
    return Booking(
        kind="benefit",
        source="benefit",
        source_id=str(benefit.id),
        key=f"benefit:{benefit.id}",
        legs=[Leg("benefits", cost_fen), paid_from[paid_by]],
        means="cash" if paid_by == "cash" else "",
    )


def _signable(_session: Change, benefit: Benefit, dated: date | None = None) -> None:
    """Once it was delivered, and not before that day (``invalid``)."""
    benefit.require_move("signed")
    if dated is not None and benefit.delivered_on is not None:
        need_not_before(dated, benefit.delivered_on)


SIGN = Step("benefit.sign", BENEFIT, _signable)


def sign_benefit(office: Office, benefit_id: int, dated: date | None = None) -> None:
    """The client has signed its receipt, on the paper's day (B1, L5)."""
    with office.transaction(SIGN.action) as session:
        day = need_paper_day(session, dated)
        benefit = BENEFIT.find(session, benefit_id)
        SIGN.need(session, benefit, day)
        _sign(session, benefit, day)


def sign_benefits(office: Office, keys: Sequence[int], dated: date) -> int:
    """The clients have signed for several on one day, all or none (B1, L5); how many."""
    with office.transaction(SIGN.action) as session:
        session.allow()
        day = need_paper_day(session, dated)
        return for_each(session, SIGN, keys, lambda change, one: _sign(change, one, day), day)


def _sign(session: Change, benefit: Benefit, day: date) -> None:
    benefit.move("signed")
    benefit.signed_on = day
    benefit.signed_by_id = session.actor_id


WITHDRAW = Step("benefit.withdraw", BENEFIT, to("withdrawn"))


def withdraw_benefit(office: Office, benefit_id: int, reason: str) -> None:
    """Take a promise back that wasn't kept, and say why (B1)."""
    reason = need_text("reason", reason)
    with WITHDRAW.begin(office, benefit_id) as (session, benefit):
        benefit.move("withdrawn")
        benefit.withdrawn_on = session.today
        benefit.withdrawn_by_id = session.actor_id
        benefit.withdraw_reason = reason


CANCEL = Step("benefit.cancel", BENEFIT, to("cancelled"))


def cancel_benefit(office: Office, benefit_id: int, reason: str = "") -> None:
    """Cancel a benefit that was recorded wrongly: goods come back, its asset ends (L2a, B2)."""
    with CANCEL.begin(office, benefit_id) as (session, benefit):
        benefit.move("cancelled")
        cancel_booked(session, benefit, "benefit-cancelled", reason)
        put_benefit_goods_back(session, benefit.id)
        if benefit.asset is not None and benefit.asset.ended_on is None:
            end_asset(session, benefit.asset, "cancelled", reason)


def _asset_of(_session: Change, benefit: Benefit) -> Asset:
    """What it brought that is still there; refuses ``not_found`` where it brought nothing."""
    if benefit.asset is None:
        raise Refused("not_found", _("It brought nothing that stands in the shop."), "benefit")
    return benefit.asset


def _endable(session: Change, benefit: Benefit) -> None:
    asset = _asset_of(session, benefit)
    if asset.ended_on is not None:
        message = _("{asset} has ended on {day}.")
        words = message.format(asset=asset.title, day=asset.ended_on)
        raise Refused("wrong_state", words)


END = Step("asset.end", BENEFIT, _endable)


def end_benefits_asset(office: Office, benefit_id: int, how: str, reason: str) -> None:
    """A sign or rack is taken back or written off; its benefit stays booked (B2)."""
    need_word("how", how, ENDINGS)
    reason = need_text("reason", reason)
    with office.transaction(END.action) as session:
        benefit = BENEFIT.find(session, benefit_id)
        asset = _asset_of(session, benefit)
        END.need(session, benefit)
        end_asset(session, asset, how, reason)
