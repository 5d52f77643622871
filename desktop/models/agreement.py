"""Price-protection agreements (价格保护协议, A1–A8)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

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

AGREEMENT_STATES = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "approved": N_("approved"),
    "active": N_("active"),
    "expired": N_("expired"),
    "terminated": N_("terminated"),
    "void": N_("void"),
}


class Agreement(Versioned, Moving, Base):
    """What one client and the office agreed on, from draft to its end.

    ``expired`` is not stored: it is what an active agreement is called after its end. ``void`` is
    one that was approved and is not to be signed; it keeps its number (A7).
    """

    __tablename__ = "agreement"
    __table_args__ = (
        one_of("state", AGREEMENT_STATES),
        Index("ix_agreement_held", "state", "client_id", "ends_on"),
        check("period", "starts_on <= ends_on"),
        check("number", "(number = '') = (approved_on IS NULL)"),
        check("signed", "(signed_on IS NOT NULL) = (state IN ('active', 'terminated'))"),
    )
    MOVES = frozenset(
        {
            ("draft", "submitted"),
            ("submitted", "draft"),
            ("submitted", "approved"),
            ("approved", "active"),
            ("approved", "void"),
            ("active", "terminated"),
        }
    )
    STATE_WORDS = AGREEMENT_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(default="", index=True)
    client_id: Mapped[int] = reference("client.id")
    state: Mapped[str] = mapped_column(default="draft", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    basic_rate: Mapped[Decimal]
    fund_rate: Mapped[Decimal]
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int] = by_staff()
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = by_staff()
    returned_on: Mapped[date | None]
    returned_by_id: Mapped[int | None] = by_staff()
    return_word: Mapped[str] = mapped_column(default="")
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = by_staff()
    # The outlets there were when it was approved in a dense place, and the manager's reason (P7).
    dense_outlets: Mapped[int | None]
    density_reason: Mapped[str] = mapped_column(default="", server_default="")
    signed_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = by_staff()
    unreviewed_by_id: Mapped[int | None] = by_staff()
    # When it was ended, or made void.
    terminated_on: Mapped[date | None]
    terminated_by_id: Mapped[int | None] = by_staff()
    clause_kind: Mapped[str] = mapped_column(default="protected_prices")
    # The clauses as they stood when it was approved: later edits don't reach it.
    clause_text: Mapped[str] = mapped_column(default="")
    # The proposal of which it came (P4).
    proposal_id: Mapped[int | None] = reference("proposal.id")

    product_rates: Mapped[list["ProductRate"]] = relationship(cascade="all, delete-orphan")
    protected_prices: Mapped[list["ProtectedPrice"]] = relationship(cascade="all, delete-orphan")
    lead_lines: Mapped[list["LeadLine"]] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        return _("agreement {number}").format(number=self.number or _("(no number yet)"))

    def state_on(self, day: date) -> str:
        """Its state as of a day: an active one past its end is expired."""
        return "expired" if self.state == "active" and day > self.ends_on else self.state

    def first_day(self, signed_on: date | None = None) -> date | None:
        """The first day in force (A3): the later of start and signature; None if unsigned."""
        signed = signed_on or self.signed_on
        return max(self.starts_on, signed) if signed else None

    @property
    def last_day(self) -> date:
        """The last day in force (A3), were it signed: its end, or when it was terminated."""
        return min(self.ends_on, self.terminated_on) if self.terminated_on else self.ends_on

    def in_force_on(self, day: date) -> bool:
        """Whether it is in force on a day, first and last included (A3)."""
        first = self.first_day()
        return first is not None and first <= day <= self.last_day

    def rates_for(self, product_id: int) -> tuple[Decimal, Decimal]:
        """Basic and fund rate for a product; a missing one is the agreement's (M4)."""
        own = next((rate for rate in self.product_rates if rate.product_id == product_id), None)
        basic = own.basic_rate if own and own.basic_rate is not None else self.basic_rate
        fund = own.fund_rate if own and own.fund_rate is not None else self.fund_rate
        return basic, fund


class ProductRate(Base):
    """Rates of one product that replace the agreement's (M4)."""

    __tablename__ = "agreement_product_rate"
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    basic_rate: Mapped[Decimal | None]
    fund_rate: Mapped[Decimal | None]


class ProtectedPrice(Base):
    """A lowest retail price for a base unit of a product (A4)."""

    __tablename__ = "agreement_protected_price"
    __table_args__ = (check("positive", "price_fen > 0"),)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    price_fen: Mapped[int] = fen_column()


class LeadLine(Base):
    """A line that this client leads (主推系列, A4)."""

    __tablename__ = "agreement_lead_line"
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
