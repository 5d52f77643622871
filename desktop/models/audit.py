"""The audit trail, issued papers and imported history: written once, never changed.

Trail and papers are numbered without gaps, and each row carries the SHA-256 of its content and
of the row before it, as the ledger's entries do (L3).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, Integer, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, by_staff, reference

PRICE_PLACES = 4
_PRICE_UNIT = 10**PRICE_PLACES


class HistoricPrice(TypeDecorator[Decimal]):
    """A past price in yuan with up to four places, stored as whole ten-thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value * _PRICE_UNIT)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _PRICE_UNIT


class Audit(Base):
    """One record as one action changed it (E1): who, when, what, before and after.

    ``change_key`` names the change that it was part of: one action of one person.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_record", "record_kind", "record_id"),)
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[str]
    day: Mapped[date]
    staff_id: Mapped[int | None] = by_staff()
    action: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    # SHA-256 of the record's secret facts as they were written: shows a change, tells nothing.
    seal: Mapped[str] = mapped_column(default="")
    # The key is written when its change is done, after what the trail tells of it.
    change_key: Mapped[str] = mapped_column(
        ForeignKey("change_key.key", deferrable=True, initially="DEFERRED")
    )
    previous_hash: Mapped[str]
    hash: Mapped[str]


class IssuedPaper(Base):
    """A paper as it was issued, so that it prints the same next year."""

    __tablename__ = "issued_paper"
    __table_args__ = (Index("ix_issued_paper_document", "kind", "document_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    document_id: Mapped[str]
    number: Mapped[str]
    issued_on: Mapped[date]
    issued_by_id: Mapped[int | None] = by_staff()
    # It is the fact itself, never changed: the trail need not hold it a second time.
    data: Mapped[str] = mapped_column(info={"unaudited": True})
    previous_hash: Mapped[str] = mapped_column(info={"unaudited": True})
    hash: Mapped[str] = mapped_column(info={"unaudited": True})


class PaperPrint(Base):
    """One print of an issued paper: from the second on it says that it is a copy."""

    __tablename__ = "paper_print"
    __table_args__ = (Index("ix_paper_print_document", "kind", "document_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    document_id: Mapped[str]
    printed_on: Mapped[date]
    printed_by_id: Mapped[int | None] = by_staff()

    @property
    def title(self) -> str:
        return self.document_id


class HistoryLine(Base):
    """A line of a past delivery, for effects and sell-through; no part of the ledger."""

    __tablename__ = "history_line"
    __table_args__ = (Index("ix_history_line_client_sold", "client_id", "sold_on"),)
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    source: Mapped[str] = mapped_column(index=True)
    row: Mapped[int]
    invoice: Mapped[str]
    sold_on: Mapped[date]
    client_id: Mapped[int] = reference("client.id", index=False)
    product_id: Mapped[int] = reference("product.id")
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(HistoricPrice())
