"""Whether the index of search words finds what stands in the records."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any, cast

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models.search_index import FOUND, compared, index_name, index_parts, search_index
from desktop.queries.audit_words import record_words

_VALID = (
    "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indisvalid AND indisready"
)


def search_stands(session: Session) -> str | None:
    """The index stands as it was made, and leads to each record by its words and no others."""
    connection = session.connection()
    is_whole = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for table in FOUND:
        if not is_whole(connection, table):
            return _(
                "The index by which a {record} is found isn't as the words in it. "
                "Restore the newest good backup."
            ).format(record=record_words(table))
    return None


def _postgresql(connection: Connection, table: str) -> bool:
    """PostgreSQL keeps an index right by itself, as long as it is there."""
    return index_name(table) in connection.execute(text(_VALID)).scalars().all()


def _sqlite(connection: Connection, table: str) -> bool:
    standing = "SELECT sql FROM sqlite_master WHERE name IN (:part, :search)"
    names = {"part": f"{table}_part", "search": f"{table}_search"}
    said = set(connection.execute(text(standing), names).scalars())
    if said != {one for one in search_index("sqlite") if f"{table}_" in one}:
        return False
    connection.begin_nested().commit()  # what this change wrote comes into the index's own tables
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        return _fits(_copied(connection, table, copy), table)


def _copied(connection: Connection, table: str, copy: sqlite3.Connection) -> bytes:
    """The index with the words that it is of, as a small database: comparing takes no lock here."""
    copy.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, search_text TEXT)")
    for made in search_index("sqlite"):
        if f"{table}_" in made:
            copy.execute(made)
    copy.execute("BEGIN")
    for name, columns in ((table, ("id", "search_text")), *index_parts(table)):
        listed = ", ".join(columns)
        copy.execute(f"DELETE FROM {name}")  # noqa: S608
        with connection.exec_driver_sql(f"SELECT {listed} FROM {name}") as found:  # noqa: S608
            marks = ", ".join("?" * len(columns))
            copy.executemany(
                f"INSERT INTO {name} ({listed}) VALUES ({marks})",  # noqa: S608
                cast("Iterable[tuple[Any, ...]]", found.cursor),
            )
    copy.execute("COMMIT")
    return copy.serialize()


def _fits(copied: bytes, table: str) -> bool:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.deserialize(copied)
        try:
            copy.execute(compared(table))
        except sqlite3.DatabaseError:
            return False
    return True
