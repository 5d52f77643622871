"""The catalogue: products, their units with prices by date, and what is in stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.pinyin import initials
from desktop.models import Lot, Price, Product, ProductPicture, Unit
from desktop.queries.listing import Wanted, contains, keys, ordered
from desktop.queries.stock import left_by_lot, on_hand, stock_left


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
class UnitPricesNow:
    """A product's units and what each costs, in fen; None for one without a price.

    ``sizes`` are the base units in each.
    """

    fen: dict[str, int | None]
    sizes: dict[str, int]

    def unit(self, typed: str) -> str:
        """The unit that was meant: none is the base unit, initials do (x for 箱)."""
        if not typed or typed in self.fen:
            return typed or next(iter(self.fen), "")
        meant = [name for name in self.fen if initials(name) == typed.lower()]
        return meant[0] if len(meant) == 1 else typed


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


def product_ids(session: Session, wanted: Wanted, today: date = date.max) -> list[int]:
    """The products of a list; the filter is a line's name, ``today`` the day of the prices."""
    query = select(Product.id)
    if wanted.filter:
        query = query.where(Product.line == wanted.filter)
    if wanted.search:
        query = query.where(contains(Product.search_text, wanted.search))
    columns: dict[str, Any] = {
        "name": Product.name_key,
        "code": Product.code_key,
        "line": Product.line_key,
        "category": Product.category_key,
        "retail": Product.retail_fen,
        "price": _price(today),
    }
    if wanted.sort == "stock":
        stock = stock_left()
        query = query.outerjoin(stock, stock.c.product_id == Product.id)
        columns["stock"] = stock.c.left
    return keys(session, ordered(query, columns, wanted, Product.code_key, Product.id))


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


def unit_prices(session: Session, codes: Sequence[str], day: date) -> dict[str, UnitPricesNow]:
    """Each product's units with the price in force on a day (M4), the base unit first."""
    units = session.execute(
        select(Product.code, Unit)
        .join(Unit, Unit.product_id == Product.id)
        .where(Product.code.in_(list(codes)))
        .order_by(Product.code, Unit.position)
    ).all()
    prices = prices_on(session, sorted({unit.product_id for _code, unit in units}), day)
    found: dict[str, UnitPricesNow] = {}
    for code, unit in units:
        known = found.setdefault(code, UnitPricesNow({}, {}))
        known.fen[unit.name] = prices.get(unit.id)
        known.sizes[unit.name] = unit.size
    return found
