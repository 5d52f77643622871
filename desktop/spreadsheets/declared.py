"""Lists whose rows hold no more than what a draft declares."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.basics.fields import editable
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.good_rows import Block, good_rows
from desktop.spreadsheets.reading import Reading


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """What a row gives, by the draft's attributes; blank cells say nothing."""

    row: Row
    given: Mapping[str, Any]


def declared_rows(reading: Reading, draft: type[Any]) -> Iterator[DeclaredRow]:
    """The good rows; each needs the draft's first field, by which its record is known."""
    known_by = editable(draft)[0]

    def again(row: Row) -> DeclaredRow:
        reading.require(row, known_by.called)
        return DeclaredRow(row, _given(reading.declared(row, draft, {}).items()))

    def clean(block: Block) -> Iterator[DeclaredRow]:
        block.need([known_by.name])
        names = list(block.found)
        for row, values in zip(block.rows, zip(*block.found.values(), strict=True), strict=True):
            yield DeclaredRow(row, _given(zip(names, values, strict=True)))

    return good_rows(reading, reading.rows(), reading.asked(draft), clean, again)


def _given(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in values if value not in (None, "")}
