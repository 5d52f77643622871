"""Lists whose rows hold no more than what a draft declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.basics.fields import editable
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.reading import Reading


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """What a row gives, by the draft's attributes; blank cells say nothing."""

    row: Row
    given: Mapping[str, Any]


def declared_rows(reading: Reading, draft: type[Any]) -> Iterator[DeclaredRow]:
    """The good rows; each needs the draft's first field, by which its record is known."""
    known_by = editable(draft)[0]
    for row in reading.rows():
        reading.require(row, known_by.called)
        values = reading.declared(row, draft, {})
        if not reading.is_bad(row):
            given = {name: value for name, value in values.items() if value not in (None, "")}
            yield DeclaredRow(row, given)
