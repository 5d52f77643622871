"""The database itself keeps the ledger append-only (L2)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from desktop.models.ledger import ACCOUNTS, CASE, CLIENT, OFFICE
from desktop.services.payments import record_collection
from tests.office import new_team

RULES = Path(__file__).parents[2] / "docs" / "rules.md"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An office with one entry in its ledger."""
    team = new_team(database_url)
    record_collection(team.k1, "C1", 500)
    yield team.office.engine
    team.office.engine.dispose()


def refuse(engine: Engine, *statements: str) -> str:
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    except DatabaseError as error:
        return str(error.orig)
    pytest.fail("the database took it")


ENTRY = (
    "INSERT INTO entry (number, booked_on, counts_in, kind, source, source_id, action_key, means,"
    " reason, posted_by_id, posted_at, previous_hash, hash) SELECT {number}, booked_on, counts_in,"
    " kind, source, source_id, 'again', means, reason, posted_by_id, posted_at, hash, 'new'"
    " FROM entry WHERE number = 1"
)
LEG = (
    "INSERT INTO posting (entry_number, position, account, amount_fen)"
    " VALUES ({number}, {position}, 'cash', {amount})"
)


@pytest.mark.parametrize("table", ["entry", "posting"])
def test_nothing_is_updated_or_deleted(engine: Engine, table: str) -> None:
    column = "reason" if table == "entry" else "amount_fen"
    assert "append-only" in refuse(engine, f"UPDATE {table} SET {column} = {column}")
    assert "append-only" in refuse(engine, f"DELETE FROM {table}")


def test_no_posting_is_added_afterwards(engine: Engine) -> None:
    said = refuse(engine, LEG.format(number=1, position=9, amount=5))
    assert "entries to come only" in said


def test_an_unbalanced_entry_is_refused(engine: Engine) -> None:
    legs = [LEG.format(number=2, position=at, amount=at) for at in (1, 2)]
    assert "sum to zero" in refuse(engine, *legs, ENTRY.format(number=2))


def test_an_entry_with_one_leg_or_none_is_refused(engine: Engine) -> None:
    assert "two or more postings" in refuse(engine, ENTRY.format(number=2))


def test_a_gap_in_the_numbers_is_refused(engine: Engine) -> None:
    assert "without gaps" in refuse(engine, ENTRY.format(number=7))


def test_postings_without_their_entry_are_not_committed(engine: Engine) -> None:
    said = refuse(engine, LEG.format(number=2, position=1, amount=5))
    assert "foreign key" in said.lower()


def test_postings_that_wait_are_sealed_entry_by_entry(engine: Engine) -> None:
    two = [LEG.format(number=2, position=at, amount=amount) for at, amount in ((1, 5), (2, -5))]
    three = [LEG.format(number=3, position=at, amount=amount) for at, amount in ((1, 5), (2, -4))]
    entries = [ENTRY.format(number=2), ENTRY.format(number=3).replace("number = 1", "number = 2")]
    entries[1] = entries[1].replace("'again'", "'once more'").replace("'new'", "'newer'")
    assert "sum to zero" in refuse(engine, *two, *three, *entries)
    said = refuse(engine, *three, *two, entries[0], LEG.format(number=2, position=3, amount=1))
    assert "entries to come only" in said


def test_postings_that_wait_for_an_entry_that_never_comes_are_not_committed(engine: Engine) -> None:
    legs = [
        LEG.format(number=number, position=at, amount=amount)
        for number in (2, 9)
        for at, amount in ((1, 5), (2, -5))
    ]
    assert "foreign key" in refuse(engine, *legs, ENTRY.format(number=2)).lower()


def test_sqlite_replaces_nothing(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    record_collection(team.k1, "C1", 500)
    engine = team.office.engine
    said = refuse(engine, "REPLACE INTO posting SELECT * FROM posting")
    assert "entries to come only" in said
    said = refuse(engine, "INSERT OR REPLACE INTO entry SELECT * FROM entry")
    assert "never replaced" in said


def test_sqlite_takes_no_posting_with_foreign_keys_off(sqlite_url: str) -> None:
    engine = new_team(sqlite_url).office.engine
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(DatabaseError, match="foreign keys must be on"):
            connection.execute(text(LEG.format(number=1, position=1, amount=5)))


def test_postgresql_refuses_truncate_and_other_isolation(postgres_url: str) -> None:
    team = new_team(postgres_url)
    engine = team.office.engine
    assert "append-only" in refuse(engine, "TRUNCATE posting, entry CASCADE")
    repeatable = engine.execution_options(isolation_level="REPEATABLE READ")
    with pytest.raises(DatabaseError, match="READ COMMITTED only"), repeatable.begin() as changing:
        changing.execute(text(LEG.format(number=1, position=1, amount=5)))
    engine.dispose()


@pytest.mark.parametrize("table", ["account", "entry_kind"])
def test_accounts_and_kinds_stay_as_they_are(engine: Engine, table: str) -> None:
    assert "append-only" in refuse(engine, f"UPDATE {table} SET name = name")
    assert "append-only" in refuse(engine, f"DELETE FROM {table} WHERE name = 'opening'")
    if engine.dialect.name == "sqlite":
        said = refuse(engine, f"REPLACE INTO {table} SELECT * FROM {table}")
        assert "never replaced" in said
    else:
        assert "append-only" in refuse(engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("account", "whose"),
    [
        ("cash", "client_id"),
        ("receivable", "case_id"),
        ("receivable", ""),
        ("reward", "client_id"),
        ("fund", "client_id, case_id"),
        ("no-such-account", ""),
    ],
)
def test_a_posting_names_whose_its_account_is(engine: Engine, account: str, whose: str) -> None:
    owners = whose.split(", ") if whose else []
    columns = ", ".join(["entry_number", "position", "account", "amount_fen", *owners])
    values = ", ".join(["2", "1", f"'{account}'", "5", *("1" for _ in owners)])
    said = refuse(engine, f"INSERT INTO posting ({columns}) VALUES ({values})")
    assert "whose its account is" in said


def test_an_entry_of_no_kind_is_refused(engine: Engine) -> None:
    legs = [LEG.format(number=2, position=at, amount=amount) for at, amount in ((1, 5), (2, -5))]
    entry = ENTRY.format(number=2).replace(
        "SELECT 2, booked_on, counts_in, kind", "SELECT 2, booked_on, counts_in, 'gift'"
    )
    assert "foreign key" in refuse(engine, *legs, entry).lower()


def test_the_accounts_are_those_of_the_rules() -> None:
    row = re.compile(r"^\| `([a-z-]+)(:[CN])?` \| (\d+) \| \w+ \| (\S+) \|$", re.MULTILINE)
    owners = {"": OFFICE, ":C": CLIENT, ":N": CASE}
    told = {
        name: (chinese, number, owners[owner])
        for name, owner, number, chinese in row.findall(RULES.read_text("utf-8"))
    }
    assert told == {
        name: (facts.chinese, facts.number, facts.owner) for name, facts in ACCOUNTS.items()
    }
