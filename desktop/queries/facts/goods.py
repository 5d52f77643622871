"""What the office sells, as proposals ask for it: in which unit, and what the trade earns on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import ColumnElement, func, not_, select
from sqlalchemy.orm import Session

from desktop.basics.money import RATE_UNIT
from desktop.models import CategoryMargin, Price, Product, Unit
from desktop.queries.facts.asked_once import once


@dataclass(frozen=True)
class Good:
    """A product on sale, and its smallest unit with a price in force: ``size`` base units."""

    id: int
    code: str
    name: str
    line: str
    category: str
    width_mm: int | None
    height_mm: int | None
    retail_fen: int | None
    unit_id: int
    unit: str
    size: int
    price_fen: int


def goods(session: Session, today: date) -> tuple[Good, ...]:
    """All products with a price in force on a day, by code."""
    units = _smallest_units(session, today)
    rows = session.execute(
        select(
            Product.id,
            Product.code,
            Product.name,
            Product.line,
            Product.category,
            Product.width_mm,
            Product.height_mm,
            Product.retail_fen,
        ).order_by(Product.code)
    )
    return tuple(Good(*row, *units[row.id]) for row in rows if row.id in units)


def _smallest_units(session: Session, today: date) -> dict[int, tuple[int, str, int, int]]:
    """The id, name, size and price of each product's smallest unit with a price (M4)."""
    found: dict[int, dict[int, tuple[int, str, int, int]]] = {}
    rows = session.execute(
        select(Unit.product_id, Unit.id, Unit.name, Unit.size, Price.price_fen)
        .join(Price, Price.unit_id == Unit.id)
        .where(Price.valid_from <= today)
        .order_by(Price.valid_from, Price.id)
    )
    for product_id, unit_id, name, size, price_fen in rows:
        found.setdefault(product_id, {})[unit_id] = (unit_id, name, size, price_fen)
    return {one: min(units.values(), key=lambda it: (it[2], it[0])) for one, units in found.items()}


def sold_on(day: date) -> ColumnElement[bool]:
    """The products that are on sale on a day: with a price in force, and not ended (M4, P2b)."""
    priced = select(Unit.product_id).join(Price).where(Price.valid_from <= day)
    return Product.id.in_(priced) & not_(ended_by(day))


def ended_by(day: date) -> ColumnElement[bool]:
    """The products that have ended by a day, that one too."""
    return func.coalesce(Product.ended_on <= day, False)


def category_margins(session: Session) -> Mapping[str, Decimal]:
    """What was set for the categories, by their names."""
    return dict(session.execute(select(CategoryMargin.category, CategoryMargin.trade_margin)).all())


@once
def trade_margins(session: Session) -> Mapping[int, Decimal]:
    """What the trade earns on average on each product, by id, as far as anybody entered it (B4).

    Its own margin, else its category's: the one that was set, else the mean of those of the
    category that have one.
    """
    rows = session.execute(select(Product.id, Product.category, Product.trade_margin)).all()
    entered: dict[str, list[Decimal]] = {}
    for _id, category, margin in rows:
        if margin is not None:
            entered.setdefault(category, []).append(margin)
    means = {one: sum(margins, Decimal(0)) / len(margins) for one, margins in entered.items()}
    usual = {one: mean.quantize(_PLACES, ROUND_HALF_UP) for one, mean in means.items()}
    usual |= category_margins(session)
    found = {}
    for product_id, category, margin in rows:
        its = margin if margin is not None else usual.get(category)
        if its is not None:
            found[product_id] = its
    return found


_PLACES = Decimal(1) / RATE_UNIT
