"""Who has an office's file open: every window and command, here or on another PC (E5).

Beside the file lies an empty SQLite file, whose locks say it: whoever works in the office
shares it, whoever replaces the office needs it alone. Such a lock dies with its process, and it
holds wherever SQLite's own locks hold.
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.services.halves import known_as
from desktop.services.in_place import gone
from desktop.services.trouble import primary_code

WAIT_FOR_OTHERS_S = 3.0  # a command that is just ending is waited for; a window isn't
_WAIT_TO_ENTER_S = 15.0
_LONGEST = 500  # bytes of a path; SQLite takes 512, with what it puts behind a name
_LONGEST_ON_WINDOWS = 250  # signs; more are possible where the system was told to take them
_ON_SERVER = """
SELECT DISTINCT coalesce(nullif(application_name, ''), usename) FROM pg_stat_activity
WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY 1
"""
# What SQLite says of a file, by its primary result code, as the system would say it.
_LIKE = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
# Each engine's own; it goes with the engine.
_PRESENCES: "WeakKeyDictionary[Engine, _Presence]" = WeakKeyDictionary()


def reason_at(place: Path, error: sqlite3.Error) -> str:
    """Why a file can't be used; SQLite doesn't say that its path is longer than it takes."""
    code = primary_code(error)
    if code == sqlite3.SQLITE_CANTOPEN and (words := too_long(place)):
        return words
    gone = code == sqlite3.SQLITE_CANTOPEN and not place.parent.is_dir()
    like = errno.ENOTDIR if gone else _LIKE.get(code)
    return os_reason(OSError(like, str(error))) if like else str(error)


def too_long(place: Path) -> str:
    """The reason, where a file's path is longer than SQLite takes; else empty."""
    longest = _LONGEST_ON_WINDOWS if os.name == "nt" else _LONGEST
    signs = str(place) if os.name == "nt" else os.fsencode(place)
    return os_reason(OSError(errno.ENAMETOOLONG, "")) if len(signs) > longest else ""


def real_place(database: Path) -> Path:
    """Where an office's file lies that a link may name: by each name it is one and the same."""
    return Path(os.path.realpath(database)) if database.is_symlink() else database


def lock_place(database: Path) -> Path:
    """The file whose locks tell who has an office open."""
    database = real_place(database)
    return database.with_name(f"{database.name}.lock")


def others_on_server(connection: Connection) -> Sequence[str]:
    """Who else has an office on a server open, as its sessions are called there."""
    return [str(name) for name in connection.exec_driver_sql(_ON_SERVER).scalars()]


Prepare = Callable[[sqlite3.Connection], None]


def announce(engine: Engine, database: Path, prepare: Prepare) -> None:
    """Show others that the office is open, as long as this engine has a connection to it.

    ``prepare`` makes each connection ready; one that fails in it was never there.
    """
    presence = _PRESENCES[engine] = _Presence(database)

    def connect(dialect: Dialect, _record: object, given: Any, named: Any) -> DBAPIConnection:
        # Before the file is opened: else it might be the one that was just replaced.
        presence.enter()
        connection: Any = None
        try:
            presence.need_file()
            connection = dialect.connect(*given, **named)
            prepare(connection)
        except BaseException:
            if connection is not None:
                connection.close()
            presence.leave()
            raise
        return cast("DBAPIConnection", connection)

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "close", lambda _connection, _record: presence.leave())


@contextmanager
def stepping_out(engine: Engine) -> Iterator[None]:
    """Let go of an office's file with all readers, to have it replaced by this very program.

    Whoever asks meanwhile is told so; afterwards the engine works again.
    """
    presence = _PRESENCES[engine]
    presence.is_out = True
    engine.dispose()
    try:
        yield
    finally:
        presence.is_out = False


class _Presence:
    """One engine's shared lock, held from its first connection to its last."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._held: sqlite3.Connection | None = None
        self._open = 0
        self.is_out = False
        self._was_there = False

    def need_file(self) -> None:
        """Refuse to open anew what was open and is gone: SQLite would make an empty file of it."""
        there = self._database.exists()
        if self._was_there and not there:
            raise gone(self._database)
        self._was_there = self._was_there or there

    def enter(self) -> None:
        """One more connection is opened."""
        if self.is_out:
            raise being_replaced()
        with self._guard:
            if self._open == 0:
                self._held = _shared(self._database)
            self._open += 1

    def leave(self) -> None:
        """One was closed; the last takes the lock with it."""
        with self._guard:
            self._open -= 1
            if self._open == 0 and self._held is not None:
                self._held.close()
                self._held = None


def _shared(database: Path) -> sqlite3.Connection:
    """The shared lock; DatabaseTrouble where none can be held, as in a read-only folder.

    Who can't be seen might have the office replaced under their window, and couldn't save there
    either: SQLite too has to write beside the file.
    """
    held: sqlite3.Connection | None = None
    try:
        held = _connect(lock_place(database), _WAIT_TO_ENTER_S)
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        if held is not None:
            held.close()
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
            raise being_replaced() from error
        words = _(
            "Nothing can be written beside {database}, so nobody could see that it is open here "
            "({reason}). Check that its folder is there, and its rights."
        )
        reason = reason_at(lock_place(database), error)
        raise DatabaseTrouble(words.format(database=known_as(database), reason=reason)) from error
    return held


def being_replaced() -> DatabaseTrouble:
    """What somebody is told who wants to work in an office that is being replaced."""
    return DatabaseTrouble(
        _("This office is being replaced by a backup just now. Try again in a minute.")
    )


@contextmanager
def alone(database: Path, wait_s: float = WAIT_FOR_OTHERS_S) -> Iterator[None]:
    """Have an office's file to oneself: nobody else has it open, and nobody opens it meanwhile.

    Raises DatabaseTrouble when others stay in it.
    """
    try:
        with closing(_connect(lock_place(database), wait_s)) as held:
            held.execute("PRAGMA journal_mode = MEMORY")  # no file of it is left by a kill
            held.execute("BEGIN EXCLUSIVE")
            yield
            held.rollback()
    except sqlite3.Error as error:
        reason = too_long(lock_place(database))
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
            words = _(
                "{database} is open in another window, command or PC. Close the program "
                "everywhere, then try again; nothing was changed."
            )
        elif reason:
            words = _("{database} can't be used: {reason}. Choose a folder whose path is shorter.")
        else:
            words = _("{database} cannot be written. Check the file's and the folder's rights.")
        raise DatabaseTrouble(words.format(database=database, reason=reason)) from error


def _connect(place: Path, wait_s: float) -> sqlite3.Connection:
    # Whichever thread takes the last connection back closes it.
    return sqlite3.connect(place, timeout=wait_s, isolation_level=None, check_same_thread=False)
