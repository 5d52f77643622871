"""A long answer in parts, and long questions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

# Only so much of it is held at once: all rows of a large office's quarter take a hundred megabytes.
IN_PARTS: Mapping[str, Any] = {"yield_per": 2_000}
_AT_ONCE, MOST_AT_ONCE = 500, 5_000  # that one statement names; every database surely takes both

Key = TypeVar("Key")


class Alike(dict[Any, Any]):
    """Of values that are equal one: the days, states and names of very many rows are few."""

    def __missing__(self, value: Any) -> Any:
        self[value] = value
        return value


def some_at_once(keys: Sequence[Key], number: int = _AT_ONCE) -> Iterator[Sequence[Key]]:
    """As many of the keys as one statement names, until all were named."""
    for start in range(0, len(keys), number):
        yield keys[start : start + number]
