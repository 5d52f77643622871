"""Lists of orders of several clients, a line a product (E3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Cell, Row
from desktop.spreadsheets.good_rows import Field, Fields
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.lots import LOTS
from desktop.spreadsheets.reading import Reading, short_text
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
    rows = list(reading.rows())
    told: Mapping[str, Field] = {
        "client": (fields.code, ""),
        "client_name": (short_text, ""),
        "product": (fields.code, ""),
        "barcode": (fields.code, ""),
        "product_name": (short_text, ""),
        "quantity": (fields.count, None),
        "unit": (short_text, ""),
        "wanted": (reading.day_reader(rows, "wanted"), None),
        "free": (says_yes, False),
    }
    return Fields(reading, told, ORDERS.needed).rows(rows, OrderRow)


def says_yes(cell: Cell) -> bool:
    """Whether a cell says that the goods are free."""
    return short_text(cell).strip().casefold() in _YES
