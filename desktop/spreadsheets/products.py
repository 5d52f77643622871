"""Lists of products: their headings, and their rows as typed drafts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.fields import filled
from desktop.basics.headings import headings
from desktop.basics.i18n import N_, _
from desktop.spreadsheets import fields
from desktop.spreadsheets.barcodes import barcode_in, barcode_problem, lost_digits
from desktop.spreadsheets.cells import Cell, Row
from desktop.spreadsheets.good_rows import Block, Field, good_rows
from desktop.spreadsheets.list_kind import ListField, ListKind, declared_fields
from desktop.spreadsheets.reading import Reading, exact_fen, short_text
from desktop.spreadsheets.units import BigUnit, read_sizes

_UNITS = (
    ListField(
        "unit",
        N_("Unit"),
        headings(
            """
            unit 单位 计量单位 基本单位 销售单位 最小单位 主单位 单位名称 库存单位 零售单位
            基本计量单位 计价单位 包装单位 小单位 uom unitofmeasure baseunit salesunit measure
            """
        ),
    ),
    ListField(
        "unit_size",
        N_("How many base units it holds"),
        headings(
            """
            换算率 换算比例 换算关系 换算系数 换算数量 换算 比例 单位换算 单位比例 单位关系
            换算比率 单位换算率 基本单位数量 折算率 折算系数 factor conversion conversionrate
            """
        ),
    ),
    ListField(
        "big_unit",
        N_("Larger unit"),
        headings(
            """
            副单位 辅助单位 辅单位 辅计量单位 辅助计量单位 大单位 大包装单位 整件单位 箱单位
            第二单位 单位2 单位二 secondunit auxiliaryunit caseunit
            """
        ),
    ),
    ListField(
        "carton",
        N_("Pieces in a carton"),
        headings(
            """
            carton 箱规 装箱数 装箱量 箱装数 箱装量 每箱数量 每箱数 每箱支数 箱入数 入数 箱容
            件装数 件装量 件规 每件数量 装箱规格 箱规格 整箱数量 一箱数量 副单位数量
            大单位数量 unitspercase casepack packqty unitspercarton
            """
        ),
    ),
    # What the client pays comes before what the goods cost; of a till's list, where only its own
    # buying price stands, that is it.
    ListField(
        "price",
        N_("Supply price"),
        headings(
            """
            price 供价 供货价 供应价 供货价格 供应价格 供货单价 给店价 批发价 批发价格
            批发单价 经销价 分销价 开票价 结算价 supplyprice wholesaleprice wholesale 标准售价
            单价 含税单价 含税价 价格 销售单价 销售价 售价 unitprice netprice 出厂价 进货价
            进价 进货单价 采购价 采购单价 成本价 cost costprice purchaseprice buyingprice
            """
        ),
    ),
    ListField(
        "big_price",
        N_("Supply price of the larger unit"),
        headings(
            """
            箱价 整箱价 件价 整件价 整件批发价 整箱批发价 箱批发价 整箱供价 整箱供货价
            副单位价 副单位价格 副单位批发价 辅单位价 大单位价 大单位价格 大单位批发价
            大包装价 caseprice cartonprice
            """
        ),
    ),
    ListField(
        "other_barcode",
        N_("Second barcode"),
        headings(
            """
            副条码 副条形码 辅条码 附加条码 条码2 条码二 第二条码 条形码2 箱码 箱条码 外箱码
            外箱条码 整箱条码 大单位条码 副单位条码 casebarcode cartonbarcode
            """
        ),
    ),
)
PRODUCTS = ListKind(
    "products", N_("Products"), (*declared_fields(ProductDraft), *_UNITS), (("name",),)
)


@dataclass(frozen=True, kw_only=True)
class ProductRow(ProductDraft):
    """A product as a file gives it; amounts in fen, None where there is none.

    A row says one ``unit``: ``size`` is how many base units it holds, where the file tells, and
    ``big`` is the larger unit that stands in columns of its own.
    """

    row: Row
    units: Mapping[str, int] = field(default_factory=dict)
    unit: str
    price_fen: int | None
    size: int | None = None
    big: BigUnit | None = None


_PRICES = ("price", "big_price")
_TEXTS = ("unit", "unit_size", "big_unit", "carton")
# What tells how many pieces a unit holds.
_OF_SIZES = ("unit_size", "big_unit", "carton", "spec")


def product_rows(reading: Reading) -> Iterator[ProductRow]:
    """The good rows of a product file. A wrong check digit and a cost above the retail price
    are warnings, and so is a price that had to be rounded; a price of 0 means there is none.
    """
    columns = reading.header.columns
    parses: Mapping[str, Field] = {
        **dict.fromkeys(_TEXTS, (short_text, "")),
        **dict.fromkeys(_PRICES, (exact_fen, None)),
        "barcode": (_one_code, ""),
        "other_barcode": (_no_code, ""),
    }
    asked = reading.asked(ProductDraft, ("barcode",))
    asked += [(one, columns[one], *how) for one, how in parses.items() if one in columns]
    blank = reading.declared(Row(0, ()), ProductDraft, {"barcode": ""})
    clean, again = partial(_products, reading, blank), partial(_product, reading)
    return good_rows(reading, reading.rows(), asked, clean, again)


def _products(reading: Reading, blank: Mapping[str, Any], block: Block) -> Iterator[ProductRow]:
    """The products of rows of which there is nothing to say."""
    block.need(["name"])
    declared = [name for name in block.found if name in blank]
    values = zip(*(block.found[name] for name in declared), strict=True)
    units, prices, big_prices = (
        block.column("unit"),
        block.column("price", None),
        block.column("big_price", None),
    )
    sizes = _sizes(reading, block, units, big_prices)
    for at, (row, some, size) in enumerate(zip(block.rows, values, sizes, strict=True)):
        told = {
            "row": row,
            "units": {},
            "prices": {},
            "unit": units[at],
            "price_fen": prices[at],
            "size": size[0] if size else None,
            "big": size[1] if size else None,
        }
        product = filled(ProductRow, blank, zip(declared, some, strict=True), told)
        if size is None or _price_above(product) or barcode_problem(_scanned(product)):
            block.odd.add(at)
        elif not product.barcode:
            vars(product)["barcode"] = barcode_in(product.code)
        yield product


def _sizes(
    reading: Reading, block: Block, units: Sequence[str], big_prices: Sequence[int | None]
) -> list[tuple[int | None, BigUnit | None] | None]:
    """What the file tells of each row's units; None where it can't be read."""
    names = [name for name in _OF_SIZES if name in block.found]
    heading = reading.header.heading_of("carton")
    told = list(zip(units, big_prices, *(block.found[name] for name in names), strict=True))
    known: dict[Any, tuple[int | None, BigUnit | None] | None] = {}
    for one in set(told):
        unit, big_price_fen, *words = one
        try:
            known[one] = read_sizes(
                unit, dict(zip(names, words, strict=True)), big_price_fen, heading
            )
        except fields.BadValue:
            known[one] = None
    return [known[one] for one in told]


def _one_code(cell: Cell) -> str:
    """The bar code of a cell that holds but one."""
    first, *others = fields.codes(cell)
    if others or lost_digits(first):
        raise fields.BadValue("")
    return first


def _no_code(cell: Cell) -> str:
    if any(fields.codes(cell)):
        raise fields.BadValue("")
    return ""


def _product(reading: Reading, row: Row) -> ProductRow:
    """The product of a row, read cell by cell."""
    reading.require(row, "name")
    product = ProductRow(
        **reading.declared(row, ProductDraft, {"barcode": _barcode(reading, row)}),
        unit=reading.text(row, "unit"),
        price_fen=reading.price_fen(row, "price"),
        row=row,
    )
    product = _with_sizes(reading, product)
    if not reading.is_bad(row):
        _warn_of_product(reading, product)
    return replace(product, barcode=product.barcode or barcode_in(product.code))


def _barcode(reading: Reading, row: Row) -> str:
    """The bar code of a row; further ones are named, since a product has one."""
    first, *others = reading.value(row, "barcode", fields.codes, [""])
    others += reading.value(row, "other_barcode", fields.codes, [])
    for code in dict.fromkeys(one for one in others if one and one != first):
        name = "other_barcode" if "other_barcode" in reading.header.columns else "barcode"
        reading.warn(
            row, name, _("a product has one bar code; {code} is not kept").format(code=code)
        )
    if lost_digits(first):
        reading.refuse(row, "barcode", fields.lost_digits())
    return first


def _with_sizes(reading: Reading, product: ProductRow) -> ProductRow:
    """The product with what the file tells of its units."""
    row, header = product.row, reading.header
    words: dict[str, str] = {
        name: reading.text(row, name) for name in _OF_SIZES if name in header.columns
    }
    big_price_fen = reading.price_fen(row, "big_price")
    try:
        size, big = read_sizes(product.unit, words, big_price_fen, header.heading_of("carton"))
    except fields.BadValue as error:
        name = next((one for one in ("unit_size", "carton", "big_unit") if words.get(one)), "unit")
        reading.refuse(row, name, error.reason)
        return product
    return replace(product, size=size, big=big)


def _warn_of_product(reading: Reading, product: ProductRow) -> None:
    column = "barcode" if product.barcode else "code"
    if reason := barcode_problem(_scanned(product)):
        reading.warn(product.row, column, reason)
    if _price_above(product):
        reading.warn(product.row, "price", _("the supply price is above the retail price"))


def _scanned(product: ProductRow) -> str:
    return product.barcode or product.code


def _price_above(product: ProductRow) -> bool:
    """Whether clients pay more than it is sold at."""
    supply_fen, retail_fen = product.price_fen, product.retail_fen
    return supply_fen is not None and retail_fen is not None and supply_fen > retail_fen
