"""Which item of a list comes after one that is done."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.tables.record_table import RecordTable, Row

if TYPE_CHECKING:
    from desktop.services.office import Reading

_AT_ONCE, _LOOKED_AT = 100, 2_000


def seeking_next(
    listing: Listing[Row],
    table: RecordTable[Row],
    done: int | None,
    step_of: Callable[[Row], object],
) -> "Callable[[Reading], int | None] | None":
    """Looks for the next that waits for the same as the ``done`` one; None where that isn't listed.

    It is looked for below, then from the top, as everybody's work stands when it is asked.
    """
    place = table.place_of(done) if done is not None else None
    row = table.row_of(done) if done is not None else None
    if place is None or row is None:
        return None
    step = step_of(row)
    others = [*table.ids[place + 1 :], *table.ids[:place]]
    return lambda session: next_one(session, listing, others, lambda one: step_of(one) == step)


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
