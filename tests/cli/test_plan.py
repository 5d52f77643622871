"""``zhongxiao plan``: of a file, of an office, and what it says of what is no problem."""

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.office import new_team

PROBLEM = {"baskets": {"C1": ["P1"]}, "offered": ["P1", "P2"], "number": 20}


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_problem_file_gives_its_plan(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(PROBLEM), encoding="utf-8-sig")
    assert main(["plan", "next", "--problem", str(file), *more]) == 0
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == ({"next": {"C1": ["P2"]}}, "")


def test_an_office_gives_its_plan_and_with_json_also_its_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = str(tmp_path / "office.db")
    new_team(url).office.engine.dispose()
    assert main(["plan", "next", "--database", url, "--json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert both == {
        "problem": {"baskets": {}, "offered": ["P1"], "number": 20},
        "plan": {"next": {}},
    }
    assert main(["plan", "next", "--database", url]) == 0
    assert json.loads(capsys.readouterr().out) == both["plan"]
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(both["problem"]), encoding="utf-8")
    assert main(["plan", "next", "--problem", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == both["plan"]


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("nearest", b"{}", "next"),
        ("next", b'{"baskets": {"C1": ["a", 5]}, "offered": [], "number": 1}', "baskets.C1[1]"),
        ("next", b"\xff\xfe", "UTF-8"),
        ("next", b"", "problem.json"),
    ],
)
def test_what_is_no_problem_is_said_with_its_place(
    kind: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(content)
    assert main(["plan", kind, "--problem", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "next", "--problem", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_the_visits_of_an_office_are_those_of_one_rep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = str(tmp_path / "office.db")
    new_team(url).office.engine.dispose()
    assert main(["plan", "visits", "--database", url, "--rep", "r1", "--json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert both["plan"] == {"days": [], "metres": 0, "longest_s": 0, "over_s": 0}
    assert both["problem"]["hours"] == "7.5"
    for more in ([], ["--rep", "nobody"]):
        assert main(["plan", "visits", "--database", url, *more]) != 0
        assert "Traceback" not in capsys.readouterr().err
