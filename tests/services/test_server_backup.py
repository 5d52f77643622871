"""A server's office is backed up while it is worked in, and put back into a new database."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from desktop import offices
from desktop.basics.errors import DatabaseTrouble
from desktop.basics.watch import Cancelled, Nobody
from desktop.cli import main
from desktop.models.migrations import run
from desktop.models.protections import APPLICATION_ID
from desktop.services import move_office as moving
from desktop.services.backup import (
    back_up,
    backups_in,
    card_place,
    check_backup,
    copy_backup,
    read_card,
    restore_over,
    restore_to_server,
    take_backup,
)
from desktop.services.checking import check_office
from desktop.services.database import open_database
from desktop.services.engine import connect, read_url
from desktop.services.least_rights import granting, missing_rights, users_at_work
from desktop.services.moved_rows import counting_behind
from desktop.services.office import Office
from desktop.services.payments import record_collection
from desktop.services.versions import HEAD
from tests.office import MONDAY, Team, new_team, office_of_story
from tests.postgres import Server
from tests.services.stands import held, is_empty

TAKE_MONEY = """
import sys
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection
office = Office(open_database(read_url(sys.argv[1])))
cashier = office.on(office.today, office.find_person("k1"))
print("at work", flush=True)
while True:
    record_collection(cashier, "C1", 100)
"""


@pytest.fixture
def new_database(postgres_server: Server) -> Iterator[str]:
    """A second database on the server, empty."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def worker(postgres_server: Server, postgres_url: str) -> Iterator[str]:
    """A database user who works in the office with the least rights."""
    postgres_server.execute("CREATE ROLE worker LOGIN")
    yield "worker"
    for name in ("postgres", str(read_url(postgres_url).database)):
        engine = create_engine(read_url(postgres_url).set(database=name))
        with engine.begin() as connection:
            connection.execute(text("DROP OWNED BY worker"))
        engine.dispose()
    postgres_server.execute("DROP ROLE IF EXISTS worker")


def test_all_of_it_comes_back_in_a_new_database_with_who_works_there(
    postgres_url: str, new_database: str, worker: str, tmp_path: Path
) -> None:
    office = office_of_story("quarter-settled", postgres_url)
    name, new_name = (str(read_url(one).database) for one in (postgres_url, new_database))
    with office.engine.begin() as connection:
        for statement in granting(name, "postgres", worker):
            connection.exec_driver_sql(statement)
    office.engine.dispose()
    before = held(postgres_url)

    as_worker = open_database(read_url(postgres_url.replace("postgres@", "worker@")))
    backup = take_backup(as_worker, tmp_path / "backups", MONDAY)
    as_worker.dispose()
    check_backup(backup)
    assert held(str(backup)) == before
    assert read_card(backup).users == (worker,)
    assert [one.name for one in (tmp_path / "backups").glob("*.half*")] == []
    copy = copy_backup(backup, tmp_path / "stick" / "copy.zxbackup")

    assert main(["restore", str(copy), new_database]) == 0
    assert held(new_database) == before
    there = Office(open_database(read_url(new_database)))
    assert check_office(there) is None
    with there.engine.connect() as connection:
        assert counting_behind(connection) is None
        assert users_at_work(connection) == [worker]
    there.engine.dispose()
    as_worker = connect(read_url(new_database.replace("postgres@", "worker@")))
    with as_worker.connect() as connection:
        assert missing_rights(connection) == []
    as_worker.dispose()
    assert new_name != name
    assert held(postgres_url) == before, "the office itself was only read"
    engine = create_engine(new_database)
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY worker"))
    engine.dispose()


def test_work_goes_on_while_a_backup_of_one_moment_is_taken(
    postgres_url: str, new_database: str, tmp_path: Path
) -> None:
    team = new_team(postgres_url)
    at_work = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE_MONEY, postgres_url], stdout=subprocess.PIPE, text=True
        )
        for _person in range(2)
    ]
    try:
        for one in at_work:
            assert one.stdout is not None
            assert one.stdout.readline() == "at work\n"
        backup = back_up(team.office.engine, tmp_path / "office.zxbackup")
    finally:
        for one in at_work:
            one.kill()
            one.communicate()
    assert check_office(team.office) is None
    restore_to_server(backup, read_url(new_database))
    there = Team(Office(open_database(read_url(new_database))), MONDAY)
    assert check_office(there.office) is None
    record_collection(there.k1, "C2", 500)
    assert check_office(there.office) is None
    with team.office.engine.connect() as now, there.office.engine.connect() as then:
        ask = text("SELECT max(number) FROM entry")
        assert int(now.execute(ask).scalar_one()) >= int(then.execute(ask).scalar_one()) > 1
    for one in (team, there):
        one.office.engine.dispose()


def test_an_office_is_never_overwritten_on_a_server(postgres_url: str, tmp_path: Path) -> None:
    team = new_team(postgres_url)
    backup = back_up(team.office.engine, tmp_path / "office.zxbackup")
    before = held(postgres_url)
    with pytest.raises(DatabaseTrouble, match="CREATE DATABASE"):
        restore_over(team.ad, backup)
    with pytest.raises(DatabaseTrouble, match="CREATE DATABASE"):
        restore_to_server(backup, read_url(postgres_url))
    assert held(postgres_url) == before
    assert {one.name for one in tmp_path.iterdir()} == {"office.zxbackup", "office.card.json"}
    team.office.engine.dispose()


class Impatient(Nobody):
    """Gives up half-way."""

    cancelled = False

    def report(self, done: int, total: int, words: str = "") -> None:
        self.cancelled = done > total // 2


def test_what_breaks_off_leaves_nothing_and_the_backup_before_it_stands(
    postgres_url: str, new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, target = new_team(postgres_url).office.engine, tmp_path / "office.zxbackup"
    back_up(engine, target)
    good = target.read_bytes()
    with pytest.raises(Cancelled):
        back_up(engine, target, Impatient())
    with pytest.raises(Cancelled):
        restore_to_server(target, read_url(new_database), Impatient())
    monkeypatch.setattr(moving, "first_wrong", lambda _session, **_watch: "账不平")
    with pytest.raises(DatabaseTrouble, match="账不平"):
        back_up(engine, target)
    with pytest.raises(DatabaseTrouble, match="账不平"):
        restore_to_server(target, read_url(new_database))
    assert target.read_bytes() == good
    assert is_empty(new_database)
    assert not list(tmp_path.glob("*.half*"))
    engine.dispose()


def test_a_server_that_goes_in_the_midst_is_said_and_nothing_half_stays(
    postgres_server: Server, postgres_url: str, tmp_path: Path
) -> None:
    engine, target = new_team(postgres_url).office.engine, tmp_path / "office.zxbackup"

    class Thrown(Nobody):
        def report(self, done: int, total: int, words: str = "") -> None:
            if done == total // 4:
                postgres_server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    f" WHERE datname = '{engine.url.database}'"
                )

    with pytest.raises(DatabaseTrouble, match="服务器"):
        back_up(engine, target, Thrown())
    assert not list(tmp_path.iterdir())
    back_up(engine, target)
    engine.dispose()


def test_an_older_backup_is_brought_up_to_date_on_its_way(
    new_database: str, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    engine = connect(read_url(str(old)))
    run.upgrade(engine, "0024")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    engine.dispose()
    said = old.read_bytes()
    restore_to_server(old, read_url(new_database))
    assert old.read_bytes() == said
    engine = create_engine(new_database)
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    assert version == HEAD


def test_a_pc_puts_a_backup_into_the_empty_database_that_it_is_connected_to(
    postgres_url: str, new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHONGXIAO_DATABASE", postgres_url)
    team = new_team(postgres_url)
    take_backup(team.office.engine, offices.backup_folder(tmp_path), MONDAY)
    team.office.engine.dispose()
    here = tmp_path / "here"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHONGXIAO_DATABASE", new_database)
    assert offices.own_backups(here) == []
    [offered] = offices.own_backups(tmp_path)
    assert backups_in(offices.backup_folder(tmp_path)) == [], "each server's lie apart"
    restored = offices.restore_own(tmp_path, None, offered.path, frozenset())
    assert restored == offices.Restored(None, [])
    assert held(new_database) == held(postgres_url)
    name = str(read_url(new_database).database)
    assert not (tmp_path / name).exists(), "no file that is called as the database is"


def test_whoever_can_t_be_let_in_is_named(
    postgres_url: str, new_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = new_team(postgres_url)
    backup = back_up(team.office.engine, tmp_path / "office.zxbackup")
    team.office.engine.dispose()
    card = card_place(backup)
    told = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps(told | {"users": ["nobody_here"]}), encoding="utf-8")
    assert main(["restore", str(backup), new_database]) == 0
    assert "nobody_here" in capsys.readouterr().out
