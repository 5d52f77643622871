"""The files in which clients order: read, and put away once somebody has dealt with them (D1)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.basics.errors import DatabaseTrouble, Unreadable
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.queries.order_sheets import SheetOrder, read_order_sheet
from desktop.services.office import Office

_KINDS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv"))
_HALF = ("~$", ".~", ".")  # files that a program has open, or hides


@dataclass(frozen=True)
class ReadSheet:
    """A file with the orders in it, or in words why it can't be read.

    ``stamp`` changes with what stands in it: while it is being saved, it does so from look to look.
    """

    path: Path
    orders: tuple[SheetOrder, ...]
    stamp: str
    trouble: str = ""


@dataclass(frozen=True)
class Looked:
    """What is new in the watched folder; ``gone`` are files that lie there no longer.

    ``put_away`` were dealt with before and could be moved only now. ``trouble`` says in words why
    the folder can't be looked into.
    """

    read: tuple[ReadSheet, ...] = ()
    gone: frozenset[Path] = frozenset()
    put_away: frozenset[Path] = frozenset()
    trouble: str = ""


def look_into(
    office: Office, folder: Path, seen: Mapping[Path, str], done: Mapping[Path, str]
) -> Looked:
    """Read what came into a folder or was saved anew since it was ``seen``, by its stamp.

    What was ``done`` in just this state is no news: it is moved away, if that can be done by now.
    """
    try:
        there = waiting_sheets(folder)
    except OSError as error:
        return Looked(trouble=os_reason(error))
    moved: set[Path] = set()
    new = []
    for path in there:
        stamp = _stamp_of(path)
        if stamp and stamp == done.get(path):
            with suppress(DatabaseTrouble):
                put_away(path)
                moved.add(path)
        elif stamp != seen.get(path):
            new.append(path)
    gone = {path for path in seen if path.parent == folder and path not in there}
    return Looked(tuple(read_sheets(office, new)), frozenset(gone), frozenset(moved))


def waiting_sheets(folder: Path) -> list[Path]:
    """The sheets that lie in a folder, the oldest first; raises OSError where it isn't there."""
    found: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        if path.suffix.lower() in _KINDS and not path.name.startswith(_HALF):
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return [path for _at, path in sorted(found)]


def read_sheets(office: Office, paths: Sequence[Path]) -> list[ReadSheet]:
    """What is ordered in these files; nothing of it is taken."""
    return [_read(office, path) for path in paths]


def _read(office: Office, path: Path) -> ReadSheet:
    stamp = _stamp_of(path)
    try:
        content = path.read_bytes()
        with office.reading() as session:
            orders = read_order_sheet(session, content, path.name, office.today)
        return ReadSheet(path, orders, stamp)
    except Unreadable as error:
        return ReadSheet(path, (), stamp, str(error))
    except OSError as error:  # such as locked by the program that has it open: tried again
        return ReadSheet(path, (), "", os_reason(error))


def _stamp_of(path: Path) -> str:
    """When a file was written last, and how large it is; "" where that can't be known now."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}:{found.st_size}"


def put_away(path: Path, into: str = "") -> Path:
    """Move a file that was dealt with into the folder of such beside it; gives where it is now.

    ``into`` is what that folder is called, if it isn't for sheets.

    One of the same name stays: the new one gets a number. Raises DatabaseTrouble where it can't
    be moved, such as while it is open in Excel.
    """
    folder = path.parent / (into or _("ordered"))
    try:
        folder.mkdir(exist_ok=True)
        target, number = folder / path.name, 1
        while target.exists():
            number += 1
            target = folder / f"{path.stem} ({number}){path.suffix}"
        return path.rename(target)
    except FileNotFoundError:  # another computer that watches the folder moved it
        return path
    except OSError as error:
        words = _("{file} can't be moved away: {reason}. Once it is closed it goes by itself.")
        raise DatabaseTrouble(words.format(file=path.name, reason=os_reason(error))) from error
