"""How quickly goods sell, and so until when a lot lasts (days of sales, F2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import GoodsDay, Lot
from desktop.planning.assortment import SALES_DAYS


def sold_daily(
    session: Session, today: date, product_ids: Collection[int] | None = None
) -> dict[int, Fraction]:
    """Base units that the office sells a day, by product: net, over ``SALES_DAYS``.

    Products that sold nothing then, or of which more came back, are left out.
    """
    units = func.sum(GoodsDay.delivered - GoodsDay.returned)
    query = (
        select(GoodsDay.product_id, units)
        .where(GoodsDay.day.between(today - timedelta(days=SALES_DAYS - 1), today))
        .group_by(GoodsDay.product_id)
        .having(units > 0)
    )
    if product_ids is not None:
        query = query.where(GoodsDay.product_id.in_(list(product_ids)))
    return {key: Fraction(int(sold), SALES_DAYS) for key, sold in session.execute(query)}


@dataclass(frozen=True)
class LotSales:
    """How long a lot in the warehouse lasts, those that go before it sold first.

    ``days`` from today until the last of it has been sold, rounded up; None where its product
    doesn't sell. ``over`` is what of it won't be sold through its expiry day, in base units.
    """

    days: int | None
    over: int


def lots_last(lots: Iterable[Lot], daily: Fraction, today: date) -> dict[int, LotSales]:
    """How long the lots of one product last that lie in the warehouse (D3: first-expired first).

    What is expired isn't sold any more: all of it is over, and others don't wait for it.
    """
    found: dict[int, LotSales] = {}
    sold = Fraction(0)
    for lot in sorted(lots, key=lambda one: (one.expires, one.code)):
        if lot.expires < today:
            found[lot.id] = LotSales(None, lot.warehouse)
            continue
        until = daily * ((lot.expires - today).days + 1)
        sells = min(Fraction(lot.warehouse), max(until - sold, Fraction(0)))
        sold += sells
        days = -int(-sold // daily) if daily else None
        found[lot.id] = LotSales(days, lot.warehouse - int(sells))
    return found


def lot_sales(
    session: Session, today: date, product_ids: Collection[int] | None = None
) -> dict[int, LotSales]:
    """The same of all lots in the warehouse, or of those of some products, by the lot's id."""
    query = select(Lot).where(Lot.warehouse > 0)
    if product_ids is not None:
        query = query.where(Lot.product_id.in_(list(product_ids)))
    by_product: defaultdict[int, list[Lot]] = defaultdict(list)
    for lot in session.scalars(query):
        by_product[lot.product_id].append(lot)
    daily = sold_daily(session, today, list(by_product))
    found: dict[int, LotSales] = {}
    for product_id, lots in by_product.items():
        found |= lots_last(lots, daily.get(product_id, Fraction(0)), today)
    return found


def days_of_sales(there: Mapping[int, int], daily: Mapping[int, Fraction]) -> dict[int, int]:
    """For how many whole days what is there lasts, by product; only of those that sell."""
    return {key: int(max(left, 0) / daily[key]) for key, left in there.items() if key in daily}
