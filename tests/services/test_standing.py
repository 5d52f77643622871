"""A window at work while the office is brought up to date, or moved, by another PC."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine, func, select, text

from desktop.basics.errors import DatabaseTrouble
from desktop.models import Collection, MovedOffice
from desktop.models.migrations import run
from desktop.models.protections import APPLICATION_ID, CHANGE_LOCK
from desktop.services.database import open_database
from desktop.services.engine import connect, read_url
from desktop.services.least_rights import granting, missing_rights, rights_on
from desktop.services.listening import Listening
from desktop.services.payments import record_collection
from desktop.services.standing import NewerOffice, OfficeMoved
from desktop.services.versions import HEAD
from tests.office import new_team
from tests.postgres import Server
from tests.services.stands import version

BEFORE = "0024"
UPGRADE = """
import sys
from desktop.services.database import open_database
from desktop.services.engine import read_url
open_database(read_url(sys.argv[1])).dispose()
"""


def told(url: str, *statements: str) -> None:
    """What another PC does in the database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def taken(url: str) -> int:
    """How many collections stand there."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(Collection)) or 0
    engine.dispose()
    return found


def older(url: str) -> Engine:
    """An office's tables as an older program left them."""
    engine = connect(read_url(url))
    run.upgrade(engine, BEFORE)
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    return engine


def test_a_window_of_an_older_program_writes_nothing_more(database_url: str) -> None:
    team = new_team(database_url)
    cashier = team.k1
    record_collection(cashier, "C1", 500)
    told(database_url, "UPDATE alembic_version SET version_num = '9998'")
    with pytest.raises(NewerOffice, match="9998") as gone:
        record_collection(cashier, "C1", 700)
    assert "重新打开" in gone.value.message
    with pytest.raises(NewerOffice), cashier.looking("collection.record"):
        pass
    with pytest.raises(NewerOffice), team.office.on(team.day, None).batch():
        pass
    team.office.engine.dispose()
    assert taken(database_url) == 1


def test_what_an_older_program_can_t_read_any_more_is_told_as_that(database_url: str) -> None:
    team = new_team(database_url)
    rename = "ALTER TABLE rule RENAME COLUMN number TO figure"
    told(database_url, rename, "UPDATE alembic_version SET version_num = '9998'")
    with pytest.raises(NewerOffice), team.k1.reading() as session:
        session.execute(text("SELECT number FROM rule"))
    team.office.engine.dispose()


def test_a_window_that_slept_while_its_office_was_moved_writes_nothing_there(
    database_url: str,
) -> None:
    team = new_team(database_url)
    cashier = team.k1
    with team.ad.transaction("office.move") as session:
        session.add(MovedOffice(place="server/office", moved_at="2026-01-05T10:00:00"))
    with pytest.raises(OfficeMoved, match="server/office"):
        record_collection(cashier, "C1", 700)
    team.office.engine.dispose()
    assert taken(database_url) == 0


@contextmanager
def doing(url: str, *statements: str) -> Iterator[None]:
    """A transaction of another program that is open within the block."""
    engine = create_engine(url, connect_args={"application_name": "zhongxiao 前台"})
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        yield
        connection.rollback()
    engine.dispose()


def begin(url: str) -> "subprocess.Popen[str]":
    """Another PC with the new program, which opens the office."""
    return subprocess.Popen(
        [sys.executable, "-c", UPGRADE, url], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def is_waiting(url: str) -> bool:
    """Whether somebody waits in the line of changes."""
    engine = create_engine(url)
    ask = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with engine.connect() as connection:
        found = bool(connection.execute(text(ask)).scalar())
    engine.dispose()
    return found


def test_two_that_upgrade_at_once_wait_for_a_change_and_one_does_it(postgres_url: str) -> None:
    older(postgres_url).dispose()
    with doing(postgres_url, f"SELECT pg_advisory_xact_lock({CHANGE_LOCK})"):
        both = [begin(postgres_url), begin(postgres_url)]
        late = time.monotonic() + 60
        while not is_waiting(postgres_url) and time.monotonic() < late:
            time.sleep(0.1)
        assert version(postgres_url) == BEFORE
    said = [one.communicate(timeout=120)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert version(postgres_url) == HEAD
    open_database(read_url(postgres_url)).dispose()


def test_two_that_upgrade_a_file_at_once_both_open_it(sqlite_url: str) -> None:
    older(sqlite_url).dispose()
    both = [begin(sqlite_url), begin(sqlite_url)]
    said = [one.communicate(timeout=120)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert version(sqlite_url) == HEAD


def test_whoever_holds_a_table_is_named_and_nothing_is_changed(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(postgres_url).dispose()
    monkeypatch.setattr(run, "_PATIENCE_S", 1)
    with (
        doing(postgres_url, "SELECT count(*) FROM office_profile"),
        pytest.raises(DatabaseTrouble, match="zhongxiao"),
    ):
        open_database(read_url(postgres_url))
    assert version(postgres_url) == BEFORE
    open_database(read_url(postgres_url)).dispose()
    assert version(postgres_url) == HEAD


def test_an_upgrade_is_heard_by_the_windows_that_are_open(postgres_url: str) -> None:
    engine, heard = older(postgres_url), list[int]()
    listening = Listening(engine, lambda: True, heard.append, lambda: None, lambda: None)
    open_database(read_url(postgres_url)).dispose()
    late = time.monotonic() + 10
    while not heard and time.monotonic() < late:
        time.sleep(0.05)
    listening.stop()
    engine.dispose()
    assert heard == [1]


def test_the_rights_of_whoever_works_there_are_given_again_by_an_upgrade(
    postgres_server: Server, postgres_url: str
) -> None:
    postgres_server.execute("CREATE ROLE worker LOGIN")
    engine = older(postgres_url)
    try:
        name = str(read_url(postgres_url).database)
        with engine.begin() as connection:
            for statement in granting(name, "postgres", "worker"):
                connection.exec_driver_sql(statement)
            # As by a table that an upgrade makes, where nobody set up what follows by itself.
            for table in ("client_balance", "moved_office"):
                connection.exec_driver_sql(f"REVOKE ALL ON {table} FROM worker")
            connection.exec_driver_sql("GRANT UPDATE, DELETE ON paper_print TO worker")
        engine.dispose()
        open_database(read_url(postgres_url)).dispose()
        worker = connect(read_url(postgres_url.replace("postgres@", "worker@")))
        with worker.connect() as connection:
            assert missing_rights(connection) == []
            for table in ("paper_print", "entry", "account"):
                ask = f"SELECT has_table_privilege('{table}', 'DELETE')"
                assert not connection.exec_driver_sql(ask).scalar(), rights_on(table)
        worker.dispose()
    finally:
        told(postgres_url, "DROP OWNED BY worker")
        postgres_server.execute("DROP ROLE worker")
