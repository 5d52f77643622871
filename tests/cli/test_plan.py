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


VRP = """NAME : small
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
DEMAND_SECTION
1 0
2 5
3 5
DEPOT_SECTION
1
-1
EOF
"""


def test_a_problem_that_the_world_knows_gives_its_tours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "small.vrp"
    file.write_text(VRP, encoding="utf-8")
    assert main(["plan", "routes", "--problem", str(file), "--seconds", "1", "--json"]) == 0
    tours = json.loads(capsys.readouterr().out)
    assert (tours["cost"], [sorted(route) for route in tours["routes"]]) == (20, [[1, 2]])
    file.write_text(VRP.replace("2 3 4", "2 3 x"), encoding="utf-8")
    assert main(["plan", "routes", "--problem", str(file)]) == 2
    assert "6" in capsys.readouterr().err.rpartition("small.vrp")[2]


def test_the_runs_of_an_office_need_to_know_where_they_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = str(tmp_path / "office.db")
    new_team(url).office.engine.dispose()
    ask = ["plan", "routes", "--database", url, "--day", "2026-02-02"]
    assert main(ask) == 2
    capsys.readouterr()
    assert main([*ask, "--depot", "31.46,104.74", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)["plan"]
    assert plan == {"runs": [], "unserved": [], "metres": 0, "cost": "0.00"}
