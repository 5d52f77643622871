"""The rejected rows of an import as a workbook, the bad cells marked with their reasons (E3)."""

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from desktop.basics.i18n import _
from desktop.basics.watch import Watch, look_up
from desktop.spreadsheets.cells import Cell, ErrorCell, Problem, Row, Table, column_index
from desktop.spreadsheets.header import Header

_MARK, _WARNING_MARK, _HEAD = "FFF4C7C3", "FFFBE8B8", "FFE6EBEA"
_WIDTH_OF_REASON = 60
_EVERY = 200  # rows between two looks at whether it is still wanted


def write_report(
    table: Table, header: Header, problems: Sequence[Problem], watch: Watch | None = None
) -> bytes:
    """An .xlsx of the rows that have a problem which is no warning, as they stood in the file.

    The original headings stand above; on the right are the row's number in the file and the
    reasons. Bad cells are filled and carry their reason as a note; those with a warning are
    filled more lightly. Codes stay text, nothing becomes a formula. Once mended, the report can
    be imported again. Rows without such a problem are not in it. Raises Cancelled when
    ``watch`` gives it up.
    """
    from openpyxl import Workbook

    by_row: defaultdict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    bad = {number for number, found in by_row.items() if any(not one.warning for one in found)}
    width = max([table.width, *(column + 1 for column in header.headings)])

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Rejected rows"))
    _set_up(sheet, header, width)
    rows = (row for row in table.rows if row.number in bad)
    try:
        sheet.append(_head_cells(sheet, header, width))
        for done, row in enumerate(rows):
            if watch is not None and done % _EVERY == 0:
                look_up(watch, done, len(bad))
            sheet.append(_row_cells(sheet, row, width, by_row[row.number]))
    except BaseException:
        # openpyxl has a file open until the sheet is closed.
        sheet.close()
        raise
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _set_up(sheet: Any, header: Header, width: int) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for column in range(width):
        heading = header.headings.get(column, "")
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(30, 10 + len(heading))
    sheet.column_dimensions[get_column_letter(width + 2)].width = _WIDTH_OF_REASON


def _head_cells(sheet: Any, header: Header, width: int) -> list[Any]:
    from openpyxl.styles import Font, PatternFill

    from desktop.spreadsheets.sheet_text import text_cell

    texts = [header.headings.get(column, "") for column in range(width)]
    cells = [text_cell(sheet, text) for text in (*texts, _("Row in the file"), _("Reason"))]
    for cell in cells:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
    return cells


def _row_cells(sheet: Any, row: Row, width: int, problems: list[Problem]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell

    from desktop.spreadsheets.sheet_text import text_cell

    cells = [_cell(sheet, row.cell(column)) for column in range(width)]
    for problem in problems:
        column = column_index(problem.column)
        if 0 <= column < width:
            _mark(cells[column], [one for one in problems if one.column == problem.column])
    reasons = (f"{one.heading}: {one.reason}" if one.heading else one.reason for one in problems)
    cells.append(WriteOnlyCell(sheet, value=row.number))
    cells.append(text_cell(sheet, "; ".join(dict.fromkeys(reasons))))
    return cells


def _cell(sheet: Any, cell: Cell) -> Any:
    """The cell as it was: texts as text, numbers and days as themselves, errors by their word."""
    from openpyxl.cell import WriteOnlyCell

    from desktop.spreadsheets.sheet_text import text_cell

    if isinstance(cell, ErrorCell):
        return text_cell(sheet, cell.text)
    if isinstance(cell, str):
        return text_cell(sheet, cell)
    found = WriteOnlyCell(sheet, value=cell)
    if isinstance(cell, datetime):
        found.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(cell, date):
        found.number_format = "yyyy-mm-dd"
    elif isinstance(cell, time | timedelta):
        found.number_format = "[h]:mm:ss"
    elif not isinstance(cell, bool) and cell == int(cell):
        # All digits of a bar code, never 6.9E+12.
        found.number_format = "0"
    return found


def _mark(cell: Any, problems: list[Problem]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    from desktop.spreadsheets.sheet_text import escaped

    only_warnings = all(problem.warning for problem in problems)
    cell.fill = PatternFill("solid", fgColor=_WARNING_MARK if only_warnings else _MARK)
    reasons = "\n".join(dict.fromkeys(problem.reason for problem in problems))
    cell.comment = Comment(escaped(reasons), _("Zhongxiao"), height=90, width=260)
