"""The catalogue: products, their units with prices by date, and what is in stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.basics.pinyin import initials
from desktop.basics.typed import narrow
from desktop.models import Lot, Price, Product, ProductPicture, Unit
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.stock import (
    BELOW,
    EXPIRED,
    EXPIRING,
    in_stock,
    left_by_lot,
    needing_a_look,
    on_hand,
)
from desktop.queries.listing import Wanted, called, how_many, ordered, searched
from desktop.queries.words import no_price_words, no_unit_words

LINE = "line:"  # before a line's name in a filter


@dataclass(frozen=True)
class ProductRow:
    """A line of the catalogue; the price is the base unit's of today, in fen.

    ``stock`` counts base units; None for a product that was never received.
    """

    id: int
    code: str
    name: str
    line: str
    category: str
    spec: str
    unit: str
    price_fen: int | None
    retail_fen: int | None
    stock: int | None


@dataclass(frozen=True)
class UnitPrices:
    """A unit with its prices, newest first: (from, fen)."""

    name: str
    size: int
    today_fen: int | None
    prices: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class ProductUnits:
    """A product's units, the base unit first, with the base units in each."""

    title: str
    sizes: dict[str, int]

    def unit(self, typed: str) -> str:
        """The unit that was meant: none is the base unit, initials do (x for 箱)."""
        plain = narrow(typed).strip()
        if not plain or plain in self.sizes:
            return plain or next(iter(self.sizes), "")
        meant = [name for name in self.sizes if initials(name) == plain.lower()]
        return meant[0] if len(meant) == 1 else plain

    def why_not(self, typed: str) -> str:
        """Why what was typed is no unit of it, in words; "" when it is one."""
        unit = self.unit(typed)
        return "" if unit in self.sizes else no_unit_words(self.title, unit, self.sizes)


@dataclass(frozen=True)
class UnitPricesNow(ProductUnits):
    """What each unit of a product costs on a day, in fen; None for one without a price."""

    fen: dict[str, int | None]
    day: date

    def why_not(self, typed: str) -> str:
        """As for any unit; one without a price can't be ordered either (M4)."""
        unit = self.unit(typed)
        if unit in self.fen and self.fen[unit] is None:
            return no_price_words(self.title, unit, self.day)
        return super().why_not(typed)


@dataclass(frozen=True)
class PriceLine:
    """One price of one unit; ``now`` when it is in force today."""

    unit: str
    valid_from: date
    price_fen: int
    now: bool


@dataclass(frozen=True)
class LotLine:
    """A lot that was received, in one of the product's units; ``left`` counts base units."""

    lot: str
    expires: date
    unit: str
    quantity: int
    received_on: date
    left: int


@dataclass(frozen=True)
class ProductDetail:
    """One product; ``picture`` is a small JPEG."""

    id: int
    version: int
    code: str
    name: str
    line: str
    category: str
    spec: str
    barcode: str
    retail_fen: int | None
    width_mm: int | None
    height_mm: int | None
    trade_margin: Decimal | None
    units: tuple[UnitPrices, ...]
    lots: tuple[LotLine, ...]
    picture: bytes | None

    @property
    def price_lines(self) -> list[PriceLine]:
        """All prices, unit by unit, newest first."""
        found = []
        for unit in self.units:
            in_force = next((price for price in unit.prices if price[1] == unit.today_fen), None)
            found += [
                PriceLine(unit.name, start, fen, (start, fen) == in_force)
                for start, fen in unit.prices
            ]
        return found

    @property
    def margin(self) -> Decimal | None:
        """What the shop earns of the suggested retail price (扣点), as a rate."""
        base = self.units[0].today_fen if self.units else None
        if base is None or not self.retail_fen:
            return None
        return (Decimal(self.retail_fen - base) / self.retail_fen).quantize(Decimal("0.0001"))


def product_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The products of a list. Filters: those of ``needing_a_look``; ``line:`` and a line's name."""
    query, worst_first = _under(session, wanted.filter, today)
    match = called(Product, wanted.search)
    columns: dict[str, Any] = {
        "name": Product.name_key,
        "code": Product.code_key,
        "line": Product.line_key,
        "category": Product.category_key,
        "retail": Product.retail_fen,
        "price": _price(today),
    }
    if wanted.sort == "stock":
        stock = in_stock()
        query = query.outerjoin(stock, stock.c.product == Product.id)
        columns["stock"] = stock.c.left
    last = (*worst_first, Product.code_key, Product.id)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def filtered_products(session: Session, name: str, today: date) -> Select[Any]:
    """The keys of the products under a filter."""
    return _under(session, name, today)[0]


def _under(session: Session, name: str, today: date) -> tuple[Select[Any], Sequence[Any]]:
    """The keys of the products under a filter, and by what they are sorted if by nothing else."""
    query = select(Product.id)
    if name.startswith(LINE):
        return query.where(Product.line == name.removeprefix(LINE)), ()
    if not name:
        return query, ()
    look = needing_a_look(name, today, read_rules(session).expiry_days)
    return query.join(look, look.c.product == Product.id), (look.c.rank,)


def product_counts(session: Session, today: date) -> dict[str, int]:
    """How many products stand under each filter."""
    return {
        name: how_many(session, filtered_products(session, name, today))
        for name in ("", BELOW, EXPIRED, EXPIRING)
    }


def _price(day: date) -> Any:
    """What a product's base unit costs on a day (M4)."""
    price = select(Price.price_fen).join(Unit, Unit.id == Price.unit_id)
    price = price.where(
        Unit.product_id == Product.id, Unit.position == 1, Price.valid_from <= day
    ).order_by(Price.valid_from.desc(), Price.id.desc())
    return price.limit(1).correlate(Product).scalar_subquery()


def product_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, ProductRow]:
    """The lines of these products."""
    wanted = list(ids)
    prices = prices_on(session, wanted, today)
    stock = on_hand(session, wanted)
    return {
        one.id: ProductRow(
            one.id,
            one.code,
            one.name,
            one.line,
            one.category,
            one.spec,
            one.base_unit.name if one.units else "",
            prices.get(one.base_unit.id) if one.units else None,
            one.retail_fen,
            stock.get(one.id),
        )
        for one in session.scalars(select(Product).where(Product.id.in_(wanted)))
    }


def prices_on(session: Session, product_ids: Sequence[int], day: date) -> dict[int, int]:
    """The prices in force on a day for every unit of these products, by unit id (M4)."""
    rows = session.execute(
        select(Price.unit_id, Price.price_fen)
        .join(Unit, Unit.id == Price.unit_id)
        .where(Unit.product_id.in_(list(product_ids)), Price.valid_from <= day)
        .order_by(Price.valid_from, Price.id)
    )
    return dict(rows.all())


def product_detail(session: Session, product_id: int, today: date) -> ProductDetail:
    """One product with its prices and lots."""
    product = session.get_one(Product, product_id)
    now = prices_on(session, [product_id], today)
    history: dict[int, list[tuple[date, int]]] = {}
    for price in session.scalars(
        select(Price)
        .where(Price.unit_id.in_([unit.id for unit in product.units]))
        .order_by(Price.valid_from.desc(), Price.id.desc())
    ):
        history.setdefault(price.unit_id, []).append((price.valid_from, price.price_fen))
    names = {unit.id: unit.name for unit in product.units}
    left = left_by_lot(session, [product_id])
    lots = session.scalars(
        select(Lot).where(Lot.product_id == product_id).order_by(Lot.expires, Lot.id)
    )
    return ProductDetail(
        product.id,
        product.version,
        product.code,
        product.name,
        product.line,
        product.category,
        product.spec,
        product.barcode,
        product.retail_fen,
        product.width_mm,
        product.height_mm,
        product.trade_margin,
        tuple(
            UnitPrices(unit.name, unit.size, now.get(unit.id), tuple(history.get(unit.id, ())))
            for unit in product.units
        ),
        tuple(
            LotLine(
                lot.lot,
                lot.expires,
                names[lot.unit_id],
                lot.quantity,
                lot.received_on,
                left[lot.id],
            )
            for lot in lots
        ),
        session.scalar(
            select(ProductPicture.content).where(ProductPicture.product_id == product_id)
        ),
    )


def lines(session: Session) -> list[str]:
    """The lines (系列) that products belong to."""
    return list(
        session.scalars(
            select(Product.line).group_by(Product.line, Product.line_key).order_by(Product.line_key)
        )
    )


def offered_lines(session: Session, _typed: str) -> list[tuple[str, str]]:
    """The lines that are there, for a field: a slip of the hand begins no new one."""
    return [(line, line) for line in lines(session)]


def offered_categories(session: Session, _typed: str) -> list[tuple[str, str]]:
    """The categories that are there, for a field."""
    query = select(Product.category).group_by(Product.category, Product.category_key)
    found = session.scalars(query.order_by(Product.category_key))
    return [(category, category) for category in found]


def unit_prices(session: Session, codes: Sequence[str], day: date) -> dict[str, UnitPricesNow]:
    """Each product's units with the price in force on a day (M4), the base unit first."""
    products = session.scalars(select(Product).where(Product.code.in_(list(codes)))).all()
    prices = prices_on(session, [product.id for product in products], day)
    return {
        product.code: UnitPricesNow(
            product.title,
            {unit.name: unit.size for unit in product.units},
            {unit.name: prices.get(unit.id) for unit in product.units},
            day,
        )
        for product in products
    }


def units_of(session: Session, code: str) -> ProductUnits | None:
    """The units of a product by its code; None where there is none."""
    product = session.scalar(select(Product).where(Product.code == code))
    if product is None:
        return None
    return ProductUnits(product.title, {unit.name: unit.size for unit in product.units})
