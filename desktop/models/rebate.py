"""Rebate plans (返利政策): what counts, for whom, in which bands, and what came of it (B3)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.rebate import BASES, CLIENTS, GOODS, MODES
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
from desktop.models.client import Client

REBATE_STATES = {
    "draft": N_("draft"),
    "approved": N_("approved"),
    "reckoned": N_("reckoned"),
    "confirmed": N_("confirmed"),
}


class RebatePlan(Versioned, Moving, Base):
    """A rebate for what clients buy within a time; a threshold is in fen or in base units."""

    __tablename__ = "rebate_plan"
    __table_args__ = (
        one_of("state", REBATE_STATES),
        one_of("base", BASES),
        one_of("mode", MODES),
        check("period", "starts_on <= ends_on"),
    )
    MOVES = frozenset(
        {
            ("draft", "approved"),
            ("approved", "reckoned"),
            ("reckoned", "reckoned"),
            ("reckoned", "confirmed"),
        }
    )
    STATE_WORDS = REBATE_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    base: Mapped[str]
    mode: Mapped[str]
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int] = by_staff()
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = by_staff()
    reckoned_on: Mapped[date | None]
    reckoned_by_id: Mapped[int | None] = by_staff()
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = by_staff()
    bands: Mapped[list["RebateBand"]] = relationship(
        cascade="all, delete-orphan", order_by="RebateBand.threshold", lazy="selectin"
    )
    scope: Mapped[list["RebateScope"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    amounts: Mapped[list["RebateAmount"]] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        return _("rebate plan “{name}”").format(name=self.name)

    def named(self, kind: str) -> list[str]:
        """What it names of a kind; nothing: all count."""
        return sorted(one.word for one in self.scope if one.kind == kind)


class RebateBand(Base):
    """From which base on which rate holds: of an amount, or so much for each base unit."""

    __tablename__ = "rebate_band"
    __table_args__ = (
        check("threshold", "threshold >= 0"),
        check("one", "(rate IS NULL) <> (each_fen IS NULL)"),
        check("each", "each_fen >= 0"),
    )
    rebate_plan_id: Mapped[int] = reference("rebate_plan.id", primary_key=True, index=False)
    threshold: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    rate: Mapped[Decimal | None]
    each_fen: Mapped[int | None] = fen_column()


class RebateScope(Base):
    """A product or client by its code, or a word of theirs, that a plan names."""

    __tablename__ = "rebate_scope"
    __table_args__ = (one_of("kind", (*GOODS, *CLIENTS)),)
    rebate_plan_id: Mapped[int] = reference("rebate_plan.id", primary_key=True, index=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)


class RebateAmount(Base):
    """What a client's base came to when its plan was last reckoned, and its rebate."""

    __tablename__ = "rebate_amount"
    __table_args__ = (check("amount", "amount_fen >= 0"),)
    rebate_plan_id: Mapped[int] = reference("rebate_plan.id", primary_key=True, index=False)
    client_id: Mapped[int] = reference("client.id", primary_key=True)
    base: Mapped[int] = mapped_column(BigInteger)
    amount_fen: Mapped[int] = fen_column()
    client: Mapped[Client] = relationship()
