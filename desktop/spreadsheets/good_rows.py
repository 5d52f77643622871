"""The good rows of any list: read by its columns, and cell by cell where there is something to say.

A kind of list gives its parsers once, and what it makes of what they found: of a block of rows at
once, and of the one row that is refused, warned of or odd in another way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.spreadsheets.by_column import Asked, ByColumn, Parse, in_blocks
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.reading import Reading

Record = TypeVar("Record")
# How a field is parsed, and what a blank one says.
Field = tuple[Parse, Any]


@dataclass(frozen=True)
class Block:
    """Some rows with what their columns say; those at the places ``odd`` are read again."""

    rows: Sequence[Row]
    found: Mapping[str, list[Any]]
    odd: set[int]

    def column(self, name: str, blank: Any = "") -> list[Any]:
        """What all rows say under a name, which the list may lack."""
        return self.found.get(name) or [blank] * len(self.rows)

    def need(self, names: Iterable[str], blank: Any = "") -> None:
        """Rows that say nothing under any of these names are odd."""
        columns = [self.found[name] for name in names if name in self.found]
        if len(columns) == 1 and blank not in columns[0]:
            return
        said = zip(*columns, strict=True) if columns else [()] * len(self.rows)
        self.odd.update(at for at, one in enumerate(said) if all(each == blank for each in one))


def good_rows(
    reading: Reading,
    rows: Iterable[Row],
    asked: Sequence[Asked],
    clean: Callable[[Block], Iterable[Record]],
    again: Callable[[Row], Record],
) -> Iterator[Record]:
    """What the good ones of these rows say, in their order.

    ``clean`` makes the record of each row of a block by what was ``asked``, and may name more odd
    rows before it gives the first; what it makes of an odd one is thrown away. ``again`` reads one
    row cell by cell, and tells what is wrong.
    """
    columns = ByColumn(asked)
    for some in in_blocks(rows):
        found, odd = columns.read(some)
        block = Block(
            some, {name: one for (name, *_how), one in zip(asked, found, strict=True)}, odd
        )
        for at, (row, one) in enumerate(zip(some, clean(block), strict=True)):
            if at not in odd:
                yield one
                continue
            told = again(row)
            if not reading.is_bad(row):
                yield told
    reading.tell_by_row()


class Fields:
    """The fields of a list's rows, in the order of its record; of each ``needed`` group one."""

    def __init__(
        self, reading: Reading, fields: Mapping[str, Field], needed: Iterable[Sequence[str]]
    ) -> None:
        columns = reading.header.columns
        self._reading, self._fields = reading, fields
        self._needed = [[one for one in some if one in columns] or some for some in needed]
        self.asked: list[Asked] = [
            (name, columns[name], *how) for name, how in fields.items() if name in columns
        ]

    def of_row(self, row: Row) -> list[Any]:
        """What a row says, read cell by cell; it is refused where something is wrong."""
        self.need(row)
        return self.values(row)

    def need(self, row: Row) -> None:
        """Refuse a row that lacks what is needed."""
        for names in self._needed:
            self._reading.require(row, *names)

    def values(self, row: Row) -> list[Any]:
        """What a row says, in the order of the fields."""
        value = self._reading.value
        return [value(row, name, parse, blank) for name, (parse, blank) in self._fields.items()]

    def of_block(self, block: Block) -> list[list[Any]]:
        """The columns of a block; rows that lack what is needed are odd."""
        for names in self._needed:
            block.need(names, self._fields[names[0]][1])
        return [block.column(name, blank) for name, (_parse, blank) in self._fields.items()]

    def rows(self, rows: Iterable[Row], made: Callable[..., Record]) -> Iterator[Record]:
        """What these rows say that are no more than their fields: ``made(row, *values)``."""
        return good_rows(
            self._reading,
            rows,
            self.asked,
            lambda block: map(made, block.rows, *self.of_block(block)),
            lambda row: made(row, *self.of_row(row)),
        )
