"""Files that are made beside their place, and get their name only once they are whole."""

import hashlib
import os
import platform
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file
WITH_SIDES = (*SIDES, "")  # the file goes last: a log never lies beside a file that isn't its own
# This computer, so that what other PCs make on a shared disk is left to them.
_HERE = hashlib.sha256(platform.node().encode()).hexdigest()[:6]
_HALF = re.compile(r"\.([0-9a-f]{6})-(\d+)-[0-9a-f]{6}\.half")
_ABANDONED_S = 3_600


def beside(path: Path, side: str) -> Path:
    """A file that SQLite keeps beside another: its log, or the log's index."""
    return path.with_name(f"{path.name}{side}")


def half_place(target: Path) -> Path:
    """Where a file is made before it is whole: named by who makes it, so that no two meet."""
    return target.with_name(f"{target.name}.{_HERE}-{os.getpid()}-{uuid4().hex[:6]}.half")


def known_as(place: Path | str | None) -> str:
    """A file as people know it: a half-made one by the name that it is to get."""
    return _HALF.sub("", str(place or ""))


def throw_away(path: Path) -> None:
    """Take a half-made file away, with what SQLite keeps beside it."""
    for side in WITH_SIDES:
        with suppress(OSError):
            beside(path, side).unlink(missing_ok=True)


def throw_away_halves(folder: Path, name: str) -> None:
    """Take away what killed programs left half-made of files of this name (a glob pattern)."""
    for left in folder.glob(f"{name}.*.half*"):
        made_by = _HALF.search(left.name)
        if made_by and _is_gone(made_by[1], int(made_by[2]), left):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _is_gone(host: str, process: int, left: Path) -> bool:
    """Whether nobody makes this file any more; of another PC's one, after an hour."""
    if host != _HERE:
        with suppress(OSError):
            return time.time() - left.stat().st_mtime > _ABANDONED_S
        return False
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        return True  # Windows itself keeps a file that is open from being taken away
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
