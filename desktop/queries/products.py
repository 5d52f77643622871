"""The catalogue: products, their units with prices by date, and what is in stock."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.basics.pinyin import initials
from desktop.basics.typed import narrow
from desktop.models import Price, Product, ProductPicture, Unit
from desktop.queries.facts.goods import ended_by, sold_on, trade_margins
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.stock import (
    BELOW,
    EXPIRED,
    EXPIRING,
    LotLine,
    first_lots,
    free_stock,
    in_stock,
    lot_lines,
    needing_a_look,
    on_hand,
)
from desktop.queries.listing import Wanted, called, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, Lines, PageList
from desktop.queries.words import no_price_words, no_unit_words

_STOCK = (BELOW, EXPIRED, EXPIRING)
LINE = "line:"  # before a line's name in a filter


@dataclass(frozen=True)
class ProductRow:
    """A line of the catalogue; the price is the base unit's of today, in fen.

    ``stock`` counts base units in the warehouse, ``free`` those that no order wants (D3a); both
    are None for a product of which no lot is known, and before the first count.
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
    free: int | None
    ended: bool

    @property
    def told(self) -> Line:
        """How much is free; less than nothing is wrong."""
        return Line(self.name, f"{self.free} {self.unit}", "wrong" if (self.free or 0) < 0 else "")


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


@dataclass(frozen=True, kw_only=True)
class ProductDetail(ProductDraft):
    """All that is known of one product; ``picture`` is a small JPEG.

    ``trade`` is what the trade earns on it: its own margin, else its category's (B4).
    """

    id: int
    version: int
    unit_prices: tuple[UnitPrices, ...]
    lots: tuple[LotLine, ...]
    picture: bytes | None
    trade: Decimal | None
    ended: bool

    @property
    def price_lines(self) -> list[PriceLine]:
        """All prices, unit by unit, newest first."""
        found = []
        for unit in self.unit_prices:
            in_force = next((price for price in unit.prices if price[1] == unit.today_fen), None)
            found += [
                PriceLine(unit.name, start, fen, (start, fen) == in_force)
                for start, fen in unit.prices
            ]
        return found

    @property
    def margin(self) -> Decimal | None:
        """What the shop earns of the suggested retail price (扣点), as a rate."""
        base = self.unit_prices[0].today_fen if self.unit_prices else None
        if base is None or not self.retail_fen:
            return None
        return (Decimal(self.retail_fen - base) / self.retail_fen).quantize(Decimal("0.0001"))


def product_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The products of a list; those that need a look the worst first.

    A filter may also be ``line:`` and a line's name.
    """
    worst_first: tuple[Any, ...] = ()
    if wanted.filter.startswith(LINE):
        query = select(Product.id).where(Product.line == wanted.filter.removeprefix(LINE))
    elif wanted.filter in _STOCK:
        look = needing_a_look(wanted.filter, today, read_rules(session).expiry_days)
        query = select(Product.id).join(look, look.c.product == Product.id)
        worst_first = (look.c.rank,)
    else:
        query = PRODUCTS.under(wanted.filter, Asked(session, today))
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


def _needs_a_look(name: str) -> Callable[[Asked], ColumnElement[bool]]:
    """The products under one of the filters of the stock, as a condition."""
    return lambda asked: Product.id.in_(
        select(needing_a_look(name, asked.today, asked.rules.expiry_days).c.product)
    )


def _lots(since: Callable[[date], date], tone: str) -> Lines:
    """Each product with the lot that is the first to expire."""

    def lines(asked: Asked, ids: Sequence[int]) -> dict[int, Line]:
        products = product_rows(asked.session, ids, asked.today)
        return {
            key: Line(
                _("{product} lot {lot}, {left} {unit}").format(
                    product=products[key].name,
                    lot=lot.code,
                    left=lot.warehouse,
                    unit=products[key].unit,
                ),
                _("until {day}").format(day=lot.expires),
                tone,
            )
            for key, lot in first_lots(asked.session, ids, since(asked.today)).items()
        }

    return lines


def _not_for_shelf(today: date) -> ColumnElement[bool]:
    """The products that no proposal takes up, since a width or a price is lacking (P2b)."""
    lacks = or_(Product.width_mm.is_(None), Product.retail_fen.is_(None), not_(sold_on(today)))
    return and_(lacks, not_(ended_by(today)))


PRODUCTS = PageList(
    "products",
    Product.id,
    (
        Filter("", N_("All")),
        Filter(BELOW, N_("Not enough"), _needs_a_look(BELOW)),
        Filter(
            EXPIRED,
            N_("Expired lots"),
            _needs_a_look(EXPIRED),
            lines=_lots(lambda _today: date.min, "wrong"),
        ),
        Filter(
            EXPIRING, N_("Near expiry"), _needs_a_look(EXPIRING), lines=_lots(lambda day: day, "")
        ),
        Filter("on_sale", N_("On sale"), lambda asked: sold_on(asked.today), counted=False),
        Filter("no_shelf", N_("Not for the shelf yet"), lambda asked: _not_for_shelf(asked.today)),
        Filter("ended", N_("No more on sale"), lambda asked: ended_by(asked.today), counted=False),
    ),
    lambda asked, wanted: product_ids(asked.session, wanted, asked.today),
    lambda asked, ids: product_rows(asked.session, ids, asked.today),
)


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
    stock, free = on_hand(session, wanted), free_stock(session, wanted)
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
            free.get(one.id),
            one.has_ended(today),
        )
        for one in session.scalars(select(Product).where(Product.id.in_(wanted)))
    }


# Built once, as every order asks it.
_PRICES = (
    select(Price.unit_id, Price.price_fen)
    .join(Unit, Unit.id == Price.unit_id)
    .where(
        Unit.product_id.in_(bindparam("products", expanding=True)),
        Price.valid_from <= bindparam("day"),
    )
    .order_by(Price.valid_from, Price.id)
)


def prices_on(session: Session, product_ids: Sequence[int], day: date) -> dict[int, int]:
    """The prices in force on a day for every unit of these products, by unit id (M4)."""
    rows = session.execute(_PRICES, {"products": list(product_ids), "day": day})
    return dict(rows.all())


def prices_on_each(
    session: Session, product_ids: Sequence[int], days: Collection[date]
) -> dict[date, dict[int, int]]:
    """The same of each of several days, read at once."""
    known = _PRICES.add_columns(Price.valid_from)
    given = {"products": list(product_ids), "day": max(days, default=date.min)}
    rows = session.execute(known, given).all()
    return {day: {unit: fen for unit, fen, since in rows if since <= day} for day in days}


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
    return ProductDetail(
        **stored(ProductDraft, product),
        id=product.id,
        version=product.version,
        units={unit.name: unit.size for unit in product.units},
        unit_prices=tuple(
            UnitPrices(unit.name, unit.size, now.get(unit.id), tuple(history.get(unit.id, ())))
            for unit in product.units
        ),
        lots=lot_lines(session, product_id),
        picture=session.scalar(
            select(ProductPicture.content).where(ProductPicture.product_id == product_id)
        ),
        trade=trade_margins(session).get(product_id),
        ended=product.has_ended(today),
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
