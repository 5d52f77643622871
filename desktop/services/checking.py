"""Checking the office's data against itself, and against what was noted elsewhere (L3)."""

import re
from collections.abc import Sequence

from desktop.basics.i18n import _
from desktop.basics.watch import Watch
from desktop.queries.chains import Head, Heads
from desktop.queries.check import first_wrong
from desktop.services.checks import invalid
from desktop.services.office import Office

# So much of a hash stands on paper: whoever forges can't reach it, and people can compare it.
CODE_DIGITS = 16
_NOTED = re.compile(rf"(\d+)[:：]([0-9a-f]{{{CODE_DIGITS},64}})")


def check_office(
    office: Office, noted: Sequence[Heads] = (), watch: Watch | None = None
) -> str | None:
    """The first thing that doesn't fit, also with heads that were noted before; or None."""
    with office.reading() as session:
        return first_wrong(session, noted, watch)


def read_head(field: str, typed: str) -> Head:
    """A head as it stands on a check sheet: ``2335:3f2a 9c01 7b4e 22d0``; empty is none.

    Refuses (``invalid``) anything else at its field.
    """
    plain = "".join(typed.split()).lower()
    if not plain:
        return Head()
    found = _NOTED.fullmatch(plain)
    if found is None:
        words = _("Write number and code as on the check sheet: 2335:3f2a 9c01 7b4e 22d0.")
        raise invalid(field, words)
    return Head(int(found[1]), found[2])
