"""Where the rows of a list page come from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, Figure, PageList, Sum
from desktop.views.kit.tables.record_table import Row

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.views.kit.desk import Desk


_MANY = 500
_AT_ONCE = 100  # rows that are read with the ids


@dataclass(frozen=True)
class Found(Generic[Row]):
    """What was found: ids, of all or of the first few, and the rows of the first."""

    ids: Sequence[int]
    rows: Mapping[int, Row]
    is_all: bool


# The sums of records by their keys, or of all that a list has as it is wanted.
Totals = Callable[["Reading", Wanted, Sequence[int] | None], Mapping[str, Figure]]


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """Where a list comes from: ids in order, rows by id, how many each filter has, its sums."""

    ids: Callable[["Reading", Wanted], Sequence[int]]
    rows: Callable[["Reading", Sequence[int]], Mapping[int, Row]]
    counts: Callable[["Reading"], Mapping[str, int]] | None = None
    sums: Sequence[Sum] = ()
    totals: Totals | None = None
    filters: Collection[str] = ()

    def knows(self, name: str) -> bool:
        """Whether the list declares a filter of this name."""
        return name in self.filters

    def all_rows(self, session: "Reading", keys: Sequence[int]) -> dict[int, Row]:
        """The rows of many records, so many at once as a statement carries."""
        found: dict[int, Row] = {}
        for start in range(0, len(keys), _MANY):
            found |= self.rows(session, keys[start : start + _MANY])
            session.expunge_all()
        return found

    def found(self, session: "Reading", wanted: Wanted, first: int = 0) -> Found[Row]:
        """The list; with ``first`` no more than so many of it, if it has more."""
        ids = self.ids(session, wanted.changed(first=first))
        return Found(ids, self.rows(session, ids[:_AT_ONCE]), len(ids) != first or not first)

    @classmethod
    def of(cls, records: PageList[Row], desk: "Desk") -> "Listing[Row]":
        """A page's records as the person at this desk asks for them today."""
        today, person = desk.today, desk.office.person

        def asked(session: "Reading") -> Asked:
            return Asked(session, today, person.id if person else None)

        return cls(
            lambda session, wanted: records.ids(asked(session), wanted),
            lambda session, ids: records.rows(asked(session), ids),
            (lambda session: records.counts(asked(session))) if records.counted else None,
            records.sums,
            (lambda session, wanted, keys: records.totals(asked(session), wanted, keys))
            if records.sums
            else None,
            [one.name for one in records.filters],
        )
