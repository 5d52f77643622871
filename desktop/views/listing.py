"""What a list page is made of: where its rows come from, and how they can be filtered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.queries.listing import Wanted
from desktop.views.record_table import Row

if TYPE_CHECKING:
    from desktop.services.office import Reading


@dataclass(frozen=True)
class Filter:
    """A pill above a list; ``words`` is a msgid. One with a ``role`` is there for that role."""

    name: str
    words: str
    role: str = ""


@dataclass(frozen=True)
class Listing:
    """Where a list comes from: ids in order, rows by id, and how many each filter has."""

    ids: Callable[["Reading", Wanted], Sequence[int]]
    rows: Callable[["Reading", Sequence[int]], Mapping[int, Row]]
    counts: Callable[["Reading"], Mapping[str, int]] | None = None
