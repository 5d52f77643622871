"""Engines of the database (SQLite or PostgreSQL), which begin changes as the ledger needs."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.this_pc import this_pc
from desktop.queries.facts.driver import without_rows
from desktop.services.in_line import put_in_line
from desktop.services.in_place import keep_in_place
from desktop.services.presence import announce
from desktop.services.server_session import make_ready

_WAIT_MS = 15_000
_CACHE_KB = 4_096  # of each connection: of a long list the pages that every key looks at
# How long the journal may grow before its pages are brought into the file: the same few are written
# by change after change, and go there once.
_JOURNAL_PAGES = 4_000
# What the driver keeps prepared for each connection, some 14 kB a statement: a person's day in a
# large office knows 300; of 48,703 in a replay 1,020 are prepared so, 952 without a bound.
_STATEMENTS = 300
# A server that went without a word is missed within half a minute, not after the system's hours.
_ALIVE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_SAVEPOINTS = {
    "do_savepoint": ["SAVEPOINT step"],
    "do_rollback_to_savepoint": ["ROLLBACK TO SAVEPOINT step", "RELEASE SAVEPOINT step"],
    "do_release_savepoint": ["RELEASE SAVEPOINT step"],
}


def read_url(text_: str) -> URL:
    """The URL of a database, also from a plain file path; DatabaseTrouble otherwise."""
    try:
        url = make_url(text_) if "://" in text_ else URL.create("sqlite", database=text_)
    except (ArgumentError, ValueError) as error:
        raise DatabaseTrouble(_("“{url}” names no database.").format(url=text_)) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseTrouble(
            _("“{url}”: only SQLite files and PostgreSQL servers can be used.").format(
                url=url.render_as_string()
            )
        )
    return url


def shown(url: URL) -> str:
    """A database as people read it: a file's path, or a server's address without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    where = url.host or url.query.get("host", "")
    port = f":{url.port}" if url.port else ""
    return f"{where}{port}/{url.database}"


def connect(url: URL, *, seen: bool = True) -> Engine:
    """An engine that begins changes the way the ledger needs.

    Others see that it is open, unless whoever holds its file alone (``alone``) is not ``seen``.
    What is written never stands in an error or a log: a reporter's name might be in it (V2).
    """
    if url.get_backend_name() == "sqlite":
        how = {"timeout": _WAIT_MS / 1000, "cached_statements": _STATEMENTS}
        engine = create_engine(url, hide_parameters=True, connect_args=how, pool_use_lifo=True)
        # Rows that are written at once get rising ids, as they come: nothing else counts here.
        rising = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
        engine.dialect.insertmanyvalues_implicit_sentinel = rising
        if url.database and url.database != ":memory:":
            if seen:
                announce(engine, Path(url.database), _prepare_sqlite)
            else:
                event.listen(engine, "connect", lambda made, _record: _prepare_sqlite(made))
            keep_in_place(engine, Path(url.database))
    else:
        engine = create_engine(
            url,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            # Those that aren't needed rest, so that a server may end them (docs/scaling.md).
            pool_use_lifo=True,
            # Words are UTF-8 to us, whatever the server thinks of its users.
            connect_args={
                "application_name": _session_name(),
                "client_encoding": "UTF8",
                **_ALIVE,
            },
        )
        make_ready(engine)
    event.listen(engine, "handle_error", _hide_rows)
    event.listen(engine, "handle_error", _say_what_is_hidden)
    put_in_line(engine)
    for step, statements in _SAVEPOINTS.items():
        setattr(engine.dialect, step, _plainly(statements))
    return engine


def _session_name() -> str:
    """What a server calls our sessions: this program, on this PC."""
    return f"zhongxiao {this_pc().encode('ascii', 'replace').decode()}"


def _plainly(statements: Sequence[str]) -> Callable[[Connection, str], None]:
    """Set or end the innermost savepoint, by the one name that all of them have.

    New names are compiled and prepared anew each time, and push out what the driver keeps prepared.
    """

    def step(connection: Connection, _name: str) -> None:
        if statements[0].startswith("ROLLBACK") and _is_undone(connection):
            return
        for statement in statements:
            connection.exec_driver_sql(statement)

    return step


def _is_undone(connection: Connection) -> bool:
    """Whether SQLite has undone all of a change itself, as where a disk is full or fails.

    Asked to undo a part, it would tell of that, and no longer of the disk.
    """
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and not driver.in_transaction


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    # The driver's own BEGIN comes too late for a change; we begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")


def _hide_rows(context: ExceptionContext) -> None:
    said, error = context.original_exception, context.sqlalchemy_exception
    words = without_rows(said)
    if words and error is not None:
        error.args = (f"({type(said).__module__}.{type(said).__name__}) {words}",)


def _say_what_is_hidden(context: ExceptionContext) -> None:
    error = context.sqlalchemy_exception
    if error is not None:
        error.add_note("[parameters stand in no report: they may name people (V2, E6)]")
