"""Orders, their deliveries and returns (sections 1 and 8 of the rules)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Index, UniqueConstraint, case, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.i18n import N_, _
from desktop.models.base import (
    Base,
    Moving,
    Versioned,
    by_staff,
    cancelled_ones,
    check,
    fen_column,
    one_of,
    reference,
    where_given,
)
from desktop.models.product import Product, Unit

ORDER_STATES = {
    "confirmed": N_("confirmed"),
    "planned": N_("planned"),
    "loaded": N_("loaded"),
    "delivered": N_("delivered"),
    "partly": N_("partly delivered"),
    "refused": N_("refused"),
    "cancelled": N_("cancelled"),
}
CONDITIONS = {"good": N_("good"), "bad": N_("bad, written off")}
_OPEN = ("confirmed", "planned", "loaded")
_SHORT = ("partly", "refused")
_DONE = ("delivered", *_SHORT)


class Order(Versioned, Moving, Base):
    """What a client asked for; its lines keep the price in force on the order date (M4).

    ``wanted`` is the day that the client wished for, ``due`` the one that D2 gives.
    """

    __tablename__ = "client_order"
    __table_args__ = (
        one_of("state", ORDER_STATES),
        Index("ix_client_order_client", "client_id", "due", "state"),
    )
    MOVES = frozenset(
        {("confirmed", "planned"), ("planned", "confirmed"), ("planned", "loaded")}
        | {("loaded", "confirmed"), ("confirmed", "cancelled")}
        | {(before, done) for before in _OPEN for done in _DONE}
        | {(done, again) for done in _DONE for again in ("confirmed", "loaded")}
    )
    STATE_WORDS = ORDER_STATES
    OPEN = _OPEN
    DONE = _DONE
    SHORT = _SHORT

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id", index=False)
    state: Mapped[str] = mapped_column(default="confirmed", index=True)
    ordered_on: Mapped[date]
    ordered_by_id: Mapped[int] = by_staff()
    taken_at: Mapped[str]
    wanted: Mapped[date | None]
    due: Mapped[date] = mapped_column(index=True)
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = by_staff()
    cancel_reason: Mapped[str] = mapped_column(default="")
    lines: Mapped[list["OrderLine"]] = relationship(
        cascade="all, delete-orphan", order_by="OrderLine.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("order {number}").format(number=self.number)


class OrderLine(Base):
    """A product in a unit; ``position`` counts from 1.

    The price in force stands also in a ``free`` line: by it the gift is booked (M3a).
    """

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "position"), check("quantity", "quantity > 0"))
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = reference("client_order.id")
    position: Mapped[int]
    product_id: Mapped[int] = reference("product.id")
    unit_id: Mapped[int] = reference("unit.id")
    quantity: Mapped[int]
    price_fen: Mapped[int] = fen_column()
    free: Mapped[bool] = mapped_column(default=False)
    product: Mapped[Product] = relationship(lazy="selectin")
    unit: Mapped[Unit] = relationship()

    @hybrid_property
    def amount_fen(self) -> int:
        """What it comes to: nothing if it is free (M3, M3a)."""
        return 0 if self.free else self.price_fen * self.quantity

    @amount_fen.inplace.expression
    @classmethod
    def _amount_fen(cls) -> ColumnElement[int]:
        return case((cls.free, 0), else_=cls.price_fen * cls.quantity)


class Delivery(Moving, Base):
    """What really happened with an order at the shop; ``dated`` is the paper's day (L5).

    ``number`` counts what was recorded; ``note`` is the number of the paper that it rests on, the
    same again when a delivery is cancelled and recorded anew.
    ``difference`` says why the money taken with it was not what was due, ``refused_because`` why
    goods were not accepted; ``run_id`` is the run on which its order was out.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        one_of("state", ("recorded", "cancelled")),
        Index("ix_delivery_day", "dated", "state", "id"),
        cancelled_ones("delivery", "id"),
        *where_given("delivery", "cancel_entry_number"),
        Index(
            "ux_delivery_standing",
            "order_id",
            unique=True,
            sqlite_where=text("state = 'recorded'"),
            postgresql_where=text("state = 'recorded'"),
        ),
    )
    MOVES = frozenset({("recorded", "cancelled")})
    STATE_WORDS = {"recorded": N_("recorded"), "cancelled": N_("reversed")}

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = reference("client_order.id")
    client_id: Mapped[int] = reference("client.id")
    state: Mapped[str] = mapped_column(default="recorded")
    dated: Mapped[date]
    arrived: Mapped[str] = mapped_column(default="")
    # The number on the client's paper (送货单): statement, file and window speak of this one.
    note: Mapped[str] = mapped_column(default="", index=True)
    difference: Mapped[str] = mapped_column(default="")
    refused_because: Mapped[str] = mapped_column(default="")
    agreement_id: Mapped[int | None] = reference("agreement.id")
    run_id: Mapped[int | None] = reference("run.id")
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = by_staff()
    entry_number: Mapped[int | None] = reference("entry.number")
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = by_staff()
    cancel_reason: Mapped[str] = mapped_column(default="")
    cancel_entry_number: Mapped[int | None] = reference("entry.number", index=False)
    lines: Mapped[list["DeliveryLine"]] = relationship(
        cascade="all, delete-orphan", order_by="DeliveryLine.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("delivery {number}").format(number=self.note or self.number)


class DeliveryLine(Base):
    """What was accepted of an order line, with the amounts that were posted (M3).

    A ``free`` one has no supply: ``given_fen`` is what the gift is worth (M3a). It keeps the unit
    and what was ordered then: nothing that becomes of its order changes it.
    """

    __tablename__ = "delivery_line"
    __table_args__ = (
        UniqueConstraint("delivery_id", "position"),
        Index("ix_delivery_line_supplied", "delivery_id", "supply_fen"),
        check("unit_size", "unit_size >= 1"),
        check("accepted", "accepted BETWEEN 0 AND ordered"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = reference("delivery.id", index=False)
    position: Mapped[int]
    product_id: Mapped[int] = reference("product.id")
    unit_name: Mapped[str]
    unit_size: Mapped[int]
    ordered: Mapped[int]
    accepted: Mapped[int]
    price_fen: Mapped[int] = fen_column()
    free: Mapped[bool] = mapped_column(default=False)
    basic_rate: Mapped[Decimal]
    fund_rate: Mapped[Decimal]
    supply_fen: Mapped[int] = fen_column()
    basic_fen: Mapped[int] = fen_column()
    fund_fen: Mapped[int] = fen_column()
    given_fen: Mapped[int] = fen_column(default=0)


class Return(Moving, Base):
    """Units of a delivery line that came back, and what was reversed for them (M5).

    In what ``condition`` decides where they go (D3).
    """

    __tablename__ = "goods_return"
    __table_args__ = (
        one_of("state", ("recorded", "cancelled")),
        one_of("condition", CONDITIONS),
        check("quantity", "quantity > 0"),
        *where_given("goods_return", "cancel_entry_number"),
    )
    MOVES = frozenset({("recorded", "cancelled")})
    STATE_WORDS = {"recorded": N_("recorded"), "cancelled": N_("reversed")}

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    delivery_id: Mapped[int] = reference("delivery.id")
    delivery_line_id: Mapped[int] = reference("delivery_line.id")
    client_id: Mapped[int] = reference("client.id")
    state: Mapped[str] = mapped_column(default="recorded")
    dated: Mapped[date]
    quantity: Mapped[int]
    condition: Mapped[str] = mapped_column(default="good")
    supply_fen: Mapped[int] = fen_column()
    basic_fen: Mapped[int] = fen_column()
    fund_fen: Mapped[int] = fen_column()
    given_fen: Mapped[int] = fen_column(default=0)
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = by_staff()
    entry_number: Mapped[int | None] = reference("entry.number")
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = by_staff()
    cancel_reason: Mapped[str] = mapped_column(default="")
    cancel_entry_number: Mapped[int | None] = reference("entry.number", index=False)

    @property
    def title(self) -> str:
        return _("return {number}").format(number=self.number)
