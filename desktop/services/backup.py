"""Backups: a copy that was opened and checked, and the way back (E5)."""

import errno
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason

_NAME = "office-{day}.db"
_KEPT_DAYS = 30
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
_PRIMARY = 0xFF


def back_up(engine: Engine, target: Path) -> Path:
    """Copy an SQLite office while it is in use, check the copy, and only then name it.

    Raises DatabaseTrouble when it cannot be written or the copy does not check.
    """
    if engine.dialect.name != "sqlite":
        raise DatabaseTrouble(_("A PostgreSQL office is backed up on its server, with pg_dump."))
    return copy_backup(Path(str(engine.url.database)), target)


def daily_backup(engine: Engine, folder: Path, today: date) -> Path | None:
    """Take today's backup if there is none yet, and thin out old ones (E5).

    Kept are the last 30 days, and of older ones the first of each month. None on a PostgreSQL
    server, which is backed up there.
    """
    if engine.dialect.name != "sqlite":
        return None
    target = daily_place(folder, today)
    if not target.exists():
        back_up(engine, target)
    _thin_out(folder, today)
    return target


def daily_place(folder: Path, day: date) -> Path:
    """Where the backup of a day lies."""
    return folder / _NAME.format(day=day)


def last_backup(folder: Path) -> date | None:
    """The day of the newest daily backup."""
    return max(_daily(folder), default=None)


def backups_in(folder: Path) -> dict[date, Path]:
    """The daily backups of a folder by day, the newest first."""
    return dict(sorted(_daily(folder).items(), reverse=True))


def _daily(folder: Path) -> dict[date, Path]:
    found = {}
    for path in folder.glob(_NAME.format(day="*")):
        with suppress(ValueError):
            found[date.fromisoformat(path.stem.removeprefix("office-"))] = path
    return found


def _thin_out(folder: Path, today: date) -> None:
    days = _daily(folder)
    first_of_month = {(day.year, day.month): day for day in sorted(days, reverse=True)}
    for day, path in days.items():
        recent = (today - day).days < _KEPT_DAYS
        if not recent and first_of_month[day.year, day.month] != day:
            path.unlink(missing_ok=True)


def check_backup(path: Path) -> None:
    """Open a backup and check it; DatabaseTrouble when it is no good."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise DatabaseTrouble(
            _("{path} is not a good backup ({reason}). Take another.").format(
                path=path, reason=said
            )
        )


def restore(backup: Path, target: Path) -> Path:
    """Put a checked backup in the place of an office; what was there is kept beside it.

    Returns where the office that was replaced is kept. Raises DatabaseTrouble, with everything
    as it was, when the backup is no good or the office is in use.
    """
    check_backup(backup)
    kept = _free_place(target)
    half = target.with_suffix(target.suffix + ".half")
    try:
        _copy(backup, half)
        if target.exists():
            _close_log(target)
            target.replace(kept)
        half.replace(target)
    except (OSError, sqlite3.Error) as error:
        if kept.exists() and not target.exists():
            kept.replace(target)
        raise DatabaseTrouble(
            _("{backup} was not restored: {reason}").format(backup=backup, reason=_reason(error))
        ) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return kept


def copy_backup(backup: Path, target: Path) -> Path:
    """Copy a database elsewhere and check the copy; raises DatabaseTrouble."""
    half = target.with_suffix(target.suffix + ".half")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(backup, half)
        check_backup(half)
        half.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseTrouble(
            _("No backup was made to {target}: {reason}. Put that right and try again.").format(
                target=target, reason=_reason(error)
            )
        ) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return target


def _reason(error: OSError | sqlite3.Error) -> str:
    """Why it didn't come about, in words for a person."""
    if isinstance(error, OSError):
        return os_reason(error)
    like = _LIKE.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
    return os_reason(OSError(like, str(error))) if like else str(error)


def _free_place(target: Path) -> Path:
    """Where the office that is replaced is kept."""
    kept = target.with_name(f"{target.stem}-before-restore{target.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.stem}-before-restore-{number}{target.suffix}")
    return kept


def _copy(backup: Path, half: Path) -> None:
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(half)) as copy:
        # In one step: in several it would begin anew whenever somebody writes.
        source.backup(copy, pages=-1)


def _close_log(path: Path) -> None:
    """Fold the write-ahead log into the file, or say that somebody still works in it."""
    connection = sqlite3.connect(path)
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise DatabaseTrouble(
            _("{database} is in use by another program. Close that program and try again.").format(
                database=path
            )
        )
