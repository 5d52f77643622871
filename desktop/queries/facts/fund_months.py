"""The funds of all clients together by month, by the dates of their entries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from desktop.basics.periods import months_between
from desktop.models import Entry, Posting
from desktop.models.ledger import ENTRY_KINDS


@dataclass(frozen=True)
class FundMonth:
    """What came into the funds in a month and what left them, in fen; it opens as the last closed.

    Unlike a quarter's (``FundQuarter``) what was settled counts on the day of its entry, so that
    the closing is what the ledger holds at the month's end.
    """

    month: date
    opening_fen: int
    accrued_fen: int = 0
    returned_fen: int = 0
    forfeited_fen: int = 0
    settled_fen: int = 0

    @property
    def closing_fen(self) -> int:
        """What stands in all funds at the month's end."""
        gone_fen = self.returned_fen + self.forfeited_fen + self.settled_fen
        return self.opening_fen + self.accrued_fen - gone_fen


def fund_months(session: Session, first: date, last: date) -> Iterator[FundMonth]:
    """Each month that two days lie in and between, from the first with any fund on."""
    sums = _sums(session, first, last)
    opening_fen = _standing(session, first)
    begun = opening_fen != 0
    for month in months_between(first, last):
        moved = sums.get((month.year, month.month), {})
        begun = begun or bool(moved)
        if begun:
            row = FundMonth(month, opening_fen, **{f"{to}_fen": fen for to, fen in moved.items()})
            yield row
            opening_fen = row.closing_fen


def _standing(session: Session, before: date) -> int:
    """What stood in all funds before a day."""
    query = (
        select(func.sum(-Posting.amount_fen))
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account == "fund", Entry.booked_on < before)
    )
    return int(session.scalar(query) or 0)


def _sums(session: Session, first: date, last: date) -> dict[tuple[int, int], dict[str, int]]:
    """By year and month what was accrued, returned, forfeited and settled."""
    keys = extract("year", Entry.booked_on), extract("month", Entry.booked_on), Entry.kind
    rows = session.execute(
        select(*keys, func.sum(-Posting.amount_fen))
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account == "fund", Entry.booked_on.between(first, last))
        .group_by(*keys)
    )
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, month, kind, fen in rows:
        counts_as = ENTRY_KINDS[kind].counts_as
        sign = 1 if counts_as == "accrued" else -1
        found[int(year), int(month)][counts_as] += sign * int(fen)
    return found
