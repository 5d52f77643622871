"""Where this computer's office is, when it isn't the file of its data folder: kept beside it.

The note holds the password of the database's user, as the driver's own password file does, so
that nobody but this user may read it.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from desktop.basics.through import write_through

_NOTE = "connection.json"


def kept_connection(folder: Path) -> str | None:
    """The database that was chosen on this computer, as a URL; None: its own file."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return str(told["database"]) or None
    return None


def keep_connection(folder: Path, database: str | None) -> None:
    """Open this database from now on; None: the file of the data folder again."""
    note = folder / _NOTE
    if database is None:
        note.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    fresh = note.with_name(f"{_NOTE}.new")
    # Made for its owner alone, before anything stands in it.
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps({"database": database}, ensure_ascii=False))
    # A power cut must leave the old note or this one: without any, another office is opened.
    write_through(fresh)
    fresh.replace(note)
