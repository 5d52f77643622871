"""Which item of a list comes after one that is done."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.tables.record_table import Row

if TYPE_CHECKING:
    from desktop.services.office import Reading

_AT_ONCE, _LOOKED_AT = 100, 2_000


def next_one(
    session: "Reading", listing: Listing[Row], keys: Sequence[int], waits: Callable[[Row], bool]
) -> int | None:
    """The first of these that waits, as the office stands now; the nearest are looked through."""
    for start in range(0, min(len(keys), _LOOKED_AT), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        rows = listing.rows(session, some)
        for key in some:
            if key in rows and waits(rows[key]):
                return key
    return None
