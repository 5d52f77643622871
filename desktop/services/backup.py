"""Backups: a copy that was opened and checked, and the way back (E5)."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _


def back_up(engine: Engine, target: Path) -> Path:
    """Copy an SQLite office while it is in use, check the copy, and only then name it.

    Raises DatabaseTrouble when it cannot be written or the copy does not check.
    """
    if engine.dialect.name != "sqlite":
        raise DatabaseTrouble(_("A PostgreSQL office is backed up on its server, with pg_dump."))
    half = target.with_suffix(target.suffix + ".half")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        source = sqlite3.connect(str(engine.url.database))
        copy = sqlite3.connect(half)
        # In one step: in several it would begin anew whenever somebody writes.
        source.backup(copy, pages=-1)
        source.close()
        copy.close()
        check_backup(half)
        half.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise DatabaseTrouble(
            _("No backup was made to {target}: {reason}").format(target=target, reason=error)
        ) from error
    return target


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

    Returns where the office that was replaced is kept.
    """
    check_backup(backup)
    kept = target.with_name(f"{target.stem}-before-restore{target.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.stem}-before-restore-{number}{target.suffix}")
    half = target.with_suffix(target.suffix + ".half")
    source, copy = sqlite3.connect(backup), sqlite3.connect(half)
    source.backup(copy, pages=-1)
    source.close()
    copy.close()
    if target.exists():
        _close_log(target)
        target.replace(kept)
    half.replace(target)
    return kept


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
