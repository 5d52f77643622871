"""What a command writes to: a folder that isn't there is made, one that can't be is told of."""

from pathlib import Path

import pytest

from desktop.cli import main
from tests.office import new_team

WRITING = {
    "backup": ("backup", "FILE"),
    "export": ("export", "clients", "--by", "ad", "--out", "FILE.xlsx"),
    "print": ("print", "check-sheet", "--by", "ad", "--out", "FILE.pdf"),
    "report": ("report", "sales", "--by", "m1", "--out", "FILE.pdf"),
}


@pytest.fixture
def database(sqlite_url: str) -> str:
    new_team(sqlite_url).office.engine.dispose()
    return sqlite_url


def written(verb: str, folder: Path, database: str) -> tuple[int, Path]:
    """What the command says, and the file that it was told to write."""
    words = [word.replace("FILE", str(folder / "file")) for word in WRITING[verb]]
    status = main([*words, "--database", database])
    return status, Path(next(word for word in words if str(folder) in word))


@pytest.mark.parametrize("verb", WRITING)
def test_a_folder_that_isn_t_there_is_made(
    verb: str, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, file = written(verb, tmp_path / "new" / "newer", database)
    assert status == 0
    assert file.stat().st_size > 0
    assert capsys.readouterr().out.strip() == str(file)


@pytest.mark.parametrize("verb", WRITING)
def test_a_folder_that_is_a_file_is_told_in_words(
    verb: str, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    status, _file = written(verb, tmp_path / "taken", database)
    told = capsys.readouterr()
    assert status == 2
    assert told.out == ""
    assert "taken" in told.err
    assert "Traceback" not in told.err
