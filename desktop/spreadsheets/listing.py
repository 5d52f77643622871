"""Any list of the program as a workbook (E4)."""

import io
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from desktop.basics import money

Value = str | int | Decimal | date | datetime | bool | None

_HEAD = "FFE3F1F0"
_A4 = 9  # Excel's number of this paper
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 6, 50
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


class Format(Enum):
    """What a column of a list holds; its value is Excel's number format."""

    TEXT = "@"
    NUMBER = "#,##0"
    AMOUNT = "#,##0.00"  # the row gives whole fen
    RATE = "0.00%"  # the row gives a Decimal, 0.05 for 5 %
    DECIMAL = "General"  # the row gives a Decimal: coordinates, prices of the past
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


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
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    for sheet in sheets:
        _write(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write(workbook: Any, wanted: Sheet) -> None:
    if len(wanted.headings) != len(wanted.formats):
        raise ValueError((wanted.headings, wanted.formats))
    lines = iter(wanted.rows)
    measured = list(itertools.islice(lines, _MEASURED_ROWS))
    sheet = workbook.create_sheet(_sheet_name(wanted.title))
    widths = _widths(wanted.headings, [*measured, wanted.total], wanted.formats)
    _set_up(sheet, wanted.title, widths)
    count = 1
    try:
        sheet.append(_head_cells(sheet, wanted.headings))
        for line in itertools.chain(measured, lines):
            sheet.append([_cell(sheet, *pair) for pair in zip(line, wanted.formats, strict=True)])
            count += 1
        if wanted.total:
            sheet.append(_total_cells(sheet, wanted))
    except BaseException:
        # openpyxl has a file open until the sheet is closed; the rows may stop at any time.
        sheet.close()
        raise
    sheet.auto_filter.ref = f"A1:{_letter(len(wanted.headings))}{count}"


def _total_cells(sheet: Any, wanted: Sheet) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cells = []
    for pair in zip(wanted.total, wanted.formats, strict=True):
        made = _cell(sheet, *pair)
        cell = WriteOnlyCell(sheet, made) if isinstance(made, str) else made
        if cell is not None:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells


def _cell(sheet: Any, value: Value, form: Format) -> Any:
    from openpyxl.cell import WriteOnlyCell

    from desktop.spreadsheets.sheet_text import text_value

    if value is None or value == "":
        return None
    if form is Format.TEXT or isinstance(value, str):
        return text_value(sheet, str(value))
    cell = WriteOnlyCell(sheet, value=_exact(value, form))
    if form is Format.AMOUNT or isinstance(value, Decimal):
        # As digits: openpyxl itself would write 0.07 with 16 of them, 0.07000000000000001.
        cell.data_type = "n"
    cell.number_format = form.value
    return cell


def _exact(value: Value, form: Format) -> Value:
    if form is Format.AMOUNT and isinstance(value, int):
        return money.yuan(value)
    return format(value, "f") if isinstance(value, Decimal) else value


def _head_cells(sheet: Any, headings: Sequence[str]) -> list[Any]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    from desktop.spreadsheets.sheet_text import text_cell

    cells = [text_cell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.border = Border(bottom=Side("thin"))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cells


def _set_up(sheet: Any, title: str, widths: Sequence[int]) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape" if sum(widths) > 90 else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # In page headers & begins a command; two of them are the sign itself.
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[_letter(column)].width = width


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


def _sheet_name(title: str) -> str:
    return _NOT_IN_A_SHEET_NAME.sub(" ", title).strip()[:31] or "Sheet1"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
