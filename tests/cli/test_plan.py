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


@pytest.mark.parametrize(
    ("kind", "problem", "plan"),
    [
        (
            "shelf",
            {"levels": [], "max_products": 12, "max_facings": 6, "products": []},
            {"lines": [], "left_out": [], "musts": 0, "value": 0, "bound": 0},
        ),
        (
            "lines",
            {"radius_m": 300, "seconds": 10, "keep_today": True, "clients": []},
            {"lines": {}, "conflicts": 0, "bound": 0, "changes": 0, "fit": 0, "optimal": True},
        ),
    ],
)
def test_an_empty_problem_gives_an_empty_plan(
    kind: str,
    problem: dict[str, object],
    plan: dict[str, object],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem), encoding="utf-8")
    assert main(["plan", kind, "--problem", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == plan


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
        ("shelf", b'{"levels": [{"width_mm": -1, "height_mm": null}]}', "max_products"),
        (
            "shelf",
            b'{"levels": [{"width_mm": -1, "height_mm": null}], "max_products": 1,'
            b' "max_facings": 1, "products": []}',
            "levels[0].width_mm",
        ),
        (
            "lines",
            b'{"radius_m": 300, "seconds": 1, "keep_today": true, "clients": [{"code": "C1",'
            b' "lat": 31, "lon": 104, "now": [], "allowed": [], "fixed": ["soap"], "count": 1,'
            b' "fit": {}}]}',
            "clients[0].fixed[0]",
        ),
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
