"""A database that can't be used is said plainly, and never overwritten; backups are checked."""

import gc
import sqlite3
from pathlib import Path

import pytest

from desktop.basics.errors import DatabaseTrouble
from desktop.cli import main
from desktop.services.backup import back_up, check_backup, copy_backup, restore
from desktop.services.database import exists, make_database, open_database
from desktop.services.engine import _prepare_sqlite, read_url
from desktop.services.payments import record_collection
from tests.office import new_team


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An office's file with one entry."""
    path = tmp_path / "office.db"
    team = new_team(str(path))
    record_collection(team.k1, "C1", 500)
    team.office.engine.dispose()
    return path


def trouble(path: Path) -> str:
    before = path.read_bytes() if path.exists() else b""
    with pytest.raises(DatabaseTrouble) as caught:
        open_database(read_url(str(path)))
    assert (path.read_bytes() if path.exists() else b"") == before
    return caught.value.message


def test_an_office_is_opened_again(file: Path) -> None:
    assert exists(read_url(str(file)))
    open_database(read_url(str(file))).dispose()
    assert main(["check", "--database", str(file)]) == 0
    assert main(["check", "--database", str(file), "--json"]) == 0


def test_what_was_committed_outlives_a_power_cut() -> None:
    # The tests' own databases don't wait for the disk: so the program's word is asked by itself.
    connection = sqlite3.connect(":memory:")
    _prepare_sqlite(connection)
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    connection.close()
    assert synchronous == 2, "FULL"


def test_of_all_that_was_ever_asked_a_connection_keeps_a_few_hundred_statements(file: Path) -> None:
    engine = open_database(read_url(str(file)))
    before = _statements()
    with engine.connect() as connection:
        for number in range(2_000):
            connection.exec_driver_sql(f"SELECT {number}")
        assert 200 < _statements() - before < 500
    engine.dispose()


def _statements() -> int:
    """How many are kept prepared, of all connections."""
    return sum(type(one).__qualname__ == "Statement" for one in gc.get_objects())


def test_a_missing_database_is_not_made_by_opening(tmp_path: Path) -> None:
    assert not exists(read_url(str(tmp_path / "none.db")))
    assert trouble(tmp_path / "none.db")


def test_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 50)
    assert str(path) in trouble(path)
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    assert str(other) in trouble(other)
    with pytest.raises(DatabaseTrouble):
        make_database(read_url(str(other)))


def test_a_newer_database_is_left_alone(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "9999" in trouble(file)


def test_a_locked_database_is_said_to_be_in_use(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.engine._WAIT_MS", 50)
    connection = sqlite3.connect(file)
    connection.execute("BEGIN IMMEDIATE")
    assert str(file) in trouble(file)
    connection.rollback()
    connection.close()


def test_urls_of_other_kinds_are_refused(tmp_path: Path) -> None:
    for url in ("mysql://x/y", "://", "postgresql://nobody@127.0.0.1:1/none"):
        with pytest.raises(DatabaseTrouble):
            open_database(read_url(url))
    with pytest.raises(DatabaseTrouble):
        make_database(read_url("sqlite://"))


def test_tampering_behind_its_back_is_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DROP TRIGGER posting_refuses_update")
    connection.execute("UPDATE posting SET amount_fen = amount_fen * 2")
    connection.commit()
    connection.close()
    assert main(["check", "--database", str(file)]) == 1
    assert "1" in capsys.readouterr().out


def test_a_missing_trigger_is_found(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DROP TRIGGER entry_refuses_delete")
    connection.commit()
    connection.close()
    assert main(["check", "--database", str(file)]) == 1


def test_a_backup_is_checked_and_comes_back(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backups" / "copy.db"
    assert main(["backup", "--database", str(file), str(copy)]) == 0
    team_file = tmp_path / "other.db"
    assert main(["restore", str(copy), str(team_file)]) == 0
    kept = restore(copy, team_file)
    assert kept.exists()
    assert restore(copy, team_file) != kept
    assert main(["check", "--database", str(team_file)]) == 0


def test_a_bad_backup_is_refused(file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(DatabaseTrouble):
        check_backup(bad)
    assert main(["restore", str(bad), str(file)]) == 2
    assert main(["check", "--database", str(file)]) == 0


def test_a_backup_that_cannot_be_written_says_so(file: Path, tmp_path: Path) -> None:
    engine = open_database(read_url(str(file)))
    blocked = tmp_path / "a file"
    blocked.write_text("x")
    with pytest.raises(DatabaseTrouble, match="同名的东西"):
        back_up(engine, blocked / "copy.db")
    engine.dispose()
    with pytest.raises(DatabaseTrouble, match="没有权限"):
        copy_backup(tmp_path / "pulled stick" / "office.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
