"""Backups: copies that were opened and checked, numbered in their order, and the way back (E5)."""

import errno
import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL, Engine

from desktop.basics.errors import DatabaseTrouble, NeedsConfirmation
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.basics.watch import Nobody, Watch
from desktop.queries.chains import Heads, heads
from desktop.services.backup_file import (
    NO_CARD,
    Card,
    back_up_file,
    card_place,
    made,
    read_card,
    told_card,
)
from desktop.services.copying import (
    check_backup,
    copy,
    reason_of,
)
from desktop.services.halves import half_place, throw_away, throw_away_halves
from desktop.services.office import Office
from desktop.services.presence import alone, real_place, stepping_out
from desktop.services.replacing import finish_replacing, replace
from desktop.services.server_backup import copy_from_server, copy_to_server, into_new_words

__all__ = [
    "Backup",
    "Card",
    "OfferedBackup",
    "back_up",
    "backups_in",
    "card_place",
    "check_backup",
    "copy_backup",
    "daily_backup",
    "last_backup",
    "noted_in",
    "offered_backups",
    "read_card",
    "restore",
    "restore_anyway",
    "restore_over",
    "restore_to_server",
    "take_backup",
]

_WAIT_FOR_ANOTHER_S = 60.0  # another window that takes one just now
_KEPT = 30  # the newest; of those before them the first of each month
LOSES = "loses"
UNREADABLE = (OSError, sqlite3.Error)  # what reading a backup that is none may raise
_NAMED = re.compile(r"office-(?:(\d+)-)?(\d{4}-\d{2}-\d{2})\.db")


@dataclass(frozen=True)
class Backup:
    """A backup of the office's own folder. ``number`` counts them in the order of taking."""

    number: int
    day: date
    path: Path


def back_up(engine: Engine, target: Path, watch: Watch | None = None) -> Path:
    """Copy an office while it is in use, check the copy, and only then name it.

    Of a server's office it is the same kind of file, held against the server row by row, and may
    take minutes. Raises DatabaseTrouble when it cannot be written or the copy does not check;
    Cancelled when the watch gave up.
    """
    if engine.dialect.name != "sqlite":
        return made(target, lambda half: copy_from_server(engine, half, watch or Nobody()))
    return back_up_file(Path(str(engine.url.database)), target)


def copy_backup(backup: Path, target: Path) -> Path:
    """Copy a database elsewhere, check the copy, and write its name card beside it."""
    users: Sequence[str] = ()
    with suppress(*NO_CARD):
        users = told_card(backup).users

    def make(half: Path) -> Sequence[str]:
        copy(backup, half, in_use=False)
        return users

    return made(target, make)


# --- the daily ones ---------------------------------------------------------------------------


def daily_backup(engine: Engine, folder: Path, today: date) -> Path | None:
    """Take a backup unless the newest is today's, and thin out one that is old (E5).

    Two windows that are opened together take one between them. None on a PostgreSQL server: there
    it is one PC's work, not that of each. Raises DatabaseTrouble when it can't be taken.
    """
    if engine.dialect.name != "sqlite":
        return None
    newest = next(iter(backups_in(folder)), None)
    if newest is not None and newest.day == today:
        return newest.path
    return take_backup(engine, folder, today)


def take_backup(engine: Engine, folder: Path, today: date, watch: Watch | None = None) -> Path:
    """Take a backup into the office's own folder; the oldest that isn't kept goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseTrouble(
            _("No backup was made to {target}: {reason}. Put that right and try again.").format(
                target=folder, reason=reason_of(error, folder)
            )
        ) from error
    before = backups_in(folder)
    with alone(folder / "office", _WAIT_FOR_ANOTHER_S):
        now = backups_in(folder)
        if now and now != before and now[0].day == today:
            return now[0].path  # another window was quicker
        throw_away_halves(folder, "office-*.db")
        number = now[0].number + 1 if now else 1
        made = back_up(engine, folder / f"office-{number:05d}-{today}.db", watch)
        _thin_out(folder)
    return made


def backups_in(folder: Path) -> list[Backup]:
    """The backups of a folder, the newest first: by their number, whatever a clock said."""
    found = []
    for path in folder.glob("office-*.db"):
        named = _NAMED.fullmatch(path.name)
        if named:
            with suppress(ValueError):
                found.append(Backup(int(named[1] or 0), date.fromisoformat(named[2]), path))
    return sorted(found, key=lambda one: (one.number, one.day), reverse=True)


def last_backup(folder: Path) -> date | None:
    """The day of the newest backup."""
    return next((one.day for one in backups_in(folder)), None)


def _thin_out(folder: Path) -> None:
    """Let one go, the oldest that isn't the first of its month: never more at a time.

    So a clock that is wrong for a day can't take the backups of years with it.
    """
    older = backups_in(folder)[_KEPT:]
    first_of_month = {(one.day.year, one.day.month): one for one in older}
    for one in reversed(older):
        if first_of_month[one.day.year, one.day.month] != one:
            one.path.unlink(missing_ok=True)
            card_place(one.path).unlink(missing_ok=True)
            return


def noted_in(folder: Path) -> list[Heads]:
    """How far the office had come by the name cards of its backups; each must still hold (L3)."""
    found = []
    for one in backups_in(folder):
        with suppress(*NO_CARD):
            found.append(told_card(one.path).heads)
    return found


# --- the way back -----------------------------------------------------------------------------


@dataclass(frozen=True)
class OfferedBackup:
    """A backup that can be restored: when it was taken, where it lies, of which server it is."""

    moment: str
    path: Path
    of: str = ""


def offered_backups(folder: Path) -> list[OfferedBackup]:
    """The backups of this computer, the newest first; what can't be read is left out."""
    found = []
    for one in backups_in(folder):
        with suppress(*UNREADABLE):
            found.append(OfferedBackup(read_card(one.path).made_at, one.path))
    return found


def restore_anyway(
    target: Path, backup: Path, confirmed: frozenset[str] = frozenset()
) -> Path | None:
    """Put a backup where an office lies or lay that can't be asked what has come since (E5).

    NeedsConfirmation("loses") says so first. Otherwise as ``restore``.
    """
    check_backup(backup)
    if target.exists() and LOSES not in confirmed:
        words = _(
            "Put the backup of {moment} in the place of this office? What was done since then "
            "will be gone from it; what is there now is kept beside it."
        )
        raise NeedsConfirmation(LOSES, words.format(moment=read_card(backup).made_at), careful=True)
    return restore(backup, target)


def restore_to_server(backup: Path, target: URL, watch: Watch | None = None) -> Sequence[str]:
    """Put a checked backup into a server's empty database, and hold it against what it says.

    Whoever worked on the server that it was taken of may work there too; returns those to whom
    that right couldn't be given. Raises DatabaseTrouble, Cancelled, with the database empty.
    """
    check_backup(backup)
    users = read_card(backup).users
    return copy_to_server(backup, target, users, watch or Nobody())


def restore_over(office: Office, backup: Path, confirmed: frozenset[str] = frozenset()) -> Path:
    """Put a backup in the place of the office that this very window works in.

    NeedsConfirmation("loses") says first what has come since and would be gone. Afterwards the
    office is opened anew. Returns where what was there is kept. On a server nothing is put in the
    place of an office: DatabaseTrouble says where to.
    """
    if office.engine.dialect.name != "sqlite":
        raise DatabaseTrouble(into_new_words(office.engine.url))
    check_backup(backup)
    if LOSES not in confirmed:
        raise NeedsConfirmation(LOSES, _lost_words(office, backup), careful=True)
    with stepping_out(office.engine):
        kept = restore(backup, Path(office.engine.url.database or ""))
    assert kept is not None
    return kept


def _lost_words(office: Office, backup: Path) -> str:
    card = read_card(backup)
    with office.reading() as session:
        now = heads(session)
    changes = max(now.trail.number - card.heads.trail.number, 0)
    entries = max(now.entries.number - card.heads.entries.number, 0)
    words = _(
        "Since this backup ({moment}) there have been {changes} changes and {entries} entries. "
        "They will be gone from the office; what is there now is kept beside it. Restore it?"
    )
    if not changes and not entries:
        words = _(
            "Since this backup ({moment}) nothing was changed. What is there now is kept beside "
            "it. Restore it?"
        )
    return words.format(moment=card.made_at, changes=changes, entries=entries)


def restore(backup: Path, target: Path) -> Path | None:
    """Put a checked backup in the place of an office, whatever stands there, or of none.

    Returns where what was there is kept (None: nothing was). Raises DatabaseTrouble, with
    everything as it was, when the backup is no good or the office is open anywhere.
    """
    check_backup(backup)
    target = real_place(target)
    _need_place(target)
    finish_replacing(target)
    half = half_place(target)
    with alone(target):
        throw_away_halves(target.parent, target.name)
        try:
            copy(backup, half, in_use=False)
            check_backup(half)
            return replace(half, target)
        except (OSError, sqlite3.Error) as error:
            throw_away(half)
            raise DatabaseTrouble(
                _("{backup} was not restored: {reason}").format(
                    backup=backup, reason=reason_of(error, target)
                )
            ) from error


def _need_place(target: Path) -> None:
    """Make the folder that an office lay in, if it is gone; refuse a folder for a file."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
    except OSError as error:
        words = _("Nothing was restored to {target}: {reason}.")
        raise DatabaseTrouble(words.format(target=target, reason=os_reason(error))) from error
