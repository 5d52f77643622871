"""Files at documents, and the backup of every day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.basics.errors import Refused
from desktop.models.attachment import LARGEST_BYTES
from desktop.queries.attachments import files_of
from desktop.queries.chains import heads
from desktop.services.attachments import attach, open_attachment, read_files
from desktop.services.backup import (
    backups_in,
    card_place,
    check_backup,
    daily_backup,
    last_backup,
    read_card,
    take_backup,
)
from tests.office import Team, new_team

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def test_a_file_is_kept_and_opened_again(team: Team) -> None:
    key = attach(team.r1, "client", 1, "门头 照片.PNG", PNG, "新门头")
    assert open_attachment(team.office, key) == ("门头 照片.PNG", PNG)
    with team.office.reading() as session:
        (row,) = files_of(session, "client", 1)
    assert (row.media_type, row.size, row.note) == ("image/png", len(PNG), "新门头")


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", PNG), ("a.pdf", PNG), ("a.jpg", b""), ("noname", PNG)]
)
def test_what_is_no_picture_is_refused(team: Team, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        attach(team.r1, "client", 1, name, content)
    assert (caught.value.code, caught.value.field) == ("invalid", "files")


def test_files_are_read_before_anything_is_written(tmp_path: Path) -> None:
    photo, large = tmp_path / "a.png", tmp_path / "b.png"
    photo.write_bytes(PNG)
    with large.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert read_files([photo]) == [("a.png", PNG)]
    for path, words in ((large, "20 MB"), (tmp_path / "gone.png", "gone.png")):
        with pytest.raises(Refused, match=words) as caught:
            read_files([photo, path])
        assert (caught.value.code, caught.value.field) == ("invalid", "files")


def test_too_large_a_file_and_a_missing_document_are_refused(team: Team) -> None:
    with pytest.raises(Refused, match="20"):
        attach(team.r1, "client", 1, "a.png", PNG + bytes(20 * 1024 * 1024))
    with pytest.raises(Refused) as caught:
        attach(team.r1, "case", 99, "a.png", PNG)
    assert caught.value.code == "not_found"


def test_one_backup_a_day_and_old_ones_are_thinned_one_at_a_time(
    sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    folder = tmp_path / "backups"
    today = date(2026, 7, 6)
    folder.mkdir()
    for back in range(1, 41):
        day = today - timedelta(days=41 - back)
        (folder / f"office-{back:05d}-{day}.db").write_bytes(b"old")
    (folder / "office-notes.db").write_bytes(b"somebody's own")
    made = daily_backup(team.office.engine, folder, today)
    assert made is not None
    check_backup(made)
    assert made.name == "office-00041-2026-07-06.db"
    stamp = made.stat().st_mtime_ns
    assert daily_backup(team.office.engine, folder, today) == made
    assert made.stat().st_mtime_ns == stamp
    assert last_backup(folder) == today
    # 41 are there: of the oldest eleven the first of each month stays, and one of the others goes.
    assert {one.number for one in backups_in(folder)} == set(range(1, 42)) - {2}
    assert (folder / "office-notes.db").exists()


@pytest.mark.parametrize("wrong", [date(2036, 1, 1), date(2020, 1, 1)])
def test_a_clock_that_is_wrong_for_a_day_takes_one_backup_at_most(
    wrong: date, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    folder = tmp_path / "backups"
    folder.mkdir()
    for back in range(40):
        day = date(2026, 7, 6) - timedelta(days=40 - back)
        (folder / f"office-{back:05d}-{day}.db").write_bytes(b"old")
    daily_backup(team.office.engine, folder, wrong)
    assert len(backups_in(folder)) == 40
    daily_backup(team.office.engine, folder, date(2026, 7, 6))
    assert [one.day for one in backups_in(folder)][:2] == [date(2026, 7, 6), wrong]
    assert len(backups_in(folder)) == 40


def test_a_name_card_says_how_far_the_office_had_come(sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    made = take_backup(team.office.engine, tmp_path / "backups", date(2026, 7, 6))
    with team.office.reading() as session:
        assert read_card(made).heads == heads(session)
    card_place(made).unlink()
    with team.office.reading() as session:
        assert read_card(made).heads == heads(session)


def test_a_server_is_backed_up_elsewhere(postgres_url: str, tmp_path: Path) -> None:
    team = new_team(postgres_url)
    assert daily_backup(team.office.engine, tmp_path, date(2026, 7, 6)) is None
    assert last_backup(tmp_path) is None
