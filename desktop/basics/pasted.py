"""Cells as Excel, WPS and Numbers put them on the clipboard: rows of lines, cells apart by tabs."""

import re
from collections.abc import Iterable

# A sheet puts a cell in quotes when it holds a line end, a tab or a quote, which is doubled then.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)|([^\t\r\n]*)')
_PARTING = ("\t", "\n", "\r", '"')
_BETWEEN = re.compile(r"\t|\r\n|\n|\r")


def cells_of(text: str) -> list[list[str]]:
    """The rows of cells in a text; line ends within a cell stay, empty rows at the end go.

    A quote that closes nowhere at the cell's end is a sign like any other: ``"红星"超市``.
    """
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        found = _CELL.match(text, place)
        assert found is not None  # an empty cell is one, too
        quoted, plain = found.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        between = _BETWEEN.match(text, found.end())
        if between is None:
            break
        if between[0] != "\t":
            rows.append([])
        place = between.end()
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def text_of(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells as such a text; ``cells_of`` reads it again as it was."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in _PARTING):
        return '"{}"'.format(cell.replace('"', '""'))
    return cell


def one_cell(text: str) -> str | None:
    """What stands in the only cell that was copied; None where several were, or lines of a text.

    Only a cell in quotes holds line ends: lines that stand bare are several. On one line quotes
    are a person's own.
    """
    alone = text.strip("\t\r\n")
    if not any(sign in alone for sign in "\t\r\n"):
        return alone
    rows = [[cell for cell in row if cell.strip()] for row in cells_of(text)]
    cells = [cell for row in rows for cell in row]
    return cells[0] if len(cells) == 1 else None
