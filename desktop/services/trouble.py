"""What a database's driver says, in words for the person in front of it.

A file that is locked, gone, damaged or on a full disk, and a server that is away, are no faults
of the program: it is said what is so and what to do. Nothing of what was written is told.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from desktop.basics.errors import DatabaseTrouble, ServerRefuses
from desktop.basics.i18n import N_, _
from desktop.queries.facts.driver import UNREADABLE_WORDS
from desktop.services.at_the_door import shut_out
from desktop.services.halves import known_as
from desktop.services.in_line import is_its_turn

_PRIMARY = 0xFF  # of SQLite's result codes
_IN_USE = N_("{database} is in use by another program. Close that program and try again.")
_NO_RIGHT = N_("{database} cannot be written. Check the file's and the folder's rights.")
_FULL = N_(
    "The disk with {database} is full. Make room there, then try again; what was saved before "
    "is whole."
)
_SQLITE = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_READONLY: _NO_RIGHT,
    sqlite3.SQLITE_PERM: _NO_RIGHT,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: N_(
        "The drive with {database} doesn't answer as it should. Check that it is plugged in and "
        "has room, then try again."
    ),
    sqlite3.SQLITE_CANTOPEN: N_("{database} cannot be opened. Check the path and its rights."),
    sqlite3.SQLITE_NOTADB: N_(
        "{database} is not a database, or it is encrypted. Name another file."
    ),
    sqlite3.SQLITE_CORRUPT: N_("{database} is damaged. Keep it, and restore the newest backup."),
}
_UNREAD = N_(
    "{database} holds words that can't be read: another program wrote into it, or it is damaged. "
    "Keep it, and restore the newest backup in which nothing is wrong."
)
_LOST = N_(
    "The database server can't be reached just now. What you typed is kept: try again in a "
    "moment, or ask whoever looks after the server."
)
# PostgreSQL's states that no statement of ours can help: full, short of something, stopping, gone.
_SERVER_FULL, _SHORT, _AWAY = "53100", "53", ("08", "57", "")
_SHORT_OF = N_(
    "The database server has too little memory, or too many connections, just now. Nothing was "
    "changed: try again in a moment. If it comes again, ask whoever looks after the server."
)
_BROKEN_OFF = "57014"
_TOO_LONG = N_(
    "The server broke this off: it lets the user {user} take no longer for one step "
    "(statement_timeout), or somebody ended it there. Nothing was changed, and what you typed is "
    "kept: try again. If it comes again, have that limit raised."
)
# No such table or schema: a window's own tables can't be found any more.
_HIDDEN = ("42P01", "3F000")
_NO_TABLES = N_(
    "The office's tables can't be found in {database} any more: a right was taken away (USAGE ON "
    "SCHEMA public), the search_path was changed, or the database was emptied. What you typed is "
    "kept: ask whoever looks after the server."
)
# Two that wait for each other, or one that waited long for another: only one goes on.
_HELD_UP = ("40P01", "55P03")
_TAKEN = N_(
    "Somebody else is at the same just now, such as with a long import, or a program that brings "
    "the office up to date. Nothing was changed: try again in a moment."
)
MAY_NOT = "42501"  # what PostgreSQL says to a user who lacks a right
_LACKS_RIGHTS = N_(
    "The database user {user} lacks rights in {database} that the program needs. Nothing was "
    "changed: have them given as “Database connection” tells, or sign in there as another."
)
_READ_ONLY = "25006"
_TAKES_NOTHING = N_(
    "The database server only lets us read just now; perhaps it is a copy of another one. What you "
    "typed is kept: ask whoever looks after the server."
)
_STATES = {
    _SERVER_FULL: _FULL,
    MAY_NOT: _LACKS_RIGHTS,
    _READ_ONLY: _TAKES_NOTHING,
    _BROKEN_OFF: _TOO_LONG,
    **dict.fromkeys(_HELD_UP, _TAKEN),
}
_CONNECTION_ERRORS = ("OperationalError", "InterfaceError")
_ROOM_BYTES = 4_000_000
_ITS_TABLES = "SELECT 1 FROM alembic_version"
_ROOM_ON_SERVER = (
    "CREATE TEMPORARY TABLE room_to_write ON COMMIT DROP AS"
    " SELECT n, md5(n::text) FROM generate_series(1, 60000) AS n"
)


def trouble_words(url: URL, error: DBAPIError) -> str | None:
    """What to say of a driver's error; None when it is a fault of the program."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_words(url, error.orig)
    state = getattr(error.orig, "sqlstate", None) or ""
    if (words := _words_of(state)) is not None:
        return _(words).format(user=url.username, database=url.database)
    shut = None if state else shut_out(url, error.orig)
    if shut is not None:
        told = _("{told} “Database connection” tests it, and takes another.")
        kept = _("What you typed is kept.")
        return f"{told.format(told=shut.told)} {kept}"
    unreached = type(error).__name__ in _CONNECTION_ERRORS and state[:2] in _AWAY
    return _(_LOST) if error.connection_invalidated or unreached else None


def _words_of(state: str) -> str | None:
    """What is said of a state of PostgreSQL's that tells all; None for others."""
    if state in _STATES:
        return _STATES[state]
    return _SHORT_OF if state.startswith(_SHORT) else None


def no_tables_words(url: URL, error: DBAPIError) -> str | None:
    """What to say where an office's own tables aren't found; None for any other error."""
    hidden = getattr(error.orig, "sqlstate", None) in _HIDDEN
    return _(_NO_TABLES).format(database=url.database) if hidden else None


def _sqlite_words(url: URL, error: BaseException | None) -> str | None:
    unread = str(error).startswith(UNREADABLE_WORDS)
    words = _UNREAD if unread else _SQLITE.get(primary_code(error))
    return _(words).format(database=known_as(url.database)) if words else None


def primary_code(error: BaseException | None) -> int:
    """SQLite's kind of an error, without its finer ones; 0 for none of SQLite's."""
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY


def lost_words() -> str:
    """What is said of a server that went away."""
    return _(_LOST)


@contextmanager
def telling_trouble(engine: Engine) -> Iterator[None]:
    """Around any work with a database: raises DatabaseTrouble for what its driver says."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(error, DBAPIError):
            words = trouble_words(engine.url, error)
        else:
            words = _sqlite_words(engine.url, error)
        if words is None:
            raise
        if primary_code(said) == sqlite3.SQLITE_READONLY:
            engine.dispose()
        refuses = getattr(said, "sqlstate", None) in (MAY_NOT, _BROKEN_OFF)
        raise (ServerRefuses if refuses else DatabaseTrouble)(words) from error


def is_well(engine: Engine) -> bool:
    """Whether a database that was in trouble can be written again; waits for nobody."""
    try:
        return _file_is_well(engine) if engine.dialect.name == "sqlite" else _takes_rows(engine)
    except (sqlite3.Error, OSError, DBAPIError, DatabaseTrouble):
        return False


def _file_is_well(engine: Engine) -> bool:
    place = Path(engine.url.database or "")
    address = f"{place.resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        # That alone may begin in a file that can't be written.
        kept = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {kept}")
        connection.execute("ROLLBACK")
    finally:
        connection.close()
    engine.dispose()  # what was opened only to be read stays so when the rights are back
    return shutil.disk_usage(place.parent).free > _ROOM_BYTES


def _takes_rows(engine: Engine) -> bool:
    """Whether a server takes some megabytes, of which nothing stays.

    One whose disk is full, or that only lets us read, answers whatever is asked all the same.
    """
    with engine.connect() as opened:
        if not is_its_turn(opened):
            return False
        try:
            opened.exec_driver_sql(_ITS_TABLES)
            opened.exec_driver_sql(_ROOM_ON_SERVER)
        except DBAPIError as error:
            # Whoever may make no such table can't try: that it answers has to do then.
            return getattr(error.orig, "sqlstate", None) == MAY_NOT
        opened.rollback()
    return True
