"""Areas, holidays and vehicles come from lists, and go out as they came."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import choose_language
from desktop.models import Area, Holiday, Order, Vehicle
from desktop.services.areas import set_area
from desktop.services.imports import Imported, ImportOrder, import_file
from desktop.services.imports.edit_list import edit_list
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle
from tests.office import Team, new_team
from tests.services.brought import take, wrong

HEADS = ["车牌号", "司机", "载箱数", "载重", "出工时间", "收工时间", "每天最多趟数", "每趟费用"]


@pytest.fixture
def team(database_url: str) -> Team:
    choose_language("en")
    return new_team(database_url)


def again(team: Team, kind: str, folder: Path) -> Imported:
    """The list as it goes out, brought in again."""
    file = folder / "out.xlsx"
    file.write_bytes(edit_list(team.ad, kind))
    return import_file(team.ad, ImportOrder(kind, file))


def areas(team: Team) -> dict[str, tuple[str, int | None]]:
    with team.office.reading() as session:
        return {one.name: (one.days, one.minimum_fen) for one in session.scalars(select(Area))}


def test_areas_come_with_their_days_however_they_are_written(team: Team, tmp_path: Path) -> None:
    set_area(team.d1, AreaDraft("城东", "24", 10_000))
    rows: list[list[object]] = [
        ["各片区配送安排"],
        ["片区名称", "配送日", "起送额（元）"],
        ["城东", "一三五", None],
        ["城西", "周一至周六", "¥200"],
        [],
        ["城南", 246, 150.5],
        ["城北", "八", 100],
        ["河东", None, 100],
        ["河西", datetime(2026, 1, 3), 100],
        [None, "一", 100],
        ["城西", "一", 100],
        ["城外", "一", -5],
    ]
    seen = take(team, "areas", tmp_path, *rows, dry=True)
    assert areas(team) == {"城东": ("24", 10_000)}
    said = take(team, "areas", tmp_path, *rows)
    assert seen.problems == said.problems
    assert (said.new, said.changed, said.rejected) == (2, 1, 6)
    assert said.first["changed"][0].fields == (
        ("days", "Tuesday, Thursday", "Monday, Wednesday, Friday"),
    )
    assert wrong(said) == [
        (7, "配送日"),
        (8, "配送日"),
        (9, "配送日"),
        (10, "片区名称"),
        (11, "片区名称"),
        (12, "起送额（元）"),
    ]
    assert areas(team) == {
        "城东": ("135", 10_000),
        "城西": ("123456", 20_000),
        "城南": ("246", 15_050),
    }
    back = again(team, "areas", tmp_path)
    assert (back.unchanged, back.imported, back.rejected, back.not_understood) == (3, 0, 0, ())


def test_areas_are_known_by_english_headings_too(team: Team, tmp_path: Path) -> None:
    said = take(team, "areas", tmp_path, ["Area", "Delivery days"], ["East", "Mon,Wed"])
    assert (said.new, said.rejected) == (1, 0)
    assert areas(team) == {"East": ("13", None)}


def test_holidays_come_once_and_move_what_was_due(team: Team, tmp_path: Path) -> None:
    order = add_order(team.c1, "C1", [OrderedLine("P1", "支", 1)])
    with team.office.reading() as session:
        assert session.get_one(Order, order).due == date(2026, 1, 6)
    rows: list[list[object]] = [
        ["节日", "日期"],
        ["调休", datetime(2026, 1, 6)],
        ["调休", "2026年1月7日"],
        ["调休", "2026-01-07"],
        ["元旦", "2026/1/1"],
        ["春节", "过年"],
    ]
    said = take(team, "holidays", tmp_path, *rows)
    assert (said.new, said.unchanged, said.rejected) == (2, 1, 2)
    assert wrong(said) == [(5, "日期"), (6, "日期")]
    with team.office.reading() as session:
        assert session.get_one(Order, order).due == date(2026, 1, 8)
        assert list(session.scalars(select(Holiday.day).order_by(Holiday.day))) == [
            date(2026, 1, 6),
            date(2026, 1, 7),
        ]
    back = again(team, "holidays", tmp_path)
    assert (back.unchanged, back.imported, back.rejected) == (2, 0, 0)


def test_vehicles_come_with_all_that_is_known_of_them(team: Team, tmp_path: Path) -> None:
    add_vehicle(team.d1, VehicleDraft("川B10001", "老张", 120, phone="13800000001"))
    rows: list[list[object]] = [
        HEADS,
        ["川B10001", None, 150, 1200, "7:30", "18:00", 2, "80元"],
        ["川B10002", "小李", 100, "", "上午8点", None, None, 60.5],
        ["川B10003", "小王", None, None, None, None, None, None],
        ["川B10004", "小陈", 0, None, None, None, None, None],
        ["川B10005", "小赵", 100, None, "18:00", "8:00", None, None],
        ["川b10001", "小周", 100, None, None, None, None, None],
        ["川B10002", "小李", 100, None, None, None, None, None],
        ["川B10006", "小吴", 100, None, None, None, 1.5, None],
    ]
    said = take(team, "vehicles", tmp_path, *rows)
    assert (said.new, said.changed, said.rejected) == (1, 1, 6)
    assert wrong(said) == [
        (4, "载箱数"),
        (5, "载箱数"),
        (6, "收工时间"),
        (7, "车牌号"),
        (8, "车牌号"),
        (9, "每天最多趟数"),
    ]
    with team.office.reading() as session:
        first, second = session.scalars(select(Vehicle).order_by(Vehicle.code))
        assert (first.driver, first.cartons, first.phone) == ("老张", 150, "13800000001")
        assert (first.kg, first.starts, first.ends) == (1200, "07:30", "18:00")
        assert (first.runs, first.per_run_fen) == (2, 8_000)
        assert (second.starts, second.per_run_fen, second.kg) == ("08:00", 6_050, None)
    back = again(team, "vehicles", tmp_path)
    assert (back.unchanged, back.imported, back.rejected, back.not_understood) == (2, 0, 0, ())


@pytest.mark.parametrize(
    ("heading", "cell", "span_s"),
    [
        ("再装车（分钟）", 45, 2700),
        ("再装车", "1.5", 90),
        ("再装车", "30 分钟", 1800),
        ("再装车用时", "1小时", 3600),
        ("再装车（分钟）", "600秒", 600),
        ("再装车（秒）", 2700, 2700),
        ("reload seconds", 900, 900),
    ],
)
def test_reloading_is_read_in_minutes_unless_seconds_are_said(
    team: Team, tmp_path: Path, heading: str, cell: object, span_s: int
) -> None:
    row: list[object] = ["川B10001", "老张", 120, cell]
    take(team, "vehicles", tmp_path, [*HEADS[:3], heading], row)
    with team.office.reading() as session:
        assert session.scalars(select(Vehicle)).one().reload_s == span_s
    back = again(team, "vehicles", tmp_path)
    assert (back.unchanged, back.imported, back.rejected, back.not_understood) == (1, 0, 0, ())


def test_a_list_without_a_column_that_a_new_one_needs_says_which(
    team: Team, tmp_path: Path
) -> None:
    said = take(team, "vehicles", tmp_path, ["车牌号", "司机"], ["川B10001", "老张"])
    (one,) = said.problems
    assert one.reason == "the list has no column “可装箱数”, which a new one needs"


def test_an_empty_list_goes_out_as_a_form_to_fill_in(team: Team) -> None:
    for kind, heads in (("areas", 3), ("holidays", 1), ("vehicles", 12)):
        sheet = load_workbook(io.BytesIO(edit_list(team.ad, kind))).active
        assert sheet is not None
        assert (sheet.max_row, sheet.max_column) == (1, heads)


def test_who_may_not_import_brings_nothing_in(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("片区,配送日\n城东,一\n", "utf-8")
    with pytest.raises(Refused) as refused:
        import_file(team.d1, ImportOrder("areas", file))
    assert refused.value.code == "not_allowed"


def test_a_drivers_phone_is_a_number_and_kept_in_one_form(team: Team, tmp_path: Path) -> None:
    heads = ["车牌号", "司机", "载箱数", "电话"]
    wrong, right = ["川B1", "老李", 80, "abc"], ["川B1", "老李", 80, "+86 138 0000 0001"]
    said = take(team, "vehicles", tmp_path, heads, wrong)
    assert [(one.row, one.value) for one in said.problems] == [(2, "abc")]
    assert not take(team, "vehicles", tmp_path, heads, right).problems
    with team.office.reading() as session:
        assert session.scalars(select(Vehicle.phone)).all() == ["13800000001"]
