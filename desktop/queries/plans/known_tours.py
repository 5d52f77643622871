"""Problems of routes that the world knows, in their own files: read, and solved."""

from pathlib import Path
from typing import Any

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.planning.forms import Unfit, write
from desktop.planning.routing.known import read_known, solve

_SOLOMON = ".txt"
_FORMS = (".vrp", _SOLOMON)


def is_known_form(file: Path) -> bool:
    """Whether a file is VRPLIB's or Solomon's by its name."""
    return file.suffix.lower() in _FORMS


def known_tours(text: str, file: Path, seconds: int | None) -> dict[str, Any]:
    """The tours as JSON says them; raises Unreadable with the place of what is wrong."""
    try:
        problem = read_known(text, file.suffix.lower() == _SOLOMON)
        tours: dict[str, Any] = write(solve(problem, seconds))
    except Unfit as error:
        words = _("{file} is no problem of the kind “{kind}”: {reason}.")
        raise Unreadable(words.format(file=file, kind="routes", reason=error)) from error
    return tours
