"""Who can't show that they have an office open doesn't open it (E5)."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.basics.errors import DatabaseTrouble
from desktop.services.backup import restore
from desktop.services.database import open_database, read_url
from desktop.services.presence import lock_place
from tests.office import new_team


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An office without a log beside it, which SQLite itself would open where nothing is made."""
    path = tmp_path / "folder" / "office.db"
    new_team(str(path)).office.engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    lock_place(path).unlink()
    return path


def test_an_office_beside_which_nothing_can_be_written_is_not_opened(file: Path) -> None:
    lock_place(file).mkdir()  # no file can be made there, whatever rights one has
    before = file.read_bytes()
    with pytest.raises(DatabaseTrouble, match="旁边写不了文件"):
        open_database(read_url(str(file)))
    with pytest.raises(DatabaseTrouble):
        restore(file, file)
    assert file.read_bytes() == before
    lock_place(file).rmdir()
    open_database(read_url(str(file))).dispose()


@pytest.mark.skipif(os.name != "posix", reason="rights as Unix has them")
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_such_a_place(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        with pytest.raises(DatabaseTrouble, match="旁边写不了文件"):
            open_database(read_url(str(file)))
    finally:
        file.parent.chmod(0o755)
