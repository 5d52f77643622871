"""Rows that no session holds, written in one statement: by their columns' types, and nothing else.

What a session or a built statement would reckon for every single row costs more than the row.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, text

from desktop.models import Base
from desktop.models.search_index import FOUND

# What one statement of SQLite's holds where very many rows are written: a third quicker than one by
# one, and with more it is no quicker. It takes no more than some thirty thousand facts.
_ROWS, _FACTS = 1_000, 15_000
# Where its trigger stands, the index of search words is brought up to date at each statement's end:
# there one of many rows takes a third of the time, of how few soever.
_FEW = 2

Convert = Callable[[Any], Any]


class Rows:
    """Writes rows of one table with these columns, as often as it is asked."""

    def __init__(self, connection: Connection, table: Table, names: Sequence[str]) -> None:
        self._connection, dialect = connection, connection.dialect
        converts = [table.c[name].type.dialect_impl(dialect) for name in names]
        made = enumerate(kind.bind_processor(dialect) for kind in converts)
        self._converts = [(place, one) for place, one in made if one is not None]
        mark = "?" if dialect.paramstyle == "qmark" else "%s"
        quote = dialect.identifier_preparer.quote
        listed = ", ".join(quote(name) for name in names)
        self._into = f"INSERT INTO {quote(table.name)} ({listed}) VALUES "  # noqa: S608
        self._marks = f"({', '.join([mark] * len(names))})"
        self._in_one = min(_ROWS, _FACTS // len(names)) if dialect.name == "sqlite" else 0
        self._at_least = _FEW if table.name in FOUND else self._in_one

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write these, each with its facts in the order of the columns."""
        given = list(map(self._given if self._converts else tuple, rows))
        write = self._connection.exec_driver_sql
        at = 0
        while self._in_one and len(given) - at >= self._at_least:
            some = given[at : at + self._in_one]
            write(self._into + ", ".join([self._marks] * len(some)), tuple(chain(*some)))
            at += len(some)
        if at < len(given):
            write(self._into + self._marks, given[at:])

    def _given(self, row: Sequence[Any]) -> tuple[Any, ...]:
        facts = list(row)
        for place, convert in self._converts:
            if facts[place] is not None:
                facts[place] = convert(facts[place])
        return tuple(facts)


def table_of(record: type[Base]) -> Table:
    """The table of a kind of record."""
    table = record.__table__
    assert isinstance(table, Table)
    return table


def next_keys(connection: Connection, table: Table, number: int) -> Sequence[int]:
    """The keys that the database would give so many new rows, taken for them.

    Changes stand in a line: nobody else adds any meanwhile.
    """
    key = table.autoincrement_column
    assert key is not None
    if connection.dialect.name == "sqlite":
        quote = connection.dialect.identifier_preparer.quote
        ask = f"SELECT coalesce(max({quote(key.name)}), 0) FROM {quote(table.name)}"  # noqa: S608
        last: int = connection.exec_driver_sql(ask).scalar_one()
        return range(last + 1, last + 1 + number)
    taken = text(
        "SELECT nextval(pg_get_serial_sequence(:table, :key)) FROM generate_series(1, :number)"
    )
    named = {"table": f'"{table.name}"', "key": key.name, "number": number}
    return connection.execute(taken, named).scalars().all()
