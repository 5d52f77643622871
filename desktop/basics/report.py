"""A report as figures (F1): the same tables in the window, in Excel, on paper and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, overload

from desktop.basics.chart import Chart
from desktop.basics.figures import TEXT, Value
from desktop.basics.order_key import order_key


@dataclass(frozen=True)
class Only:
    """What a report is narrowed to: the table that names it (``rep``), its key, its words."""

    by: str
    key: str
    words: str


@dataclass(frozen=True)
class Scope:
    """What a report covers: its days, both included, and what it is narrowed to."""

    start: date
    end: date
    only: tuple[Only, ...] = ()

    def key(self, by: str) -> str | None:
        """What it is narrowed to in this respect, or None."""
        return next((one.key for one in self.only if one.by == by), None)

    def narrowed(self, only: Only) -> "Scope":
        """The same of this alone; in each respect there is one."""
        kept = tuple(one for one in self.only if one.by != only.by)
        return Scope(self.start, self.end, (*kept, only))


@dataclass(frozen=True, slots=True)
class Source:
    """The item of the window that a row tells of."""

    page: str
    key: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a row is made of: a report, asked for less, at one of its tables.

    Without the name of a ``report`` it is the same one.
    """

    table: str
    scope: Scope
    report: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its name in JSON, its heading, what it holds.

    The total of a ``main`` one, or what else is ``large``, stands large above the table. A ``wide``
    text takes the room.
    """

    name: str
    heading: str
    kind: str = TEXT
    main: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a value a column, and where it leads."""

    values: tuple[Value, ...]
    way: Source | Part | None = None


Reading = Callable[[], AbstractContextManager[Any]]  # opens what rows are read with
_AT_ONCE = 2_000  # long lines that are read at once


class LongLines(Sequence[Line]):
    """Rows by the hundred thousand: only their number is known, they are read as they are wanted.

    ``read(session, places)`` gives those at some places. Whoever takes one asks the database, and
    so doesn't on the GUI thread.
    """

    def __init__(
        self, number: int, read: Callable[[Any, Sequence[int]], Sequence[Line]], reading: Reading
    ) -> None:
        self._number, self._read, self._reading = number, read, reading

    def read_with(self, reading: Reading) -> "LongLines":
        """The same, read otherwise: what gathered them is over before they are looked at."""
        return LongLines(self._number, self._read, reading)

    def at(self, places: Sequence[int]) -> Sequence[Line]:
        """The rows at some places, in their order."""
        with self._reading() as session:
            return self._read(session, places)

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        wanted = range(self._number)[place]
        return self.at([wanted])[0] if isinstance(wanted, int) else self.at(wanted)

    def __iter__(self) -> Iterator[Line]:
        for start in range(0, self._number, _AT_ONCE):
            yield from self[start : start + _AT_ONCE]


@dataclass(frozen=True)
class Table:
    """One table of a report; ``chart`` is its picture, whose places are its first rows.

    ``total`` has a value a column, None where nothing can be added up; ``none`` are the words in
    place of rows; ``large`` stands large above it instead of the total. ValueError when a row
    has not one value a column.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    none: str
    total: tuple[Value, ...] = ()
    chart: Chart | None = None
    large: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        more = filter(None, [self.total, self.large])
        known = () if isinstance(self.lines, LongLines) else self.lines
        for values in (*(line.values for line in known), *more):
            if len(values) != len(self.columns):
                raise ValueError(f"{self.name}: {len(values)} of {len(self.columns)} columns")

    def in_order(self, name: str, *, down: bool) -> list[int]:
        """The places of its rows in the order of a column; what is empty there comes last."""
        place = [one.name for one in self.columns].index(name)
        known: dict[Value, Value] = {}  # each once: very many rows have few values
        values = [known.setdefault(one, one) for one in (line.values[place] for line in self.lines)]
        keys: dict[Value, Any] = {
            one: order_key(one) if isinstance(one, str) else one for one in known
        }
        filled = [at for at, one in enumerate(values) if one not in (None, "")]
        empty = [at for at, one in enumerate(values) if one in (None, "")]
        return [*sorted(filled, key=lambda at: keys[values[at]], reverse=down), *empty]


@dataclass(frozen=True)
class Report:
    """What it covers, and the tables that tell it; ``notes`` say how it is reckoned.

    The rows of a ``compared`` one are a few times: on paper they stand side by side, each table
    beside its picture.
    """

    name: str
    title: str
    scope: Scope
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    compared: bool = False

    def read_with(self, reading: Reading) -> "Report":
        """The same; what is read of it as it is looked at is read so."""
        return replace(self, tables=tuple(_read_with(one, reading) for one in self.tables))


def _read_with(table: Table, reading: Reading) -> Table:
    lines = table.lines
    return replace(table, lines=lines.read_with(reading)) if isinstance(lines, LongLines) else table
