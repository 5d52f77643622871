"""Finding the headings, whatever stands above them and however they are written."""

import pytest

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import choose_language
from desktop.services.imports.registry import KINDS as LISTS
from desktop.spreadsheets.cells import Cell, ErrorCell, Row, Table
from desktop.spreadsheets.header import Header, find_header
from tests.spreadsheets.workbooks import KINDS


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


def table(*lines: list[Cell]) -> Table:
    rows = [Row(number, tuple(line)) for number, line in enumerate(lines, 1)]
    return Table("S", [row for row in rows if not row.is_blank])


def fields_of(header: Header) -> dict[str, str]:
    return {name: header.heading_of(name) for name in header.columns}


def test_the_header_is_found_under_title_and_instructions() -> None:
    header = find_header(
        table(
            ["绵阳办事处客户资料表"],
            ["填写说明：\n1、客户名称：必填\n2、电话：选填，多个用/隔开"],
            [],
            ["制表人", "", "日期", "2026-01-05"],
            ["序号", "客户编号", "*客户名称（必填）", "联 系\n电 话", "地址："],
            [1, "K01", "好又多", "13800138000", "临园路1号"],
        ),
        KINDS["clients"],
    )
    assert header.row == 5
    assert list(header.columns) == ["code", "name", "phone", "address"]
    assert header.not_understood == ("序号",)
    assert header.column_of("phone") == "D"


@pytest.mark.parametrize(
    ("kind", "headings", "expected"),
    [
        ("clients", ["门店编号", "门店名称", "门店类型", "城市"],
         ["code", "name", "segment", "area"]),
        ("clients", ["名称", "地址", "电话", "联系人"], ["name", "address", "phone", "contact"]),
        ("clients", ["Customer ID", "Customer Name", "Phone No."], ["code", "name", "phone"]),
        ("clients", ["ＣＯＤＥ", "Name*", "lng", "Lat"], ["code", "name", "lon", "lat"]),
        ("clients", ["网点名称", "业务员", "客户等级", "周边户数", "营业时间"],
         ["name", "rep", "class", "households", "hours"]),
        ("products", ["货号", "品名", "类别名称", "进货价", "零售价(元)", "单位", "规格"],
         ["code", "name", "category", "price", "retail", "unit", "spec"]),
        ("products", ["商品条码", "商品名称", "系列", "建议零售价"],
         ["barcode", "name", "line", "retail"]),
        ("sales-history", ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate",
                           "UnitPrice", "CustomerID"],
         ["invoice", "product", "product_name", "quantity", "on", "price", "client"]),
        ("sales-history",
         ["单据日期", "单据编号", "客户名称", "商品编码", "商品名称", "数量", "单价"],
         ["on", "invoice", "client_name", "product", "product_name", "quantity", "price"]),
    ],
)  # fmt: skip
def test_the_usual_headings_are_known(kind: str, headings: list[str], expected: list[str]) -> None:
    header = find_header(table([*headings], ["x"] * len(headings)), KINDS[kind])
    assert list(header.columns) == expected
    assert header.not_understood == ()


def test_a_header_of_two_rows_is_read_as_one() -> None:
    header = find_header(
        table(
            ["客户资料"],
            ["客户编号", "客户名称", "联系方式", "", "位置坐标", ""],
            ["", "", "电话", "联系人", "经度", "纬度"],
            ["K1", "好又多", "13800138000", "王姐", "104.7", "31.4"],
        ),
        KINDS["clients"],
    )
    assert header.row == 3
    assert header.columns == {"code": 0, "name": 1, "phone": 2, "contact": 3, "lon": 4, "lat": 5}
    assert header.heading_of("contact") == "联系方式 联系人"


def test_a_first_row_of_data_is_never_taken_for_half_a_header() -> None:
    header = find_header(
        table(["名称", "类型"], ["超市", "地址"], ["小店", "路边"]), KINDS["clients"]
    )
    assert header.row == 1


def test_of_two_columns_for_one_field_the_likelier_is_taken_and_the_other_told() -> None:
    header = find_header(
        table(["自编码", "货号", "品名", "简称"], ["1", "2", "x", "y"]), KINDS["products"]
    )
    assert fields_of(header) == {"code": "货号", "name": "品名"}
    assert header.ignored == ("自编码", "简称")


def test_several_phone_columns_belong_together() -> None:
    header = find_header(
        table(["名称", "电话", "手机"], ["x", "2280000", "13800138000"]), KINDS["clients"]
    )
    assert header.cells(Row(2, ("x", "1", "2")), "phone") == ["1", "2"]
    assert header.ignored == ()


def test_what_a_person_says_wins_over_the_vocabulary() -> None:
    lines: tuple[list[Cell], ...] = (["老编码", "店", "名称"], ["K1", "好又多", "别的"])
    header = find_header(
        table(*lines), KINDS["clients"], {"老编码": "code", "店": "name", "名称": ""}
    )
    assert fields_of(header) == {"code": "老编码", "name": "店"}
    header = find_header(table(*lines), KINDS["clients"], {"A": "code", "C": "name"})
    assert header.columns == {"code": 0, "name": 2}


def test_a_map_that_fits_nothing_is_refused() -> None:
    lines = table(["名称", "电话"], ["x", "1"])
    with pytest.raises(Unreadable, match="no field nmae"):
        find_header(lines, KINDS["clients"], {"名称": "nmae"})
    with pytest.raises(Unreadable, match="no heading 店名"):
        find_header(lines, KINDS["clients"], {"店名": "name"})


def test_without_headings_the_answer_says_what_was_seen_and_needed() -> None:
    with pytest.raises(Unreadable, match=r"高新区, 89\.5") as caught:
        find_header(table(["高新区", "89.5", "12000"], ["武侯区", "70", "9000"]), KINDS["clients"])
    assert "客户名称" in caught.value.message
    with pytest.raises(Unreadable, match="A1 #NAME"):
        find_header(table([ErrorCell("#NAME?")], [ErrorCell("#N/A")]), KINDS["clients"])


def test_a_title_that_is_one_heading_is_no_header() -> None:
    header = find_header(table(["门店"], ["编号", "名称"], ["1", "甲"]), KINDS["clients"])
    assert header.row == 2


def test_what_a_kind_needs_is_a_field_it_has() -> None:
    for kind in (one.listed for one in LISTS.values()):
        assert {name for group in kind.needed for name in group} <= kind.by_name.keys()
