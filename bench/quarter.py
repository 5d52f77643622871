"""A quarter of 3,000 clients with 200,000 accruals settled, and 1,000 statements of it on paper."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from bench.business import entry_row, legs_rows
from bench.crowd import big_office, guards
from bench.making import Making, Size
from bench.measure import Rate, Result, compare, rate
from desktop.basics.calendar import Quarter
from desktop.basics.report import Scope
from desktop.models import Entry, Posting
from desktop.queries.reports.books import trial_balance
from desktop.services.office import Office
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import issue_several
from desktop.services.settlements import (
    approve_settlement,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)

_CLIENTS, _ACCRUALS, _STATEMENTS = 3_000, 200_000, 1_000
_QUARTER = Quarter.parse("2026Q3")
_AFTER = date(2026, 10, 8)
_SIZE = Size(15_000, _CLIENTS, 2_700, 4_000, 200, 1_000, 100)
_SUMS = """SELECT client_id, sum(-amount_fen) FROM posting JOIN entry ON number = entry_number
WHERE account = 'fund' AND counts_in = '2026Q3' GROUP BY client_id"""
_BALANCE = "SELECT account, sum(amount_fen) FROM posting GROUP BY account"
_ROWS = """CREATE TABLE e (number INTEGER PRIMARY KEY, kind TEXT, counts_in TEXT, hash TEXT);
CREATE TABLE p (number INTEGER, account TEXT, client INTEGER, fen INTEGER);
CREATE TABLE l (client INTEGER PRIMARY KEY, standing TEXT, fen INTEGER);
CREATE TABLE o (number TEXT PRIMARY KEY, client INTEGER, fen INTEGER);"""


def results(folder: Path) -> Iterator[Result | Rate]:
    """Prepared, posted and balanced; then each client's statement."""
    office = _office(folder / "quarter.db")
    yield compare(
        f"{_CLIENTS:,} clients settled, {_ACCRUALS:,} accruals",
        partial(_settle, office),
        "the same sums and rows by plain SQL in one transaction",
        _plain(folder / "quarter.db", folder / "plain.db"),
        rounds=1,
    )
    clerk = office.on(_AFTER, office.find_person("clerk"))
    which = [WhichPaper(f"K{5 * key:06}", quarter=_QUARTER) for key in range(1, _STATEMENTS + 1)]
    yield rate(
        f"{_STATEMENTS:,} statements in a batch",
        _STATEMENTS,
        partial(issue_several, clerk, "statement", which),
    )
    office.engine.dispose()


def _office(path: Path) -> Office:
    office = big_office(path, _SIZE)
    with office.engine.execution_options(change=True).begin() as connection:
        guards(connection, away=True)
        first = connection.execute(select(func.max(Entry.number))).scalar_one() + 1
        making = Making(connection, _SIZE, _QUARTER.start)
        numbers = range(first, first + _ACCRUALS)
        making.put(
            Posting,
            (
                row
                for number in numbers
                for row in legs_rows(
                    number,
                    (("fund-expense", None, 907), ("fund", 5 * (number % _CLIENTS + 1), -907)),
                )
            ),
        )
        day = _QUARTER.start + timedelta(days=40)
        making.put(Entry, (entry_row(number, day, "delivery", number) for number in numbers))
        guards(connection, away=False)
    return office


def _settle(office: Office) -> None:
    clerk, manager, accountant = (
        office.on(_AFTER, office.find_person(code)) for code in ("clerk", "manager", "accountant")
    )
    key = prepare_settlement(clerk, _QUARTER)
    submit_settlement(clerk, key)
    approve_settlement(manager, key)
    post_settlement(accountant, key)
    with accountant.reading() as session:
        trial_balance(session, Scope(_QUARTER.start, _AFTER), _AFTER)


def _plain(office: Path, other: Path) -> Callable[[], None]:
    raw = sqlite3.connect(other, isolation_level=None)
    raw.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {_ROWS}")
    raw.execute("ATTACH ? AS office", (f"file:{office}?mode=ro",))

    def work() -> None:
        raw.execute("BEGIN")
        sums = raw.execute(_SUMS).fetchall()
        raw.executemany("INSERT INTO l VALUES (?, 'settled', ?)", sums)
        again = list(enumerate(raw.execute(_SUMS).fetchall(), 1))
        entries = ((number, "settlement", "2026Q3", f"{number:064x}") for number, _sum in again)
        raw.executemany("INSERT INTO e VALUES (?, ?, ?, ?)", entries)
        legs = [
            (number, account, client, sign * fen)
            for number, (client, fen) in again
            for account, sign in (("fund", 1), ("payable", -1))
        ]
        raw.executemany("INSERT INTO p VALUES (?, ?, ?, ?)", legs)
        payouts = ((f"LK-2026Q3-{client}", client, fen) for _number, (client, fen) in again)
        raw.executemany("INSERT INTO o VALUES (?, ?, ?)", payouts)
        raw.execute(_BALANCE).fetchall()
        raw.execute("COMMIT")

    return work
