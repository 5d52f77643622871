"""Putting one office's file in the place of another, whole or not at all (E5).

A note beside the file says what is to become of it. Whoever opens the office next finishes what
was broken off, so that at every moment either the old office or the new one is there and whole.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from desktop.basics.through import write_through
from desktop.services.halves import WITH_SIDES, beside, half_place
from desktop.services.presence import alone, real_place


def replace(half: Path, target: Path) -> Path | None:
    """Put a whole file in the place of an office that nobody else has open (``alone``).

    What was there is kept beside it, log and all; returns where, or None when nothing was there.
    Raises OSError, with everything as it was.
    """
    target = real_place(target)
    kept = _free_place(target)
    had_one = target.exists()
    note = _note(target)
    fresh = half_place(note)
    fresh.write_text(json.dumps({"new": half.name, "kept": kept.name}), encoding="utf-8")
    write_through(fresh)
    fresh.replace(note)
    try:
        _carry_out(half, kept, target)
    except OSError:
        _take_back(half, kept, target)
        note.unlink(missing_ok=True)
        raise
    note.unlink(missing_ok=True)
    return kept if had_one else None


def finish_replacing(target: Path) -> None:
    """Finish what was broken off; raises DatabaseTrouble when others are at it just now."""
    target = real_place(target)
    note = _note(target)
    if not note.exists():
        return
    with alone(target):
        if not note.exists():
            return  # they have finished it meanwhile
        with suppress(ValueError, KeyError, TypeError):  # a note that nobody wrote means nothing
            told = json.loads(note.read_text(encoding="utf-8"))
            _carry_out(target.with_name(told["new"]), target.with_name(told["kept"]), target)
        note.unlink(missing_ok=True)


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.restoring")


def _carry_out(half: Path, kept: Path, target: Path) -> None:
    """Each step can be done again from wherever it was broken off."""
    if not half.exists():
        _take_back(half, kept, target)  # it is done, or somebody took the new office's file away
        return
    for side in WITH_SIDES:
        if beside(target, side).exists():
            beside(target, side).replace(beside(kept, side))
    half.replace(target)
    _write_folder_through(target.parent)


def _take_back(half: Path, kept: Path, target: Path) -> None:
    """Put the old office in its place again, log first, unless the new one stands there.

    Broken off, it is done again as long as the old file itself isn't there.
    """
    if target.exists() and not half.exists():
        return
    for side in WITH_SIDES:
        if beside(kept, side).exists():
            beside(kept, side).replace(beside(target, side))


def _free_place(target: Path) -> Path:
    """Where the office that is replaced is kept."""
    number = 1
    kept = target.with_name(f"{target.stem}-before-restore{target.suffix}")
    while any(beside(kept, side).exists() for side in WITH_SIDES):
        number += 1
        kept = target.with_name(f"{target.stem}-before-restore-{number}{target.suffix}")
    return kept


def _write_folder_through(folder: Path) -> None:
    if sys.platform == "win32":
        return  # folders can't be opened there; NTFS keeps its renames in order
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
