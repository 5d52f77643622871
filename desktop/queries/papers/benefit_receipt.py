"""The receipt that a client signs for a benefit (section 2, B1)."""

from sqlalchemy.orm import Session

from desktop.models import Benefit, Client, Staff
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
_LASTING = ("sign", "rack")


def benefit_receipt(session: Session, benefit: Benefit) -> BenefitReceipt:
    """The receipt: what was given on which day, at what it cost."""
    day = benefit.recorded_on
    agreement = signed_by(session, benefit.client_id, day)
    return BenefitReceipt(
        letterhead=letterhead(session),
        number=benefit.number,
        day=day,
        client=outlet(session.get_one(Client, benefit.client_id)),
        what=_KINDS[benefit.kind],
        amount_fen=benefit.cost_fen,
        paid_by=benefit.paid_by,
        means=_PAID_BY[benefit.paid_by],
        lasting=benefit.kind in _LASTING,
        agreement=(agreement.number or "") if agreement and agreement.in_force_on(day) else "",
        giver=session.get_one(Staff, benefit.recorded_by_id).name,
    )
