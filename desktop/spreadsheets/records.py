"""Binary sheets (.xls and .xlsb) as records: encryption, size, and where the error cells are.

calamine shows error cells as blanks in these formats too. A record is a number, a length and
that many bytes; all but a few kinds are skipped.
"""

import struct
from collections.abc import Iterator

from desktop.spreadsheets import refusal
from desktop.spreadsheets.cells import ErrorCell, Hidden
from desktop.spreadsheets.package import Package
from desktop.spreadsheets.sheet_xml import Errors

_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_SHEET, _PASSWORD, _END = 0x0085, 0x002F, 0x000A
_BEGIN = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_BOOL_OR_ERROR, _FORMULA = 0x0205, 0x0006
# Records of .xls that hold a cell or a run of cells; each begins with row and column.
_CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00BD, 0x00FD, 0x00D6})
_ROW, _ROW_HIDDEN, _COLUMNS = 0x0208, 0x20, 0x007D
_SHOWN = frozenset({_ROW, _COLUMNS})
_RUNS = frozenset({0x00BD})
BOOKS = ("workbook", "book")  # the stream of an .xls that holds the workbook, old ones' last


def is_encrypted(book: bytes) -> bool:
    """Does an .xls ask for a password? Says so in one of its first records."""
    for count, (kind, _start, _length) in enumerate(_book_records(book, 0)):
        if kind == _PASSWORD:
            return True
        if kind == _END or count > 60:
            break
    return False


def xls_errors(book: bytes, sheet_index: int) -> tuple[Errors, Hidden]:
    """The error cells of a sheet of an .xls by (row from 1, column from 0), and what is hidden.

    Raises Unreadable when its corners lie too far apart.
    """
    errors: Errors = {}
    hidden: tuple[list[int], list[int]] = ([], [])
    rows = columns = depth = 0
    for kind, start, length in _book_records(book, _sheet_start(book, sheet_index)):
        if kind in _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _CELLS and length >= 6 and depth == 1:
            row, column = struct.unpack_from("<HH", book, start)
            last = struct.unpack_from("<H", book, start + length - 2)[0] if kind in _RUNS else 0
            rows, columns = max(rows, row), max(columns, column, min(last, 255))
            code = _error_code(book, kind, start, length)
            if code is not None:
                errors[row + 1, column] = ErrorCell(_CODES.get(code, "#N/A"))
        elif kind in _SHOWN and depth == 1:
            _add_hidden(hidden, book, kind, start, length)
    if (rows + 1) * (columns + 1) > refusal.MAX_CELLS:
        raise refusal.too_large()
    return errors, Hidden(tuple(hidden[0]), tuple(hidden[1]))


def _add_hidden(
    hidden: tuple[list[int], list[int]], book: bytes, kind: int, start: int, length: int
) -> None:
    """Note the row or the columns of a record when Excel doesn't show them."""
    if kind == _ROW and length >= 16 and book[start + 12] & _ROW_HIDDEN:
        hidden[0].append(struct.unpack_from("<H", book, start)[0] + 1)
    elif kind == _COLUMNS and length >= 10:
        first, last, _width, _form, flags = struct.unpack_from("<5H", book, start)
        hidden[1].extend(range(first, min(last, 255) + 1) if flags & 1 else ())


def _error_code(book: bytes, kind: int, start: int, length: int) -> int | None:
    if kind == _BOOL_OR_ERROR and length >= 8 and book[start + 7] == 1:
        return book[start + 6]
    if kind == _FORMULA and length >= 14:
        is_error = book[start + 6] == 2 and book[start + 12 : start + 14] == b"\xff\xff"
        return book[start + 8] if is_error else None
    return None


def _book_records(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    end = len(book) - 4
    header = struct.Struct("<HH")
    while 0 <= start <= end:
        kind, length = header.unpack_from(book, start)
        if start + 4 + length > len(book):
            return
        yield kind, start + 4, length
        start += 4 + length


def _sheet_start(book: bytes, sheet_index: int) -> int:
    """Where a sheet begins; the end of the stream when the workbook doesn't say."""
    starts = []
    for kind, start, length in _book_records(book, 0):
        if kind == _SHEET and length >= 4:
            starts.append(struct.unpack_from("<I", book, start)[0])
        elif kind == _END:
            break
    return starts[sheet_index] if sheet_index < len(starts) else len(book)


def xlsb_sheet_part(package: Package, sheet: str) -> str | None:
    """The name of the part that holds a sheet of an .xlsb, by the sheet's name."""
    for kind, body in _package_records(package.part("xl/workbook.bin") or b""):
        if kind == 156 and len(body) >= 12:
            relation, after = _wide_text(body, 8)
            name, _after = _wide_text(body, after)
            if name == sheet:
                return package.relation("xl/workbook.bin", relation)
    return None


def xlsb_errors(package: Package, part: str) -> Errors:
    """The error cells of a sheet of an .xlsb by (row from 1, column from 0).

    Raises Unreadable when its corners lie too far apart.
    """
    errors: Errors = {}
    row = rows = columns = 0
    for kind, body in _package_records(package.part(part) or b""):
        if kind == 0 and len(body) >= 4:
            (row,) = struct.unpack_from("<I", body)
        elif 2 <= kind <= 11 and len(body) >= 8:
            (column,) = struct.unpack_from("<I", body)
            rows, columns = max(rows, row), max(columns, column)
            if kind in {3, 11} and len(body) >= 9:
                errors[row + 1, column] = ErrorCell(_CODES.get(body[8], "#N/A"))
    if (rows + 1) * (columns + 1) > refusal.MAX_CELLS:
        raise refusal.too_large()
    return errors


def _wide_text(body: bytes, start: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, start)
    end = start + 4 + 2 * length
    return body[start + 4 : end].decode("utf-16-le", "replace"), end


def _package_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    try:
        while position < len(data):
            kind, position = _variable(data, position, 2)
            length, position = _variable(data, position, 4)
            yield kind, data[position : position + length]
            position += length
    except IndexError:
        return


def _variable(data: bytes, position: int, at_most: int) -> tuple[int, int]:
    """A number in groups of 7 bits; a kind keeps the mark of its first byte as it is written."""
    number = 0
    for place in range(at_most):
        byte = data[position]
        position += 1
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return number, position
