"""Who has an office open is known by whatever name they opened it, and for as long as they do."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.os_reason import os_reason
from desktop.services.backup import back_up, copy_backup, restore
from desktop.services.database import made_whole, open_database
from desktop.services.engine import connect, read_url
from desktop.services.presence import alone, lock_place, real_place, reason_at, stepping_out
from tests.office import new_team


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Engine]:
    engine = new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}").office.engine
    yield engine
    engine.dispose()


@pytest.fixture
def link(tmp_path: Path, office: Engine) -> Path:
    """Another name of the office, in a folder of its own."""
    there = tmp_path / "desk" / "ours.db"
    there.parent.mkdir()
    try:
        there.symlink_to(Path(str(office.url.database)))
    except OSError:
        pytest.skip("this system lets nobody make links")
    return there


def clients(place: Path) -> int:
    engine = open_database(read_url(str(place)))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM client")).scalar_one()
    engine.dispose()
    return int(found)


def test_an_office_and_a_link_to_it_have_one_lock(office: Engine, link: Path) -> None:
    place = Path(str(office.url.database))
    assert real_place(link) == real_place(place)
    assert lock_place(link) == lock_place(place)


def test_who_came_by_a_link_is_known_to_who_restores_by_the_name(
    office: Engine, link: Path, tmp_path: Path
) -> None:
    backup = back_up(office, tmp_path / "backup.db")
    office.dispose()
    by_link = open_database(read_url(str(link)))
    with by_link.connect(), pytest.raises(DatabaseTrouble):
        restore(backup, Path(str(office.url.database)))
    by_link.dispose()


def test_restoring_by_a_link_replaces_the_office_and_keeps_the_link(
    office: Engine, link: Path, tmp_path: Path
) -> None:
    place = Path(str(office.url.database))
    backup = back_up(office, tmp_path / "backup.db")
    with office.connect() as held:
        held.execute(text("SELECT 1"))
        with pytest.raises(DatabaseTrouble):
            restore(backup, link)
    office.dispose()
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE client SET name = 'X'")
    raw.close()
    kept = restore(backup, link)
    assert kept is not None
    assert kept.parent == place.parent
    assert link.is_symlink()
    assert clients(link) == clients(place) == clients(kept)
    assert [one.name for one in link.parent.iterdir()] == ["ours.db"]


def test_an_office_is_begun_and_restored_where_a_link_to_nothing_leads(
    office: Engine, link: Path, tmp_path: Path
) -> None:
    place = Path(str(office.url.database))
    backup = back_up(office, tmp_path / "backup.db")
    office.dispose()
    place.unlink()
    assert restore(backup, link) is None
    assert clients(place) == clients(link) > 0
    other = tmp_path / "desk" / "new.db"
    other.symlink_to(tmp_path / "elsewhere" / "new.db")
    with made_whole(read_url(str(other))):
        pass
    assert other.is_symlink()
    assert (tmp_path / "elsewhere" / "new.db").is_file()


def test_a_link_to_an_office_at_work_is_no_place_for_a_backup(
    office: Engine, link: Path, tmp_path: Path
) -> None:
    backup = back_up(office, tmp_path / "backup.db")
    with office.connect() as held:
        held.execute(text("SELECT 1"))
        with pytest.raises(DatabaseTrouble):
            copy_backup(backup, link)


def test_what_stands_in_the_log_is_copied_by_a_link_too(
    office: Engine, link: Path, tmp_path: Path
) -> None:
    with office.execution_options(change=True).begin() as connection:
        connection.execute(text("UPDATE client SET name = '只在日志里'"))
        # The log isn't taken into the file as long as somebody else reads.
    with office.connect() as held:
        held.execute(text("SELECT 1"))
        copied = copy_backup(link, tmp_path / "copy.db")
    raw = sqlite3.connect(copied)
    assert raw.execute("SELECT DISTINCT name FROM client").fetchall() == [("只在日志里",)]
    raw.close()


def test_links_that_lead_in_a_circle_are_no_office(tmp_path: Path, link: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(DatabaseTrouble):
        open_database(read_url(str(one)))


# --- how long somebody is there --------------------------------------------------------------


def test_whoever_has_no_connection_any_more_is_not_there(office: Engine) -> None:
    place = Path(str(office.url.database))
    with office.connect() as one, office.connect() as two:
        one.execute(text("SELECT 1"))
        two.execute(text("SELECT 1"))
        with pytest.raises(DatabaseTrouble), alone(place, 0):
            pass
    office.dispose()
    with alone(place, 0):
        pass


def test_nobody_enters_while_an_office_is_replaced_by_another(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.presence._WAIT_TO_ENTER_S", 0.05)
    place = Path(str(office.url.database))
    office.dispose()
    with alone(place, 0), pytest.raises(DatabaseTrouble), office.connect():
        pass
    with office.connect() as again:
        assert again.execute(text("SELECT 1")).scalar_one() == 1


def test_a_program_that_steps_out_comes_back(office: Engine) -> None:
    with stepping_out(office), pytest.raises(DatabaseTrouble), office.connect():
        pass
    with office.connect() as again:
        assert again.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_that_can_not_be_made_leaves_nobody_behind(tmp_path: Path) -> None:
    place = tmp_path / "no.db"
    place.write_text("no database, and long enough to be looked at" * 20)
    engine = connect(read_url(str(place)))
    with pytest.raises(Exception, match="not a database"), engine.connect() as opened:
        opened.execute(text("SELECT * FROM sqlite_master"))
    engine.dispose()
    with alone(place, 0):
        pass


def test_an_office_whose_lock_can_not_be_written_is_not_replaced_nor_opened(office: Engine) -> None:
    place = Path(str(office.url.database))
    office.dispose()
    lock_place(place).unlink(missing_ok=True)
    lock_place(place).mkdir()
    with pytest.raises(DatabaseTrouble) as said, alone(place, 0):
        pass
    assert str(place) in str(said.value)
    # Nor is it opened where nobody could see that it is.
    with pytest.raises(DatabaseTrouble), office.connect():
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has another word for it")
def test_a_lock_is_empty_of_data(office: Engine) -> None:
    with office.connect() as opened:
        opened.execute(text("SELECT 1"))
        assert lock_place(Path(str(office.url.database))).stat().st_size == 0


def test_why_nobody_could_see_who_works_there_is_said_in_the_users_words(tmp_path: Path) -> None:
    def said(code: int, place: Path = tmp_path / "office.db.lock") -> str:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        return reason_at(place, error)

    assert said(sqlite3.SQLITE_IOERR_READ) == "磁盘没有响应"
    assert said(sqlite3.SQLITE_CANTOPEN) == os_reason(PermissionError(errno.EACCES, ""))
    gone = said(sqlite3.SQLITE_CANTOPEN, tmp_path / "gone" / "office.db.lock")
    assert gone == os_reason(NotADirectoryError(errno.ENOTDIR, ""))
    assert said(sqlite3.SQLITE_ERROR) == "disk I/O error"
