"""The promotions that run, or are to run."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import Client, Product, Promotion
from desktop.queries.facts.promotions import not_over


@dataclass(frozen=True)
class PromotionRow:
    """A promotion as it is read: its days, its prices, and for whom."""

    id: int
    starts_on: date
    last_day: date
    prices: tuple[str, ...]
    clients: tuple[str, ...]

    @property
    def days(self) -> str:
        """From when to when."""
        return f"{self.starts_on}–{self.last_day}"

    @property
    def words(self) -> str:
        """Which prices, for whom."""
        whom = _(", ").join(self.clients) or _("all clients")
        return f"{_(', ').join(self.prices)} · {whom}"


def promotions_from(session: Session, day: date) -> tuple[PromotionRow, ...]:
    """Those that are not over on a day, the first to begin first."""
    found = session.scalars(
        select(Promotion).where(not_over(day)).order_by(Promotion.starts_on, Promotion.id)
    )
    return tuple(_row(session, one) for one in found)


def _row(session: Session, promotion: Promotion) -> PromotionRow:
    prices = {one.product_id: one.price_fen for one in promotion.prices}
    clients = [one.client_id for one in promotion.clients]
    products = session.scalars(
        select(Product).where(Product.id.in_(list(prices))).order_by(Product.code_key)
    )
    names = session.scalars(
        select(Client.name).where(Client.id.in_(clients)).order_by(Client.code_key)
    )
    return PromotionRow(
        promotion.id,
        promotion.starts_on,
        promotion.last_day,
        tuple(f"{one.name} {yuan(prices[one.id])}" for one in products),
        tuple(names),
    )
