"""Any list of the program on paper, as it is seen: for a file, a wall, a clipboard (E4)."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.seen_list import SeenList
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.page import MM, Sheet
from desktop.printing.table import Column, Table

_SIZE = 8
_MEASURED_ROWS = 500
_LARGEST_SHARE = 0.4
_NARROWEST = 9 * MM


@dataclass(frozen=True)
class ListSheet:
    """A list, as it was seen on a day."""

    letterhead: Letterhead
    day: date
    seen: SeenList


def title(paper: ListSheet) -> str:
    """What the PDF is called."""
    return f"{paper.seen.name} {paper.day}"


def draw(sheet: Sheet, paper: ListSheet) -> None:
    """Put the list on sheets; its heading stands on each."""
    seen = paper.seen
    sheet.begin(running(seen.name, str(paper.day), paper.letterhead))
    facts = (str(paper.day), f"共 {len(seen.rows)} 行")
    head(sheet, paper.letterhead, Heading(seen.name, "", facts, seen.kept, size=16))
    widths = _widths(sheet, seen)
    columns = tuple(
        Column(one.title, wide, "right" if one.right else "left")
        for one, wide in zip(seen.columns, widths, strict=True)
    )
    Table(columns, size=_SIZE, padding=0.9 * MM).draw(sheet, seen.rows)


def _widths(sheet: Sheet, seen: SeenList) -> list[float]:
    """What each column needs, the stretched one what is left; all narrower if that is too much."""
    rows = seen.rows[:_MEASURED_ROWS]
    most = sheet.room * _LARGEST_SHARE
    needed = [
        min(most, max(_NARROWEST, *(_wide(text) for text in (one.title, *cells))))
        for one, cells in zip(seen.columns, _by_column(seen, rows), strict=True)
    ]
    room = sheet.room - 3 * MM * (len(needed) - 1)
    if sum(needed) > room:
        return [wide * room / sum(needed) for wide in needed]
    stretched = next((place for place, one in enumerate(seen.columns) if one.stretch), 0)
    needed[stretched] = 0
    return needed


def _by_column(seen: SeenList, rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(row[place] for row in rows) for place in range(len(seen.columns))]


def _wide(text: str) -> float:
    return width(printable(text), _SIZE) + 1
