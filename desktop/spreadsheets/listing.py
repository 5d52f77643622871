"""Any list of the program as a workbook (E4)."""

import io
import itertools
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from desktop.basics.page_table import FORMATS
from desktop.spreadsheets.cells import column_letter
from desktop.spreadsheets.sheet_writer import (
    MAIN,
    Format,
    Value,
    head_xml,
    rows_xml,
    styles_xml,
    total_xml,
)

__all__ = ["OF_KIND", "Format", "Sheet", "Value", "write_rows", "write_sheets"]

# By the kinds of figures (``basics/figures.py``).
OF_KIND = {kind: Format(shown) for kind, shown in FORMATS.items()}
_HEAD = "FFE3F1F0"
_A4 = 9  # Excel's number of this paper
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 6, 50
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The same list is the same file, whenever it is written.
_QUICKLY = 1  # level of compression: a higher one takes thrice as long for a third less
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Sheet:
    """One list of a workbook. ``total`` stands in bold below it, outside of what is filtered."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    formats: Sequence[Format]
    total: Sequence[Value] = ()


def write_rows(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    formats: Sequence[Format],
) -> bytes:
    """An .xlsx of one list, as ``write_sheets`` writes it."""
    return write_sheets(title, [Sheet(title, headings, rows, formats)])


def write_sheets(title: str, sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx of lists, each on a sheet that its title names and that heads each printed page.

    The header row is styled, frozen, repeated on paper and can be filtered. Amounts are given in
    fen and become numbers in yuan, exact to the fen; days become dates; codes and phones stay
    text, and a text that begins like a formula is none. ``None`` is a blank cell. Raises
    ValueError when a row, the headings and the formats differ in length.
    """
    out = io.BytesIO()
    names: list[str] = []
    filtered: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICKLY) as package:
        for number, sheet in enumerate(sheets, 1):
            names.append(_sheet_name(sheet.title, names))
            filtered.append(_write(package, f"xl/worksheets/sheet{number}.xml", sheet))
        for name, part in _parts(title, names, filtered):
            _put(package, name, [part])
    return out.getvalue()


def _put(package: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with package.open(name, "w") as part:  # dated 1980-01-01, so that equal lists are equal files
        part.write(_XML.encode())
        for piece in pieces:
            part.write(piece.encode())


def _write(package: zipfile.ZipFile, name: str, wanted: Sheet) -> str:
    """Write a sheet; the area of its list, with the row of the headings."""
    if len(wanted.headings) != len(wanted.formats):
        raise ValueError((wanted.headings, wanted.formats))
    counts = [1]
    _put(package, name, _sheet(wanted, counts))
    return f"$A$1:${column_letter(len(wanted.headings) - 1)}${sum(counts)}"


def _sheet(wanted: Sheet, counts: list[int]) -> Iterator[str]:
    lines = iter(wanted.rows)
    measured = list(itertools.islice(lines, _MEASURED_ROWS))
    widths = _widths(wanted.headings, [*measured, wanted.total], wanted.formats)
    yield (
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        ' state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_columns(widths)}</cols><sheetData>'
    )
    yield head_xml(wanted.headings)
    yield from rows_xml(itertools.chain(measured, lines), wanted.formats, counts.append)
    if wanted.total:
        yield total_xml(wanted.total, wanted.formats)
    orientation = "landscape" if sum(widths) > 90 else "portrait"
    # In page headers & begins a command; two of them are the sign itself.
    title = _escaped(wanted.title.replace("&", "&&"))
    area = f"A1:{column_letter(len(widths) - 1)}{sum(counts)}"
    yield (
        f'</sheetData><autoFilter ref="{area}"/>'
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
        f'<pageSetup paperSize="{_A4}" orientation="{orientation}" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C{title}</oddHeader>"
        "<oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _columns(widths: Sequence[int]) -> str:
    return "".join(
        f'<col min="{place}" max="{place}" width="{wide}" customWidth="1"/>'
        for place, wide in enumerate(widths, 1)
    )


def _parts(title: str, names: Sequence[str], filtered: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands beside the sheets in a package: by its name, and its XML."""
    numbers = range(1, len(names) + 1)
    overrides = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{one}.xml": f"{_TYPE}.worksheet+xml" for one in numbers},
    }
    types = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
    )
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    yield (
        "_rels/.rels",
        _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml")]),
    )
    yield (
        "docProps/core.xml",
        (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{_escaped(title)}</dc:title></cp:coreProperties>"
        ),
    )
    yield "xl/workbook.xml", _workbook(names, filtered)
    sheets = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{one}.xml") for one in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*sheets, (f"{_OFFICE}/styles", "styles.xml")])
    yield "xl/styles.xml", styles_xml(_HEAD)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _workbook(names: Sequence[str], filtered: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{_quoted(name)}!{area}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{_quoted(name)}!$1:$1</definedName>"
        for place, (name, area) in enumerate(zip(names, filtered, strict=True))
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    return escape(f"'{name}'")


def _escaped(text: str) -> str:
    return escape(_NOT_IN_XML.sub(" ", text))


def _widths(
    headings: Sequence[str], rows: Sequence[Sequence[Value]], formats: Sequence[Format]
) -> list[int]:
    widths = [_width(heading) + 2 for heading in headings]
    for line in rows:
        for column, value in enumerate(line[: len(widths)]):
            if value is not None:
                extra = 3 if formats[column] in {Format.AMOUNT, Format.NUMBER} else 0
                widths[column] = max(widths[column], _width(str(value)) + extra)
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in widths]


def _width(text: str) -> int:
    """The width of a text in half-width letters; a hanzi is two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A sheet's title as its name: short, without signs that names don't have, and its own."""
    plain = _NOT_IN_A_SHEET_NAME.sub(" ", _NOT_IN_XML.sub(" ", title)).strip()
    name = first = plain[:31] or "Sheet1"
    others = {one.casefold() for one in taken}
    number = 1
    while name.casefold() in others:
        end, number = str(number), number + 1
        name = f"{first[: 31 - len(end)]}{end}"
    return name
