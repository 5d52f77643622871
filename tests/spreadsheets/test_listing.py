"""A list as a workbook: every value is what it is, for Excel and for whoever brings it in again."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.spreadsheets.listing import Format, Sheet, Value, write_rows, write_sheets
from desktop.spreadsheets.table import read_table

FORMATS = (Format.TEXT, Format.AMOUNT, Format.NUMBER, Format.RATE, Format.DAY, Format.MOMENT)
HEADINGS = ("店", "金额", "数量", "率", "日", "时")
ROW = ("好店", 7, 1_234, Decimal("0.125"), date(2026, 1, 5), datetime(2026, 1, 5, 8, 30, 59))


def opened(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return sheet


def xml(data: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


def test_values_keep_their_sort_and_their_form() -> None:
    sheet = opened(write_rows("单", HEADINGS, [ROW], FORMATS))
    told = ["好店", 0.07, 1234, 0.125, datetime(2026, 1, 5), datetime(2026, 1, 5, 8, 30, 59)]
    assert [cell.value for cell in sheet[2]] == told
    forms = [cell.number_format for cell in sheet[2]]
    assert forms[1:] == ["#,##0.00", "#,##0", "0.00%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_equal_lists_are_equal_files_packed_alike_whenever_they_are_written() -> None:
    package = zipfile.ZipFile(io.BytesIO(write_rows("单", HEADINGS, [ROW], FORMATS)))
    told = {(one.date_time, one.compress_type) for one in package.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED)}


def test_an_amount_is_exact_to_the_fen_in_the_file() -> None:
    amounts = (-1, 7, -123_407, 10**15)
    data = write_rows("单", ["金额"], [[one] for one in amounts], [Format.AMOUNT])
    for said in ("-0.01", "0.07", "-1234.07", "10000000000000.00"):
        assert f"<v>{said}</v>" in xml(data)


TEXTS = (
    "=1+1", "+8613", "-5", "@x", "0201", "a<b & c>d", " 前后 ", "两\n行", "响\x07铃", "_x0041_",
    "  ", "\t", "#N/A", "\ud800", "１２", "好店", "x" * 400, "甲\x1f乙", "'0", "TRUE",
)  # fmt: skip


def test_whatever_a_text_begins_with_or_holds_it_stays_that_text() -> None:
    data = write_rows("单", ["文"], [[one] for one in TEXTS], [Format.TEXT])
    sheet = opened(data)
    assert all(sheet.cell(place, 1).data_type in "sn" for place in range(2, len(TEXTS) + 2))
    assert sheet["A2"].quotePrefix
    read = {row.number: str(row.cell(0)) for row in read_table(data).rows}
    for place, text in enumerate(TEXTS, 2):
        if text not in {"\ud800", "#N/A"}:
            assert read.get(place, "").replace("_x001F_", "\x1f") == text, text


def test_blanks_stay_blank_and_rows_keep_their_places() -> None:
    rows: list[tuple[Value, ...]] = [("", None), (None, None), ("乙", 3), (None, True)]
    sheet = opened(write_rows("单", ["文", "数"], rows, [Format.TEXT, Format.NUMBER]))
    found = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert found == [[None, None], [None, None], ["乙", 3], [None, True]]


def test_a_column_of_texts_takes_figures_as_texts() -> None:
    rows: list[tuple[Value, ...]] = [(5,), (Decimal("1.50"),), (date(2026, 1, 5),)]
    sheet = opened(write_rows("单", ["文"], rows, [Format.TEXT]))
    assert [sheet.cell(place, 1).value for place in (2, 3, 4)] == ["5", "1.50", "2026-01-05"]


def test_thousands_of_rows_are_all_there_in_order() -> None:
    rows = [(f"K{at:05}", at) for at in range(2_500)]
    read = read_table(write_rows("单", ["号", "数"], rows, [Format.TEXT, Format.NUMBER])).rows
    assert [(row.cell(0), row.cell(1)) for row in read[1:]] == rows


def test_the_head_stays_in_sight_and_the_total_is_not_sorted_along() -> None:
    sheets = [Sheet("收款/退款", ["店", "金额"], [("甲", 5)], FORMATS[:2], ("共", 5))] * 2
    book = load_workbook(io.BytesIO(write_sheets("两页 & 更多", sheets)))
    assert book.properties.title == "两页 & 更多"
    assert book.sheetnames == ["收款 退款", "收款 退款1"]
    sheet = book.worksheets[1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb == "FFE3F1F0"
    assert sheet["B3"].font.bold
    assert sheet["B3"].number_format == "#,##0.00"
    assert sheet.oddHeader.center.text == "收款/退款"


def test_the_same_list_is_the_same_file() -> None:
    first, second = (write_rows("单", HEADINGS, [ROW], FORMATS) for _time in range(2))
    assert first == second


def test_a_row_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="TEXT"):
        write_rows("单", HEADINGS, [ROW, ROW[:2]], FORMATS)
