"""Copying an office's file while it is in use, and telling a good copy from a bad one (E5)."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.basics.through import write_through
from desktop.models.protections import APPLICATION_ID
from desktop.queries.checks.database import first_unprotected
from desktop.services.halves import (
    SIDES,
    beside,
    half_place,
    known_as,
    throw_away,
    throw_away_halves,
)
from desktop.services.presence import reason_at
from desktop.services.versions import HEAD, is_known, is_trial, newer_program


def checked(target: Path, make: Callable[[Path], object]) -> None:
    """Have a backup made, check it, and only then give it its name.

    Raises OSError, sqlite3.Error or DatabaseTrouble; what stood at the target stands then.
    """
    half = half_place(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        throw_away_halves(target.parent, target.name)
        make(half)
        check_backup(half)
        half.replace(target)
    finally:
        throw_away(half)


def copy(source: Path, half: Path, *, in_use: bool) -> None:
    """Copy a database, also one that is in use, and have it written through to the disk."""
    opened = _open_for_use(source) if in_use else reading(source)
    with opened as taken, closing(sqlite3.connect(half)) as made:
        # In one step: in several it would begin anew whenever somebody writes.
        taken.backup(made, pages=-1)
    write_through(half)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that nobody writes: it leaves nothing beside it.

    Without a log beside it the file is read as it stands, so a stick may be write-protected.
    """
    path = path.resolve()
    log = beside(path, SIDES[0])
    how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True)) as connection:
        yield connection


@contextmanager
def _open_for_use(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def check_backup(path: Path) -> None:
    """Open a backup and check it; DatabaseTrouble when it is no good (E5).

    It must be one of our offices, no newer than this program, whole, with its protections.
    """
    try:
        if not path.is_file():  # SQLite would say that it can't be opened
            path.stat()
            raise IsADirectoryError(errno.EISDIR, "")
        with reading(path) as connection:
            problem = _problem(connection)
    except (OSError, sqlite3.Error) as error:
        problem = reason_of(error, path)
    if problem is not None:
        raise DatabaseTrouble(
            _("{path} is not a good backup ({reason}). Take another.").format(
                path=known_as(path), reason=problem
            )
        )


def _problem(connection: sqlite3.Connection) -> str | None:
    kind = connection.execute("PRAGMA application_id").fetchone()[0]
    if kind != APPLICATION_ID:
        return _("it is no office's database")
    made = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if is_trial([name for (name,) in made]):
        return _("it is from a trial before the program's first release")
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if version is None or not is_known(version[0]):
        return newer_program(version[0] if version else "")
    said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if said != "ok":
        return _("it is damaged: {reason}").format(reason=said.splitlines()[-1])
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    # An older office has the protections of its day; opening it brings those of today.
    return first_unprotected("sqlite", dict(rows)) if version[0] == HEAD else None


def reason_of(error: OSError | sqlite3.Error, place: Path) -> str:
    """Why it didn't come about at that place, in words for a person."""
    if isinstance(error, OSError):
        return os_reason(error)
    return reason_at(half_place(place), error)
