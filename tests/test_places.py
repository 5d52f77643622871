"""An office works wherever its data lie: names in any script, signs that URLs know, long paths."""

from datetime import date
from pathlib import Path

import pytest

from desktop import offices
from desktop.basics.errors import DatabaseTrouble
from desktop.queries.staff import office_name
from desktop.services.backup import restore
from desktop.services.engine import read_url
from desktop.services.office import Office
from tests.views.test_start import VALUES

PLACES = [
    "用户 张三",
    "𠮷野家㐀",  # hanzi beyond the usual ones: two signs each to Windows
    "Ünïcode e\u0301",
    "a#b?c" if Path("/").drive == "" else "a#b",
    "100%41 50%",
    "it's; --",
    "with & and + and =",
    "/".join(["很长的文件夹名字" * 3] * 4),
    "/".join(["a-long-name-of-a-folder"] * 12),  # more than 260 signs with the file's own
]


@pytest.mark.parametrize("place", PLACES)
def test_an_office_is_begun_backed_up_and_restored_anywhere(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    office = offices.start_own(folder, dict(VALUES))
    office.engine.dispose()
    assert (folder / "office.db").is_file()
    backup = offices.back_up_own(folder, date(2026, 7, 6))
    assert backup is not None
    assert backup.parent == folder / "backups"
    kept = restore(backup, folder / "office.db")
    assert kept is not None
    opened = offices.open_own(folder)
    assert opened is not None
    with opened.reading() as session:
        assert office_name(session) == VALUES["name"]
    opened.engine.dispose()


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_named_in_the_settings_of_the_system_is_found(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / place
    offices.start_own(folder, dict(VALUES)).engine.dispose()
    monkeypatch.setenv("ZHONGXIAO_HOME", str(folder))
    assert offices.data_folder() == folder
    monkeypatch.setenv("ZHONGXIAO_DATABASE", str(folder / "office.db"))
    url = offices.own_database(tmp_path / "elsewhere")
    assert Path(url.database or "") == folder / "office.db"
    assert url == read_url(str(folder / "office.db"))
    found = Office(offices.open_database(url))
    with found.reading() as session:
        assert office_name(session) == VALUES["name"]
    found.engine.dispose()


def test_a_path_that_is_too_long_is_told_as_that(tmp_path: Path) -> None:
    folder = tmp_path / "/".join(["很长的文件夹名字" * 3] * 12)
    with pytest.raises(DatabaseTrouble, match="太长"):
        offices.start_own(folder, dict(VALUES))


def test_data_lie_in_the_persons_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows that is LOCALAPPDATA, which no roaming profile carries about."""
    import platformdirs
    from platformdirs.windows import Windows

    monkeypatch.delenv("ZHONGXIAO_HOME", raising=False)
    monkeypatch.setattr(
        platformdirs,
        "user_data_path",
        lambda name, appauthor: Windows(name, appauthor).user_data_path,
    )
    monkeypatch.setattr(
        "platformdirs.windows.get_win_folder",
        lambda name: f"D:/张三/{name}",
    )
    assert offices.data_folder() == Path("D:/张三/CSIDL_LOCAL_APPDATA/Zhongxiao")
