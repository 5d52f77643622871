"""The rows of an office, copied from one kind of database to the other and compared there.

A row's facts are read and written by their columns' types, a sum over the hashes of all rows shows
that nothing is missing and nothing differs, in whatever order a database tells them.
"""

import hashlib
import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, LargeBinary, Numeric, Table, select
from sqlalchemy import func as sql

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.places import DEGREE_PLACES
from desktop.basics.watch import Watch, look_up
from desktop.models import Base
from desktop.models.base import Fen
from desktop.queries.audit_words import record_words
from desktop.queries.facts.driver import as_ever
from desktop.services.trouble import telling_trouble

_ROWS = 2_000
_ROWS_WITH_FILES = 4
# So that equal facts are told in equal bytes, whoever holds them.
_MARSHAL = 2

Row = tuple[Any, ...]
Rows = list[Row]
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Holding:
    """What a table holds: how many rows, the sums of its amounts, one hash of all it says."""

    rows: int = 0
    amounts: dict[str, int] = field(default_factory=dict)
    said: str = ""


def tables() -> Sequence[Table]:
    """Every table of an office, those first that others refer to."""
    return Base.metadata.sorted_tables


def rows_in(connection: Connection) -> int:
    """How many rows all tables have."""
    asked = (connection.execute(select(sql.count()).select_from(one)).scalar() for one in tables())
    return sum(one or 0 for one in asked)


def copy_rows(source: Connection, target: Connection, watch: Watch) -> dict[str, Holding]:
    """Copy every table into empty ones without guards; what each holds, as it was read.

    Raises Cancelled when the watch gave up.
    """
    held, done, total = {}, 0, rows_in(source)
    for table in tables():
        counting = _Counting(table)
        with _writing(target, table) as write:
            for rows in _read(source, table):
                look_up(watch, done, total)
                counting.note(rows)
                write(rows)
                done += len(rows)
        held[table.name] = counting.holding()
    if target.dialect.name == "postgresql":
        _go_on_counting(target)
        target.exec_driver_sql("ANALYZE")
    return held


def held_in(connection: Connection, watch: Watch) -> dict[str, Holding]:
    """What each table of a database holds. Raises Cancelled when the watch gave up."""
    held, done, total = {}, 0, rows_in(connection)
    for table in tables():
        counting = _Counting(table)
        for rows in _read(connection, table):
            look_up(watch, done, total)
            counting.note(rows)
            done += len(rows)
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
    """Counts what a table holds, in the order of its keys."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._amounts = [
            (itemgetter(place), column.name)
            for place, column in enumerate(table.columns)
            if isinstance(column.type, Fen)
        ]
        self._rows = 0
        self._sums = dict.fromkeys((name for _amount, name in self._amounts), 0)
        self._said = hashlib.sha256()

    def note(self, rows: Rows) -> None:
        """Count some rows; a database tells as many at once as any other."""
        self._rows += len(rows)
        with _kinds_kept(self._table, TypeError):
            for amount, name in self._amounts:
                self._sums[name] += sum(filter(None, map(amount, rows)))
        self._said.update(marshal.dumps(rows, _MARSHAL))

    def holding(self) -> Holding:
        """All that was counted."""
        return Holding(self._rows, self._sums, self._said.hexdigest())


def _read(connection: Connection, table: Table) -> Iterator[Rows]:
    """The rows of a table along its key, so many at once, with plain facts.

    Those are numbers, words and bytes; days and degrees are words, yes or no is 1 or 0.
    """
    is_file = connection.dialect.name == "sqlite"
    asked = _listed(table) if is_file else ", ".join(map(_asked_plainly, table.columns))
    keys = ", ".join(_key(column, is_file=is_file) for column in table.primary_key)
    ask = f"SELECT {asked} FROM {_quoted(table.name)} ORDER BY {keys}"  # noqa: S608
    at_once = _ROWS_WITH_FILES if _has_files(table) else _ROWS
    degrees = dict.fromkeys(_degrees(table), _plain_degrees) if is_file else {}
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor() if is_file else driver.cursor(f"rows of {table.name}")
    # What is wrong here is told of where it is read, and not of where it is to stand.
    with telling_trouble(connection.engine), _told_as_ever(connection, ask), closing(cursor):
        cursor.execute(ask)
        while rows := cursor.fetchmany(at_once):
            with _kinds_kept(table, TypeError):
                plain = _converted(rows, degrees) if degrees else rows
            yield plain


def _key(column: Column[Any], *, is_file: bool) -> str:
    """A column to sort by, byte by byte, as SQLite does."""
    by_bytes = not is_file and column.type.python_type is str
    return _quoted(column.name) + (' COLLATE "C"' if by_bytes else "")


def _asked_plainly(column: Column[Any]) -> str:
    """A column as a server is asked for it, so that it tells what stands in a file."""
    name, kind = _quoted(column.name), getattr(column.type, "impl_instance", column.type)
    if isinstance(kind, Date):
        return f"to_char({name}, 'YYYY-MM-DD')"
    if isinstance(kind, Boolean):
        return f"{name}::int"
    return f"trim_scale({name})::text" if isinstance(kind, Numeric) else name


def _degrees(table: Table) -> set[int]:
    """The places of the columns that a file holds as what is no whole number."""
    kinds = (getattr(column.type, "impl_instance", column.type) for column in table.columns)
    return {place for place, kind in enumerate(kinds) if isinstance(kind, Numeric)}


def _plain_degrees(fact: float) -> str:
    plain = f"{fact + 0.0:.{DEGREE_PLACES}f}"  # + 0.0: nought has no sign
    return plain.rstrip("0").rstrip(".")


def _converted(rows: Rows, converts: Mapping[int, Convert]) -> Rows:
    def convert(place: int, fact: Any) -> Any:
        return converts[place](fact) if place in converts and fact is not None else fact

    return [tuple(convert(place, fact) for place, fact in enumerate(row)) for row in rows]


@contextmanager
def _writing(connection: Connection, table: Table) -> Iterator[Callable[[Rows], None]]:
    """What writes plain rows into a table that was made in this very transaction."""
    into = f"{_quoted(table.name)} ({_listed(table)})"
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks, degrees = ", ".join("?" * len(table.columns)), dict.fromkeys(_degrees(table), float)
        put = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608
        yield lambda rows: driver.executemany(put, _converted(rows, degrees) if degrees else rows)
        return
    put = f"COPY {into} FROM STDIN (FREEZE)"
    known: Any = connection.dialect.loaded_dbapi
    with (
        _told_as_ever(connection, put),
        _kinds_kept(table, known.DataError, known.IntegrityError),
        driver.cursor() as cursor,
        cursor.copy(put) as copy,
    ):

        def write(rows: Rows) -> None:
            for row in rows:
                copy.write_row(row)

        yield write


@contextmanager
def _told_as_ever(connection: Connection, statement: str) -> Iterator[None]:
    """Around what a driver is asked itself: its errors are told as those of any statement."""
    known: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except known.Error as error:
        raise as_ever(connection, statement, error) from error


@contextmanager
def _kinds_kept(table: Table, *signs: type[Exception]) -> Iterator[None]:
    """Around a table's facts: what is not of its column's kind is refused without being told (V2).

    A file holds whatever somebody wrote into it past the program; ``signs`` are how that shows.
    Raises DatabaseTrouble.
    """
    try:
        yield
    except signs:
        words = _(
            "In “{table}” stands something that can't stand there, such as words for a day: "
            "nothing was moved. Have the office checked on the page “Backups”."
        )
        raise DatabaseTrouble(words.format(table=record_words(table.name))) from None


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
