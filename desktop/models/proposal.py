"""Surveys of a shop's buyers and product proposals (P1–P5)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.survey import SPENDING
from desktop.basics.i18n import N_, _
from desktop.models.base import (
    Base,
    Moving,
    Versioned,
    by_staff,
    check,
    fen_column,
    one_of,
    reference,
)
from desktop.models.product import Product, Unit

PROPOSAL_STATES = {
    "draft": N_("draft"),
    "confirmed": N_("confirmed"),
    "presented": N_("presented"),
    "accepted": N_("accepted by the client"),
    "declined": N_("declined by the client"),
}

# Why a product on sale is in no computed proposal (P2b, P3).
WHY_LEFT_OUT = {
    "led_near": N_("a neighbour leads its line"),
    "unfit": N_("the rules speak against it"),
    "no_width": N_("nobody entered its width"),
    "no_retail": N_("it has no suggested retail price"),
    "no_profit": N_("the shop would earn nothing on it"),
    "too_wide": N_("it is wider than every level"),
    "too_tall": N_("it is taller than every level"),
    "enough": N_("as many products as there may be stand there"),
    "no_room": N_("it finds no room beside what earns more"),
    "taken_out": N_("taken out by hand"),
}


class Survey(Base):
    """Who buys at a shop and what it has room for (P1); which counts says ``latest_survey``."""

    __tablename__ = "survey"
    __table_args__ = (
        one_of("spending", SPENDING),
        check("rivals", "rivals >= 0 AND households >= 0"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = reference("client.id")
    surveyed_on: Mapped[date]
    surveyed_by_id: Mapped[int] = by_staff()
    shop_type: Mapped[str]
    area_m2: Mapped[int]
    households: Mapped[int]
    spending: Mapped[str]
    rivals: Mapped[int]
    brands: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    groups: Mapped[list["ConsumerGroup"]] = relationship(
        cascade="all, delete-orphan", order_by="ConsumerGroup.position", lazy="selectin"
    )
    levels: Mapped[list["ShelfLevel"]] = relationship(
        cascade="all, delete-orphan", order_by="ShelfLevel.position", lazy="selectin"
    )


class ConsumerGroup(Base):
    """A group among a shop's buyers and its share of them."""

    __tablename__ = "consumer_group"
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    share: Mapped[Decimal]


class ShelfLevel(Base):
    """A level of the shelf that a survey found; 1 is the top. Height None wasn't measured."""

    __tablename__ = "survey_level"
    __table_args__ = (check("width", "width_cm >= 1"), check("height", "height_cm >= 1"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    width_cm: Mapped[int]
    height_cm: Mapped[int | None]


class Proposal(Versioned, Moving, Base):
    """Which products for this shop, why, and where they stand (P3, P4)."""

    __tablename__ = "proposal"
    __table_args__ = (one_of("state", PROPOSAL_STATES),)
    MOVES = frozenset(
        {
            ("draft", "confirmed"),
            ("confirmed", "presented"),
            ("presented", "accepted"),
            ("presented", "declined"),
        }
    )
    STATE_WORDS = PROPOSAL_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id")
    survey_id: Mapped[int | None] = reference("survey.id")
    state: Mapped[str] = mapped_column(default="draft", index=True)
    customers: Mapped[str] = mapped_column(default="")
    display: Mapped[str] = mapped_column(default="")
    support: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date]
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int] = by_staff()
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = by_staff()
    presented_on: Mapped[date | None]
    presented_by_id: Mapped[int | None] = by_staff()
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = by_staff()
    answer_reason: Mapped[str] = mapped_column(default="", server_default="")
    order_id: Mapped[int | None] = reference("client_order.id")
    budget_fen: Mapped[int | None] = fen_column()
    lines: Mapped[list["ProposalLine"]] = relationship(
        cascade="all, delete-orphan", order_by="ProposalLine.position", lazy="selectin"
    )
    left_out: Mapped[list["LeftOut"]] = relationship(
        cascade="all, delete-orphan", order_by="LeftOut.position"
    )

    @property
    def title(self) -> str:
        return _("proposal {number}").format(number=self.number)


class ProposalLine(Base):
    """A proposed product: facings on a shelf level (1 is the top), first order, reason.

    What it was expected to do when it was computed, both with one facing: ``daily_micro``,
    millionths of a base unit a day, and ``value_milli``, thousandths of a fen that it earns the
    shop a day; None where nobody reckoned. ``rules`` are the codes of those that spoke for it, one
    a line. ``was_…`` is what was computed: beside it stands what was changed by hand; a line put in
    by hand has none.
    """

    __tablename__ = "proposal_line"
    __table_args__ = (
        check("facings", "facings >= 1 AND level >= 1"),
        check("quantity", "quantity >= 1"),
    )
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    unit_id: Mapped[int] = reference("unit.id")
    facings: Mapped[int]
    level: Mapped[int]
    quantity: Mapped[int]
    reason: Mapped[str]
    daily_micro: Mapped[int | None] = mapped_column(BigInteger)
    value_milli: Mapped[int | None] = mapped_column(BigInteger)
    rules: Mapped[str] = mapped_column(default="", server_default="")
    was_facings: Mapped[int | None]
    was_level: Mapped[int | None]
    was_unit_id: Mapped[int | None] = reference("unit.id", index=False)
    was_quantity: Mapped[int | None]
    was_reason: Mapped[str] = mapped_column(default="", server_default="")
    product: Mapped[Product] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])

    @property
    def by_hand(self) -> bool:
        """Whether a person put it in."""
        return self.was_facings is None

    @property
    def changed(self) -> tuple[str, ...]:
        """What of it a person changed, by field."""
        if self.by_hand:
            return ()
        pairs = {
            "facings": self.facings == self.was_facings,
            "level": self.level == self.was_level,
            "quantity": (self.unit_id, self.quantity) == (self.was_unit_id, self.was_quantity),
            "reason": self.reason == self.was_reason,
        }
        return tuple(name for name, same in pairs.items() if not same)


class LeftOut(Base):
    """A product that a computed proposal left out, and why; which neighbour leads its line.

    It is told inside only: no paper names it (P2b).
    """

    __tablename__ = "proposal_left_out"
    __table_args__ = (one_of("why", WHY_LEFT_OUT),)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    why: Mapped[str]
    value_milli: Mapped[int | None] = mapped_column(BigInteger)
    neighbour_id: Mapped[int | None] = reference("client.id", index=False)
    apart_mm: Mapped[int | None]
