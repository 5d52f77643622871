"""A connection is tried, and what is missing is said in words, with what to do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from desktop.basics.errors import DatabaseTrouble
from desktop.cli import main
from desktop.services import reaching, server_fit
from desktop.services.backup import back_up, restore_to_server
from desktop.services.checking import check_office
from desktop.services.database import make_database, open_database
from desktop.services.engine import connect, read_url
from desktop.services.finding import GOOD, WRONG
from desktop.services.least_rights import granting, missing_rights
from desktop.services.move_office import move_office
from desktop.services.office import Office
from desktop.services.reaching import is_reachable, try_connection
from desktop.services.versions import HEAD
from tests.door import Door, certificate
from tests.office import new_team, play
from tests.postgres import UNIX, Server, free_port

pytestmark = pytest.mark.skipif(not UNIX, reason="the tests' server has a Unix socket here")


@pytest.fixture
def door(postgres_server: Server) -> Iterator[Door]:
    made = Door(postgres_server.address.partition("=")[2])
    yield made
    made.shut()


def wrong(url: str) -> str:
    """What is wrong, as it is said; each comes with what to do."""
    said = [one for one in try_connection(read_url(url)) if one.tone == WRONG]
    assert len(said) == 1, said
    assert said[0].do
    return said[0].words


def name_of(url: str) -> str:
    return str(read_url(url).database)


def test_a_good_connection_says_what_stands_there(postgres_url: str, door: Door) -> None:
    url = door.url(name_of(postgres_url))
    assert "空" in try_connection(read_url(url))[-1].words
    new_team(postgres_url).office.engine.dispose()
    findings = try_connection(read_url(url))
    assert is_reachable(findings)
    assert "测试办事处" in findings[-1].words
    assert main(["connection", url]) == 0


def test_a_host_that_isn_t_there_and_a_port_that_is_closed_are_told_apart() -> None:
    assert "no-such-host.invalid" in wrong("postgresql://u@no-such-host.invalid/office")
    port = free_port()
    said = wrong(f"postgresql://u@127.0.0.1:{port}/office")
    assert str(port) in said
    assert main(["connection", f"postgresql://u@127.0.0.1:{port}/office"]) == 1
    for host in ("127.0.0.1", "no-such-host.invalid"):
        with pytest.raises(DatabaseTrouble) as told:
            open_database(read_url(f"postgresql://u@{host}:{port}/office"))
        assert wrong(f"postgresql://u@{host}:{port}/office") in str(told.value)


def test_what_the_door_says_is_told_in_our_words(
    postgres_server: Server, postgres_url: str, door: Door
) -> None:
    name = name_of(postgres_url)
    rules = Path(postgres_server.address.partition("=")[2]) / "data" / "pg_hba.conf"
    before = rules.read_text()
    postgres_server.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
    postgres_server.execute("CREATE ROLE barred LOGIN")
    rules.write_text(f"local all locked scram-sha-256\nlocal all barred reject\n{before}")
    postgres_server.execute("SELECT pg_reload_conf()")
    try:
        assert "密码" in wrong(door.url(name, "locked:bad"))
        assert "密码" in wrong(door.url(name, "locked"))
        with pytest.raises(DatabaseTrouble, match="用户或密码不对"):
            open_database(read_url(door.url(name, "locked:bad")))
        assert is_reachable(try_connection(read_url(door.url(name, "postgres"))))
        assert "pg_hba" in wrong(door.url(name, "barred"))
        assert "nobody_here" in wrong(door.url(name, "nobody_here"))
        assert "no_such_office" in wrong(door.url("no_such_office"))
        assert "加密" in wrong(door.url(name, more="?sslmode=require"))
    finally:
        rules.write_text(before)
        postgres_server.execute("SELECT pg_reload_conf()")
        for role in ("locked", "barred"):
            postgres_server.execute(f"DROP ROLE {role}")


def test_a_database_that_isn_t_in_utf8_is_refused(postgres_server: Server, door: Door) -> None:
    create = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    postgres_server.execute(create)
    try:
        found = try_connection(read_url(door.url("latin")))
        assert "LATIN1" in found[2].words
        assert not [one for one in found if "空的" in one.words]
        with pytest.raises(DatabaseTrouble, match="LATIN1"):
            make_database(read_url(door.url("latin")))
    finally:
        postgres_server.execute("DROP DATABASE latin")


def test_the_version_of_the_tables_is_told(postgres_url: str, door: Door, tmp_path: Path) -> None:
    new_team(postgres_url).office.engine.dispose()
    url = door.url(name_of(postgres_url))
    engine = create_engine(postgres_url)

    def of_version(version: str) -> str:
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))
        return try_connection(read_url(url))[-1].words

    assert "9999" in of_version("9999")
    assert "0001" in of_version("0001")
    of_version(HEAD)
    engine.dispose()
    move_office(read_url(postgres_url), read_url(str(tmp_path / "moved.db")))
    assert "moved.db" in wrong(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert wrong(url)
    engine.dispose()


def test_clocks_that_are_apart_are_told(
    postgres_url: str, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = reaching.time.time
    monkeypatch.setattr(reaching.time, "time", lambda: now() - 300)
    said = [one for one in try_connection(read_url(door.url(name_of(postgres_url)))) if one.do]
    assert any("5 分钟" in one.words for one in said)


def test_a_server_that_doesn_t_wait_for_its_disk_is_told(postgres_url: str, door: Door) -> None:
    # The tests' own is set up so.
    said = [one.words for one in try_connection(read_url(door.url(name_of(postgres_url))))]
    assert any("fsync、full_page_writes" in one for one in said)
    engine = connect(read_url(postgres_url))
    with engine.connect() as connection:
        waits = connection.execute(text("SHOW synchronous_commit")).scalar()
    engine.dispose()
    assert waits == "on", "what is said to be saved is, whatever the server's own setting"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate by openssl")
def test_an_encrypted_connection_is_verified_with_its_ca_file(
    postgres_server: Server, postgres_url: str, tmp_path: Path
) -> None:
    file, context = certificate(tmp_path)
    door = Door(postgres_server.address.partition("=")[2], context)
    name = name_of(postgres_url)
    try:
        found = try_connection(read_url(door.url(name, more="?sslmode=require")))
        assert is_reachable(found)
        assert found[1].tone == GOOD
        verified = f"?sslmode=verify-full&sslrootcert={file.as_posix()}"
        found = try_connection(read_url(door.url(name, more=verified)))
        assert "证书" in found[1].words
        (tmp_path / "other").mkdir()
        other, _context = certificate(tmp_path / "other")
        more = f"?sslmode=verify-full&sslrootcert={other.as_posix()}"
        assert "证书" in wrong(door.url(name, more=more))
        assert "证书" in wrong(door.url(name, more="?sslmode=verify-full&sslrootcert=/none.crt"))
    finally:
        door.shut()


def test_a_file_is_tried_too(tmp_path: Path) -> None:
    place = tmp_path / "office.db"
    assert not is_reachable(try_connection(read_url(str(place))))
    make_database(read_url(str(place))).dispose()
    assert is_reachable(try_connection(read_url(str(place))))


@pytest.fixture
def worker(postgres_server: Server, postgres_url: str) -> Iterator[str]:
    """The URL of somebody who has the least rights in the office that stands there."""
    postgres_server.execute("CREATE ROLE worker LOGIN")
    yield postgres_url.replace("postgres@", "worker@")
    postgres_server.execute(f"DROP DATABASE {name_of(postgres_url)} WITH (FORCE)")
    postgres_server.execute("DROP ROLE worker")
    postgres_server.execute(f"CREATE DATABASE {name_of(postgres_url)}")


def grant(postgres_url: str, *more: str) -> None:
    """Let the worker in, as the office's owner does."""
    owner = connect(read_url(postgres_url))
    with owner.begin() as connection:
        for statement in (*granting(name_of(postgres_url), "postgres", "worker"), *more):
            connection.execute(text(statement))
    owner.dispose()


def test_a_right_that_is_missing_is_told_with_the_way_to_it(postgres_url: str, worker: str) -> None:
    new_team(postgres_url).office.engine.dispose()
    assert "权限" in wrong(worker)
    with pytest.raises(DatabaseTrouble, match="权限不够程序用"):
        open_database(read_url(worker))
    grant(postgres_url, "REVOKE UPDATE ON client FROM worker")
    assert "client" in wrong(worker)


def test_with_the_least_rights_a_whole_quarter_is_worked_and_checked(
    postgres_url: str, worker: str
) -> None:
    make_database(read_url(postgres_url)).dispose()
    grant(postgres_url)
    office = Office(open_database(read_url(worker)))
    play(office, "quarter-settled")
    assert check_office(office) is None
    office.engine.dispose()
    assert is_reachable(try_connection(read_url(worker)))


def test_nothing_is_put_where_the_user_may_make_no_tables(
    postgres_url: str, worker: str, tmp_path: Path
) -> None:
    """Begun, moved or restored: it is said in words, and nothing was changed."""
    source = str(tmp_path / "office.db")
    new_team(source).office.engine.dispose()
    office = open_database(read_url(source))
    backup = back_up(office, tmp_path / "kept.zxbackup")
    office.dispose()
    owner = connect(read_url(postgres_url))
    with owner.begin() as connection:
        connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    owner.dispose()
    target = read_url(worker)
    for put in (
        lambda: make_database(target),
        lambda: move_office(read_url(source), target),
        lambda: restore_to_server(backup, target),
    ):
        with pytest.raises(DatabaseTrouble, match="不能在里面建表"):
            put()
    open_database(read_url(source)).dispose()  # not moved


def test_a_server_that_is_too_old_is_told_and_nothing_is_made_there(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_fit, "OLDEST_SERVER", 990_000)
    assert "版本太旧" in wrong(postgres_url)
    with pytest.raises(DatabaseTrouble, match="版本太旧"):
        make_database(read_url(postgres_url))


_TOUCHES_A_GUARD = (
    "DROP TRIGGER posting_refuses_change ON posting",
    "ALTER TABLE posting DISABLE TRIGGER ALL",
    "UPDATE posting SET amount_fen = 1",
    "DELETE FROM audit",
    "TRUNCATE entry",
    "DROP TABLE client",
    "CREATE TABLE more (id integer)",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
    "INSERT INTO account VALUES ('more', '多', 'office')",
    "UPDATE alembic_version SET version_num = '0001'",
    "SET session_replication_role = replica",
)


def test_with_the_least_rights_no_guard_can_be_touched(postgres_url: str, worker: str) -> None:
    make_database(read_url(postgres_url)).dispose()
    grant(postgres_url)
    engine = open_database(read_url(worker))
    for statement in _TOUCHES_A_GUARD:
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(statement))
    engine.dispose()


def test_what_an_upgrade_makes_later_is_granted_by_itself(postgres_url: str, worker: str) -> None:
    make_database(read_url(postgres_url)).dispose()
    grant(postgres_url, "CREATE TABLE later (id serial, words text)")
    engine = connect(read_url(worker))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO later (words) VALUES ('x')"))
        assert not missing_rights(connection)
    engine.dispose()


def test_the_manual_has_the_rights_that_the_command_writes_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "postgresql://owner:secret@server/office"
    assert main(["connection", url, "--rights", "worker"]) == 0
    written = capsys.readouterr().out.split("\n")
    manual = (Path(__file__).parents[2] / "docs/manual/server.md").read_text(encoding="utf-8")
    assert [one for one in written if one not in manual] == []


def test_whoever_may_not_bring_it_up_to_date_is_told_so(postgres_url: str, worker: str) -> None:
    new_team(postgres_url).office.engine.dispose()
    grant(
        postgres_url,
        "DROP TABLE moved_office",
        "ALTER TABLE change_key DROP COLUMN pc",
        "UPDATE alembic_version SET version_num = '0016'",
    )
    with pytest.raises(DatabaseTrouble, match="数据库用户"):
        open_database(read_url(worker))
