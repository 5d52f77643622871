"""Stock (F2): by lot, how long it is good and how long it lasts; by product, when it runs out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.basics.chart import BARS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT, DAY
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import Lot, Product
from desktop.queries.facts.selling import LotSales, days_of_sales, lot_sales, sold_daily
from desktop.queries.facts.stock import free_stock
from desktop.queries.reports.declared import Declared


def stock(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report, as things stand today, whatever the time asked for."""
    query = select(Lot).where((Lot.warehouse > 0) | (Lot.runs > 0))
    query = query.options(selectinload(Lot.product))
    if (product := scope.key("product")) is not None:
        query = query.join(Product, Product.id == Lot.product_id).where(Product.code == product)
    lots = list(session.scalars(query.order_by(Lot.expires, Lot.code, Lot.id)))
    sales = lot_sales(session, today, {lot.product_id for lot in lots})
    return _by_lot(lots, sales, today), _by_product(session, scope, lots, sales, today)


def _by_lot(lots: Iterable[Lot], sales: dict[int, LotSales], today: date) -> Table:
    lines = []
    for lot in lots:
        found = sales.get(lot.id)
        values = (
            lot.product.name,
            lot.code,
            lot.expires,
            (lot.expires - today).days,
            lot.warehouse,
            lot.runs,
            lot.product.base_unit.name,
            found.days if found else None,
            found.over if found else 0,
        )
        lines.append(Line(values, Source("stock", lot.id)))
    columns = (
        Column("product", _("Product"), wide=True),
        Column("lot", _("Lot")),
        Column("expires", _("Expires on"), DAY),
        Column("days_left", _("Days to expiry"), COUNT),
        Column("there", _("Still there"), COUNT),
        Column("on_runs", _("On runs"), COUNT),
        Column("unit", _("Unit")),
        Column("days_of_sales", _("Days of sales"), COUNT),
        Column("over", _("Not sold in time"), COUNT),
    )
    return Table("lot", _("By lot"), columns, tuple(lines), _none())


def _by_product(
    session: Session, scope: Scope, lots: Iterable[Lot], sales: dict[int, LotSales], today: date
) -> Table:
    there: defaultdict[int, int] = defaultdict(int)
    over: defaultdict[int, int] = defaultdict(int)
    products: dict[int, Product] = {}
    for lot in lots:
        good = lot.warehouse if lot.expires >= today else 0
        there[lot.product_id] += good
        products[lot.product_id] = lot.product
        over[lot.product_id] += sales[lot.id].over if lot.id in sales else 0
    daily = sold_daily(session, today, list(products))
    lasts, free = days_of_sales(there, daily), free_stock(session, list(products))
    by_days = sorted(
        products.values(), key=lambda one: (one.id not in lasts, lasts.get(one.id, 0), one.code)
    )
    lines = []
    for one in by_days:
        days = lasts.get(one.id)
        values = (
            one.name,
            there[one.id],
            free.get(one.id),
            one.base_unit.name,
            round(daily[one.id] * 30) if one.id in daily else 0,
            days,
            today + timedelta(days=days) if days is not None else None,
            over[one.id],
        )
        lines.append(Line(values, Part("lot", scope.narrowed(Only("product", one.code, one.name)))))
    columns = (
        Column("product", _("Product"), wide=True),
        Column("there", _("Good in the warehouse"), COUNT),
        Column("free", _("Not ordered yet"), COUNT),
        Column("unit", _("Unit")),
        Column("monthly", _("Sold in 30 days"), COUNT),
        Column("days_of_sales", _("Days of sales"), COUNT),
        Column("until", _("Lasts until"), DAY),
        Column("over", _("Not sold in time"), COUNT),
    )
    selling = [one for one in by_days if one.id in lasts][:MOST_BARS]
    chart = _chart([one.name for one in selling], [lasts[one.id] for one in selling])
    return Table("product", _("By product"), columns, tuple(lines), _none(), (), chart)


def _chart(names: list[str], days: list[int]) -> Chart | None:
    if not any(days):
        return None
    series = (Series(_("Days of sales"), tuple(days)),)
    return Chart(_("What runs out first"), BARS, tuple(names), series, COUNT)


def _none() -> str:
    return _("No lot lies in the warehouse or on a run.")


STOCK = Declared(
    "stock",
    N_("Stock"),
    ("manager", "clerk", "dispatcher", "accountant"),
    stock,
    (
        N_(
            "As it stands today, in base units. Days of sales: until the last of it is sold at "
            "the pace of the last 91 days (deliveries less returns), what expires first going "
            "first; a dash where nothing was sold."
        ),
        N_("Not sold in time: what will still be there when it expires; all of what is expired."),
    ),
    filled_at=("stock", N_("Stock by lot")),
)
