"""Whether an office's open file still lies in its place: what is written elsewhere is lost (E5).

Where a system lets a file that is open be moved, deleted or left behind on a disk that was taken
out, SQLite goes on writing into what nobody will find again. So each transaction looks, and each
save once more before it is told as saved. Windows holds a file that is open in its place: nothing
needs to be looked at there.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.services.halves import known_as

_FILE = "file"  # of a connection: which file it opened
_Mark = tuple[int, int]


@dataclass(frozen=True)
class OpenedFile:
    """The file that a connection opened: where it lay, and which it is, whatever its name."""

    place: str
    mark: _Mark | None

    @property
    def lies_there(self) -> bool:
        """Whether it is in its place still."""
        return _mark_of(self.place) == self.mark


def _mark_of(database: str) -> _Mark | None:
    try:
        found = os.stat(database)  # noqa: PTH116  # each save asks this three times
    except OSError:
        return None
    return found.st_dev, found.st_ino


def keep_in_place(engine: Engine, database: Path) -> None:
    """Have each connection of an engine remember which file it opened."""
    if os.name == "nt":
        return

    place = str(database)

    def opened(_driver: object, record: ConnectionPoolEntry) -> None:
        record.info[_FILE] = OpenedFile(place, _mark_of(place))

    event.listen(engine, "connect", opened)


def look(connection: Connection) -> None:
    """Refuse to go on where the file that a connection opened isn't in its place any more."""
    file = file_of(connection)
    if file is not None and not file.lies_there:
        connection.invalidate()  # the next one is opened anew
        raise gone(file.place)


def file_of(connection: Connection) -> OpenedFile | None:
    """Which file a connection opened; None where nobody needs to know."""
    file: OpenedFile | None = connection.info.get(_FILE)
    return file


def need_in_place(file: OpenedFile | None) -> None:
    """Right after a save: refuse to call it saved when its file went meanwhile."""
    if file is not None and not file.lies_there:
        words = _(
            "{database} went out of its place while this was being saved. What you typed is kept: "
            "save it again once the file is back. If it was saved, it will not be saved twice."
        )
        raise DatabaseTrouble(words.format(database=file.place))


def gone(database: Path | str) -> DatabaseTrouble:
    """What is said of an office whose file isn't where it was opened."""
    words = _(
        "{database} isn't in its place any more: it was moved, renamed or deleted, or its disk was "
        "taken out. Nothing was saved, and what you typed is kept. Put it back and go on here; if "
        "it is lost, close the program and restore the newest backup."
    )
    return DatabaseTrouble(words.format(database=known_as(database)))
