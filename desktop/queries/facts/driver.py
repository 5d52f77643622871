"""What a file's driver is asked itself, where asking through SQLAlchemy costs more than doing it.

A short change asks ten statements of some microseconds each; what SQLAlchemy reckons for each of
them is a multiple of that. A server's round trip is so much longer that nothing is gained there.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

# How SQLite's driver begins what it says of bytes that are no UTF-8; it goes on with the bytes.
UNREADABLE_WORDS = "Could not decode to UTF-8"

Facts = Mapping[str, Any] | Sequence[Any]


def told_rows(
    connection: Connection, statement: str, facts: Facts = ()
) -> Sequence[tuple[Any, ...]]:
    """The rows that a statement tells, none of most; ``facts`` as the driver takes them."""
    file = _file_of(connection)
    if file is None:
        told = connection.exec_driver_sql(statement, facts)
        return told.all() if told.returns_rows else ()
    try:
        return file.execute(statement, facts).fetchall()
    except sqlite3.Error as error:
        raise as_ever(connection, statement, error) from error


def write_rows(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Have a statement write each of these rows."""
    file = _file_of(connection)
    if file is None:
        connection.exec_driver_sql(statement, rows)
        return
    try:
        file.executemany(statement, rows)
    except sqlite3.Error as error:
        raise as_ever(connection, statement, error) from error


def as_ever(connection: Connection, statement: str, error: Exception) -> DBAPIError:
    """What a driver said, as SQLAlchemy tells it of any statement; without the facts in it (V2)."""
    known: Any = connection.dialect.loaded_dbapi
    without_rows(error)
    told = DBAPIError.instance(
        statement, None, error, known.Error, hide_parameters=True, dialect=connection.dialect
    )
    assert isinstance(told, DBAPIError)
    return told


def without_rows(said: BaseException) -> str:
    """Leave out what a driver quotes of a row: “Failing row contains (…)”, “Key (…)=(…)”.

    Returns its own words; "" where nothing is quoted.
    """
    words = getattr(getattr(said, "diag", None), "message_primary", None)
    if str(said).startswith(UNREADABLE_WORDS):
        words = UNREADABLE_WORDS
    if words:
        said.args = (words,)
    return words or ""


def _file_of(connection: Connection) -> sqlite3.Connection | None:
    """The driver's connection to a file, within a transaction: else SQLAlchemy has to begin it.

    Whoever listens to an engine's statements hears all of them: tests count them.
    """
    heard = connection.engine.dispatch.before_cursor_execute
    if heard or connection.dialect.name != "sqlite" or not connection.in_transaction():
        return None
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
