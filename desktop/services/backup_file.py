"""One backup: made, checked, only then named, with a name card beside it (E5).

The card says what it holds: when it was taken, and how far the chains of ledger, trail and papers
had come. It can be kept elsewhere, to compare with (L3).
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.office_clock import at_office
from desktop.queries.chains import ENTRIES, PAPERS, TRAIL, Chain, Head, Heads
from desktop.services.copying import checked, copy, reading, reason_of
from desktop.services.halves import SIDES, beside
from desktop.services.presence import alone, lock_place, real_place

NO_CARD = (OSError, ValueError, KeyError, TypeError)  # what reading a card may raise


@dataclass(frozen=True)
class Card:
    """What a backup holds: the moment (local time, to the minute) and the ends of its chains.

    ``users``: of a server's office the database users who worked in it, beside its owner.
    """

    made_at: str
    heads: Heads
    users: tuple[str, ...] = ()


def back_up_file(source: Path, target: Path) -> Path:
    """Copy an office's file while it is in use, check the copy, and only then name it."""

    def make(half: Path) -> Sequence[str]:
        copy(source, half, in_use=True)
        return ()

    return made(target, make)


def made(target: Path, make: Callable[[Path], Sequence[str]]) -> Path:
    """Have a backup made at its place; who ``make`` says works there stands on its card."""
    _need_no_office_at(target)
    users: list[str] = []
    try:
        checked(target, lambda half: users.extend(make(half)))
        _write_card(target, users)
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


def card_place(backup: Path) -> Path:
    """Where a backup's name card lies."""
    return backup.with_suffix(".card.json")


def read_card(backup: Path) -> Card:
    """A backup's name card; of one without, what the backup itself says.

    Raises OSError or sqlite3.Error when neither can be read.
    """
    with suppress(*NO_CARD):
        return told_card(backup)
    return _card(backup)


def told_card(backup: Path) -> Card:
    """A backup's name card; raises one of NO_CARD."""
    told = json.loads(card_place(backup).read_text(encoding="utf-8"))
    ends = told["heads"]
    each = (ends[name] for name in ("entries", "trail", "papers"))
    heads_told = (Head(int(end["number"]), str(end["hash"])) for end in each)
    users = tuple(str(one) for one in told.get("users", ()))
    return Card(str(told["made_at"]), Heads(*heads_told), users)


def _card(backup: Path) -> Card:
    made_at = at_office(datetime.fromtimestamp(backup.stat().st_mtime, UTC))
    with reading(backup) as connection:
        ends = (_head(connection, chain) for chain in (ENTRIES, TRAIL, PAPERS))
        return Card(made_at.strftime("%Y-%m-%d %H:%M"), Heads(*ends))


def _head(connection: sqlite3.Connection, chain: Chain) -> Head:
    newest = f"SELECT {chain.key}, hash FROM {chain.table.name} ORDER BY 1 DESC LIMIT 1"  # noqa: S608
    with suppress(sqlite3.OperationalError):  # an older office has no such chain
        last = connection.execute(newest).fetchone()
        return Head(*last) if last else Head()
    return Head()


def _write_card(backup: Path, users: Sequence[str]) -> None:
    card = replace(_card(backup), users=tuple(users))
    told = json.dumps(asdict(card), ensure_ascii=False, indent=1)
    card_place(backup).write_text(told, encoding="utf-8")
