"""What a new record holds that follows from the rest of it: sort keys, search words, a cell.

It is written whatever way the record comes: as one, or with very many others at once.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event

# Writes what follows into the facts of new records, by their attributes.
Fill = Callable[[Sequence[dict[str, Any]]], None]
_FILLS: defaultdict[type[Any], list[Fill]] = defaultdict(list)


def fills_new(kind: type[Any], fill: Fill) -> None:
    """Have new records of a kind filled so: nothing else may listen to their coming."""
    _FILLS[kind].append(fill)
    event.listen(kind, "before_insert", lambda _mapper, _connection, new: fill([new.__dict__]))


def fill_new(kind: type[Any], records: Sequence[dict[str, Any]]) -> None:
    """Fill very many new records of a kind: each alone would be heard of once for every column."""
    for fill in _FILLS.get(kind, ()):
        fill(records)
