"""Small workbooks made by hand, part by part, so that a test can say what is in each byte."""

import io
import struct
import zipfile

import openpyxl

from desktop.spreadsheets.clients import CLIENTS
from desktop.spreadsheets.products import PRODUCTS
from desktop.spreadsheets.sales import SALES

KINDS = {one.name: one for one in (CLIENTS, PRODUCTS, SALES)}

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx_of(*rows: list[object], name: str = "Sheet1") -> bytes:
    """A workbook as openpyxl writes it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of parts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def raw_xlsx(sheet_data: str, shared: list[str] | None = None) -> bytes:
    """A workbook with one sheet of the given XML, and shared strings if asked for."""
    relations = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    strings = "".join(f"<si><t>{text}</t></si>" for text in shared or [])
    if shared:
        relations += f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="strings.xml"/>'
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}'
            "</Relationships>",
            "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}'
            "</sheetData></worksheet>",
        }
    )


def compound(stream: str, content: bytes) -> bytes:
    """A compound file (OLE2) with one stream, which is padded to the size of plain sectors."""
    content = content.ljust(4096, b"\0")
    content += b"\0" * (-len(content) % 512)
    sectors = len(content) // 512
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1)
    header += struct.pack("<IIIIII", 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [*range(3, sectors + 2), 0xFFFFFFFE]
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(stream, 2, 2, len(content))
    return header + fat + directory.ljust(512, b"\0") + content


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, body: bytes) -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def xls_book(*cells: bytes, password: bool = False) -> bytes:
    """The stream of an .xls (Excel 97) with one sheet called S that holds the given records."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    locked = record(0x2F, struct.pack("<HHH", 0, 0x1234, 0x5678)) if password else b""
    name = b"\x01\x00S"
    head = len(begin + locked) + 4 + 6 + len(name) + 4
    sheet = record(0x85, struct.pack("<IH", head, 0) + name)
    inner = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return begin + locked + sheet + record(0x0A, b"") + inner + b"".join(cells) + record(0x0A, b"")
