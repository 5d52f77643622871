"""Lists of past deliveries: their headings, and their lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from desktop.basics.headings import GOODS, SHOPS, headings
from desktop.basics.i18n import N_, _
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Cell, Row
from desktop.spreadsheets.good_rows import Block, Field, Fields, good_rows
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.reading import Reading, short_text
from desktop.spreadsheets.short_days import has_short_days, short_day

_FIELDS = (
    ListField(
        "invoice",
        N_("Document number"),
        headings(
            """
            invoice 单号 单据号 单据编号 单据号码 发票号 发票号码 销售单号 销售单据号 出库单号
            出库单编号 送货单号 订单号 订单编号 订单号码 凭证号 小票号 流水号 票号 交易号
            交易单号 编号 invoiceno invoicenumber invoiceid invoicenum orderno ordernumber
            orderid documentno docno billno receiptno voucherno transactionid deliverynote
            order
            """
        ),
    ),
    ListField(
        "on",
        N_("Day"),
        headings(
            """
            on 日期 单据日期 销售日期 出库日期 送货日期 发货日期 订单日期 开票日期 下单日期
            交易日期 配送日期 业务日期 制单日期 时间 销售时间 交易时间 下单时间 出库时间
            发货时间 开单日期 开单时间 送货时间 记账日期 签收日期 date invoicedate orderdate
            deliverydate salesdate saledate transactiondate docdate postingdate datetime
            timestamp day shipdate
            """
        ),
    ),
    ListField(
        "client",
        N_("Client code"),
        headings(
            """
            ~编号 ~编码 ~代码 ~代号 ~号 ~ID ~号码 ~CODE ~NO client clientcode clientid
            clientno customer customerid customercode customerno shopcode shopid storecode
            storeid storeno outletcode outletid accountno soldto shipto buyer buyerid
        """,
            SHOPS,
        ),
    ),
    ListField(
        "client_name",
        N_("Client name"),
        headings(
            """
                ~名称 ~全称 ~名 ~简称 clientname customername shopname storename outletname
                accountname 客户 门店 网点 终端 店铺 商户 购货单位 收货单位 往来单位 shop store
                outlet buyername
            """,
            SHOPS,
        ),
    ),
    ListField(
        "product",
        N_("Product code"),
        headings(
            """
            ~编号 ~编码 ~代码 ~代号 ~号 ~ID product 货号 款号 自编码 productcode productid
            productno itemcode itemno itemnumber itemid stockcode stockno skucode skuid sku
            materialcode material partno articleno goodscode item 条码 条形码 商品条码
            产品条码 国际条码 barcode ean
        """,
            GOODS,
        ),
    ),
    ListField(
        "product_name",
        N_("Product name"),
        headings(
            """
                ~名称 ~全称 ~名 ~简称 productname 品名 商品 产品 货品 品名规格 商品全名
                description itemname itemdescription goodsname productdescription materialname
                skuname 货物名称 货物或应税劳务名称 desc
            """,
            GOODS,
        ),
    ),
    ListField(
        "quantity",
        N_("Quantity"),
        headings(
            """
            quantity 数量 销售数量 实发数量 出库数量 送货数量 发货数量 签收数量 订货数量
            订单数量 基本数量 基本单位数量 件数 销量 实收数量 数目 qty qtysold quantitysold
            salesqty salesquantity units orderqty orderquantity deliveredqty pieces 个数
            """
        ),
    ),
    ListField(
        "price",
        N_("Unit price"),
        headings(
            """
            price 单价 销售单价 售价 价格 供货价 供价 含税单价 实际单价 成交单价 成交价 批发价
            开票单价 结算单价 折后单价 销售价 unitprice salesprice saleprice sellingprice
            netprice rate priceperunit
            """
        ),
    ),
    ListField(
        "unit",
        N_("Unit"),
        headings("unit 单位 计量单位 销售单位 包装单位 基本单位 uom unitofmeasure"),
    ),
    ListField(
        "document_kind",
        N_("Kind of document"),
        headings(
            """
            单据类型 单据类别 单据种类 单据名称 单据性质 业务类型 业务类别 业务种类 出库类型
            销售类型 订单类型 票据类型 发票类型 红蓝字 红蓝标志 红字标志 红冲标志 退货标志
            是否退货 收发类别 出入库类型 交易类型 类型 documenttype doctype transactiontype
            ordertype invoicetype
            """
        ),
    ),
)
_NEEDED = (
    ("on",),
    ("client", "client_name"),
    ("product", "product_name"),
    ("quantity",),
    ("price",),
)
SALES = ListKind(
    "sales-history",
    N_("Past sales"),
    _FIELDS,
    _NEEDED,
)

_QUANTITY = 7  # its place among the fields of a line


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A line of a past delivery; ``quantity`` is negative for a return, ``price`` in yuan."""

    row: Row
    invoice: str
    on: date
    client: str
    client_name: str
    product: str
    product_name: str
    unit: str
    quantity: int
    price: Decimal


def _day_reader(cells: Sequence[Cell], today: date | None) -> Callable[[Cell], date]:
    """How the days of a column are read: what one of them leaves open, the others tell."""
    if today is not None and has_short_days(cells, today):
        return short_day
    return partial(fields.day, day_first=fields.puts_day_first(list(cells)))


def sale_rows(reading: Reading, today: date | None = None) -> Iterator[SaleRow]:
    """The good rows of past deliveries. Repeated lines stay; price 0 is free goods.

    A line needs its day, client, product, quantity and price; a quantity of 0 is refused. Days
    written 260105 are read where ``today`` tells which of them lie in the past.
    """
    header = reading.header
    rows = list(reading.rows())
    told: Mapping[str, Field] = {
        "invoice": (fields.code, ""),
        "on": (_day_reader([header.cell(row, "on") for row in rows], today), None),
        "client": (fields.code, ""),
        "client_name": (short_text, ""),
        "product": (fields.code, ""),
        "product_name": (short_text, ""),
        "unit": (short_text, ""),
        "quantity": (fields.whole, None),
        "price": (fields.historic_price, None),
    }
    known = Fields(reading, told, _NEEDED)
    kinds = header.columns.get("document_kind")
    asked = known.asked if kinds is None else [*known.asked, ("kind", kinds, short_text, "")]
    return good_rows(reading, rows, asked, partial(_sales, known), partial(_sale, reading, known))


def _sales(known: Fields, block: Block) -> Iterator[SaleRow]:
    """The lines of rows of which there is nothing to say."""
    columns, kinds = known.of_block(block), block.column("kind")
    known_kinds = set(kinds)
    none = {kind for kind in known_kinds if kind and fields.is_no_sale(kind)}
    back = {kind for kind in known_kinds if fields.is_return(kind)}
    quantities = columns[_QUANTITY]
    if 0 in quantities or none:
        block.odd.update(
            at
            for at, (kind, quantity) in enumerate(zip(kinds, quantities, strict=True))
            if quantity == 0 or kind in none
        )
    if back:
        columns[_QUANTITY] = [
            _brought_back(quantity) if kind in back else quantity
            for kind, quantity in zip(kinds, quantities, strict=True)
        ]
    return map(SaleRow, block.rows, *columns)


def _sale(reading: Reading, known: Fields, row: Row) -> SaleRow:
    """The line of a row, read cell by cell."""
    sale = SaleRow(row, *known.of_row(row))
    if sale.quantity == 0:
        reading.refuse(row, "quantity", _("a quantity of 0 says nothing"))
    has_kind = "document_kind" in reading.header.columns
    if has_kind and fields.is_return(_document_kind(reading, row)):
        return replace(sale, quantity=_brought_back(sale.quantity))
    return sale


def _brought_back(quantity: int | None) -> Any:
    """The quantity of a return, with its sign; None where none was told."""
    return -quantity if quantity and quantity > 0 else quantity


def _document_kind(reading: Reading, row: Row) -> str:
    """What a row's document is called; one that is no sale at all is refused."""
    kind = reading.text(row, "document_kind")
    if kind and fields.is_no_sale(kind):
        reading.refuse(row, "document_kind", _("this document is neither a sale nor a return"))
    return kind
