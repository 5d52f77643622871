"""``run`` builds the training office and shows the day's work with its papers."""

from pathlib import Path

import pytest

from desktop.cli import main


def test_the_day_is_shown_and_papers_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHONGXIAO_HOME", str(tmp_path / "data"))
    out = tmp_path / "out"
    assert main(["run", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "2026-07-06 周一" in said
    assert "CC-2026-0009" in said
    assert sorted(path.name.split("-")[0] for path in out.iterdir()) == [
        "manifest",
        "proposal",
        "statement",
    ]
    assert main(["run", "--out", str(out)]) == 0


def test_without_a_verb_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "replay" in capsys.readouterr().out
