"""The files in which clients order: read, and put away once somebody has dealt with them (D1)."""

from collections.abc import Sequence
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
    """A file with the orders in it, or in words why it can't be read."""

    path: Path
    orders: tuple[SheetOrder, ...]
    trouble: str = ""


def waiting_sheets(folder: Path) -> list[Path]:
    """The sheets that lie in a folder, the oldest first; none where it can't be looked into."""
    found: list[tuple[float, Path]] = []
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix.lower() in _KINDS and not path.name.startswith(_HALF):
                with suppress(OSError):
                    found.append((path.stat().st_mtime, path))
    return [path for _at, path in sorted(found)]


def read_sheets(office: Office, paths: Sequence[Path]) -> list[ReadSheet]:
    """What is ordered in these files; nothing of it is taken."""
    found = []
    for path in paths:
        try:
            content = path.read_bytes()
            with office.reading() as session:
                orders = read_order_sheet(session, content, path.name, office.today)
            found.append(ReadSheet(path, orders))
        except Unreadable as error:
            found.append(ReadSheet(path, (), str(error)))
        except OSError as error:
            found.append(ReadSheet(path, (), os_reason(error)))
    return found


def put_away(path: Path) -> Path:
    """Move a file that was dealt with into the folder of such beside it; gives where it is now.

    One of the same name stays: the new one gets a number. Raises DatabaseTrouble where it can't
    be moved, such as while it is open in Excel.
    """
    folder = path.parent / _("ordered")
    try:
        folder.mkdir(exist_ok=True)
        target, number = folder / path.name, 1
        while target.exists():
            number += 1
            target = folder / f"{path.stem} ({number}){path.suffix}"
        return path.rename(target)
    except OSError as error:
        words = _("{file} can't be moved away: {reason}. Close it, and press “Put away”.")
        raise DatabaseTrouble(words.format(file=path.name, reason=os_reason(error))) from error
