"""Before a server's office is brought up to date it is dumped by the server's own tools."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.basics.errors import DatabaseTrouble
from desktop.models.migrations import run
from desktop.services import server_dump
from desktop.services.database import open_database
from desktop.services.engine import connect, read_url
from desktop.services.versions import HEAD
from tests.postgres import UNIX, Server, server_programs
from tests.services.stands import version

BEFORE = "0024"
pytestmark = pytest.mark.skipif(not UNIX, reason="the tools of the tests' server are Unix's here")


@pytest.fixture
def older(postgres_url: str) -> str:
    """The URL of an office of an older version, in which somebody works."""
    engine = connect(read_url(postgres_url))
    run.upgrade(engine, BEFORE)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO staff (id, code, name, phone, active, version)"
                " VALUES (1, 'r1', '业务员', '', true, 1)"
            )
        )
    engine.dispose()
    return postgres_url


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tools of the tests' server, found before any others."""
    programs = server_programs()
    assert programs is not None
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return programs


def test_what_stood_there_before_an_upgrade_can_be_had_again(
    postgres_server: Server, older: str, tools: Path, tmp_path: Path
) -> None:
    open_database(read_url(older), dumps=tmp_path / "backups").dispose()
    assert version(older) == HEAD
    [dump] = (tmp_path / "backups").iterdir()
    assert dump.match(f"office-{BEFORE}-*.dump")
    with postgres_server.database() as new:
        plain = new.replace("+psycopg", "")
        command = [tools / "pg_restore", "--no-owner", f"--dbname={plain}", dump]
        subprocess.run(command, check=True)
        assert version(new) == BEFORE
        engine = open_database(read_url(new))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT name FROM staff")).scalar() == "业务员"
        engine.dispose()
    open_database(read_url(older), dumps=tmp_path / "again").dispose()
    assert not (tmp_path / "again").exists(), "there was nothing to bring up to date"


def test_an_upgrade_without_its_backup_changes_nothing(
    older: str, tools: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DatabaseTrouble, match="没备份成"):
        open_database(read_url(older), dumps=tmp_path / "file")
    assert version(older) == BEFORE


def test_where_the_tools_aren_t_or_are_too_old_the_upgrade_goes_on(
    older: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_dump, "_folders", lambda: iter([tmp_path]))
    open_database(read_url(older), dumps=tmp_path / "backups").dispose()
    assert version(older) == HEAD
    assert not (tmp_path / "backups").exists()


def test_no_password_stands_among_the_arguments() -> None:
    url = read_url("postgresql://owner:secret@server:5433/office?sslmode=require")
    assert "secret" not in server_dump._address(url)
    assert server_dump._address(url) == "postgresql://owner@server:5433/office?sslmode=require"
    assert server_dump._secrets(url) == {"PGPASSWORD": "secret"}
