"""Any list of the program on paper, as it is seen: for a file, a wall, a clipboard (E4)."""

import re
from dataclasses import dataclass
from datetime import date

from desktop.basics.i18n import _, ngettext
from desktop.basics.money import grouped
from desktop.basics.seen_list import SeenList
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import (
    GUTTER,
    HEADING,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN,
    SMALL,
)
from desktop.printing.page import A4, ACROSS, Sheet
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Table
from desktop.printing.typeset import longest_word

_MEASURED_ROWS = 500
_LARGEST_SHARE = 0.4
_NARROWEST = 9 * MM
_SUMMED_ROWS = 2
_AMOUNT = re.compile(r"[-+]?\d{1,3}(?:,?\d{3})*\.\d\d", re.ASCII)
_SIGNS = re.compile("[,.]")
_NOTHING = frozenset({"", "—"})
_FEWEST = 5  # characters: a column of words is no narrower, so that names stand whole
# A list has at least so much of the room that its longest texts would fill, if it can be.
_ENOUGH = 0.5


@dataclass(frozen=True)
class ListSheet(Paper, kind="list"):
    """A list, as it was seen on a day."""

    follows_window = True

    letterhead: Letterhead
    day: date
    seen: SeenList

    def called(self) -> str:
        """What its PDF is called."""
        return f"{self.seen.name} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the list on sheets; its heading stands on each."""
        seen = self.seen
        laid = laid_upright(seen) or laid_across(seen)
        sheet.begin(
            running(seen.name, str(self.day), self.letterhead), ACROSS if laid.across else A4
        )
        facts = (str(self.day), _rows_said(len(seen.rows)))
        head(sheet, self.letterhead, Heading(seen.name, "", facts, seen.kept, size=HEADING))
        laid.table(seen).draw(sheet, seen.rows, totals=_totals(seen))


@dataclass(frozen=True)
class Laid:
    """How a list stands on its paper: upright or across, at which size, with which widths."""

    across: bool
    size: float
    widths: list[float]

    def table(self, seen: SeenList) -> Table:
        """The table that the list is drawn as."""
        columns = tuple(
            Column(one.title, wide, "right" if one.right else "left")
            for one, wide in zip(seen.columns, self.widths, strict=True)
        )
        return Table(columns, size=self.size, padding=0.9 * MM)


@dataclass(frozen=True)
class _Need:
    """What a column needs at least so that no word or figure is broken, and for whole lines."""

    least: float
    most: float


def _rows_said(number: int) -> str:
    return ngettext("{number} row in all", "{number} rows in all", number).format(number=number)


def _totals(seen: SeenList) -> list[tuple[str, ...]]:
    """The sum of each column of amounts, if there are any; prices are no amounts to be added."""
    sums = [_sum(seen, place) for place in range(len(seen.columns))]
    if not any(sums) or len(seen.rows) < _SUMMED_ROWS:
        return []
    label = sums.index("") if "" in sums else len(sums)
    return [tuple(_("Total") if place == label else text for place, text in enumerate(sums))]


def _sum(seen: SeenList, place: int) -> str:
    column = seen.columns[place]
    if not column.right or column.price:
        return ""
    filled = [row[place] for row in seen.rows if row[place] not in _NOTHING]
    if not filled or not all(map(_AMOUNT.fullmatch, filled)):
        return ""
    return grouped(sum(int(_SIGNS.sub("", text)) for text in filled))


def laid_upright(seen: SeenList) -> Laid | None:
    """The list on an upright page, as large as it may be; None if it couldn't be read so."""
    room = PAGE_WIDTH - 2 * MARGIN
    for size in (PLAIN, SMALL):
        needs = _needs(seen, size, room)
        if _share(needs, room) >= _ENOUGH:
            return Laid(False, size, _widths(seen, needs, room))
    return None


def laid_across(seen: SeenList) -> Laid:
    """The list on a page that lies on its side."""
    room, size = PAGE_HEIGHT - 2 * MARGIN, PLAIN
    needs = _needs(seen, size, room)
    if _share(needs, room) < _ENOUGH:
        size = SMALL
        needs = _needs(seen, size, room)
    return Laid(True, size, _widths(seen, needs, room))


def _needs(seen: SeenList, size: float, room: float) -> list[_Need]:
    rows = (*seen.rows[:_MEASURED_ROWS], *_totals(seen))
    return [
        _need(one.title, [row[place] for row in rows], one.right, size, room)
        for place, one in enumerate(seen.columns)
    ]


def _need(title: str, cells: list[str], figures: bool, size: float, room: float) -> _Need:
    texts = (title, *cells)
    most = max(_NARROWEST, *(width(printable(text), size) + 1 for text in texts))
    largest = room * _LARGEST_SHARE
    if figures:
        return _Need(min(most, largest), min(most, largest))
    # A word without an end is broken: it would take the room of all the others.
    words = min(max(longest_word(text, size) + 1 for text in texts), largest)
    most = max(min(most, largest), words)
    return _Need(min(most, max(words, _FEWEST * size + 1, _NARROWEST)), most)


def _share(needs: list[_Need], room: float) -> float:
    """How much of what the longest texts ask for there is room for: 1 all, below 0 too little."""
    least = sum(need.least for need in needs)
    wanted = sum(need.most for need in needs) - least
    free = room - GUTTER * (len(needs) - 1) - least
    if free < 0 or not wanted:
        return min(free, 1)
    return min(free / wanted, 1)


def _widths(seen: SeenList, needs: list[_Need], room: float) -> list[float]:
    """Each what it needs and its part of what is left over; narrower if there is too little."""
    share = _share(needs, room)
    if share < 0:
        scale = (room - GUTTER * (len(needs) - 1)) / sum(need.least for need in needs)
        return [need.least * scale for need in needs]
    widths = [need.least + (need.most - need.least) * share for need in needs]
    # The stretched column takes two parts: all of it would leave a gulf between it and the next.
    left = room - GUTTER * (len(needs) - 1) - sum(widths)
    part = left / (len(needs) + sum(one.stretch for one in seen.columns))
    return [wide + part * (1 + one.stretch) for wide, one in zip(widths, seen.columns, strict=True)]
