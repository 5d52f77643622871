"""What lies where a backup, a restored or a new office is to be laid: never lost by mistake."""

import json
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desktop.basics.errors import DatabaseTrouble
from desktop.offices import start_own
from desktop.queries.staff import people_who_sign_in
from desktop.services import database
from desktop.services.backup import (
    back_up,
    card_place,
    check_backup,
    copy_backup,
    noted_in,
    read_card,
    restore,
)
from desktop.services.database import made_whole, open_database
from desktop.services.engine import read_url
from desktop.services.halves import beside, half_place, known_as
from desktop.services.office import Office
from desktop.services.replacing import finish_replacing
from desktop.services.staff import add_staff
from tests.office import new_team

BEGUN = {"name": "新", "city": "", "maker": "", "address": "", "phone": "", "password": ""}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "office.db"
    new_team(f"sqlite:///{place.as_posix()}").office.engine.dispose()
    return place


@pytest.mark.parametrize("side", ["", "-wal", "-shm"])
def test_a_backup_is_never_laid_over_the_office_at_work(file: Path, side: str) -> None:
    engine = open_database(read_url(str(file)))
    office = Office(engine)
    with office.reading() as session:  # somebody has it open, as every window does
        people_who_sign_in(session)
        was = beside(file, side).read_bytes()
        with pytest.raises(DatabaseTrouble, match="正在使用"):
            back_up(engine, beside(file, side))
        assert beside(file, side).read_bytes() == was
    engine.dispose()


def test_a_backup_is_never_laid_over_another_office_at_work(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    engine = open_database(read_url(str(file)))
    back_up(engine, other)
    working = Office(open_database(read_url(str(other))))
    with working.reading() as session:
        people_who_sign_in(session)
        with pytest.raises(DatabaseTrouble, match="正在使用"):
            copy_backup(file, other)
    working.engine.dispose()
    assert copy_backup(file, other) == other
    engine.dispose()


def test_a_place_whose_path_is_longer_than_sqlite_takes_is_told_as_that(
    file: Path, tmp_path: Path
) -> None:
    deep = tmp_path.joinpath(*["一层又一层的文件夹"] * 20)
    engine = open_database(read_url(str(file)))
    with pytest.raises(DatabaseTrouble, match="路径太长"):
        back_up(engine, deep / "备份.zxbackup")
    backup = back_up(engine, tmp_path / "备份.zxbackup")
    engine.dispose()
    with pytest.raises(DatabaseTrouble, match="路径太长"):
        restore(backup, deep / "office.db")


def test_a_backup_is_never_restored_over_a_folder(file: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    with pytest.raises(DatabaseTrouble, match="文件夹"):
        restore(file, papers)
    assert papers.is_dir()
    assert not list(tmp_path.glob("papers-before*"))


def test_an_office_whose_folder_is_gone_is_restored(file: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "deeper" / "office.db"
    assert restore(file, gone) is None
    assert gone.is_file()


def test_a_backup_that_is_not_there_is_told_as_that(file: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="不在"):
        restore(tmp_path / "pulled stick" / "b.db", file)


@pytest.mark.parametrize("version", ["0000", "", "-1", "9999", "abc"])
def test_a_version_that_no_program_left_is_refused(
    file: Path, tmp_path: Path, version: str
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
        connection.commit()
    with pytest.raises(DatabaseTrouble, match="更新的程序"):
        restore(file, tmp_path / "restored.db")
    with pytest.raises(DatabaseTrouble, match="更新的程序"):
        open_database(read_url(str(file)))


def test_of_two_who_begin_an_office_the_later_one_is_refused(tmp_path: Path) -> None:
    url = read_url(str(tmp_path / "office.db"))
    with ExitStack() as slow:
        engine = slow.enter_context(made_whole(url))
        add_staff(Office(engine), "slow", "慢", ["administrator"])
        start_own(tmp_path, {**BEGUN, "code": "quick", "person": "快"}).engine.dispose()
        with pytest.raises(DatabaseTrouble, match="别的内容"):
            slow.close()
    office = Office(open_database(url))
    with office.reading() as session:
        assert [code for code, _name in people_who_sign_in(session)] == ["quick"]
    office.engine.dispose()
    assert not list(tmp_path.glob("*.half*"))


def test_a_disk_that_is_full_while_an_office_is_begun_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = database._make_tables

    def on_a_full_disk(engine: Engine, _make: object) -> Engine:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("CREATE TABLE too_much (a)")
        return make(engine)

    monkeypatch.setattr(database, "_make_tables", on_a_full_disk)
    # By the name that the office is to have, and not by that of what was half made of it.
    with pytest.raises(DatabaseTrouble, match=r"[/\\]office\.db 所在的磁盘已满"):
        start_own(tmp_path, {**BEGUN, "code": "a", "person": "甲"})
    assert not list(tmp_path.glob("office.db*"))


def test_a_half_made_file_is_told_by_the_name_that_it_is_to_get(tmp_path: Path) -> None:
    target = tmp_path / "office.db"
    of_a_half = half_place(half_place(target))
    assert known_as(of_a_half) == known_as(target) == str(target)
    of_a_half.write_bytes(b"no office")
    with pytest.raises(DatabaseTrouble) as refused:
        check_backup(of_a_half)
    assert f"{target} " in str(refused.value)
    assert ".half" not in str(refused.value)


def test_a_beginning_that_was_broken_off_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "office.db").touch()
    start_own(tmp_path, {**BEGUN, "code": "a", "person": "甲"}).engine.dispose()


def test_a_note_that_cannot_be_read_keeps_nobody_out(file: Path) -> None:
    note = file.with_name("office.db.restoring")
    note.write_bytes(b"\0\0\0")
    finish_replacing(file)
    assert file.exists()
    assert not note.exists()


@pytest.mark.parametrize("told", ["", "[]", '{"made_at": "x"}', "odd"])
def test_a_name_card_that_is_none_accuses_no_office(file: Path, told: str) -> None:
    engine = open_database(read_url(str(file)))
    made = back_up(engine, file.parent / "backups" / "office-00001-2026-01-05.db")
    if told == "odd":
        end = {"number": "many", "hash": 1}
        told = json.dumps(
            {"made_at": "x", "heads": dict.fromkeys(("entries", "trail", "papers"), end)}
        )
    card_place(made).write_text(told, encoding="utf-8")
    assert noted_in(made.parent) == []
    assert read_card(made).heads.trail.number > 0  # the backup itself says it
    engine.dispose()
