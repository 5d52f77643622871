"""How a big office is made in bulk: how much of everything, where, and by what chance."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

REPS = 40
RUNS = 8
OUT = 4  # of them are loaded, the others to be
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Size:
    """How much of everything; as given, an office that has grown for years."""

    clients: int = 100_000
    active: int = 20_000
    agreements: int = 18_000
    suggestions: int = 60_000
    plans: int = 6_000
    orders: int = 80_000
    audit: int = 300_000
    waiting: int = 400  # orders at the end: half are on today's runs, half are due tomorrow


@dataclass
class Making:
    """What is being made: where, how much, and by what chance (the same in every run)."""

    connection: Connection
    size: Size
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def put(self, record: Any, rows: Iterable[dict[str, Any]]) -> None:
        """Insert rows, some thousands at once."""
        going = iter(rows)
        while some := list(islice(going, _AT_ONCE)):
            self.connection.execute(insert(record), some)

    @property
    def done(self) -> int:
        """How many orders were delivered and paid for; those after them wait."""
        return self.size.orders - self.size.waiting

    def run_of(self, order: int) -> int | None:
        """The run of today that an order is on, 1 to 8; None of one that is on none."""
        place, today = order - self.done - 1, self.size.waiting // 2
        return place * RUNS // today + 1 if 0 <= place < today else None

    def ago(self, most: int, least: int = 0) -> date:
        """A day up to so many days back."""
        return self.today - timedelta(days=self.chance.randint(least, most))

    def buyer(self) -> int:
        """An active client: every fifth is one."""
        return 5 * self.chance.randint(1, self.size.active)
