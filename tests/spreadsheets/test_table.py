"""What a file really is, and its rows exactly as they stand there."""

import csv
import gzip
import io
import struct
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import openpyxl
import pytest

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import choose_language
from desktop.spreadsheets.cells import (
    UNCALCULATED,
    Cell,
    ErrorCell,
    Table,
    column_index,
    column_letter,
    written,
)
from desktop.spreadsheets.package import Package
from desktop.spreadsheets.records import xlsb_errors, xlsb_sheet_part
from desktop.spreadsheets.table import read_table
from tests.spreadsheets.workbooks import (
    compound,
    packed,
    raw_xlsx,
    record,
    saved,
    xls_book,
    xlsx_of,
)


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


def cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes, name: str = "", sheet: str | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read_table(data, name, sheet)
    return caught.value.message


def test_rows_and_columns_are_numbered_as_in_excel() -> None:
    table = read_table(
        raw_xlsx('<row r="3"><c r="B3"><v>5</v></c></row><row r="7"><c r="AA7"><v>6</v></c></row>')
    )
    assert [(row.number, len(row.cells)) for row in table.rows] == [(3, 2), (7, 27)]
    assert table.rows[1].cell(column_index("AA")) == 6
    assert (column_letter(0), column_letter(26), column_letter(701)) == ("A", "AA", "ZZ")


def test_codes_are_kept_to_the_last_digit() -> None:
    table = read_table(xlsx_of(["0201", 6901234567892, 6901234567892.0, 7.58, 0.1 + 0.2]))
    assert [written(cell) for cell in table.rows[0].cells] == [
        "0201",
        "6901234567892",
        "6901234567892",
        "7.58",
        "0.3",
    ]


def test_error_cells_of_xlsx_are_errors_and_not_blanks() -> None:
    table = read_table(
        raw_xlsx(
            '<row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" t="e"><v>#REF!</v></c>'
            '<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row><c r="A3" t="e"><v>#N/A</v></c></row>'
        )
    )
    assert cells(table) == [
        ("x", ErrorCell("#REF!"), ErrorCell("#DIV/0!")),
        (ErrorCell("#N/A"),),
    ]


def test_error_cells_of_xls_are_errors_and_not_blanks() -> None:
    number = record(0x203, struct.pack("<HHHd", 0, 0, 15, 12.5))
    error = record(0x205, struct.pack("<HHHBB", 0, 1, 15, 0x2A, 1))
    truth = record(0x205, struct.pack("<HHHBB", 0, 2, 15, 1, 0))
    result = struct.pack("<BBBBHH", 2, 0, 0x07, 0, 0, 0xFFFF)
    formula = record(0x06, struct.pack("<HHH", 1, 0, 15) + result + bytes(6) + b"\0\0")
    table = read_table(compound("Workbook", xls_book(number, error, truth, formula)))
    assert cells(table) == [(12.5, ErrorCell("#N/A"), True), (ErrorCell("#DIV/0!"),)]


@pytest.mark.parametrize("word", ["#N/A", "#VALUE!", "#DIV/0!"])
def test_the_words_for_errors_are_errors_in_text_files_too(word: str) -> None:
    assert cells(read_table(f"a,b\n1,{word}\n".encode()))[1] == ("1", ErrorCell(word))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"],
)
def test_a_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = "编号,名称,电话\n0201,漷县好又多超市,13800138000\n0202,㳇池小店,13900139000\n"
    table = read_table(text.encode(encoding))
    assert cells(table) == [tuple(line.split(",")) for line in text.split()]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_although_others_stand_in_the_texts(separator: str) -> None:
    lines = [["编号", "名称"], ["1", "甲,乙;丙"], ["2", 'a "b"\nc']]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(lines)
    assert cells(read_table(out.getvalue().encode())) == [tuple(line) for line in lines]


def test_the_hint_that_excel_writes_is_no_row() -> None:
    assert cells(read_table(b"sep=;\r\na;b,c\r\n1;2\r\n")) == [("a", "b,c"), ("1", "2")]


def test_a_csv_row_has_the_number_excel_gives_it() -> None:
    table = read_table(b'a,b\n\n"x\ny",2\n3,4\n')
    assert [row.number for row in table.rows] == [1, 3, 4]


def test_the_names_ending_is_never_believed() -> None:
    assert cells(read_table(xlsx_of(["a"]), "list.xls")) == [("a",)]
    assert cells(read_table("名称,电话\n甲,1\n".encode("gbk"), "list.xlsx"))[0] == ("名称", "电话")
    assert cells(read_table(gzip.compress(b"a,b\n1,2\n"), "list.csv"))[1] == ("1", "2")


def test_a_file_on_disk_is_read_and_a_missing_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(b"a,b\n")
    assert cells(read_table(file)) == [("a", "b")]
    with pytest.raises(Unreadable, match=r"gone\.csv"):
        read_table(tmp_path / "gone.csv")


def test_the_first_visible_sheet_is_taken_and_a_hidden_one_only_when_named() -> None:
    workbook = openpyxl.Workbook()
    hidden = workbook.active
    assert hidden is not None
    hidden.title, hidden.sheet_state = "旧", "hidden"
    hidden.append(["secret"])
    workbook.create_sheet("新").append(["open"])
    data = saved(workbook)
    assert cells(read_table(data)) == [("open",)]
    assert cells(read_table(data, sheet="旧")) == [("secret",)]
    message = refusal(data, sheet="没有")
    assert "没有" in message
    assert "旧" in message
    assert "新" in message


def test_dates_honour_the_workbooks_own_base() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = workbook.active
    assert sheet is not None
    sheet.append([date(2026, 1, 5)])
    assert cells(read_table(saved(workbook))) == [(date(2026, 1, 5),)]


def test_a_table_saved_as_a_web_page_is_read_with_its_spans() -> None:
    page = (
        '<html><head><meta charset="gb2312"><style>td{}</style></head><table>'
        "<tr><th rowspan=2>编号<th colspan=2>联系</tr><tr><td>电话<td>地址</tr>"
        "<tr><td>0201<td>1380<br>1390<td>&#20013;路&nbsp;1号</table></html>"
    )
    table = read_table(page.encode("gb18030"), "list.xls")
    assert cells(table) == [
        ("编号", "联系"),
        ("", "电话", "地址"),
        ("0201", "1380\n1390", "中路 1号"),
    ]


def test_a_workbook_saved_as_xml_2003_is_read() -> None:
    text = (
        '<?xml version="1.0" encoding="utf-8"?><Workbook xmlns="urn:schemas-microsoft-com:office:'
        'spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Worksheet ss:Name="S"><Table><Row><Cell><Data ss:Type="String">编号</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">690</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet>'
        "</Workbook>"
    )
    table = read_table(text.encode(), "list.xls")
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("编号", "", "690")),
        (4, (ErrorCell("#N/A"),)),
    ]


def with_lying_size(data: bytes) -> bytes:
    """The same ZIP, saying of its sheet that it holds 100 bytes."""
    where = data.rindex(b"PK\x01\x02", 0, data.index(b"xl/worksheets/sheet1.xml", len(data) // 2))
    return data[: where + 24] + struct.pack("<I", 100) + data[where + 28 :]


NO_ROWS = '<row r="1"/>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
GOOD = xlsx_of(["编号", "名称"], *([f"C{n}", f"店{n}"] for n in range(500)))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("no byte", b"", "empty"),
        ("blanks only", b" \r\n\r\n", "empty"),
        ("an empty sheet", raw_xlsx(NO_ROWS), "no rows"),
        ("cells of blanks", xlsx_of(["  ", "\u3000"]), "no rows"),
        ("a workbook cut in half", GOOD[: len(GOOD) // 2], "damaged"),
        ("an .xls cut in half", compound("Workbook", xls_book() * 90)[:3000], "damaged"),
        ("an encrypted .xlsx", compound("EncryptedPackage", b"x"), "password"),
        ("an encrypted .xls", compound("Workbook", xls_book(password=True)), "password"),
        ("a Word document, old", compound("WordDocument", b"x"), "Word"),
        ("a Word document", packed({"word/document.xml": "<x/>"}), "Word"),
        ("a ZIP of something", packed({"a.csv": "1,2"}), "ZIP"),
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        ("JSON lines", b'{"a": 1}\n{"a": 2}\n', "JSON"),
        ("a JSON list", b'[\n{"a": 1},\n{"a": 2}\n]', "JSON"),
        ("other XML", b"<?xml version='1.0'?><orders><order/></orders>", "XML"),
        ("a page without a table", b"<!doctype html><html><body>hello</body></html>", "web page"),
        ("a line of text", b"Attachment not found!", "line of text"),
        ("NUL bytes", b"a,b\n1\0,2\n" * 30, "NUL"),
        ("a binary file", bytes(range(1, 32)) * 40, "binary"),
        ("GBK cut inside a letter", "编号,名称\n1,甲".encode("gbk")[:-1], "byte"),
        ("UTF-8 cut inside a letter", ("编号,名称\n" * 20).encode()[:-2], "byte"),
        ("a quotation left open", b'a,b\n1,"x\n2,y\n3,z\n', "quotation"),
        ("a gzip cut off", gzip.compress(b"a,b\n" * 9000)[:-20], "damaged"),
        ("a gzip bomb", gzip.compress(b"a,b\n" * 80_000_000, 1), "too large"),
        ("17 billion cells", raw_xlsx(FAR), "too large"),
        ("a size that lies", with_lying_size(GOOD), "damaged"),
        (
            "one long text a million times",
            raw_xlsx('<row r="1">' + '<c t="s"><v>0</v></c>' * 16_000 + "</row>", ["x" * 30_000]),
            "too large",
        ),
        (
            "entities of entities",
            packed(
                {
                    "xl/workbook.xml": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
                    "<workbook>&b;</workbook>"
                }
            ),
            "damaged",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_the_reason(name: str, data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_lock_file_is_named_as_one() -> None:
    user = b"\x05admin".ljust(55) + b"\x05\x00" + "admin".encode("utf-16-le").ljust(108, b"\x20")
    assert "lock file" in refusal(user, "~$clients.xlsx")
    assert "lock file" in refusal(user)
    assert "lock file" in refusal(b",wang,pc,05.01.2026;", ".~lock.clients.xlsx#")


def test_an_ods_that_unfolds_without_end_is_refused() -> None:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t"><table:table>'
        '<table:table-row table:number-rows-repeated="100000"><table:table-cell '
        'office:value-type="float" table:number-columns-repeated="1000"/></table:table-row>'
        "</table:table></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    assert "too large" in refusal(packed({"mimetype": kind, "content.xml": content}))


def test_a_sheet_named_in_a_file_without_sheets_is_refused() -> None:
    assert "S2" in refusal(b"a,b\n1,2\n", sheet="S2")


def test_styled_cells_without_values_make_no_sheet_large() -> None:
    data = raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999"><c r="XFD999999"/></row>'
    )
    assert len(read_table(data).rows) == 1


def test_a_bomb_is_refused_before_it_takes_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _count in range(300):
                part.write(b" " * 1024 * 1024)
    tracemalloc.start()
    assert "too large" in refusal(out.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024


@pytest.mark.parametrize("word", ["#SPILL!", "#CALC!", "#NEWEST!"])
def test_an_error_that_only_a_newer_excel_knows_stays_one_error_cell(word: str) -> None:
    data = raw_xlsx(f'<row r="1"><c r="A1" t="e"><v>{word}</v></c><c r="B1"><v>2</v></c></row>')
    assert cells(read_table(data)) == [(ErrorCell(word), 2.0)]


def test_a_formula_without_a_result_is_no_blank() -> None:
    data = raw_xlsx(
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f>1+1</f>'
        '<v>2</v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><v>5</v></c></row>'
    )
    assert cells(read_table(data)) == [(UNCALCULATED, UNCALCULATED, 2.0, "", 5.0)]
    assert cells(read_table(xlsx_of(["=1+1", 3]))) == [(UNCALCULATED, 3)]


def package_record(kind: int, body: bytes) -> bytes:
    """A record of an .xlsb: its kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def test_error_cells_of_xlsb_are_found() -> None:
    def text(word: str) -> bytes:
        return struct.pack("<I", len(word)) + word.encode("utf-16-le")

    relations = (
        '<Relationships><Relationship Id="r7" Type="x/worksheet" Target="sheets/s.bin"/>'
        "</Relationships>"
    )
    sheet = package_record(0, struct.pack("<I", 4) + bytes(12))
    sheet += package_record(2, struct.pack("<II", 0, 0) + bytes(4))
    sheet += package_record(3, struct.pack("<IIB", 2, 0, 0x2A))
    data = packed(
        {
            "xl/workbook.bin": package_record(
                156, struct.pack("<II", 0, 1) + text("r7") + text("S")
            ),
            "xl/_rels/workbook.bin.rels": relations,
            "xl/sheets/s.bin": sheet,
        }
    )
    package = Package(data)
    assert package.kind == "xlsb"
    part = xlsb_sheet_part(package, "S")
    assert part == "xl/sheets/s.bin"
    assert xlsb_errors(package, part) == {(5, 2): ErrorCell("#N/A")}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "TRUE"),
        (ErrorCell("#N/A"), "#N/A"),
        (datetime(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 8, 26), "2026-01-05 08:26:00"),
        (date(2026, 1, 5), "2026-01-05"),
        (clock_time(8, 30), "08:30"),
        (timedelta(hours=-25, minutes=-3), "-25:03:00"),
        (0.00001, "0.00001"),
        (1e300, str(int(1e300))),
    ],
)
def test_every_cell_can_be_shown_in_a_problem(cell: Cell, text: str) -> None:
    assert written(cell) == text


XML_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="x"><Worksheet ss:Name="旧">'
    "<Table><Row><Cell><Data>1</Data></Cell></Row></Table><x:WorksheetOptions><x:Visible>"
    'SheetHidden</x:Visible></x:WorksheetOptions></Worksheet><Worksheet ss:Name="新"><Table><Row>'
    '<Cell><Data ss:Type="DateTime">2026-01-05T00:00:00.000</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>"
)


def test_hidden_sheets_of_xml_2003_are_passed_over_too() -> None:
    assert cells(read_table(XML_2003.encode())) == [("2026-01-05",)]
    assert cells(read_table(XML_2003.encode(), sheet="旧")) == [("1",)]
    assert "旧, 新" in refusal(XML_2003.encode(), sheet="无")
    only_hidden = XML_2003.partition('<Worksheet ss:Name="新"')[0] + "</Workbook>"
    assert "hidden" in refusal(only_hidden.encode())
    assert "damaged" in refusal(XML_2003[:-40].encode())


def test_of_several_tables_of_a_page_the_longest_is_read() -> None:
    page = (
        "<html><body><table><tr><td>菜单</table><table><tr><td>编号<td>名称<tr><td>1<td>"
        "<table><tr><td>里面</table></table><script>var x = '<td>';</script></body></html>"
    )
    assert [row[0] for row in cells(read_table(page.encode()))] == ["编号", "1"]
    assert "no sheet" in refusal(page.encode(), sheet="S")


def test_a_workbook_of_hidden_sheets_only_asks_for_a_name() -> None:
    hidden = xlsx_of(["a"])
    package = zipfile.ZipFile(io.BytesIO(hidden))
    parts = {info.filename: package.read(info) for info in package.infolist()}
    book = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    assert "hidden" in refusal(packed({**parts, "xl/workbook.xml": book}))


def test_a_very_old_workbook_and_an_outlook_message_are_named() -> None:
    assert "old Excel" in refusal(b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(100))
    assert "Outlook" in refusal(compound("__properties_version1.0", b"x"))
    assert "another kind" in refusal(compound("Contents", b"x"))


def test_a_formula_that_is_only_a_text_needs_no_calculating(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["条码", "名称", "供价"])
    book.active.append(['="6901028126236"', "皂", "=1+2"])
    book.save(tmp_path / "list.xlsx")
    cells = read_table(tmp_path / "list.xlsx").rows[1].cells
    assert cells[0] == "6901028126236"
    assert isinstance(cells[2], ErrorCell)
    text = read_table('条码,名称\n="0690",皂\n"=""0691""",盒\n'.encode())
    assert [row.cells[0] for row in text.rows[1:]] == ["0690", "0691"]
