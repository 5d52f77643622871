"""Lists as they are seen, written as a workbook or a paper (E4)."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.services.checks import invalid
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Format, Value

LONGEST_PAPER = 5_000
_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d\d")
_NUMBER = re.compile(r"-?\d{1,9}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def list_workbook(seen: SeenList) -> bytes:
    """The list as an .xlsx: figures become numbers and days become days, codes stay text."""
    from desktop.spreadsheets.listing import write_rows

    readers = [
        _form(column, [row[place] for row in seen.rows])
        for place, column in enumerate(seen.columns)
    ]
    rows = (
        [read(text) if text else None for (_form_, read), text in zip(readers, row, strict=True)]
        for row in seen.rows
    )
    return write_rows(
        seen.name,
        [column.title for column in seen.columns],
        rows,
        [form for form, _read in readers],
    )


def _form(column: SeenColumn, texts: Sequence[str]) -> "tuple[Format, Callable[[str], Value]]":
    """What a column holds: figures only stand at the right, and codes never do."""
    from desktop.spreadsheets.listing import Format

    said = [text for text in texts if text]
    if said and all(_DAY.fullmatch(text) for text in said):
        return Format.DAY, date.fromisoformat
    if said and column.right and all(_AMOUNT.fullmatch(text) for text in said):
        return Format.AMOUNT, _fen
    if said and column.right and all(_NUMBER.fullmatch(text) for text in said):
        return Format.NUMBER, int
    return Format.TEXT, str


def _fen(text: str) -> int:
    return int(Decimal(text.replace(",", "")) * 100)


def list_paper(office: Office, seen: SeenList) -> bytes:
    """The list as a PDF; a very long one is refused, for it is better read in a workbook."""
    from desktop.printing import render
    from desktop.printing.list_sheet import ListSheet
    from desktop.queries.papers.heads import letterhead

    if len(seen.rows) > LONGEST_PAPER:
        raise invalid(
            "rows",
            _("{number} lines are too many for paper: export them, or filter the list.").format(
                number=len(seen.rows)
            ),
        )
    with office.reading() as session:
        head = letterhead(session)
    return render(ListSheet(head, office.today, seen))
