"""Cells read column by column, as far as there is nothing to say of them.

A long list is nearly all right: what is parsed for all its rows at once takes a fifth of the time.
A row in which something is wrong, or is to be warned of, is only named here: whoever tells people
reads it again, cell by cell (``Reading``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import Any

from desktop.spreadsheets.cells import INVISIBLE, Cell, ErrorCell, Row, is_blank
from desktop.spreadsheets.fields import BadValue

# Gives what a cell says, or raises BadValue where its row is to be read again.
Parse = Callable[[Cell], Any]
# What a column is asked for: a name, its place, how its cells are parsed, what a blank one says.
Asked = tuple[str, int, Parse, Any]

_ROWS = 1_000  # read at once: whoever gives a long list up need not wait for its end
_MOST_KNOWN = 20_000  # cells of a column whose values are remembered
# Of cells of other kinds some are equal that don't mean the same: 1 and TRUE.
_PLAIN = {str, float, date, datetime, time, timedelta, ErrorCell}
_ODD = object()


def in_blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in as many as are read at once."""
    coming = iter(rows)
    while some := list(islice(coming, _ROWS)):
        yield some


class ByColumn:
    """The columns that a list is asked for.

    Nobody changes what a parser gives: cells that are equal share it.
    """

    def __init__(self, asked: Iterable[Asked]) -> None:
        self._columns = [_Column(*how) for _name, *how in asked]

    def read(self, rows: Sequence[Row]) -> tuple[list[list[Any]], set[int]]:
        """The values of each column, and the places of the rows that are to be read again."""
        table = list(zip_longest(*[row.cells for row in rows], fillvalue=""))
        blank = ("",) * len(rows)
        odd: set[int] = set()
        found = [
            one.read(table[one.place] if one.place < len(table) else blank, odd)
            for one in self._columns
        ]
        return found, odd


class _Column:
    def __init__(self, place: int, parse: Parse, blank: Any) -> None:
        self.place, self._parse, self._blank = place, parse, blank
        self._known: dict[Cell, Any] = {}

    def read(self, cells: Sequence[Cell], odd: set[int]) -> list[Any]:
        """What these cells say; the places of those that must be looked at are added to ``odd``."""
        if not set(map(type, cells)) <= _PLAIN:
            found = list(self._values(cells))
        else:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            new = list(set(cells).difference(self._known))
            self._known.update(zip(new, self._values(new), strict=True))
            found = list(map(self._known.__getitem__, cells))
        if _ODD in found:
            odd |= {at for at, one in enumerate(found) if one is _ODD}
            found = [self._blank if one is _ODD else one for one in found]
        return found

    def _values(self, cells: Iterable[Cell]) -> Iterator[Any]:
        parse, blank = self._parse, self._blank
        for cell in cells:
            if cell.__class__ is str and cell[:1] in INVISIBLE and is_blank(cell):
                yield blank
                continue
            try:
                found = parse(cell)
            except BadValue:
                found = _ODD
            yield found
