"""Whoever opens an older office hears that it was upgraded."""

from pathlib import Path

from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.versions import HEAD
from tests.models.test_migrations import NextProgram, next_program

__all__ = ["next_program"]  # the fixture


def test_whoever_opens_an_older_office_hears_of_its_upgrade_once(
    tmp_path: Path, next_program: NextProgram
) -> None:
    place = str(tmp_path / "office.db")
    make_database(read_url(place)).dispose()
    next_program("\n    op.execute('SELECT 1')\n")
    said: list[str] = []
    for _time in range(2):
        open_database(read_url(place), tell=said.append).dispose()
    (backup,) = tmp_path.glob(f"office-{HEAD}-*.backup.db")
    assert len(said) == 1
    assert "已升级" in said[0]
    assert str(backup) in said[0]
