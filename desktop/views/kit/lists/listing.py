"""Where the rows of a list page come from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList
from desktop.views.kit.tables.record_table import Row

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.views.kit.desk import Desk


_AT_ONCE = 100  # rows that are read with the ids


@dataclass(frozen=True)
class Found(Generic[Row]):
    """What was found: ids, of all or of the first few, and the rows of the first."""

    ids: Sequence[int]
    rows: Mapping[int, Row]
    is_all: bool


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """Where a list comes from: ids in order, rows by id, and how many each filter has."""

    ids: Callable[["Reading", Wanted], Sequence[int]]
    rows: Callable[["Reading", Sequence[int]], Mapping[int, Row]]
    counts: Callable[["Reading"], Mapping[str, int]] | None = None

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
        )
