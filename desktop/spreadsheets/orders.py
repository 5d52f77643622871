"""Lists of orders of several clients, a line a product (E3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.lots import LOTS
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.sales import SALES

ORDERS = ListKind(
    "orders",
    N_("Orders"),
    (
        SALES.by_name["client"],
        SALES.by_name["client_name"],
        SALES.by_name["product"],
        LOTS.by_name["barcode"],
        SALES.by_name["product_name"],
        SALES.by_name["quantity"],
        SALES.by_name["unit"],
        ListField(
            "wanted",
            N_("Wished for"),
            headings(
                """
                希望送达 送货日期 要货日期 到货日期 送达日期 交货日期 期望送达 wanted
                wisheddate requireddate deliverydate
                """
            ),
        ),
        ListField("free", N_("Free"), headings("赠品 是否赠品 搭赠 免费 free gift")),
    ),
    (("client", "client_name"), ("product", "barcode", "product_name"), ("quantity",)),
)
_YES = frozenset(("是", "y", "yes", "1", "true", "✓", "√", "赠", "赠品"))


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line of an order; ``unit`` "" is the product's smallest one."""

    row: Row
    client: str
    client_name: str
    product: str
    barcode: str
    product_name: str
    quantity: int
    unit: str
    wanted: date | None
    free: bool


def order_rows(reading: Reading) -> Iterator[OrderRow]:
    """The good rows: each needs its client, product and quantity."""
    header = reading.header
    shops = [name for name in ("client", "client_name") if name in header.columns]
    goods = [name for name in ("product", "barcode", "product_name") if name in header.columns]
    rows = list(reading.rows())
    day_first = fields.puts_day_first([header.cell(row, "wanted") for row in rows])
    read_day = partial(fields.day, day_first=day_first)
    for row in rows:
        reading.require(row, *shops)
        reading.require(row, *goods)
        reading.require(row, "quantity")
        found = OrderRow(
            row,
            client=reading.value(row, "client", fields.code, ""),
            client_name=reading.text(row, "client_name"),
            product=reading.value(row, "product", fields.code, ""),
            barcode=reading.value(row, "barcode", fields.code, ""),
            product_name=reading.text(row, "product_name"),
            quantity=reading.value(row, "quantity", fields.count, 0),
            unit=reading.text(row, "unit"),
            wanted=reading.value(row, "wanted", read_day, None),
            free=reading.text(row, "free").strip().casefold() in _YES,
        )
        if not reading.is_bad(row):
            yield found
