"""Surveys come from a list, each as one more, and go out as they came (P1)."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.i18n import choose_language
from desktop.models import Client, Survey
from desktop.services.clients import ClientDraft, add_client, close_client
from desktop.services.imports import ImportOrder, import_file
from desktop.services.imports.edit_list import edit_list
from desktop.services.proposals import record_survey
from tests.office import MONDAY, Team, new_team
from tests.services.brought import take, wrong

HEADS = ["客户编号", "客户名称", "调查日期", "店铺类型", "面积", "户数", "消费能力"]
GOOD = ["C1", None, "2026-01-04", "便利店", 30, "300户", "中"]


@pytest.fixture
def team(database_url: str) -> Team:
    choose_language("en")
    return new_team(database_url)


Known = tuple[str, list[tuple[str, Decimal]], list[tuple[int, int | None]]]


def surveys(team: Team) -> list[Known]:
    with team.office.reading() as session:
        return [
            (
                one.spending,
                [(group.name, group.share) for group in one.groups],
                [(level.width_cm, level.height_cm) for level in one.levels],
            )
            for one in session.scalars(select(Survey).order_by(Survey.id))
        ]


def test_groups_and_levels_stand_in_one_cell_or_in_a_column_each(
    team: Team, tmp_path: Path
) -> None:
    more = ["附近竞争店", "消费群体", "学生占比", "家庭", "货架", "第一层", "第2层", "现有品牌"]
    said = take(
        team,
        "surveys",
        tmp_path,
        [*HEADS, *more],
        [*GOOD, 2, "学生 40%、家庭 60％", None, None, "90×35；120", None, None, "清泉"],
        [*GOOD[:2], datetime(2026, 1, 5), *GOOD[3:6], "高", None, None, 40, 60, None, 90, "100*40"],
        ["C2", None, "2026/1/5", *GOOD[3:6], "low", 0, None, "30%", "0.7", None, None, None],
        [None, "小店C2", "2026年1月3日", *GOOD[3:], None, None, None, None, None, None, None],
    )
    assert list(said.problems) == []
    assert (said.new, said.rejected) == (4, 0)
    half: list[tuple[str, Decimal]] = [("学生", Decimal("0.4")), ("家庭", Decimal("0.6"))]
    assert surveys(team) == [
        ("middle", half, [(90, 35), (120, None)]),
        ("high", half, [(90, None), (100, 40)]),
        ("low", [("学生", Decimal("0.3")), ("家庭", Decimal("0.7"))], []),
        ("middle", [], []),
    ]
    file = tmp_path / "out.xlsx"
    file.write_bytes(edit_list(team.ad, "surveys"))
    again = import_file(team.ad, ImportOrder("surveys", file))
    assert (again.unchanged, again.imported, again.rejected, again.not_understood) == (4, 0, 0, ())


def test_levels_are_read_in_whatever_unit_they_were_measured(team: Team, tmp_path: Path) -> None:
    cells = {
        "90×35cm；1.2米": [(90, 35), (120, None)],
        "900×350mm/900mm×350": [(90, 35), (90, 35)],
        "1.2m×35厘米、1.2m×35、0.9×0.35米": [(120, 35), (120, 35), (90, 35)],
        "420；90×160": [(420, None), (90, 160)],
    }
    rows = [[*GOOD[:4], "60㎡", *GOOD[5:], cell] for cell in cells]
    said = take(team, "surveys", tmp_path, [*HEADS, "货架"], *rows)
    assert list(said.problems) == []
    assert [levels for _spending, _groups, levels in surveys(team)] == list(cells.values())


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("900×350", "“900×350” looks like millimetres; write it with mm or cm"),
        ("905×350mm", "“905×350mm”: write whole centimetres"),
        ("宽", "write each level from the top as width × height in cm, like 90×35；120"),
    ],
)
def test_a_level_whose_unit_nobody_can_know_is_asked_for(
    team: Team, tmp_path: Path, cell: str, why: str
) -> None:
    said = take(team, "surveys", tmp_path, [*HEADS, "货架"], [*GOOD, cell])
    assert said.rejected == 1
    assert why in str(list(said.problems))


def test_a_survey_of_the_form_goes_out_and_comes_in_unchanged(team: Team, tmp_path: Path) -> None:
    shares = {"学生": Decimal("0.3333"), "外来务工": Decimal("0.6667")}
    record_survey(
        team.r1,
        SurveyDraft(
            "C1",
            "学校店",
            40,
            250,
            shares,
            "high",
            1,
            [LevelDraft(90, 30), LevelDraft(80)],
            brands="清泉、沐语",
            notes="第一行\n第二行",
        ),
    )
    file = tmp_path / "out.xlsx"
    file.write_bytes(edit_list(team.ad, "surveys"))
    again = import_file(team.ad, ImportOrder("surveys", file))
    assert (again.unchanged, again.imported, again.rejected) == (1, 0, 0)


def test_what_can_be_no_survey_is_named_by_its_cell(team: Team, tmp_path: Path) -> None:
    add_client(team.c1, ClientDraft("K9", "关门店", "社区店"))
    with team.office.reading() as session:
        key = session.scalars(select(Client.id).where(Client.code == "K9")).one()
    close_client(team.c1, key, "搬走")
    bad: list[list[object]] = [
        ["K9", *GOOD[1:], None, None],
        ["K8", *GOOD[1:], None, None],
        ["C1", None, date(2026, 2, 1), *GOOD[3:], None, None],
        ["C1", None, None, *GOOD[3:], None, None],
        [*GOOD[:4], "三十", *GOOD[5:], None, None],
        [*GOOD[:6], "有钱", None, None],
        [*GOOD, "学生 40%、家庭 50%", None],
        [*GOOD, "学生、家庭", None],
        [*GOOD, "学生40%，学生60%", None],
        [*GOOD, None, "四层"],
        [*GOOD, None, "90×0"],
    ]
    said = take(team, "surveys", tmp_path, [*HEADS, "消费群体", "货架"], *bad)
    assert wrong(said) == [
        (2, "客户编号"),
        (3, "客户编号"),
        (4, "调查日期"),
        (5, "调查日期"),
        (6, "面积"),
        (7, "消费能力"),
        (8, "消费群体"),
        (9, "消费群体"),
        (10, "消费群体"),
        (11, "货架"),
        (12, "货架"),
    ]
    assert surveys(team) == []


def test_another_survey_of_the_same_day_is_one_more(team: Team, tmp_path: Path) -> None:
    assert take(team, "surveys", tmp_path, HEADS, GOOD, GOOD).new == 1
    assert take(team, "surveys", tmp_path, HEADS, [*GOOD[:4], 31, *GOOD[5:]], dry=True).new == 1
    assert take(team, "surveys", tmp_path, HEADS, [*GOOD[:4], 31, *GOOD[5:]]).new == 1
    with team.office.reading() as session:
        assert list(session.scalars(select(Survey.area_m2).order_by(Survey.id))) == [30, 31]
        assert {one.surveyed_on for one in session.scalars(select(Survey))} == {
            MONDAY.replace(day=4)
        }


def test_english_headings_are_known_too(team: Team, tmp_path: Path) -> None:
    heads: list[object] = [
        "Client code",
        "Date",
        "Shop type",
        "Area (sqm)",
        "Households",
        "Spending",
        "Students",
    ]
    said = take(
        team, "surveys", tmp_path, heads, ["C1", "2026-01-04", "shop", 30, 300, "High", "100%"]
    )
    assert (said.new, said.not_understood) == (1, ())
    assert surveys(team) == [("high", [("Students", Decimal(1))], [])]
