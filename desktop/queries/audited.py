"""What the audit trail holds of a record (E1): who writes it and who checks it ask here."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy.orm import Mapper

from desktop.models import (
    Account,
    Audit,
    Base,
    ClientBalance,
    Counter,
    Entry,
    EntryKind,
    GoodsDay,
    HistoryLine,
    Neighbour,
    OrderSum,
    PaymentSum,
    Posting,
    ProductPicture,
    SignInTry,
)
from desktop.queries.chains import digest

# The ledger names its person itself, its accounts and kinds come with the program, counters follow
# from the numbers given, neighbours from the places of clients; tries to sign in are nobody's work.
UNAUDITED: tuple[type[Base], ...] = (
    Account,
    Audit,
    ClientBalance,
    Counter,
    Entry,
    EntryKind,
    GoodsDay,
    OrderSum,
    PaymentSum,
    Posting,
    HistoryLine,
    Neighbour,
    SignInTry,
)
# Written many at a time, with one line of the trail for all of them.
IN_BULK: tuple[type[Base], ...] = (ProductPicture,)
_SECRET = "secret"  # noqa: S105 — V2's: the trail holds no more than a seal of them
_UNTOLD = {_SECRET, "unaudited"}  # what is derived or too large stands in no trail either
# A history's sum is counted in this many: as many as there are hashes.
HISTORY_SUMS = 1 << 256


@cache
def audited(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The facts of a kind of record that the trail tells."""
    return tuple(
        attribute.key
        for attribute in mapper.column_attrs
        if not any(_UNTOLD & column.info.keys() for column in attribute.columns)
    )


@cache
def secrets(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The facts of a kind of record that the trail seals without telling them (V2)."""
    return tuple(
        attribute.key
        for attribute in mapper.column_attrs
        if any(_SECRET in column.info for column in attribute.columns)
    )


def seal_of(mapper: Mapper[Any], values: Mapping[str, Any]) -> str:
    """The seal of a record's secrets ("" without any): it shows a change and tells nothing."""
    keys = secrets(mapper)
    return digest([str(values.get(key) or "") for key in keys]) if keys else ""


def history_sum(lines: Iterable[Mapping[str, Any]]) -> int:
    """One figure for lines of imported history, in whatever order they come.

    The trail keeps that of each import, and all of them add up to that of what stands there.
    """
    total = 0
    for line in lines:
        told = [
            str(fact.normalize() if isinstance(fact, Decimal) else fact)
            for name, fact in sorted(line.items())
        ]
        total += int(digest(told), 16)
    return total % HISTORY_SUMS
