"""Stock by lot, in base units (D3): what is known of a lot, what moved it, and where it lies."""

from datetime import date
from types import MappingProxyType

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.i18n import N_, _
from desktop.models.base import Base, by_staff, check, one_of, reference, where_given
from desktop.models.product import Product

# Where goods come from, and where they then lie: together always the same (D3, "conserved").
SOURCES = ("received", "difference")
LIES_IN = ("warehouse", "runs", "clients", "written_off")
PLACES = (*SOURCES, *LIES_IN)

MOVE_KINDS = MappingProxyType(
    {
        "first-count": N_("first count"),
        "receipt": N_("goods received"),
        "count": N_("count"),
        "write-off": N_("written off"),
        "loading": N_("loading"),
        "unserved": N_("came back unserved"),
        "found": N_("found at delivery"),
        "delivery": N_("delivery"),
        "delivery-cancelled": N_("delivery cancelled"),
        "return": N_("return"),
        "return-cancelled": N_("return cancelled"),
        "run-difference": N_("difference of a run"),
        "run-closed": N_("run closed"),
        "benefit": N_("benefit"),
        "benefit-cancelled": N_("benefit cancelled"),
    }
)


class StockStart(Base):
    """The first count, from which on the office keeps stock: one row, once."""

    __tablename__ = "stock_start"
    __table_args__ = (check("once", "id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_on: Mapped[date]
    started_by_id: Mapped[int] = by_staff()

    @property
    def title(self) -> str:
        return _("first count")


class Lot(Base):
    """A lot (批号) of a product, with what ever came of it and where that lies, in base units.

    ``received`` and ``difference`` (counted, may be negative) are what came; the others are where
    it lies. All of it follows from its moves, and only ``services.stock`` changes it with them.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("product_id", "code"),
        *(check(place, f"{place} >= 0") for place in PLACES if place != "difference"),
        check("conserved", f"{' + '.join(SOURCES)} = {' + '.join(LIES_IN)}"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    code: Mapped[str] = mapped_column(index=True)
    expires: Mapped[date]
    received: Mapped[int] = mapped_column(default=0)
    difference: Mapped[int] = mapped_column(default=0)
    warehouse: Mapped[int] = mapped_column(default=0)
    runs: Mapped[int] = mapped_column(default=0)
    clients: Mapped[int] = mapped_column(default=0)
    written_off: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship()

    @property
    def title(self) -> str:
        return _("lot {code} of {product}").format(code=self.code, product=self.product.title)


class RunLot(Base):
    """What of a lot lies on a loaded run; together they are the lot's ``runs``."""

    __tablename__ = "run_lot"
    __table_args__ = (check("quantity", "quantity >= 0"),)
    run_id: Mapped[int] = reference("run.id", primary_key=True, index=False)
    lot_id: Mapped[int] = reference("lot.id", primary_key=True)
    quantity: Mapped[int] = mapped_column(default=0)
    lot: Mapped[Lot] = relationship()


class Receipt(Base):
    """Goods of a lot that came in, as the paper says it; before the first count only noted.

    ``paper`` is the number of the maker's own, None where nobody wrote it down.
    """

    __tablename__ = "receipt"
    __table_args__ = (check("quantity", "quantity > 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = reference("lot.id")
    unit_id: Mapped[int] = reference("unit.id")
    quantity: Mapped[int]
    received_on: Mapped[date]
    received_by_id: Mapped[int] = by_staff()
    paper: Mapped[str | None]


class StockMove(Base):
    """Goods of a lot that went from one place to another: the book of stock, only written to.

    ``run_id`` is the run on which one of the places is. ``day`` is the paper's day. What it rests
    on: a receipt; a stop's order line by its place (loading, coming off, and a delivery from the
    run); a delivery's line, with it a return; or a benefit.
    """

    __tablename__ = "stock_move"
    __table_args__ = (
        one_of("kind", MOVE_KINDS),
        one_of("from_place", PLACES),
        one_of("to_place", PLACES),
        check("quantity", "quantity > 0"),
        check("run", "(run_id IS NOT NULL) = (from_place = 'runs' OR to_place = 'runs')"),
        *where_given("stock_move", "stop_id", "delivery_line_id", "return_id", "benefit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = reference("lot.id")
    quantity: Mapped[int]
    from_place: Mapped[str]
    to_place: Mapped[str]
    run_id: Mapped[int | None] = reference("run.id")
    kind: Mapped[str]
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    receipt_id: Mapped[int | None] = reference("receipt.id", index=False)
    stop_id: Mapped[int | None] = reference("stop.id", index=False)
    line: Mapped[int | None]
    delivery_line_id: Mapped[int | None] = reference("delivery_line.id", index=False)
    return_id: Mapped[int | None] = reference("goods_return.id", index=False)
    benefit_id: Mapped[int | None] = reference("benefit.id", index=False)
    moved_on: Mapped[date]
    moved_by_id: Mapped[int] = by_staff()
    lot: Mapped[Lot] = relationship()
