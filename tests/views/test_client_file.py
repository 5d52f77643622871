"""The client file: its survey, papers and photos, each opened by keys."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.services.attachments import attach
from desktop.services.proposals import record_survey
from desktop.services.settlements import (
    approve_settlement,
    pay_out,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.queries.test_today import APRIL
from tests.services.through_states import sold
from tests.views.desk import open_desk, press, settle

SURVEY = SurveyDraft(
    "C1",
    "学校店",
    area_m2=40,
    households=500,
    spending="middle",
    rivals=2,
    levels=[LevelDraft(180)] * 4,
    groups={"学生": Decimal("0.7"), "家庭": Decimal("0.3")},
)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def open_tab(qtbot: QtBot, desktop: Desktop, words: str) -> ListPage:
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    bar = page.detail.findChild(QTabBar)
    assert bar is not None
    bar.setFocus()
    tabs = [bar.tabText(place) for place in range(bar.count())]
    for _tab in range(tabs.index(words) - bar.currentIndex()):
        press(qtbot, desktop, "Right")
    settle(qtbot, desktop)
    return page


def lines(page: ListPage) -> list[list[str]]:
    """What the list of the open tab says."""
    view = next(one for one in page.detail.findChildren(RecordView) if one.isVisible())
    table = view.table
    return [
        [table.data(table.index(row, column)) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_a_shop_without_a_survey_has_the_button_that_begins_one(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    page = open_tab(qtbot, desktop, "调查")
    assert "还没有调查过" in " ".join(
        one.text() for one in page.detail.findChildren(QLabel) if one.isVisible()
    )
    begin = next(
        one
        for one in page.detail.findChildren(QPushButton)
        if one.isVisible() and one.text() == "新调查"
    )
    begin.setFocus()
    press(qtbot, desktop, "Return")
    proposals = desktop.page("proposals")
    assert isinstance(proposals, ListPage)
    assert desktop.shown is proposals
    assert proposals.panel.form is not None
    assert proposals.panel.form.editor("client").raw()["value"] == "C1"


def test_the_newest_survey_stands_in_the_file(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    record_survey(team.r1, SURVEY)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    found = {what: words for what, words, _before in lines(open_tab(qtbot, desktop, "调查"))}
    assert found["顾客"] == "学生 70%、家庭 30%"
    assert found["消费能力"] == "中"


def test_papers_and_photos_stand_together_and_open_by_enter(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    team.day = APRIL
    key = prepare_settlement(team.c1, Quarter.parse("2026Q1"))
    submit_settlement(team.c1, key)
    approve_settlement(team.m1, key)
    post_settlement(team.a1, key)
    pay_out(team.k1, key, "C1", "cash")
    attach(team.r1, "client", 1, "门口.png", b"\x89PNG\r\n\x1a\n....", "新门头")
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    page = open_tab(qtbot, desktop, "资料")
    assert [line[1:] for line in lines(page)] == [
        ["基金对账单", "2026Q1", ""],
        ["领款单", "LK-2026Q1-C1", ""],
        ["附件", "门口.png", "新门头 · 员工r1"],
        ["协议书", "XY-2026-0001", "2026-01-05–2026-12-31"],
    ]
    for row, title in ((0, "2026Q1"), (1, "LK-2026Q1-C1"), (3, "XY-2026-0001")):
        view = next(one for one in page.detail.findChildren(RecordView) if one.isVisible())
        view.setFocus()
        view.selectRow(row)
        press(qtbot, desktop, "Return")
        assert desktop.shown is desktop.preview
        assert desktop.preview.print_button.isEnabled(), title
        press(qtbot, desktop, "Escape")
        assert desktop.shown is page
        focused = QApplication.focusWidget()
        assert focused is not None
        assert page.isAncestorOf(focused), "the keyboard is back where it was"
