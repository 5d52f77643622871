"""Trials (试验): one suggestion, told to half of similar shops now and to the others later."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.suggestion import CATEGORIES, LONGEST_CONTENT
from desktop.basics.i18n import N_, _
from desktop.models.base import Base, Moving, by_staff, check, fen_column, one_of, reference
from desktop.models.order_keys import keep_order, key_of

TRIAL_STATES = {
    "drawn": N_("drawn"),
    "called_off": N_("called off"),
}


@keep_order
class Trial(Moving, Base):
    """What is tried, and the draw: by which seed, who saw it and when. It is drawn once.

    The half that begins is told it from ``starts_on`` on, the other from ``second_on`` on.
    """

    __tablename__ = "trial"
    __table_args__ = (
        one_of("state", TRIAL_STATES),
        one_of("category", CATEGORIES),
        check("content", f"length(content) BETWEEN 1 AND {LONGEST_CONTENT}"),
        check("second_on", "second_on > starts_on"),
    )
    MOVES = frozenset({("drawn", "called_off")})
    STATE_WORDS = TRIAL_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="drawn")
    category: Mapped[str]
    content: Mapped[str]
    content_key: Mapped[str] = key_of("content")
    wording: Mapped[str] = mapped_column(default="")
    expected: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date] = mapped_column(index=True)
    second_on: Mapped[date]
    days: Mapped[int]
    seed: Mapped[int]
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[int] = by_staff()
    called_off_on: Mapped[date | None]
    called_off_by_id: Mapped[int | None] = by_staff()
    reason: Mapped[str] = mapped_column(default="")
    products: Mapped[list["TrialProduct"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    shops: Mapped[list["TrialShop"]] = relationship(
        cascade="all, delete-orphan",
        lazy="selectin",
        order_by="TrialShop.pair, TrialShop.half, TrialShop.client_id",
    )

    @property
    def title(self) -> str:
        return _("trial “{content}”").format(content=self.content)

    def begins_on(self, half: int) -> date:
        """From which day on a half is told it."""
        return self.starts_on if half == 1 else self.second_on


class TrialProduct(Base):
    """A product that a trial aims at."""

    __tablename__ = "trial_product"
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)


class TrialShop(Base):
    """A shop's place in the draw, its sales before it, and its suggestion while there is one."""

    __tablename__ = "trial_shop"
    __table_args__ = (
        check("half", "half IN (1, 2)"),
        UniqueConstraint("suggestion_id"),
    )
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"), primary_key=True)
    client_id: Mapped[int] = reference("client.id", primary_key=True)
    pair: Mapped[int]
    half: Mapped[int]
    sales_fen: Mapped[int] = fen_column()
    suggestion_id: Mapped[int | None] = reference("suggestion.id", index=False)
