"""What a kind of import is: its list, how its rows are taken, and how they are exported."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.fields import Editable, editable
from desktop.services.change import Change
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.list_kind import ListKind
from desktop.spreadsheets.reading import Reading

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value


@dataclass(frozen=True)
class EditList:
    """A list of all records of a kind, to be changed in Excel and brought in again.

    ``columns`` are headings that an import knows in every language of the window (office data),
    each with the name of its format.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[Change], Iterator[Sequence["Value"]]]


@dataclass(frozen=True)
class ImportKind:
    """``rows`` reads a list's good rows on a day, before anything is locked; ``take`` writes them.

    ``makes_others``: if wished, also what they name. What comes ``whole`` is never taken without
    its bad rows.
    """

    listed: ListKind
    rows: Callable[[Reading, date], Iterable[Any]]
    take: Callable[[Change, Taking], None]
    edited: EditList | None = None
    makes_others: bool = False
    whole: bool = False


_FORMATS = {
    "day": "DAY",
    "decimal": "DECIMAL",
    "minutes": "DECIMAL",
    "money": "AMOUNT",
    "rate": "RATE",
    "whole": "NUMBER",
}


def exported(draft: type[Any]) -> list[Editable]:
    """The fields of a draft that stand in the list of all records."""
    return [one for one in editable(draft) if one.column]


def columns_of(fields: Sequence[Editable]) -> list[tuple[str, str]]:
    """The columns of these fields: heading and format."""
    return [(one.column, _FORMATS.get(one.kind, "TEXT")) for one in fields]
