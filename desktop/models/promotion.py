"""Promotions: a lower retail price that a manager allows for a time (V1b)."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.i18n import _
from desktop.models.base import Base, Versioned, by_staff, check, fen_column


class Promotion(Versioned, Base):
    """What it allows, from the first day to the last; without ``clients`` it is for all."""

    __tablename__ = "promotion"
    __table_args__ = (check("days", "ends_on >= starts_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    added_on: Mapped[date]
    added_by_id: Mapped[int] = by_staff()
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = by_staff()
    prices: Mapped[list["PromotionPrice"]] = relationship(cascade="all, delete-orphan")
    clients: Mapped[list["PromotionClient"]] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        return _("promotion {first}–{last}").format(first=self.starts_on, last=self.last_day)

    @property
    def last_day(self) -> date:
        """The last day on which it runs: its end, or the day on which it was ended."""
        return min(self.ends_on, self.ended_on) if self.ended_on else self.ends_on


class PromotionPrice(Base):
    """The retail price that a promotion allows for a base unit of a product, in fen."""

    __tablename__ = "promotion_price"
    __table_args__ = (check("positive", "price_fen > 0"),)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    price_fen: Mapped[int] = fen_column()


class PromotionClient(Base):
    """A client for whom a promotion runs."""

    __tablename__ = "promotion_client"
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
