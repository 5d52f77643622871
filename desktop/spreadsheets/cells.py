"""What a sheet is made of: cells, rows, a table, and problems that point at a cell."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple


class ErrorCell(NamedTuple):
    """A cell in which Excel shows an error; never a blank and never a text (E3)."""

    text: str


# A formula that no program has calculated yet; a reader would take it for a blank.
UNCALCULATED = ErrorCell("=…")

# A blank cell is ""; numbers come as the binary floats that workbooks hold, and only the parsers
# of ``fields`` turn them into exact values.
Cell = str | int | float | bool | date | datetime | time | timedelta | ErrorCell

ERROR_WORDS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#BUSY!",
        "#CONNECT!",
        "#PYTHON!",
        "#EXTERNAL!",
    }
)


class Row(NamedTuple):
    """One row: its number as Excel counts (from 1) and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in a column counted from 0; blank beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def is_blank(self) -> bool:
        """Does nothing stand in this row?"""
        return all(map(is_blank, self.cells))


class Merged(NamedTuple):
    """Cells that Excel shows as one: rows from 1, columns from 0, both ends counted."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Hidden(NamedTuple):
    """What Excel doesn't show of a sheet: numbers of rows (from 1) and of columns (from 0)."""

    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True)
class Table:
    """The rows of one sheet; rows without any cell are left out, numbers stay as in Excel.

    ``sheet`` is "" for files without sheets; ``sheets`` are all that could be read instead, of
    which ``put_away`` are those that Excel hides.
    ``merged`` and ``hidden`` are known as far as the file's format tells them.
    """

    sheet: str
    rows: list[Row]
    sheets: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()
    hidden: Hidden = NOTHING_HIDDEN
    put_away: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Problem:
    """What is wrong at one cell, or (``column`` "") with a row, or (``row`` 0) with the file.

    ``column`` is Excel's letter. A warning leaves the row good.
    """

    row: int
    column: str
    heading: str
    value: str
    reason: str
    warning: bool = False


def is_blank(cell: Cell) -> bool:
    """Is there nothing to read in this cell (blanks and invisible characters only)?"""
    return cell == "" or (isinstance(cell, str) and not cell.strip(INVISIBLE))


_AS_FORMULA = re.compile(r'="((?:[^"]|"")*)"')


def typed_text(cell: str) -> str:
    """What was meant by ``="0690"``, as programs write it to keep Excel from making a number."""
    found = _AS_FORMULA.fullmatch(cell.strip()) if cell.lstrip()[:2] == '="' else None
    return found[1].replace('""', '"') if found else cell


# White space of every kind, and characters that take no room: copied from web pages and WeChat.
INVISIBLE = (
    " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """Excel's letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, of Excel's letters; the opposite of ``column_letter``."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def number_text(number: int | float) -> str:
    """A number as Excel shows it in full: whole ones as plain digits, 15 places that count.

    Excel itself keeps 15 digits; what a binary float holds behind them was never typed.
    """
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    text = format(number, ".15g")
    if "e" not in text:
        return text
    return format(number, ".20f").rstrip("0").rstrip(".") if abs(number) < 1 else text


def written(cell: Cell) -> str:
    """A cell as text, for problem reports and for reading it as text."""
    match cell:
        case str():
            return cell
        case ErrorCell():
            return cell.text
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return number_text(cell)
        case datetime():
            midnight = cell.hour == cell.minute == cell.second == 0
            return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
        case time():
            return cell.isoformat("minutes" if not cell.second else "seconds")
        case date():
            return cell.isoformat()
        case _:
            return _duration(cell)


def _duration(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, seconds = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
