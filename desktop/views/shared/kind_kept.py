"""Which kind the coordinates were that somebody typed or brought in last, on this computer."""

from desktop.basics.datums import DATUMS, KEPT
from desktop.views.kit.desk import Desk

_NAME = "coordinates"


def kind_kept(desk: Desk) -> str:
    """The kind that was said last; the office's own if none was."""
    kept = desk.memory.get(_NAME)
    return kept if kept in DATUMS else KEPT


def keep_kind(desk: Desk, datum: str) -> None:
    """Remember it for the next time."""
    desk.memory.put(_NAME, datum)
