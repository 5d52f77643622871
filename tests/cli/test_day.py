"""``run`` opens the training office and shows the day's work with its papers."""

import shutil
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.cli.day import _progress
from desktop.views.pages import PAGES

pytestmark = pytest.mark.untraced


def test_the_day_is_shown_and_papers_are_written(
    training_built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZHONGXIAO_HOME", str(shutil.copytree(training_built, tmp_path / "data")))
    out = tmp_path / "out"
    assert main(["run", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "2026-07-06 周一" in said
    assert "CC-2026-0051" in said
    papers = sorted(path.name.split("-")[0] for path in out.glob("*.pdf"))
    assert papers == ["manifest", "proposal", "statement"]
    pictures = {path.name.split("-")[0] for path in out.glob("*-1366x768.png")}
    assert pictures == {entry.name for entry in PAGES}
    assert main(["run", "--paper", "--out", str(out)]) == 0


def test_without_a_screen_the_window_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "没有屏幕" in capsys.readouterr().err


def test_help_names_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "replay" in capsys.readouterr().out


def test_where_there_is_no_terminal_progress_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for done in (50, 100, 150, 163):
        _progress(done, 163)
    assert capsys.readouterr().err == "正在建立练习办事处 100 %\n"
