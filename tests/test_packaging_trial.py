"""The trial of an installer: what it tries where, what its report says, what it needs."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from devtool.checkout import SetupFailed
from devtool.windows import smoke
from devtool.windows.earlier import checked_out, earlier_commit, lower_than
from devtool.windows.walk import FAILED, HELD, LEFT_OUT, Walk

ROOT = Path(__file__).resolve().parents[1]


def report(folder: Path) -> dict[str, object]:
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def fall() -> str:
    raise SetupFailed("it | broke\nhere")


def test_a_step_that_fails_ends_its_chapter_and_fails_the_trial(tmp_path: Path) -> None:
    walk = Walk(tmp_path, {"installer": "Setup.exe"})
    taken = []
    with walk.chapter("one"):
        walk.take("stand", lambda: "stood")
        walk.take("fall", fall)
        walk.take("go on", lambda: str(taken.append("one")))
    with walk.chapter("two"):
        walk.take("go", lambda: str(taken.append("two")))
    assert report(tmp_path)["outcome"] == FAILED
    assert walk.end() == FAILED
    assert taken == ["two"]
    assert [one.outcome for one in walk.steps] == [HELD, FAILED, LEFT_OUT, HELD]
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| FAILED | fall | it \\| broke<br>here | 0 |" in text
    assert text.index("## one") < text.index("## two")


def test_what_nobody_thought_of_fails_a_step_with_its_place(tmp_path: Path) -> None:
    walk = Walk(tmp_path, {})
    with walk.chapter("one"):
        walk.take("divide", lambda: str(1 // 0))
    assert walk.end() == FAILED
    assert "ZeroDivisionError" in walk.steps[0].told


def test_a_trial_that_was_broken_off_has_not_held(tmp_path: Path) -> None:
    walk = Walk(tmp_path, {})
    with walk.chapter("one"):
        walk.take("stand", lambda: "stood")
    assert report(tmp_path)["outcome"] == "not ended"
    assert walk.end() == HELD
    assert report(tmp_path)["outcome"] == HELD


def test_without_wine_the_trial_is_left_out_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(smoke, "OUT", tmp_path / "out")
    installer = tmp_path / "Zhongxiao-Setup-0.2.0.exe"
    installer.write_bytes(b"MZ")
    assert smoke.smoke(installer) == 0
    told = report(tmp_path / "out")
    assert told["outcome"] == LEFT_OUT
    assert told["installer"] == installer.name
    assert "by root on Linux only" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_the_portable_zip_is_the_one_beside_the_installer() -> None:
    installer = Path("dist", "Zhongxiao-Setup-0.2.0.exe")
    assert smoke.portable_of(installer) == Path("dist", "Zhongxiao-0.2.0-portable.zip")


@pytest.mark.parametrize(
    ("version", "lower"), [("0.2.0", "0.1.9"), ("0.2.3", "0.2.2"), ("1.0.0", "0.9.9")]
)
def test_what_is_upgraded_is_lower(version: str, lower: str) -> None:
    assert lower_than(version) == lower


def test_the_earlier_commit_could_build_and_is_taken_whole(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this folder is no git checkout")
    commit = earlier_commit()
    assert commit is not None
    behind = ("git", "merge-base", "--is-ancestor", commit, "HEAD")
    subprocess.run(behind, cwd=ROOT, check=True)
    folder = checked_out(commit, tmp_path)
    assert (folder / "devtool" / "windows" / "__main__.py").is_file()
    assert (folder / "desktop" / "__init__.py").is_file()
    assert list(folder.rglob("zhongxiao.mo"))
