"""Money taken and given back: collections and refunds (section 2 of the rules)."""

from datetime import date

from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from desktop.basics.i18n import N_, _
from desktop.models.base import (
    Base,
    Moving,
    by_staff,
    cancelled_ones,
    check,
    fen_column,
    one_of,
    reference,
    where_given,
)

MEANS = {"cash": N_("cash"), "bank": N_("bank"), "wechat": N_("WeChat"), "alipay": N_("Alipay")}
_STANDING = {"recorded": N_("recorded"), "cancelled": N_("reversed")}


class Booked:
    """A document that has its entry in the ledger until it is cancelled with a reason (L2a)."""

    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str] = mapped_column(default="")

    @declared_attr
    @classmethod
    def cancelled_by_id(cls) -> Mapped[int | None]:
        return by_staff()

    @declared_attr
    @classmethod
    def entry_number(cls) -> Mapped[int | None]:
        return reference("entry.number")

    @declared_attr
    @classmethod
    def cancel_entry_number(cls) -> Mapped[int | None]:
        return reference("entry.number", index=False)


class Collection(Booked, Moving, Base):
    """Money taken from a client, by itself or with a delivery."""

    __tablename__ = "collection"
    __table_args__ = (
        one_of("state", _STANDING),
        one_of("means", MEANS),
        check("positive", "amount_fen > 0"),
        cancelled_ones("collection", "entry_number"),
        *where_given("collection", "delivery_id", "cancel_entry_number"),
    )
    MOVES = frozenset({("recorded", "cancelled")})
    STATE_WORDS = _STANDING

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="recorded")
    client_id: Mapped[int] = reference("client.id")
    delivery_id: Mapped[int | None] = reference("delivery.id", index=False)
    amount_fen: Mapped[int] = fen_column()
    means: Mapped[str] = mapped_column(default="cash")
    dated: Mapped[date]
    recorded_on: Mapped[date] = mapped_column(index=True)
    recorded_by_id: Mapped[int] = by_staff()

    @property
    def title(self) -> str:
        return _("collection {number}").format(number=self.number)


class Refund(Base):
    """A client's credit paid out (at most the credit)."""

    __tablename__ = "refund"
    __table_args__ = (one_of("means", MEANS), check("positive", "amount_fen > 0"))
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id")
    amount_fen: Mapped[int] = fen_column()
    means: Mapped[str] = mapped_column(default="cash")
    paid_on: Mapped[date] = mapped_column(index=True)
    paid_by_id: Mapped[int] = by_staff()
    entry_number: Mapped[int] = reference("entry.number")

    @property
    def title(self) -> str:
        return _("refund {number}").format(number=self.number)
