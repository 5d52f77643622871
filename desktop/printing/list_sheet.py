"""Any list of the program on paper, as it is seen: for a file, a wall, a clipboard (E4)."""

from dataclasses import dataclass
from datetime import date

from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.page import MM, Sheet
from desktop.printing.table import Column, Table

_SIZE = 8
_MEASURED_ROWS = 500
_LARGEST_SHARE = 0.4
_NARROWEST = 9 * MM


@dataclass(frozen=True)
class ListColumn:
    """A column as it is seen: its heading, figures at the right, the one that takes the room."""

    title: str
    right: bool = False
    stretch: bool = False


@dataclass(frozen=True)
class ListSheet:
    """A list; ``kept`` says how it was filtered and searched."""

    letterhead: Letterhead
    name: str
    day: date
    kept: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def title(paper: ListSheet) -> str:
    """What the PDF is called."""
    return f"{paper.name} {paper.day}"


def draw(sheet: Sheet, paper: ListSheet) -> None:
    """Put the list on sheets; its heading stands on each."""
    sheet.begin(running(paper.name, str(paper.day), paper.letterhead))
    facts = (str(paper.day), f"共 {len(paper.rows)} 行")
    head(sheet, paper.letterhead, Heading(paper.name, "", facts, paper.kept, size=16))
    widths = _widths(sheet, paper)
    columns = tuple(
        Column(one.title, wide, "right" if one.right else "left")
        for one, wide in zip(paper.columns, widths, strict=True)
    )
    Table(columns, size=_SIZE, padding=0.9 * MM).draw(sheet, paper.rows)


def _widths(sheet: Sheet, paper: ListSheet) -> list[float]:
    """What each column needs, the stretched one what is left; all narrower if that is too much."""
    rows = paper.rows[:_MEASURED_ROWS]
    most = sheet.room * _LARGEST_SHARE
    needed = [
        min(most, max(_NARROWEST, *(_wide(text) for text in (one.title, *cells))))
        for one, cells in zip(paper.columns, _by_column(paper, rows), strict=True)
    ]
    room = sheet.room - 3 * MM * (len(needed) - 1)
    if sum(needed) > room:
        return [wide * room / sum(needed) for wide in needed]
    stretched = next((place for place, one in enumerate(paper.columns) if one.stretch), 0)
    needed[stretched] = 0
    return needed


def _by_column(paper: ListSheet, rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(row[place] for row in rows) for place in range(len(paper.columns))]


def _wide(text: str) -> float:
    return width(printable(text), _SIZE) + 1
