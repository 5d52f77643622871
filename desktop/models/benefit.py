"""Benefits from promise to signature, their goods, and the assets that they bring (B1–B2a)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.benefit import BENEFIT_KINDS, PAID_BY
from desktop.basics.i18n import N_, _
from desktop.models.base import (
    Base,
    Moving,
    by_staff,
    check,
    fen_column,
    one_of,
    reference,
    where_given,
)
from desktop.models.payment import Booked
from desktop.models.product import Product

BENEFIT_STATES = {
    "promised": N_("promised"),
    "delivered": N_("handed over"),
    "signed": N_("signed for"),
    "withdrawn": N_("withdrawn"),
    "cancelled": N_("reversed"),
}
LASTING = ("sign", "rack")  # what stays the office's own, in the client's shop
SIGHTINGS = {
    "there": N_("there"),
    "moved": N_("moved"),
    "damaged": N_("damaged"),
    "gone": N_("vanished"),
}
# How an asset ends; the last one with its benefit.
ENDINGS = {"taken_back": N_("taken back"), "written_off": N_("written off")}
ENDED = {**ENDINGS, "cancelled": N_("benefit cancelled")}


class Benefit(Booked, Moving, Base):
    """A sign, rack, rebate, grant or promotion for a client: promised, given and signed for.

    ``cost_fen`` is what it was delivered at; before that, what was promised.
    """

    __tablename__ = "benefit"
    __table_args__ = (
        one_of("state", BENEFIT_STATES),
        one_of("kind", BENEFIT_KINDS),
        one_of("paid_by", PAID_BY),
        check("positive", "cost_fen > 0"),
        check("promised", "(promised_on IS NULL) = (promised_fen IS NULL)"),
        check("delivered", "(delivered_on IS NULL) = (state IN ('promised', 'withdrawn'))"),
        UniqueConstraint("rebate_plan_id", "client_id"),
        *where_given("benefit", "cancel_entry_number"),
    )
    MOVES = frozenset(
        {
            ("promised", "delivered"),
            ("promised", "withdrawn"),
            ("delivered", "signed"),
            ("delivered", "cancelled"),
            ("signed", "cancelled"),
        }
    )
    STATE_WORDS = BENEFIT_STATES
    GIVEN = ("delivered", "signed")

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id")
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    cost_fen: Mapped[int] = fen_column()
    paid_by: Mapped[str | None]
    rebate_plan_id: Mapped[int | None] = reference("rebate_plan.id", index=False)
    promised_fen: Mapped[int | None] = fen_column()
    due: Mapped[date | None]
    promised_on: Mapped[date | None]
    promised_by_id: Mapped[int | None] = by_staff()
    delivered_on: Mapped[date | None]
    delivered_by_id: Mapped[int | None] = by_staff()
    signed_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = by_staff()
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = by_staff()
    withdraw_reason: Mapped[str] = mapped_column(default="")
    goods: Mapped[list["BenefitGoods"]] = relationship(
        cascade="all, delete-orphan", order_by="BenefitGoods.position"
    )
    asset: Mapped["Asset | None"] = relationship(back_populates="benefit")

    @property
    def day(self) -> date:
        """When it was delivered; before that, when it was promised."""
        day = self.delivered_on or self.promised_on
        assert day is not None
        return day

    @property
    def title(self) -> str:
        return _("benefit {number}").format(number=self.number)


class BenefitGoods(Base):
    """A product that was given as a benefit, in base units (B2a)."""

    __tablename__ = "benefit_goods"
    __table_args__ = (check("quantity", "quantity > 0"),)
    benefit_id: Mapped[int] = reference("benefit.id", primary_key=True, index=False)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    quantity: Mapped[int]
    product: Mapped[Product] = relationship()


class Asset(Base):
    """A sign or rack in a shop: its tag, where it stands, how it was last seen, how it ended."""

    __tablename__ = "asset"
    __table_args__ = (
        one_of("condition", SIGHTINGS),
        one_of("ended_how", ENDED),
        check("ended", "(ended_on IS NULL) = (ended_how IS NULL)"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(unique=True)
    benefit_id: Mapped[int] = reference("benefit.id", unique=True)
    client_id: Mapped[int] = reference("client.id")
    place: Mapped[str] = mapped_column(default="")
    condition: Mapped[str] = mapped_column(default="there")
    seen_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    ended_how: Mapped[str | None]
    end_reason: Mapped[str] = mapped_column(default="")
    ended_by_id: Mapped[int | None] = by_staff()
    benefit: Mapped[Benefit] = relationship(back_populates="asset")

    @property
    def title(self) -> str:
        return _("asset {tag}").format(tag=self.tag)


class AssetSighting(Base):
    """How a patrol or a visit found an asset."""

    __tablename__ = "asset_sighting"
    __table_args__ = (one_of("condition", SIGHTINGS),)
    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = reference("asset.id")
    condition: Mapped[str]
    seen_on: Mapped[date]
    seen_by_id: Mapped[int] = by_staff()
