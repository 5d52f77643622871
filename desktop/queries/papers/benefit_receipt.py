"""The receipt that a client signs for a benefit (section 2, B1)."""

from datetime import date

from sqlalchemy.orm import Session

from desktop.models import Benefit, Client, Staff
from desktop.models.benefit import LASTING
from desktop.printing.benefit_receipt import BenefitReceipt
from desktop.queries.papers.heads import letterhead, outlet, signed_by

_KINDS = {
    "sign": "门头",
    "rack": "陈列架",
    "rebate": "返利",
    "grant": "产品配送",
    "promotion": "促销支持",
}
_PAID_BY = {"cash": "现金", "setoff": "抵付货款", "goods": "货品"}


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
