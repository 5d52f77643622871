"""The receipt that a client signs for a benefit (section 2, B1)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session, selectinload

from desktop.models import Benefit, BenefitGoods, Client, Staff
from desktop.models.benefit import LASTING
from desktop.printing.benefit_receipt import BenefitReceipt
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import letterhead, outlet, read_signed, signed_by

_KINDS = {
    "sign": "门头",
    "rack": "陈列架",
    "rebate": "返利",
    "grant": "产品配送",
    "promotion": "促销支持",
}
_PAID_BY = {"cash": "现金", "setoff": "抵付货款", "goods": "货品"}

# What of a benefit its receipt tells.
WITH_GOODS = (
    selectinload(Benefit.asset),
    selectinload(Benefit.goods).selectinload(BenefitGoods.product),
)


def benefit_receipt(session: Session, benefit: Benefit, day: date) -> BenefitReceipt:
    """The receipt: what was given on its day, at what it cost."""
    paid_by = benefit.paid_by or ""
    lasting = benefit.kind in LASTING
    agreement = signed_by(session, benefit.client_id, day)
    return BenefitReceipt(
        letterhead=letterhead(session),
        number=benefit.number,
        day=day,
        client=outlet(session.get_one(Client, benefit.client_id)),
        what=_KINDS[benefit.kind],
        amount_fen=benefit.cost_fen,
        paid_by=paid_by,
        means=_PAID_BY[paid_by],
        lasting=lasting,
        for_thing=lasting,
        tag=benefit.asset.tag if benefit.asset else "",
        goods="、".join(
            f"{one.product.name} {one.quantity} {one.product.base_unit.name}"
            for one in benefit.goods
        ),
        agreement=(agreement.number or "") if agreement and agreement.in_force_on(day) else "",
        giver=session.get_one(Staff, benefit.delivered_by_id).name,
    )


def read_for_benefits(session: Session, benefits: Sequence[Benefit]) -> None:
    """Read at once what receipts of these are going to ask; the session holds it."""
    held_or_read(session, Client, (one.client_id for one in benefits))
    held_or_read(session, Staff, (one.delivered_by_id for one in benefits))
    read_signed(
        session, ((one.client_id, one.delivered_on) for one in benefits if one.delivered_on)
    )
