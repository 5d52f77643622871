"""Lists as they are seen, written as a workbook or a paper (E4)."""

import re
from collections.abc import Callable, Iterator, Sequence
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
_AT_ONCE = 1_000  # rows
# Signs as people see them: + of a gain, and the minus that is as wide as the plus.
_AMOUNT = re.compile(r"[-+−]?[¥￥]?\d{1,3}(,\d{3})*\.\d\d")
_NUMBER = re.compile(r"[-+−]?(\d{1,9}|\d{1,3}(,\d{3})+)")
_PERCENT = re.compile(r"[-+−]?\d{1,3}(,\d{3})*(\.\d+)?\s?%")
_NOTHING = frozenset({"—", "–", "-"})
# What of a figure is no part of the number.
_PLAIN = str.maketrans({**dict.fromkeys(",+¥￥%"), "−": "-"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def list_workbook(seen: SeenList) -> bytes:
    """The list as an .xlsx: figures become numbers and days become days, codes stay text."""
    from desktop.spreadsheets.listing import write_rows

    readers = [
        _form(column, [row[place] for row in seen.rows])
        for place, column in enumerate(seen.columns)
    ]
    return write_rows(
        seen.name,
        [column.title for column in seen.columns],
        _values(seen.rows, [read for _form_, read in readers]),
        [form for form, _read in readers],
    )


def _values(
    rows: Sequence[Sequence[str]], readers: "Sequence[Callable[[str], Value]]"
) -> "Iterator[Sequence[Value]]":
    """What the rows say, read column by column in pieces."""
    for at in range(0, len(rows), _AT_ONCE):
        columns = zip(*rows[at : at + _AT_ONCE], strict=True)
        found = [map(read, column) for read, column in zip(readers, columns, strict=True)]
        yield from zip(*found, strict=True)


def _form(column: SeenColumn, texts: Sequence[str]) -> "tuple[Format, Callable[[str], Value]]":
    """What a column holds: figures only stand at the right, and codes never do."""
    from desktop.spreadsheets.listing import Format

    said = [text for text in texts if text and text not in _NOTHING]
    if said and all(_DAY.fullmatch(text) for text in said):
        return Format.DAY, _unless_nothing(date.fromisoformat)
    if said and all(_PERCENT.fullmatch(text) for text in said):
        return Format.RATE, _unless_nothing(_rate)
    if said and column.right and all(_AMOUNT.fullmatch(text) for text in said):
        return Format.AMOUNT, _unless_nothing(_fen)
    if said and column.right and all(_NUMBER.fullmatch(text) for text in said):
        return Format.NUMBER, _unless_nothing(lambda text: int(text.translate(_PLAIN)))
    return Format.TEXT, lambda text: text or None


def _unless_nothing(read: "Callable[[str], Value]") -> "Callable[[str], Value]":
    return lambda text: None if text in _NOTHING or not text else read(text)


def _rate(text: str) -> Decimal:
    return Decimal("".join(text.translate(_PLAIN).split())) / 100


def _fen(text: str) -> int:
    return int(text.translate(_PLAIN).replace(".", ""))  # an amount has both its places


def list_paper(office: Office, seen: SeenList) -> bytes:
    """The list as a PDF; a very long one is refused, for it is better read in a workbook."""
    from desktop.printing import render
    from desktop.printing.list_sheet import ListSheet
    from desktop.queries.papers.heads import letterhead

    need_paper_for(len(seen.rows))
    with office.reading() as session:
        head = letterhead(session)
    return render(ListSheet(head, office.today, seen))


def need_paper_for(rows: int) -> None:
    """Refuse (``invalid``) to print more lines than anybody reads on paper."""
    if rows > LONGEST_PAPER:
        words = _("{number} lines are too many for paper: export them, or filter the list.")
        raise invalid("rows", words.format(number=rows))
