"""``zhongxiao report``: the same rows in words, as JSON, as a workbook and on paper."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.cli import main
from desktop.services.staff import set_password
from tests.office import new_team
from tests.printing import pdf
from tests.queries.reports.story import two_months


@pytest.fixture
def database(database_url: str) -> str:
    team = two_months(new_team(database_url))
    team.office.engine.dispose()
    return database_url


def report(*arguments: str) -> int:
    return main(["report", *arguments, "--from", "2025-12-01", "--to", "2026-02-10"])


def test_a_report_is_printed_in_words(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert report("sales", "--database", database) == 0
    said = capsys.readouterr().out
    assert said.startswith("销售  2025-12-01 至 2026-02-10\n\n按月\n")
    lines = [line.split() for line in said.splitlines()]
    assert ["2026-01", "163.40", "0.00", "163.40", "2", "2"] in lines
    assert ["合计", "239.00", "37.80", "201.20", "2", "3"] in lines
    assert report("fund", "--database", database) == 0
    assert "已结算的都已兑付。" in capsys.readouterr().out


def test_json_a_workbook_and_paper_hold_the_same_figures(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("sales", "--database", database, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    client = told["tables"]["client"]
    assert [(row["code"], row["net"], row["share"]) for row in client["rows"]] == [
        ("C1", "151.20", "0.7515"),
        ("C3", "50.00", "0.2485"),
    ]
    assert client["total"]["net"] == "201.20"
    book, paper = tmp_path / "out" / "销售.xlsx", tmp_path / "销售.PDF"
    assert report("sales", "--database", database, "--out", str(book)) == 0
    assert report("sales", "--database", database, "--out", str(paper)) == 0
    assert capsys.readouterr().out.splitlines() == [str(book), str(paper)]
    sheet = load_workbook(book)["按客户"]
    assert [row[6] for row in sheet.iter_rows(min_row=2, values_only=True)] == [151.2, 50, 201.2]
    assert "151.20" in pdf.text(paper.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "没有报表“nope”。现有：sales、suggestions"),
        (["sales", "--from", "2026-02-30"], "日期请写成 2026-01-05。"),
        (["sales", "--from", "2026-02-02", "--to", "2026-02-01"], "请把两个日期对调"),
        (["sales", "--out", "sales.csv"], "sales.csv：文件名请以 .xlsx 或 .pdf 结尾。"),
        (["fund", "--by", "Ｒ1"], "可以看的岗位：经理、内勤、会计、出纳、管理员。"),
        (["fund", "--by", "xx"], "没有编号为 xx 的员工"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    new_team(sqlite_url).office.engine.dispose()
    assert main(["report", *arguments, "--database", sqlite_url]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_a_password_is_asked_for_as_for_any_command(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(sqlite_url)
    set_password(team.ad, "ad", "一二三四五六七八")
    team.office.engine.dispose()
    assert main(["report", "sales", "--database", sqlite_url]) == 2
    assert "ZHONGXIAO_PASSWORD" in capsys.readouterr().err
    monkeypatch.setenv("ZHONGXIAO_PASSWORD", "一二三四五六七八")
    assert main(["report", "sales", "--database", sqlite_url]) == 0
