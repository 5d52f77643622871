"""The rows of an office, copied from one kind of database to the other and compared there.

A row's facts are read and written by their columns' types, a sum over the hashes of all rows shows
that nothing is missing and nothing differs, in whatever order a database tells them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, String, Table
from sqlalchemy.types import TypeEngine

from desktop.basics.watch import Watch, look_up
from desktop.models import Base
from desktop.models.base import Fen

_ROWS = 2_000
_ROWS_WITH_FILES = 4
_HASHES = 1 << 256
# What both kinds of databases and their drivers hold alike, also where records show it otherwise.
_ALIKE = (Integer, String)
_PG_NUMERIC = 1700  # the server's number for the type of what is neither alike nor read by itself

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Holding:
    """What a table holds: how many rows, the sums of its amounts, one figure for all it says."""

    rows: int = 0
    amounts: dict[str, int] = field(default_factory=dict)
    said: int = 0


def tables() -> Sequence[Table]:
    """Every table of an office, those first that others refer to."""
    return Base.metadata.sorted_tables


def copy_rows(source: Connection, target: Connection, watch: Watch) -> dict[str, Holding]:
    """Copy every table into empty ones without guards; what each holds, as it was read.

    Raises Cancelled when the watch gave up. References are held at the end of the transaction.
    """
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    held = {}
    for done, table in enumerate(tables()):
        look_up(watch, done, 2 * len(tables()))
        counting = _Counting(table)
        _write(target, table, (counting.note(row) for row in _read(source, table)))
        held[table.name] = counting.holding()
    if target.dialect.name == "postgresql":
        _go_on_counting(target)
        target.exec_driver_sql("ANALYZE")
    return held


def held_in(connection: Connection, watch: Watch) -> dict[str, Holding]:
    """What each table of a database holds."""
    held = {}
    for done, table in enumerate(tables()):
        look_up(watch, len(tables()) + done, 2 * len(tables()))
        counting = _Counting(table)
        for row in _read(connection, table):
            counting.note(row)
        held[table.name] = counting.holding()
    return held


def counting_behind(connection: Connection) -> str | None:
    """The first table whose next number, counted by the database itself, is taken already."""
    for table in tables():
        name, key = _sequence(connection, table), table.autoincrement_column
        if name is None or key is None:
            continue
        ask = (
            f"SELECT coalesce(max({_quoted(key.name)}), 0) >= (SELECT last_value +"  # noqa: S608
            f" is_called::int FROM {name}) FROM {_quoted(table.name)}"
        )
        if connection.exec_driver_sql(ask).scalar():
            return table.name
    return None


class _Counting:
    """Counts what a table holds, row by row."""

    def __init__(self, table: Table) -> None:
        self._amounts = [
            (place, column.name)
            for place, column in enumerate(table.columns)
            if isinstance(column.type, Fen)
        ]
        self._rows = self._said = 0
        self._sums = dict.fromkeys((name for _place, name in self._amounts), 0)

    def note(self, row: Row) -> Row:
        """Count one row, and hand it on."""
        self._rows += 1
        for place, name in self._amounts:
            self._sums[name] += row[place] or 0
        told = repr([_plain(one) for one in row]).encode()
        self._said = (self._said + int.from_bytes(hashlib.sha256(told).digest())) % _HASHES
        return row

    def holding(self) -> Holding:
        """All that was counted."""
        return Holding(self._rows, self._sums, self._said)


def _plain(fact: Any) -> Any:
    if isinstance(fact, Decimal):
        return str(fact.normalize())
    if isinstance(fact, bytes):
        return hashlib.sha256(fact).hexdigest()
    return fact


def _read(connection: Connection, table: Table) -> Iterator[Row]:
    """The rows of a table with plain facts: numbers, words, days, yes or no, bytes."""
    converts = [_reader(connection, column.type) for column in table.columns]
    at_once = _ROWS_WITH_FILES if _has_files(table) else _ROWS
    rows = connection.exec_driver_sql(
        f"SELECT {_listed(table)} FROM {_quoted(table.name)}",  # noqa: S608
        execution_options={"stream_results": True, "yield_per": at_once},
    )
    for row in rows:
        yield _converted(row, converts)


def _write(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Write rows in one statement, at whose end alone references are held."""
    converts = [_writer(connection, column.type) for column in table.columns]
    converted = (_converted(row, converts) for row in rows)
    into = f"{_quoted(table.name)} ({_listed(table)})"
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        driver.executemany(f"INSERT INTO {into} VALUES ({marks})", converted)  # noqa: S608
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in converted:
            copy.write_row(row)


def _converted(row: Sequence[Any], converts: Sequence[Convert | None]) -> Row:
    return tuple(
        fact if convert is None or fact is None else convert(fact)
        for fact, convert in zip(row, converts, strict=True)
    )


def _reader(connection: Connection, kind: TypeEngine[Any]) -> Convert | None:
    dialect = connection.dialect
    if _is_alike(kind):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, _PG_NUMERIC)


def _writer(connection: Connection, kind: TypeEngine[Any]) -> Convert | None:
    dialect = connection.dialect
    return None if _is_alike(kind) else kind.dialect_impl(dialect).bind_processor(dialect)


def _is_alike(kind: TypeEngine[Any]) -> bool:
    return isinstance(getattr(kind, "impl_instance", kind), _ALIKE)


def _has_files(table: Table) -> bool:
    return any(isinstance(column.type, LargeBinary) for column in table.columns)


def _listed(table: Table) -> str:
    return ", ".join(_quoted(column.name) for column in table.columns)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _go_on_counting(connection: Connection) -> None:
    """Have a server's numbers go on behind those that the rows have already."""
    for table in tables():
        name = _sequence(connection, table)
        key = table.autoincrement_column
        if name is not None and key is not None:
            newest = f"SELECT max({_quoted(key.name)}) FROM {_quoted(table.name)}"  # noqa: S608
            last = connection.exec_driver_sql(newest).scalar()
            if last is not None:
                connection.exec_driver_sql(f"SELECT setval('{name}', {int(last)})")


def _sequence(connection: Connection, table: Table) -> str | None:
    """What a server counts the keys of a table by; None where the program gives them."""
    key = table.autoincrement_column
    if key is None or connection.dialect.name != "postgresql":
        return None
    ask = f"SELECT pg_get_serial_sequence('{table.name}', '{key.name}')"
    name: str | None = connection.exec_driver_sql(ask).scalar()
    return name
