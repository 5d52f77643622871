"""Texts that go into an .xlsx unharmed, and never as a formula."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell

# Control characters that XML can't hold (and \\r, which it would turn into \\n), half a pair of
# surrogates, and two code points that are no characters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767


def escaped(text: str) -> str:
    """A text as Excel's own convention stores it: a bell (7) as ``_x0007_``, all else as it is.

    Excel, WPS and LibreOffice show the original character again. A text that looks like such an
    escape has its first underscore escaped. What Excel has no room for is cut, with … at its end.
    """
    found = _LOOKS_ESCAPED.sub("_x005F_", text)
    found = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", found)
    if found.isspace():
        # XML drops a text of blanks alone.
        found = f"_x{ord(found[0]):04X}_{found[1:]}"
    return found if len(found) <= LONGEST_CELL else found[: LONGEST_CELL - 1] + "…"


def text_cell(sheet: object, text: str) -> "SheetCell":
    """A cell that stays text: ``=1+1`` is shown and not computed, ``0201`` keeps its zero."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=escaped(text))
    # openpyxl would make a formula of what begins with =, and an error of #N/A.
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell
