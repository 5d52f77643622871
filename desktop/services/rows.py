"""Rows that no session holds, written in one statement: by their columns' types, and nothing else.

What a session or a built statement would reckon for every single row costs more than the row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, ScalarSelect, Table, bindparam, func, select

from desktop.models import Base
from desktop.models.search_index import FOUND
from desktop.queries.facts.driver import write_rows

# From so many on rows are worth a statement of their own, whose text is prepared anew each time.
MANY = 100
# A statement that a trigger guards costs SQLite a journal of its own, and the index of search words
# is brought up to date at each statement's end: so one of many rows takes a third of the time.
# With more rows it is no quicker; no statement of its holds more than some thirty thousand facts.
_IN_ONE, _FACTS = 1_000, 15_000

Convert = Callable[[Any], Any]
Column = Sequence[Any]


class Rows:
    """Writes rows of one table with these columns, as often as it is asked."""

    def __init__(self, connection: Connection, table: Table, names: Sequence[str]) -> None:
        self._connection, dialect = connection, connection.dialect
        self._into, self._one, self._converts = _said(dialect, table, tuple(names))
        self._by_many = dialect.name == "sqlite"
        self._many = 2 if table.name in FOUND else MANY

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write these, each with its facts in the order of the columns."""
        columns = self._given(rows)
        number, at = len(columns[0]) if columns else 0, 0
        if self._by_many and number >= self._many:
            at = self._write_many(columns, number)
        if at < number:
            rest = list(zip(*columns, strict=True))[at:]
            write_rows(self._connection, self._into + self._one, rest)

    def _write_many(self, columns: list[Column], number: int) -> int:
        """Write many in one statement, as long as many are left; how many were written.

        What is the same in all of them is said once: most columns of what is brought in are, and
        each fact of a row takes the driver, and the statement that is made for it, its time.
        """
        alike = {place: column[0] for place, column in enumerate(columns) if _is_one_fact(column)}
        told = [column for place, column in enumerate(columns) if place not in alike]
        if not told:
            alike, told = {}, columns
        places = iter(range(1, len(told) + 1))
        picked = ["?" if at in alike else f"column{next(places)}" for at in range(len(columns))]
        into = f"{self._into}SELECT {', '.join(picked)} FROM (VALUES "  # noqa: S608
        marks = f"({', '.join('?' * len(told))})"
        at, in_one = 0, min(_IN_ONE, _FACTS // len(told))
        while number - at >= self._many:
            some = list(zip(*(column[at : at + in_one] for column in told), strict=True))
            statement = f"{into}{', '.join([marks] * len(some))})"
            write_rows(self._connection, statement, [(*alike.values(), *chain(*some))])
            at += len(some)
        return at

    def _given(self, rows: Iterable[Sequence[Any]]) -> list[Column]:
        """The rows' columns as the driver takes them."""
        columns: list[Column] = list(zip(*rows, strict=True))
        for place, convert in self._converts if columns else ():
            columns[place] = list(_converted(columns[place], convert))
        return columns


def _is_one_fact(column: Column) -> bool:
    """Whether nothing but this stands in a column; of numbers those alone that are whole."""
    first = column[0]
    return (first is None or isinstance(first, str | int)) and column.count(first) == len(column)


@lru_cache(200)  # every posting and every line of the trail is written so
def _said(
    dialect: Dialect, table: Table, names: tuple[str, ...]
) -> tuple[str, str, Sequence[tuple[int, Convert]]]:
    """Into what rows of these columns go, one such row, and the columns that are converted."""
    kinds = [table.c[name].type.dialect_impl(dialect) for name in names]
    converts = enumerate(kind.bind_processor(dialect) for kind in kinds)
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quote = dialect.identifier_preparer.quote
    listed = ", ".join(quote(name) for name in names)
    into = f"INSERT INTO {quote(table.name)} ({listed}) "
    one = f"VALUES ({', '.join([mark] * len(names))})"
    return into, one, [(place, one) for place, one in converts if one is not None]


def _converted(column: Iterable[Any], convert: Convert) -> Iterator[Any]:
    """A column's facts by its type; one that stands in many rows (a day) is converted once."""
    before = after = None
    for fact in column:
        if fact is not before:
            before, after = fact, None if fact is None else convert(fact)
        yield after


def table_of(record: type[Base]) -> Table:
    """The table of a kind of record."""
    table = record.__table__
    assert isinstance(table, Table)
    return table


def next_keys(connection: Connection, table: Table, number: int) -> Sequence[int]:
    """The keys that the database would give so many new rows, taken for them.

    Changes stand in a line: nobody else adds any meanwhile.
    """
    ask = keys_ahead(table, connection.dialect.name)
    return keys_told(connection.scalar(select(ask), {"by": number}), number)


@lru_cache(200)
def keys_ahead(table: Table, dialect: str) -> ScalarSelect[Any]:
    """What tells the next keys, ``by`` so many, within any statement; ``keys_told`` reads it."""
    key = table.autoincrement_column
    assert key is not None
    if dialect == "sqlite":
        return select(func.coalesce(func.max(key), 0)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
    taken = select(func.array_agg(func.nextval(sequence)))
    return taken.select_from(func.generate_series(1, bindparam("by"))).scalar_subquery()


def keys_told(told: Any, number: int) -> Sequence[int]:
    """The keys that ``keys_ahead`` told: of SQLite it is the last that was given."""
    return range(told + 1, told + 1 + number) if isinstance(told, int) else told or ()
