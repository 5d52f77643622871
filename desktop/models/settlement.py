"""Quarterly settlement of the price-protection fund, and its payouts (S1–S6)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.calendar import Quarter
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

SETTLEMENT_STATES = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "approved": N_("approved"),
    "posted": N_("posted"),
}
STANDINGS = {"settled": N_("settled"), "held": N_("held"), "carried": N_("carried")}
# How a client stands on screen: before it is posted, nothing is settled.
STANDING_WORDS = {"to_settle": N_("to settle"), **STANDINGS}
PAYOUT_STATES = {"unpaid": N_("unpaid"), "paid": N_("paid"), "forfeited": N_("forfeited")}
PAYOUT_METHODS = {
    "cash": N_("cash"),
    "transfer": N_("transfer"),
    "goods": N_("set off against goods"),
}


def _one_each(name: str, *columns: str, which: str) -> Index:
    where = text(which)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Settlement(Versioned, Moving, Base):
    """One quarter's settlement; ``lines`` hold what was computed when it was prepared (S3).

    With ``client_id`` it is a supplementary one, of a client that the quarter's own held (S4a).
    """

    __tablename__ = "settlement"
    __table_args__ = (
        one_of("state", SETTLEMENT_STATES),
        _one_each("ux_settlement_quarter", "quarter", which="client_id IS NULL"),
        _one_each(
            "ux_settlement_supplement", "quarter", "client_id", which="client_id IS NOT NULL"
        ),
    )
    MOVES = frozenset(
        {
            ("draft", "submitted"),
            ("submitted", "approved"),
            ("submitted", "draft"),
            ("approved", "draft"),
            ("approved", "posted"),
        }
    )
    STATE_WORDS = SETTLEMENT_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[str]
    client_id: Mapped[int | None] = reference("client.id")
    state: Mapped[str] = mapped_column(default="draft")
    prepared_on: Mapped[date]
    prepared_by_id: Mapped[int] = by_staff()
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = by_staff()
    returned_on: Mapped[date | None]
    returned_by_id: Mapped[int | None] = by_staff()
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = by_staff()
    posted_on: Mapped[date | None]
    posted_by_id: Mapped[int | None] = by_staff()
    lines: Mapped[list["SettlementLine"]] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        if self.client_id is not None:
            return _("supplementary settlement of {quarter}").format(quarter=self.quarter)
        return _("settlement of {quarter}").format(quarter=self.quarter)

    @property
    def period(self) -> Quarter:
        """The quarter it settles."""
        return Quarter.parse(self.quarter)


class SettlementLine(Base):
    """A listed client's standing and the amount to be settled (0 unless settled)."""

    __tablename__ = "settlement_line"
    __table_args__ = (
        one_of("standing", STANDINGS),
        check("amount", "(amount_fen > 0) = (standing = 'settled')"),
    )
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    standing: Mapped[str]
    amount_fen: Mapped[int] = fen_column()


class Payout(Versioned, Moving, Base):
    """What a posted settlement owes a client (S5); a ruling may forfeit it (V5)."""

    __tablename__ = "payout"
    __table_args__ = (
        one_of("state", PAYOUT_STATES),
        check("positive", "amount_fen > 0"),
        check("method", "(method IS NOT NULL) = (state = 'paid')"),
        check("forfeited", "(case_id IS NOT NULL) = (state = 'forfeited')"),
    )
    MOVES = frozenset(
        {
            ("unpaid", "paid"),
            ("paid", "unpaid"),
            ("unpaid", "forfeited"),
            ("forfeited", "unpaid"),
        }
    )
    STATE_WORDS = PAYOUT_STATES

    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    amount_fen: Mapped[int] = fen_column()
    state: Mapped[str] = mapped_column(default="unpaid", index=True)
    method: Mapped[str | None]
    payments: Mapped[int] = mapped_column(default=0)
    paid_on: Mapped[date | None]
    paid_by_id: Mapped[int | None] = by_staff()
    case_id: Mapped[int | None] = reference("violation.id")
    settlement_entry_number: Mapped[int] = reference("entry.number")
    entry_number: Mapped[int | None] = reference("entry.number")

    @property
    def title(self) -> str:
        return _("payout {number}").format(number=self.number)

    @property
    def voucher(self) -> str:
        """Under what its voucher is kept: cancelled and paid again it has another."""
        return f"{self.number}/{self.payments}"
