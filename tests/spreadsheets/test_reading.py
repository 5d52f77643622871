"""From bytes to typed rows and problems, and back into a report."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.basics.i18n import choose_language
from desktop.spreadsheets.cells import ErrorCell, Problem
from desktop.spreadsheets.clients import client_rows
from desktop.spreadsheets.fields import historic_price, whole
from desktop.spreadsheets.header import find_header
from desktop.spreadsheets.listing import Format, write_rows
from desktop.spreadsheets.products import product_rows
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.report import write_report
from desktop.spreadsheets.sales import sale_rows
from desktop.spreadsheets.table import read_table
from tests.spreadsheets.workbooks import KINDS, xlsx_of


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


def reading_of(data: bytes | Path, kind: str) -> Reading:
    table = read_table(data)
    return Reading(table, find_header(table, KINDS[kind]))


CLIENTS = xlsx_of(
    ["客户资料表"],
    ["编号", "客户名称", "等级", "电话", "经度", "纬度", "户数"],
    ["0201", "好又多", "a", "13800138000/2280001", "104.77", "31.48", "300户"],
    ["0202", "", "B", "13900139000", "", "", ""],
    ["0203", "小店", "X", "138", "204", "31.4", "-5"],
    ["0204", "丁店", "C", "1380", "104.7", "", None],
    ["合计", "", "", "", "", "", 300],
)


def test_good_rows_come_typed_and_bad_ones_as_problems() -> None:
    reading = reading_of(CLIENTS, "clients")
    first, second = client_rows(reading)
    assert (first.code, first.name, first.client_class) == ("0201", "好又多", "A")
    assert first.phones == ("13800138000", "2280001")
    assert (first.lon, first.lat) == (Decimal("104.770000"), Decimal("31.480000"))
    assert (first.households, first.row.number) == (300, 3)
    assert (second.name, second.lat, second.lon) == ("丁店", None, None)
    assert [row.number for row in reading.bad_rows] == [4, 5]
    refused = [(one.row, one.column, one.value) for one in reading.problems if not one.warning]
    assert refused == [(4, "B", ""), (5, "E", "204"), (5, "C", "X"), (5, "G", "-5")]
    warned = {(one.row, one.column) for one in reading.problems if one.warning}
    assert warned == {(5, "D"), (6, "D"), (6, "F"), (7, "")}


def test_an_error_cell_refuses_its_row() -> None:
    text = "编号,名称,单位,供价\n1,#N/A,瓶,2\n2,香皂,瓶,#DIV/0!\n3,洗发水,瓶,9.9\n"
    reading = reading_of(text.encode(), "products")
    assert [product.price_fen for product in product_rows(reading)] == [990]
    assert [(one.row, one.column, one.value) for one in reading.problems] == [
        (2, "B", "#N/A"),
        (3, "D", "#DIV/0!"),
    ]


def test_products_are_warned_of_but_not_refused_for_digits_costs_and_places() -> None:
    text = (
        "货号,品名,进货价,零售价\n4891338010489,牙膏,6.5,8\n02000001,毛巾,5,3\n-,肥皂,8.889,10\n"
        "6901028126212,赠品,0,0\n9,x,-1,2\n"
    )
    reading = reading_of(text.encode(), "products")
    products = list(product_rows(reading))
    assert [(one.code, one.barcode) for one in products] == [
        ("4891338010489", "4891338010489"),
        ("02000001", "02000001"),
        ("", ""),
        ("6901028126212", "6901028126212"),
    ]
    assert [one.price_fen for one in products] == [650, 500, 889, None]
    assert [(one.row, one.column, one.warning) for one in reading.problems] == [
        (2, "A", True),
        (3, "C", True),
        (4, "C", True),
        (6, "C", False),
    ]


def test_past_sales_keep_returns_free_goods_and_repeated_lines() -> None:
    text = (
        "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
        "1,0201,6,25/1/2010 8:26,2.5513,17850.0\n1,0201,6,25/1/2010 8:26,2.5513,17850.0\n"
        "C2,0201,-1,1/2/2010 9:00,0,17850.0\n3,0201,0,1/2/2010,1,17850.0\n4,0201,1,1/2/2010,1,\n"
    )
    reading = reading_of(text.encode(), "sales-history")
    sales = list(sale_rows(reading))
    assert [(one.invoice, one.quantity, one.price, one.client) for one in sales] == [
        ("1", 6, Decimal("2.5513"), "17850"),
        ("1", 6, Decimal("2.5513"), "17850"),
        ("C2", -1, Decimal(0), "17850"),
    ]
    assert [one.on for one in sales] == [date(2010, 1, 25), date(2010, 1, 25), date(2010, 2, 1)]
    assert [(one.row, one.column) for one in reading.problems] == [(5, "C"), (6, "F")]


def test_the_report_holds_the_rejected_rows_with_reasons_at_the_cells() -> None:
    reading = reading_of(CLIENTS, "clients")
    list(client_rows(reading))
    data = write_report(reading.table, reading.header, reading.problems)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:2] == ["编号", "客户名称"]
    assert [cell.value for cell in sheet[1]][-1] == "Reason"
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["0202", "0203"]
    assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [4, 5]
    assert sheet["B2"].comment is not None
    assert "must not be blank" in sheet["B2"].comment.text
    assert "must not be blank" in str(sheet["I2"].value)
    assert sheet["B2"].fill.fgColor.rgb == "FFF4C7C3"
    assert sheet["A2"].fill.fill_type is None


def test_a_mended_report_can_be_imported_again() -> None:
    reading = reading_of(CLIENTS, "clients")
    list(client_rows(reading))
    workbook = openpyxl.load_workbook(
        io.BytesIO(write_report(reading.table, reading.header, reading.problems))
    )
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"], sheet["C3"], sheet["E3"], sheet["G3"] = "新店", "A", "104.1", "5"
    out = io.BytesIO()
    workbook.save(out)
    again = reading_of(out.getvalue(), "clients")
    assert [(one.code, one.name) for one in client_rows(again)] == [
        ("0202", "新店"),
        ("0203", "小店"),
    ]


def test_nothing_in_a_report_or_list_becomes_a_formula() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("x")']
    listed = write_rows("清单", ["文字"], [[text] for text in evil], [Format.TEXT])
    reading = reading_of(_names(evil), "clients")
    list(client_rows(reading))
    reported = write_report(reading.table, reading.header, reading.problems)
    for data in (listed, reported):
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        kinds = {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=1) for cell in row}
        assert kinds == {"s"}
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == evil


def _names(names: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["名称", "等级"], *([name, "Z"] for name in names)])
    return out.getvalue().encode()


def test_numbers_days_and_bar_codes_of_a_report_are_as_they_were() -> None:
    table = read_table(xlsx_of(["品名", "条码", "供价", "日期"],
                               ["香皂", 6901028126212, -1.5, datetime(2026, 1, 5)]))  # fmt: skip
    header = find_header(table, KINDS["products"])
    data = write_report(table, header, [Problem(2, "C", "供价", "-1.5", "too low")])
    assert read_table(data).rows[1].cells[:4] == ("香皂", 6901028126212, -1.5, date(2026, 1, 5))


def test_a_list_has_exact_amounts_real_days_and_codes_as_text() -> None:
    rows = [("0201", 7, Decimal("0.0525"), date(2026, 1, 5), 3), ("0202", None, None, None, None)]
    rows += [("x", amount_fen, None, None, None) for amount_fen in (29, -123456, 10**15)]
    formats = [Format.TEXT, Format.AMOUNT, Format.RATE, Format.DAY, Format.NUMBER]
    data = write_rows("应收[1]/x", ["编号", "金额", "率", "日", "数"], rows, formats)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["0201", 0.07, 0.0525, datetime(2026, 1, 5), 3]
    assert [sheet[f"B{row}"].value for row in (4, 5, 6)] == [0.29, -1234.56, 10**13]
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E6"
    assert sheet.title == "应收 1  x"
    assert read_table(data).rows[2].cells == ("0202",)


def test_a_list_with_a_cell_too_many_is_a_fault() -> None:
    with pytest.raises(ValueError):
        write_rows("x", ["a"], [("1", "2")], [Format.TEXT])
    with pytest.raises(ValueError):
        write_rows("x", ["a", "b"], [], [Format.TEXT])


NASTY = [chr(code) for code in range(1, 32)]
NASTY += [
    "\ufffe",
    "_x0041_",
    "__x0041_",
    "a\r\nb",
    " ",
    "  x ",
    "𠮷",
    "👩‍👩‍👧",
    "\u202eabc",
    "0201",
]


def test_every_nasty_text_survives_a_workbook() -> None:
    rows = [(text,) for text in NASTY]
    table = read_table(write_rows("文字", ["文字"], rows, [Format.TEXT]))
    assert [row.cells[0] for row in table.rows[1:]] == NASTY


def test_the_shared_strings_survive_workbooks_and_text_files(shared: Path) -> None:
    texts = []
    for file in sorted((shared / "data" / "strings").iterdir()):
        texts += [line for line in file.read_text("utf-8").split("\n") if line]
    assert len(texts) > 2000
    workbook = write_rows("文字", ["n", "文字"], enumerate(texts), [Format.NUMBER, Format.TEXT])
    out = io.StringIO()
    csv.writer(out).writerows([["n", "文字"], *enumerate(texts)])
    files = [workbook, *(out.getvalue().encode(name) for name in ("utf-8-sig", "gb18030"))]
    for data in files:
        assert [row.cells[1] for row in read_table(data).rows[1:]] == texts


@pytest.mark.parametrize(
    ("file", "kind", "rows", "warnings"),
    [
        ("clients/门店主档_全量导出_masked.xlsx", "clients", 1732, 0),
        ("clients/超市_客户资料_masked.xlsx", "clients", 45, 0),
        ("places/mianyang_shops.csv", "clients", 1743, 0),
        ("products/ENC-SCAN_洗化.xls", "products", 318, 7),
        ("products/ENC-SCAN_其他.xls", "products", 184, 1),
    ],
)
def test_real_files_are_read_whole(
    shared: Path, file: str, kind: str, rows: int, warnings: int
) -> None:
    reading = reading_of(shared / "data" / file, kind)
    found = list(client_rows(reading) if kind == "clients" else product_rows(reading))
    assert len(found) == rows
    assert sum(problem.warning for problem in reading.problems) == warnings
    codes = [one.code for one in found if one.code]
    assert len(codes) == len(set(codes))


def test_a_quarter_of_real_sales_is_exact(shared: Path) -> None:
    reading = reading_of(
        shared / "data" / "orders" / "online_retail_2010Q4.csv.gz", "sales-history"
    )
    sales = list(sale_rows(reading))
    header, bad = reading.header, reading.bad_rows
    assert (len(sales), len(bad)) == (26_850, 15_631)
    assert sum(sale.quantity * sale.price for sale in sales) == Decimal("554604.02")
    lost = (
        whole(header.cell(row, "quantity")) * historic_price(header.cell(row, "price"))
        for row in bad
    )
    assert sum(lost) == Decimal("194353.00")
    assert not any(isinstance(cell, ErrorCell) for row in bad for cell in row.cells)


def test_what_a_client_file_leaves_open_is_told_and_not_guessed() -> None:
    text = (
        '名称,坐标,营业时间,开门时间,备用电话\n甲,"104.77,31.48",看天气,8:00,#N/A\n'
        '乙,北门,全天,,138****8000\n丙,,无,,\n丁,"0,0",8:00-20:00,,\n' + "戊" * 501 + ",,,,\n"
    )
    reading = reading_of(text.encode(), "clients")
    third, fourth = client_rows(reading)
    assert (third.opens, third.closes) == ("", "")
    assert (fourth.lat, fourth.opens, fourth.closes) == (None, "08:00", "20:00")
    found = {(one.row, one.column, one.warning) for one in reading.problems}
    told = {(2, "C", True), (5, "B", True)}  # it can come in without these
    assert found == {*told, (2, "E", False), (3, "B", False), (6, "A", False)}


def test_a_width_of_nothing_and_a_margin_that_is_no_rate_are_refused_as_in_the_form() -> None:
    text = (
        "品名,正面宽（毫米）,行业扣点\n洗发水,62,12.75%\n香皂,80,0.1275\n毛巾,0,5\n牙膏,,5.123%\n"
    )
    reading = reading_of(text.encode(), "products")
    margin = Decimal("0.1275")
    known = [(one.width_mm, one.trade_margin) for one in product_rows(reading)]
    assert known == [(62, margin), (80, margin)]
    assert [(one.row, one.column) for one in reading.problems] == [(4, "B"), (4, "C"), (5, "C")]


def test_equal_cells_that_mean_different_things_are_read_apart() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["客户名称", "户数"], ["一店", 1], ["二店", True], ["三店", 1], ["四店", "1"]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    reading = reading_of(content.getvalue(), "clients")
    found = [(row.name, row.households) for row in client_rows(reading)]
    assert found == [("一店", 1), ("三店", 1), ("四店", 1)]
    assert [one.row for one in reading.problems] == [3]


def test_a_bad_cell_is_told_in_each_of_its_rows() -> None:
    reading = reading_of("客户名称,开门时间\n一店,早\n二店,早\n".encode(), "clients")
    assert list(client_rows(reading)) == []
    assert [(one.row, one.column) for one in reading.problems] == [(2, "B"), (3, "B")]
