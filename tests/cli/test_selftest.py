"""``selftest`` does once what an office does, and tells how it went."""

import json
import shutil
from pathlib import Path

import pytest

from desktop.basics.i18n import _
from desktop.cli import main, selftest
from desktop.cli.selftest_words import CALLED

pytestmark = pytest.mark.untraced


@pytest.fixture
def data(training_built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(training_built, tmp_path / "data"))


def test_what_was_seen_stands_in_the_report(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "there" / "report.json"
    places = ["--data", str(data), "--out", str(tmp_path / "out"), "--report", str(report)]
    (tmp_path / "share").mkdir()
    places += ["--share", str(tmp_path / "share")]
    # The pages are pictured by the test of `run`, the data checked by the tests of `check`,
    # and lists by those of imports.
    left = [word for name in ("pages", "check", "workbook") for word in ("--leave-out", name)]
    assert main(["selftest", *places, *left]) == 0
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["ok"]
    assert [one["name"] for one in told["steps"]] == ["scenario", *selftest.STEPS]
    assert {one["name"] for one in told["steps"] if one["left_out"]} == {
        "pages",
        "check",
        "workbook",
    }
    words = report.with_suffix(".txt").read_text(encoding="utf-8-sig")
    for one in told["steps"]:
        mark = "–" if one["left_out"] else "!" if one["look"] else "✓"
        assert f"{mark}  {_(CALLED[one['name']])}" in words
    assert "Traceback" not in words
    assert list((tmp_path / "share").iterdir()) == []
    seen = {one["name"]: one["told"] for one in told["steps"]}
    assert int(seen["long_path"].split()[0]) > 260
    assert "MB" in seen["share"]
    assert {"proposal.pdf", "proposal.png", "window.png"} <= {
        one.name for one in (tmp_path / "out").iterdir()
    }


def test_a_step_that_fails_is_told_with_its_place_and_the_others_go_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ground: object) -> str:
        raise OSError("no ink")

    monkeypatch.setattr(selftest, "STEPS", {"paper": broken, "after": lambda _ground: "done"})
    report = selftest.examine(data, tmp_path / "out")
    assert not report.ok
    scenario, paper, after = report.steps
    assert (scenario.ok, paper.ok, after.ok) == (True, False, True)
    assert "no ink" in paper.told
    words = selftest.in_words(report)
    assert "✗" in words
    assert words.rstrip().endswith("OSError: no ink")


def test_where_no_office_opens_the_rest_is_not_tried(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no folder")
    report = selftest.examine(tmp_path / "data", tmp_path / "out")
    assert not report.ok
    assert [one.name for one in report.steps] == ["scenario"]
