"""A report as figures (F1): the same tables in the window, in Excel, on paper and as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

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
    lines: tuple[Line, ...]
    none: str
    total: tuple[Value, ...] = ()
    chart: Chart | None = None
    large: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        more = filter(None, [self.total, self.large])
        for values in (*(line.values for line in self.lines), *more):
            if len(values) != len(self.columns):
                raise ValueError(f"{self.name}: {len(values)} of {len(self.columns)} columns")

    def in_order(self, name: str, *, down: bool) -> list[int]:
        """The places of its rows in the order of a column; what is empty there comes last."""
        place = [one.name for one in self.columns].index(name)
        values = [line.values[place] for line in self.lines]
        keys: list[Any] = [order_key(one) if isinstance(one, str) else one for one in values]
        filled = [at for at, one in enumerate(values) if one not in (None, "")]
        empty = [at for at, one in enumerate(values) if one in (None, "")]
        return [*sorted(filled, key=keys.__getitem__, reverse=down), *empty]


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
