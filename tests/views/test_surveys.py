"""A survey as it is typed from the rep's paper, by keys alone, and its history in the file."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabBar
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.errors import Refused
from desktop.models import Survey
from desktop.queries.attachments import files_of
from desktop.queries.surveys import known_before, survey_lines
from desktop.services.attachments import attach
from desktop.services.clients import add_client
from desktop.services.proposals import record_survey
from desktop.views.kit.desk import Link
from desktop.views.proposals.survey import SurveyForm
from tests.office import Team, new_team
from tests.pictures import photo
from tests.views.desk import focus, list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced

FIRST = SurveyDraft(
    "C1", "文具店", 30, 500, {"学生": Decimal("0.7"), "家庭": Decimal("0.3")}, "middle", 2
)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    add_client(team.r1, ClientDraft("C8", "校门口", "学校店", households=800))
    add_client(team.r1, ClientDraft("C9", "对门", "街边店"))
    return team


def test_a_survey_is_typed_by_keys_with_what_the_file_knows_filled_in(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_survey(team.r1, replace(FIRST, client="C1"))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+U")
    form = list_page(desktop, "proposals").panel.form
    assert isinstance(form, SurveyForm)

    write(qtbot, desktop, "C8")
    for _known in ("client", "shop_type"):
        press(qtbot, desktop, "Return")
    assert form.editor("shop_type").raw() == "文具店", "as the other shop of its segment"
    assert form.editor("households").raw() == "800"
    write(qtbot, desktop, "40")
    press(qtbot, desktop, "Return")  # the area
    press(qtbot, desktop, "Return")  # households as they are known
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Return")  # spending power
    write(qtbot, desktop, "3")
    press(qtbot, desktop, "Return")  # rivals
    press(qtbot, desktop, "Return")  # today

    for group, share, rest in (
        ("学生", "60", "还剩 40% 没有分。"),
        ("家庭", "45", "多了 5%。"),
    ):
        write(qtbot, desktop, group)
        press(qtbot, desktop, "Return")
        write(qtbot, desktop, share)
        assert form.rest.text() == rest
        press(qtbot, desktop, "Return")
    form.go_to(("groups", None))
    for _step in range(3):
        press(qtbot, desktop, "Tab")
    write(qtbot, desktop, "40")
    assert form.rest.text() == "合计 100%。"
    for _step in range(3):
        press(qtbot, desktop, "Tab")

    write(qtbot, desktop, "120")
    press(qtbot, desktop, "Return")
    write(qtbot, desktop, "30")
    for _level in range(2):
        for _enter in range(2):
            press(qtbot, desktop, "Return")
        write(qtbot, desktop, "35")
    press(qtbot, desktop, "Ctrl+S")

    with team.office.reading() as session:
        survey = session.scalars(select(Survey).order_by(Survey.id.desc())).first()
        assert survey is not None
        measured = [(one.width_cm, one.height_cm) for one in survey.levels]
        assert measured == [(120, 30), (120, 35), (120, 35)]
        assert {one.name: one.share for one in survey.groups} == {
            "学生": Decimal("0.6"),
            "家庭": Decimal("0.4"),
        }
        found = (survey.shop_type, survey.area_m2, survey.households, survey.rivals)
        assert found == ("文具店", 40, 800, 3)


def test_what_nobody_asked_is_told_at_its_field_and_not_taken_for_an_answer(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", do="survey", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = list_page(desktop, "proposals").panel.form
    assert form is not None
    assert form.editor("spending").raw() is None
    form.editor("shop_type").setFocus()
    for words in ("文具店", "30", "500"):
        write(qtbot, desktop, words)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("spending")
    assert form.note("rivals")
    with team.office.reading() as session:
        assert session.scalars(select(Survey)).all() == []


def test_what_was_filled_in_of_another_shop_goes_and_what_was_typed_stays(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_survey(team.r1, FIRST)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", do="survey", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = list_page(desktop, "proposals").panel.form
    assert form is not None
    assert [form.editor(name).raw() for name in ("shop_type", "area_m2", "households")] == [
        "文具店",
        "30",
        "500",
    ]
    form.editor("area_m2").setFocus()
    write(qtbot, desktop, "0")
    form.editor("client").setFocus(Qt.FocusReason.TabFocusReason)
    write(qtbot, desktop, "C9")
    press(qtbot, desktop, "Return")
    assert [form.editor(name).raw() for name in ("shop_type", "households")] == ["", ""]
    assert form.editor("area_m2").raw().endswith("0")


def test_enter_on_an_empty_width_is_the_one_above_and_tab_adds_no_level(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", do="survey"))
    settle(qtbot, desktop)
    form = list_page(desktop, "proposals").panel.form
    assert form is not None
    levels = form.editor("levels")
    levels.setFocus()
    press(qtbot, desktop, "Return")
    assert levels.raw() == [], "above the first one there is none"
    levels.setFocus()
    write(qtbot, desktop, "90")
    for _enter in range(3):
        press(qtbot, desktop, "Return")
    assert [row["width_cm"] for row in levels.raw()] == ["90", "90"]
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Tab")
    press(qtbot, desktop, "Tab")
    assert len(levels.raw()) == 2
    assert not levels.isAncestorOf(focus(desktop))


def test_photos_go_with_their_survey(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", do="survey", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = list_page(desktop, "proposals").panel.form
    assert form is not None
    for name, value in (
        ("shop_type", "文具店"),
        ("area_m2", 30),
        ("households", 500),
        ("spending", "low"),
        ("rivals", 0),
    ):
        form.editor(name).show_value(value)
    form.editor("files").show_raw([str(photo(tmp_path, "货架.jpg"))])
    press(qtbot, desktop, "Ctrl+S")
    strip = list_page(desktop, "proposals").panel.strip
    assert "没有填写顾客人群" in strip.words
    strip._answer(True)
    settle(qtbot, desktop)
    with team.office.reading() as session:
        survey = session.scalars(select(Survey)).one()
        assert [one.name for one in files_of(session, "survey", survey.id)] == ["货架.jpg"]


def test_the_file_tells_what_changed_between_two_surveys(team: Team) -> None:
    record_survey(team.r1, FIRST)
    team.day += timedelta(days=1)
    record_survey(team.r1, replace(FIRST, rivals=3))
    team.day += timedelta(days=1)
    levels = [LevelDraft(90, 30), LevelDraft(90)]
    key = record_survey(team.r1, replace(FIRST, rivals=3, area_m2=40, levels=levels))
    attach(team.r1, "survey", key, "货架.png", b"\x89PNG\r\n\x1a\n....")
    with team.r1.reading() as session:
        lines = {one.label: (one.words, one.before) for one in survey_lines(session, 1)}
    assert lines["店铺"] == ("文具店 40 平方米", "文具店 30 平方米")
    assert lines["货架"] == ("自上而下 90×30、90 厘米", "没有")
    assert lines["附近竞争店"] == ("3", "")
    assert lines["照片"][0] == "1 张，在“资料”里"
    assert lines["2026-01-06 的调查"] == ("附近竞争店 2 → 3", "")
    assert lines["2026-01-05 的调查"] == ("第一次调查", "")


def test_a_shop_without_a_survey_is_of_the_kind_that_its_segment_mostly_is(team: Team) -> None:
    for kind in ("文具店", "文具店", "便利店"):
        record_survey(team.r1, replace(FIRST, shop_type=kind))
    with team.r1.reading() as session:
        assert known_before(session, "C8") == {"shop_type": "文具店", "households": 800}
        assert known_before(session, "C9") == {}
        newest = {"shop_type": "便利店", "area_m2": 30, "households": 500}
        assert known_before(session, "C1") == newest


def test_a_shop_without_area_is_refused(team: Team) -> None:
    with pytest.raises(Refused) as none:
        record_survey(team.r1, replace(FIRST, area_m2=0))
    assert (none.value.code, none.value.field) == ("invalid", "area_m2")


def test_the_blank_form_is_shown_from_the_clients_file(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    page = list_page(desktop, "clients")
    (tabs,) = page.detail.findChildren(QTabBar)
    (place,) = (one for one in range(tabs.count()) if tabs.tabText(one) == "调查")
    tabs.setCurrentIndex(place)
    settle(qtbot, desktop)
    (blank,) = (one for one in page.detail.findChildren(QPushButton) if one.text() == "空白调查表")
    blank.setFocus()
    press(qtbot, desktop, "Return")
    assert desktop.shown is desktop.preview
    assert desktop.preview.print_button.isEnabled()
