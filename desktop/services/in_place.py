"""Whether an office's open file still lies in its place: what is written elsewhere is lost (E5).

Where a system lets a file that is open be moved, deleted or left behind on a disk that was taken
out, SQLite goes on writing into what nobody will find again. So each transaction looks, and each
save once more before it is told as saved. Windows holds a file that is open in its place: nothing
needs to be looked at there.
"""

import os
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _

_MARK, _PLACE = "file", "place"  # of a connection: which file it opened, and where
Mark = tuple[int, int]


def mark_of(database: Path) -> Mark | None:
    """Which file lies in a place, whatever its name; None for none."""
    try:
        found = database.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def keep_in_place(engine: Engine, database: Path) -> None:
    """Have each connection of an engine remember which file it opened."""
    if os.name == "nt":
        return

    def opened(_driver: object, record: ConnectionPoolEntry) -> None:
        record.info.update({_MARK: mark_of(database), _PLACE: database})

    event.listen(engine, "connect", opened)


def look(connection: Connection) -> None:
    """Refuse to go on where the file that a connection opened isn't in its place any more."""
    place = connection.info.get(_PLACE)
    if place is not None and connection.info[_MARK] != mark_of(place):
        connection.invalidate()  # the next one is opened anew
        raise gone(place)


def file_of(connection: Connection) -> Mark | None:
    """Which file a connection opened; None where nobody needs to know."""
    mark: Mark | None = connection.info.get(_MARK)
    return mark


def need_in_place(engine: Engine, mark: Mark | None) -> None:
    """Right after a save: refuse to call it saved when its file went meanwhile."""
    database = engine.url.database
    if mark is not None and database and mark_of(Path(database)) != mark:
        words = _(
            "{database} went out of its place while this was being saved. What you typed is kept: "
            "save it again once the file is back. If it was saved, it will not be saved twice."
        )
        raise DatabaseTrouble(words.format(database=database))


def gone(database: Path) -> DatabaseTrouble:
    """What is said of an office whose file isn't where it was opened."""
    words = _(
        "{database} isn't in its place any more: it was moved, renamed or deleted, or its disk was "
        "taken out. Nothing was saved, and what you typed is kept. Put it back and go on here; if "
        "it is lost, close the program and restore the newest backup."
    )
    return DatabaseTrouble(words.format(database=database))
