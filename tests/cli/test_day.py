"""``run`` opens the training office and shows the day's work with its papers."""

import shutil
import sys
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.cli.day import _progress
from desktop.starting import has_screen
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
    said, beside = capsys.readouterr()
    assert "propagateSizeHints" not in beside
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is about X11")
def test_a_screen_that_nobody_serves_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":65432")
    assert not has_screen()
    monkeypatch.setenv("DISPLAY", "elsewhere:10.0")
    assert has_screen()


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
