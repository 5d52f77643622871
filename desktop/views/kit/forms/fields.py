"""What a form is made of: fields. Each is declared once, by name, label and kind of editor."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import _

if TYPE_CHECKING:
    from desktop.queries.products import ProductUnits
    from desktop.views.kit.desk import Desk

# What a look-up offers: (value, words) pairs for what is typed, asked off the GUI thread.
LookUp = Callable[[str], list[tuple[str, str]]]
# What units a product has, by its code, asked as a look-up is; None for a code that isn't known.
Units = Callable[[str], "ProductUnits | None"]
# What reads pasted cells: a row each, by the names of its fields.
Paste = Callable[[str], list[dict[str, Any]]]
# A msgid, or what makes the words of the office's own numbers.
Words = str | Callable[["Desk"], str]
_WORDS_END = re.compile("[:;：；(（]")  # of a name, before what explains it
Choices = Mapping[str, str] | Callable[[], Mapping[str, str]]


def said(words: Words, desk: "Desk") -> str:
    """The words in the program's language."""
    return words(desk) if callable(words) else _(words) if words else ""


@dataclass(frozen=True)
class Field:
    """One input of a form.

    ``kind``: text, code (plain signs alone), phone, secret, new_secret (typed twice),
    long, whole, minutes (held as seconds), money, rate, decimal, day, time, closing (a time up to
    24:00), weekdays,
    choice, lookup, word (one of a list that ``lookup`` gives, or any other), tick, ticks, files,
    pictures, unit (one of the ``units`` of the product looked up in the same line), rows,
    grid (many rows in one table, ``rows`` are its columns).
    ``name`` is what the service calls it, so that a refusal finds its place. ``words``, ``hint``
    and the words of ``choices`` are msgids. What isn't ``kept`` goes into no draft on the disk,
    such as a reporter's name (V2). ``limit`` is the longest text; for ticks, how many stand in a
    row.
    ``width`` and ``height`` are pixels, 0 for the usual; what is ``right`` stands at the right,
    as figures always do. ``above`` are words (no msgid) that stand across the form above it.
    ``paste`` reads cells that were copied from a sheet as lines of ``rows``, asked as a look-up
    is; without it they are refused. ``also`` are other names under which a service may refuse
    what is typed here. What may stand ``again`` in the next of several lines is taken from the one
    above by Enter on it while it is empty. A needed choice that is ``unset`` begins with none. A
    text that ``fills`` takes all the height that the form has to spare.
    """

    name: str
    words: str
    kind: str = "text"
    needed: bool = False
    hint: Words = ""
    choices: Choices | None = None
    lookup: LookUp | None = None
    limit: int = 0
    rows: tuple["Field", ...] = ()
    width: int = 0
    default: Any = None
    wide: bool = False
    locked: bool = False
    kept: bool = True
    height: int = 0
    fills: bool = False
    right: bool = False
    above: str = ""
    also: tuple[str, ...] = ()
    paste: Paste | None = None
    units: Units | None = None
    again: bool = False
    unset: bool = False

    @property
    def called(self) -> str:
        """Its name in the program's language, without what explains it."""
        return _WORDS_END.split(_(self.words))[0].strip()

    @property
    def at_right(self) -> bool:
        """Whether it stands at the right."""
        return self.right or self.kind in ("whole", "minutes", "money", "rate", "decimal")

    @property
    def is_secret(self) -> bool:
        """Whether a password is typed into it: no trace of it is ever kept."""
        return self.kind in ("secret", "new_secret")


def after_midnight(field: Field, before: date, day: date) -> Field:
    """The field on the next day: one that stands at today, or tomorrow, moves with it."""
    if not isinstance(field.default, date):
        return field
    return replace(field, default=field.default + (day - before))
