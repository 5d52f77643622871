"""A new office is there whole, or its place is as it was; on files and on servers."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.errors import DatabaseTrouble
from desktop.cli import main
from desktop.offices import start_own
from desktop.services.database import exists, made_whole, make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.settings import name_office

CLIENTS = "编号,店名,客群\nC001,红星副食店,社区店\nC002,南路小店,学校店\n"


def tables(url: str) -> list[str]:
    """What stands in a database, whoever made it."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite") and not path.exists():
        return []
    engine = create_engine(read_url(url))
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


@pytest.fixture
def clients(tmp_path: Path) -> str:
    file = tmp_path / "客户.csv"
    file.write_text(CLIENTS, encoding="utf-8")
    return str(file)


def test_an_import_makes_the_office_with_its_clients(database_url: str, clients: str) -> None:
    assert main(["import", "clients", clients, "--database", database_url]) == 0
    assert exists(read_url(database_url))
    assert main(["check", "--database", database_url]) == 0


def test_an_import_that_fails_leaves_nothing(
    database_url: str, clients: str, tmp_path: Path
) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook at all")
    assert main(["import", "clients", clients, str(broken), "--database", database_url]) != 0
    assert tables(database_url) == []
    assert not list(tmp_path.glob("office.db*"))


def test_a_dry_run_leaves_nothing(
    database_url: str, clients: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "clients", clients, "--database", database_url, "--dry-run"]) == 0
    assert "2" in capsys.readouterr().out
    assert tables(database_url) == []


def test_a_replay_that_fails_leaves_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.replay import replay

    def fails(*_given: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(replay.Player, "play", fails)
    story = Path(__file__).parents[1] / "scenarios" / "return-in-parts.json"
    assert main(["replay", str(story), "--database", database_url]) != 0
    assert tables(database_url) == []


_KILLED = """
import os, sys
from desktop.services import imports
from desktop.cli import main
from desktop.cli import imports as verb
real = verb.import_file
def then_killed(office, order):
    real(office, order)
    os.kill(os.getpid(), 9)
verb.import_file = then_killed
main(["import", "clients", sys.argv[1], "--database", sys.argv[2]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_an_import_that_is_killed_leaves_nothing_and_can_be_done_again(
    database_url: str, clients: str
) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, clients, database_url], check=False)
    assert killed.returncode == -9
    assert tables(database_url) == []
    assert main(["import", "clients", clients, "--database", database_url]) == 0


def test_a_beginning_that_was_broken_off_is_taken_over(database_url: str, clients: str) -> None:
    make_database(read_url(database_url)).dispose()
    assert main(["import", "clients", clients, "--database", database_url]) == 0


def test_nobody_begins_a_second_office_in_the_same_database(postgres_url: str) -> None:
    url = read_url(postgres_url)
    with made_whole(url) as one, made_whole(url) as other:
        with Office(one).batch() as office:
            name_office(office, ProfileDraft("第一家", "C市"))
        with pytest.raises(DatabaseTrouble), Office(other).batch() as office:
            name_office(office, ProfileDraft("第二家", "C市"))


def test_a_last_rename_that_fails_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    values = {"name": "办事处", "city": "C市", "maker": "", "address": "", "phone": ""}
    values |= {"code": "ad", "person": "管理员", "password": ""}
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(DatabaseTrouble, match=r"office\.db"):
        start_own(tmp_path, values)
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.half*"))
    start_own(tmp_path, values).engine.dispose()


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(DatabaseTrouble, match="file"),
        made_whole(read_url(str(tmp_path / "file" / "deeper" / "office.db"))),
    ):
        pass
