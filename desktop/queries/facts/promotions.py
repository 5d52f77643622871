"""Which promotions run on a day, and what they make of the protected prices (V1b)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desktop.models import Agreement, Promotion, PromotionClient, PromotionPrice


def lowest_prices(session: Session, agreement: Agreement, day: date) -> dict[int, int]:
    """What an agreement's client may not undercut on a day, by product, in fen per base unit.

    The protected prices (A4), or a running promotion's where that is lower: of several the lowest.
    """
    allowed = _allowed(session, agreement.client_id, day)
    return {
        one.product_id: min(one.price_fen, allowed.get(one.product_id, one.price_fen))
        for one in agreement.protected_prices
    }


def _allowed(session: Session, client_id: int, day: date) -> Mapping[int, int]:
    """The lowest price that promotions allow a client on a day, by product."""
    named = select(PromotionClient.client_id).where(PromotionClient.promotion_id == Promotion.id)
    for_client = or_(~named.exists(), named.where(PromotionClient.client_id == client_id).exists())
    rows = session.execute(
        select(PromotionPrice.product_id, func.min(PromotionPrice.price_fen))
        .join(Promotion, Promotion.id == PromotionPrice.promotion_id)
        # One that was made afterwards excuses nothing.
        .where(runs_on(day), Promotion.added_on <= day, for_client)
        .group_by(PromotionPrice.product_id)
    )
    return dict(rows.all())


def runs_on(day: date) -> ColumnElement[bool]:
    """Whether a promotion runs on a day, first and last included."""
    return (Promotion.starts_on <= day) & not_over(day)


def not_over(day: date) -> ColumnElement[bool]:
    """Whether a promotion runs on a day or will run later."""
    return (Promotion.ends_on >= day) & (
        Promotion.ended_on.is_(None)
        | ((Promotion.ended_on >= day) & (Promotion.ended_on >= Promotion.starts_on))
    )
