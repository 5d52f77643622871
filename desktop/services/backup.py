"""Backups: copies that were opened and checked, numbered in their order, and the way back (E5).

A backup's name card lies beside it and says what it holds: when it was taken, and how far the
chains of ledger, trail and papers had come. It can be kept elsewhere, to compare with (L3).
"""

import errno
import json
import re
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from desktop.basics.errors import DatabaseTrouble, NeedsConfirmation
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.queries.chains import ENTRIES, PAPERS, TRAIL, Chain, Head, Heads, heads
from desktop.services.copying import (
    check_backup,
    copy,
    copy_checked,
    reading,
    reason_of,
)
from desktop.services.office import Office
from desktop.services.presence import alone, lock_place, real_place, stepping_out
from desktop.services.replacing import (
    SIDES,
    beside,
    finish_replacing,
    half_place,
    replace,
    throw_away,
    throw_away_halves,
)

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
    "take_backup",
]

_WAIT_FOR_ANOTHER_S = 60.0  # another window that takes one just now
_KEPT = 30  # the newest; of those before them the first of each month
LOSES = "loses"
UNREADABLE = (OSError, sqlite3.Error)  # what reading a backup that is none may raise
_NAMED = re.compile(r"office-(?:(\d+)-)?(\d{4}-\d{2}-\d{2})\.db")


@dataclass(frozen=True)
class Card:
    """What a backup holds: the moment (local time, to the minute) and the ends of its chains."""

    made_at: str
    heads: Heads


@dataclass(frozen=True)
class Backup:
    """A backup of the office's own folder. ``number`` counts them in the order of taking."""

    number: int
    day: date
    path: Path


def back_up(engine: Engine, target: Path) -> Path:
    """Copy an SQLite office while it is in use, check the copy, and only then name it.

    Raises DatabaseTrouble when it cannot be written or the copy does not check.
    """
    if engine.dialect.name != "sqlite":
        raise DatabaseTrouble(_("A PostgreSQL office is backed up on its server, with pg_dump."))
    return _copied(Path(str(engine.url.database)), target, in_use=True)


def copy_backup(backup: Path, target: Path) -> Path:
    """Copy a database elsewhere, check the copy, and write its name card beside it."""
    return _copied(backup, target, in_use=False)


def _copied(source: Path, target: Path, *, in_use: bool) -> Path:
    _need_no_office_at(target)
    try:
        copy_checked(source, target, in_use=in_use)
        _write_card(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseTrouble(
            _("No backup was made to {target}: {reason}. Put that right and try again.").format(
                target=target, reason=reason_of(error, target)
            )
        ) from error
    return target


def _need_no_office_at(target: Path) -> None:
    """Refuse to lay a backup over an office at work (this one, too), or over its log."""
    target = real_place(target)
    own_logs = (target.name.removesuffix(side) for side in SIDES if target.name.endswith(side))
    is_log = any(target.with_name(name).exists() for name in own_logs)
    log = beside(target, SIDES[0])
    if is_log or (log.exists() and log.stat().st_size) or _is_open(target):
        words = _("{target} belongs to an office that is in use. Give the backup another name.")
        raise DatabaseTrouble(words.format(target=target))


def _is_open(target: Path) -> bool:
    if not (target.exists() and lock_place(target).exists()):
        return False
    try:
        with alone(target, 0):
            return False
    except DatabaseTrouble:
        return True


# --- the daily ones ---------------------------------------------------------------------------


def daily_backup(engine: Engine, folder: Path, today: date) -> Path | None:
    """Take a backup unless the newest is today's, and thin out one that is old (E5).

    Two windows that are opened together take one between them. None on a PostgreSQL server,
    which is backed up there. Raises DatabaseTrouble when it can't be taken.
    """
    if engine.dialect.name != "sqlite":
        return None
    newest = next(iter(backups_in(folder)), None)
    if newest is not None and newest.day == today:
        return newest.path
    return take_backup(engine, folder, today)


def take_backup(engine: Engine, folder: Path, today: date) -> Path:
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
        made = back_up(engine, folder / f"office-{number:05d}-{today}.db")
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


# --- name cards -------------------------------------------------------------------------------


def card_place(backup: Path) -> Path:
    """Where a backup's name card lies."""
    return backup.with_suffix(".card.json")


def read_card(backup: Path) -> Card:
    """A backup's name card; of one without, what the backup itself says.

    Raises OSError or sqlite3.Error when neither can be read.
    """
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _told_card(backup)
    return _card(backup)


def noted_in(folder: Path) -> list[Heads]:
    """How far the office had come by the name cards of its backups; each must still hold (L3)."""
    found = []
    for one in backups_in(folder):
        with suppress(OSError, ValueError, KeyError, TypeError):
            found.append(_told_card(one.path).heads)
    return found


def _told_card(backup: Path) -> Card:
    told = json.loads(card_place(backup).read_text(encoding="utf-8"))
    ends = told["heads"]
    each = (ends[name] for name in ("entries", "trail", "papers"))
    heads_told = (Head(int(end["number"]), str(end["hash"])) for end in each)
    return Card(str(told["made_at"]), Heads(*heads_told))


def _card(backup: Path) -> Card:
    made_at = datetime.fromtimestamp(backup.stat().st_mtime).astimezone()
    with reading(backup) as connection:
        ends = (_head(connection, chain) for chain in (ENTRIES, TRAIL, PAPERS))
        return Card(made_at.strftime("%Y-%m-%d %H:%M"), Heads(*ends))


def _head(connection: sqlite3.Connection, chain: Chain) -> Head:
    newest = f"SELECT {chain.key}, hash FROM {chain.table.name} ORDER BY 1 DESC LIMIT 1"  # noqa: S608
    with suppress(sqlite3.OperationalError):  # an older office has no such chain
        last = connection.execute(newest).fetchone()
        return Head(*last) if last else Head()
    return Head()


def _write_card(backup: Path) -> None:
    told = json.dumps(asdict(_card(backup)), ensure_ascii=False, indent=1)
    card_place(backup).write_text(told, encoding="utf-8")


# --- the way back -----------------------------------------------------------------------------


@dataclass(frozen=True)
class OfferedBackup:
    """A backup that can be restored: when it was taken, and where it lies."""

    moment: str
    path: Path


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


def restore_over(office: Office, backup: Path, confirmed: frozenset[str] = frozenset()) -> Path:
    """Put a backup in the place of the office that this very window works in.

    NeedsConfirmation("loses") says first what has come since and would be gone. Afterwards the
    office is opened anew. Returns where what was there is kept.
    """
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
    return _(
        "Since this backup ({moment}) there have been {changes} changes and {entries} entries. "
        "They will be gone from the office; what is there now is kept beside it. Restore it?"
    ).format(
        moment=card.made_at,
        changes=max(now.trail.number - card.heads.trail.number, 0),
        entries=max(now.entries.number - card.heads.entries.number, 0),
    )


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
