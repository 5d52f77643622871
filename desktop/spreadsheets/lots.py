"""Lists of the first count: the lots that lie in the warehouse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.good_rows import Field, Fields
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.reading import Reading, short_text
from desktop.spreadsheets.sales import SALES

LOTS = ListKind(
    "lots",
    N_("Lots of the first count"),
    (
        SALES.by_name["product"],
        ListField("barcode", N_("Barcode"), headings("条码 条形码 商品条码 国际条码 barcode ean")),
        SALES.by_name["product_name"],
        ListField(
            "lot",
            N_("Lot"),
            headings(
                """
                批号 批次 批次号 生产批号 产品批号 商品批号 lot lotno lotnumber lotcode batch
                batchno batchnumber
                """
            ),
        ),
        ListField(
            "expires",
            N_("Expires"),
            headings(
                """
                有效期至 有效期 到期日 到期日期 失效日期 失效期 保质期至 有效日期 截止日期 expires
                expiry expirydate expirationdate bestbefore useby
                """
            ),
        ),
        ListField(
            "quantity",
            N_("Quantity"),
            headings(
                """
                盘点数量 实盘数量 实盘数 数量 库存数量 库存 实存数量 期初数量 结存数量 quantity qty
                counted onhand stock
                """
            ),
        ),
        SALES.by_name["unit"],
    ),
    (("product", "barcode", "product_name"), ("lot",), ("expires",), ("quantity",)),
)
HEADINGS = ("商品编号", "商品条码", "商品名称", "批号", "有效期至", "盘点数量", "单位")


@dataclass(frozen=True, slots=True)
class LotRow:
    """A counted lot; ``quantity`` is in ``unit``, or in the product's smallest one for ""."""

    row: Row
    product: str
    barcode: str
    product_name: str
    lot: str
    expires: date
    quantity: int
    unit: str


def lot_rows(reading: Reading) -> Iterator[LotRow]:
    """The good rows: each needs its product, lot, expiry and quantity."""
    rows = list(reading.rows())
    told: Mapping[str, Field] = {
        "product": (fields.code, ""),
        "barcode": (fields.code, ""),
        "product_name": (short_text, ""),
        "lot": (fields.code, ""),
        "expires": (reading.day_reader(rows, "expires"), None),
        "quantity": (fields.count, None),
        "unit": (short_text, ""),
    }
    return Fields(reading, told, LOTS.needed).rows(rows, LotRow)
