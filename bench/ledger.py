"""Durable posts, the check of the chain, and a replay, against raw SQLite."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.measure import Result, Share, Told, compare
from desktop.basics.resources import resource
from desktop.queries.check import first_wrong
from desktop.replay.replay import replay
from desktop.replay.scenario import Scenario, read_scenario
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection

_POSTS = 200
_ROUNDS = 12  # some of them bring the journal into the file, of raw commits only one in two
_EVENTS = 500
_RAW = """
CREATE TABLE entry (number INTEGER PRIMARY KEY, booked_on TEXT, kind TEXT, hash TEXT);
CREATE TABLE posting (entry_number INTEGER, account TEXT, client_id INTEGER, amount_fen INTEGER);
"""


def results(folder: Path) -> Iterator[Result | Share | Told]:
    """Posting, checking and replaying."""
    office = _half_year(folder / "posts.db", 2_000)
    cashier = office.on(date(2026, 7, 6), office.find_person("jiang"))
    with office.reading() as session:
        client = session.connection().exec_driver_sql("SELECT min(code) FROM client").scalar_one()
    raw = _raw_database(folder / "raw.db")
    numbers = count(1)

    def post() -> None:
        for _post in range(_POSTS):
            record_collection(cashier, client, 100)

    def post_raw() -> None:
        for _post in range(_POSTS):
            _insert_raw(raw, next(numbers))
            raw.commit()

    collections = compare(
        f"{_POSTS} collections, each durable",
        post,
        "raw SQLite commits of the rows",
        post_raw,
        rounds=_ROUNDS,
    )
    yield collections
    usual = Fraction(median(collections.bare_s)) / Fraction(median(collections.ours_s))
    yield Share("collections in a second, of raw commits: by the medians", usual)
    yield compare(
        "check of the office",
        lambda: _check(office),
        "one SHA-256 a row of entry, posting, audit and paper",
        _hash_all(office),
    )
    yield compare(
        f"replay of {_EVENTS} events",
        lambda: _replayed(folder),
        "the same number of raw inserts",
        lambda: _insert_many(folder),
        rounds=3,
    )
    yield _training(folder / "training.db")


def _training(path: Path) -> Told:
    """The whole training office made."""
    whole = read_scenario(resource("training", "office.json"))
    office = Office(make_database(read_url(str(path))))
    start = perf_counter()
    replay(office, whole)
    seconds = perf_counter() - start
    office.engine.dispose()
    events = len(whole.events)
    each = f"{seconds:.1f} s, {1000 * seconds / events:.2f} ms an event"
    return Told(f"the training office, {events:,} events", each)


def _scenario(events: int) -> Scenario:
    whole = read_scenario(resource("training", "office.json"))
    return Scenario(whole.office, whole.events[:events])


def _half_year(path: Path, events: int) -> Office:
    office = Office(make_database(read_url(str(path))))
    replay(office, _scenario(events))
    return office


def _raw_database(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.executescript(_RAW)
    return raw


def _insert_raw(raw: sqlite3.Connection, number: int) -> None:
    raw.execute("INSERT INTO entry VALUES (?, '2026-07-06', 'collection', '')", (number,))
    raw.executemany(
        "INSERT INTO posting VALUES (?, ?, ?, ?)",
        [(number, "cash", None, 100), (number, "receivable", 1, -100)],
    )


def _check(office: Office) -> None:
    with office.reading() as session:
        assert first_wrong(session) is None


def _hash_all(office: Office) -> Callable[[], None]:
    def work() -> None:
        with office.engine.connect() as connection:
            for table in ("entry", "posting", "audit", "issued_paper"):
                for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                    hashlib.sha256(repr(row).encode()).hexdigest()

    return work


_files = count(1)


def _replayed(folder: Path) -> None:
    _half_year(folder / f"replay-{next(_files)}.db", _EVENTS).engine.dispose()


def _insert_many(folder: Path) -> None:
    raw = _raw_database(folder / f"insert-{next(_files)}.db")
    for number in range(1, _EVENTS + 1):
        _insert_raw(raw, number)
    raw.commit()
    raw.close()
