"""A database that was in trouble is tried again by itself, without holding anybody up."""

import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from desktop.basics.errors import DatabaseTrouble
from desktop.services.engine import connect, read_url
from desktop.services.payments import record_collection
from desktop.services.trouble import is_well, telling_trouble, trouble_words
from tests.office import new_team
from tests.postgres import Server

URL = read_url("office.db")
SERVER = read_url("postgresql://server/office")


def test_an_office_that_answers_is_well(database_url: str) -> None:
    engine = new_team(database_url).office.engine
    assert is_well(engine)
    engine.dispose()


def test_one_that_another_program_writes_to_is_not_well_until_it_is_done(sqlite_url: str) -> None:
    engine = new_team(sqlite_url).office.engine
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not is_well(engine)
    other.execute("ROLLBACK")
    other.close()
    assert is_well(engine)
    engine.dispose()


def test_one_whose_file_is_gone_is_not_well_and_none_is_made_for_it(tmp_path: Path) -> None:
    engine = connect(read_url(str(tmp_path / "gone.db")))
    assert not is_well(engine)
    assert list(tmp_path.iterdir()) == []


def test_one_on_a_full_disk_is_not_well(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = new_team(sqlite_url).office.engine
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=1_000))
    assert not is_well(engine)
    engine.dispose()


def test_a_server_that_answers_but_takes_nothing_is_not_well(postgres_url: str) -> None:
    engine = new_team(postgres_url).office.engine
    with engine.connect() as opened:
        opened.exec_driver_sql("SET default_transaction_read_only = on")
        opened.commit()
    assert not is_well(engine)
    engine.dispose()
    assert is_well(engine)
    engine.dispose()


def test_whoever_may_not_try_takes_an_answer_for_well(
    postgres_server: Server, postgres_url: str
) -> None:
    new_team(postgres_url).office.engine.dispose()
    name = read_url(postgres_url).database
    postgres_server.execute("CREATE ROLE bare LOGIN")
    try:
        postgres_server.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
        engine = connect(read_url(postgres_url.replace("postgres@", "bare@")))
        assert is_well(engine)
        engine.dispose()
    finally:
        postgres_server.execute("DROP ROLE bare")


def test_a_file_that_could_not_be_written_is_opened_anew_once_it_can_be(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(sqlite_url)
    engine, cashier = team.office.engine, team.k1
    engine.dispose()

    def only_read(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(engine, "connect", only_read)
    with pytest.raises(DatabaseTrouble, match="不能写入"):
        record_collection(cashier, "C1", 100)
    event.remove(engine, "connect", only_read)
    assert record_collection(cashier, "C1", 100) == 1
    opened = sqlite3.connect

    def as_it_is(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = opened(*given, **named)
        only_read(connection, None)
        return connection

    monkeypatch.setattr(sqlite3, "connect", as_it_is)
    assert not is_well(engine)
    engine.dispose()


def test_a_server_that_is_away_is_not_well(tmp_path: Path) -> None:
    engine = connect(read_url(f"postgresql://nobody@/office?host={tmp_path}"))
    assert not is_well(engine)


class Said(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize("state", ["53100", "57P01", "08006", ""])
def test_a_server_that_is_full_or_away_is_told_in_words(state: str) -> None:
    words = trouble_words(SERVER, OperationalError("", {}, Said(state)))
    assert words is not None
    assert ("office" in words) == state.startswith("53")


def test_a_fault_of_the_program_is_none_of_the_database() -> None:
    fault = OperationalError("", {}, Said("42601"))
    assert trouble_words(SERVER, fault) is None
    with pytest.raises(OperationalError), telling_trouble(connect(SERVER)):
        raise fault
    with pytest.raises(sqlite3.OperationalError), telling_trouble(connect(URL)):
        raise sqlite3.OperationalError("near SELEC: syntax error")


def test_what_the_driver_itself_says_is_told_in_words(tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("no database " * 100)
    engine = connect(read_url(str(place)))
    raw = sqlite3.connect(place)
    with pytest.raises(DatabaseTrouble, match="notes"), telling_trouble(engine):
        raw.execute("SELECT * FROM sqlite_master")
    raw.close()
