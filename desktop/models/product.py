"""Products, the units they are sold in, and their prices by date (M4)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.models.base import (
    Base,
    Versioned,
    by_staff,
    check,
    fen_column,
    file_content,
    reference,
)
from desktop.models.order_keys import keep_order, key_of
from desktop.models.search_text import Fact, Searched, keep_found, search_words


def offered_words(name: str, spec: str, code: str) -> str:
    """What a look-up calls a product; with one blank between its words it finds it again."""
    return f"{name} {spec} ({code})"


@keep_found
@keep_order
class Product(Searched, Versioned, Base):
    """What the office sells.

    ``retail_fen`` is the suggested retail price of a base unit, ``weight_g`` what it weighs packed.
    """

    __tablename__ = "product"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = key_of("code")
    name: Mapped[str]
    name_key: Mapped[str] = key_of("name")
    line: Mapped[str]
    line_key: Mapped[str] = key_of("line")
    category: Mapped[str]
    category_key: Mapped[str] = key_of("category")
    spec: Mapped[str] = mapped_column(default="")
    barcode: Mapped[str] = mapped_column(default="", index=True)
    retail_fen: Mapped[int | None] = fen_column()
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    trade_margin: Mapped[Decimal | None]
    depth_mm: Mapped[int | None]
    pieces_deep: Mapped[int | None]
    weight_g: Mapped[int | None]
    ended_on: Mapped[date | None]
    units: Mapped[list["Unit"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="Unit.position"
    )

    @property
    def title(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def offered(self) -> str:
        """What a look-up calls it."""
        return offered_words(self.name, self.spec, self.code)

    @staticmethod
    def found_by(fact: Fact) -> str:
        others = (fact("code"), fact("barcode") or "", fact("spec") or "")
        return search_words((fact("name"),), others)

    def has_ended(self, day: date) -> bool:
        """Whether it is no more on sale on a day: from the one on which it ended."""
        return self.ended_on is not None and self.ended_on <= day

    @property
    def base_unit(self) -> "Unit":
        """The unit in which protected and retail prices are meant."""
        return self.units[0]

    def unit(self, name: str) -> "Unit | None":
        """Its unit of this name, or None."""
        return next((unit for unit in self.units if unit.name == name), None)


class Unit(Base):
    """A unit of sale: ``size`` base units. Each has its own price."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("product_id", "name"), check("size", "size >= 1"))
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    name: Mapped[str]
    position: Mapped[int]
    size: Mapped[int]


class Price(Base):
    """A price from a day on; of two of the same day the one entered later holds (M4)."""

    __tablename__ = "price"
    __table_args__ = (check("positive", "price_fen > 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = reference("unit.id")
    price_fen: Mapped[int] = fen_column()
    valid_from: Mapped[date]


class CategoryMargin(Versioned, Base):
    """What the trade earns on average on a category whose products don't say it themselves (B4)."""

    __tablename__ = "category_margin"
    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(unique=True)
    trade_margin: Mapped[Decimal]

    @property
    def title(self) -> str:
        return self.category


class ProductPicture(Base):
    """The one picture of a product, for the window and the proposal sheet (P5): a small JPEG."""

    __tablename__ = "product_picture"
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    added_on: Mapped[date]
    added_by_id: Mapped[int] = by_staff()
    content: Mapped[bytes] = file_content()

    @property
    def title(self) -> str:
        return self.name
