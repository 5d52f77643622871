"""Files written through to the disk, so that a power cut leaves them whole."""

import os
from pathlib import Path


def write_through(path: Path) -> None:
    """Have the system write a file to the disk before anything rests on it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
