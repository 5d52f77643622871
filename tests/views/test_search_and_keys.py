"""Ctrl+K does things, the name's menu holds what is one's own, F1 twice tells the keys."""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import choose_language
from desktop.basics.roles import MAY
from desktop.queries.begun import BEGUN
from desktop.services.clients import ClientDraft, add_client
from desktop.views.keys import bound_keys
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.looks import Looks
from desktop.views.window import Desktop
from tests.office import Team, new_team, team_with_all_roles
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    add_client(team.r1, ClientDraft("K7", "红苹果超市", "社区店", rep="r1"))
    return team


def asked(qtbot: QtBot, desktop: Desktop, typed: str) -> None:
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, typed)


def test_an_order_and_a_paper_by_keys_from_anywhere(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    asked(qtbot, desktop, "开单 hpg")
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "orders"
    form = list_page(desktop, "orders").panel.form
    assert form is not None
    assert form.editor("client").value() == "K7"
    asked(qtbot, desktop, "打印 调查表 hpg")
    press(qtbot, desktop, "Return")
    qtbot.waitUntil(lambda: desktop.shown is desktop.preview)
    qtbot.waitUntil(desktop.preview.print_button.isEnabled)


def test_what_was_looked_at_last_is_offered_before_anything_is_typed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    page = list_page(desktop, "clients")
    key = page.opened_key
    assert key is not None
    desktop.open(Link("today"))
    press(qtbot, desktop, "Ctrl+K")
    assert desktop.search.hits.count() == 1
    press(qtbot, desktop, "Return")
    assert (desktop.here.page, desktop.here.key) == ("clients", key)


def test_reports_and_ones_own_are_found_by_their_words(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    asked(qtbot, desktop, "销售")
    words = [desktop.search.hits.item(row).text() for row in range(desktop.search.hits.count())]
    assert any("报表" in one for one in words)
    asked(qtbot, desktop, "快捷键")
    press(qtbot, desktop, "Return")
    assert desktop.shown is desktop.over.keys


def test_f1_is_the_manual_and_twice_the_keys_that_are_bound(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "F1")
    assert desktop.over.manual is not None
    assert desktop.over.manual.isActiveWindow()
    press(qtbot, desktop, "F1")
    sheet = desktop.over.keys
    assert sheet is not None
    assert desktop.shown is sheet
    page = desktop.page("clients")
    told = {(one.keys, one.words) for one in bound_keys(desktop, page, "客户档案")}
    assert ("Ctrl+K", "找客户、单据、动作") in told
    assert any(keys == "Ctrl+N" for keys, _words in told)
    assert sheet.table.rowCount() == len(bound_keys(desktop, page, "客户档案"))
    press(qtbot, desktop, "Escape")
    assert desktop.shown is page


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_keys_stand_in_their_sheet_as_on_the_keyboard_with_those_of_a_forms_lines(
    qtbot: QtBot, team: Team, tmp_path: Path, language: str
) -> None:
    choose_language(language)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders"))
    settle(qtbot, desktop)
    lines = "Alt+↑ / Alt+↓"
    assert lines not in {one.keys for one in bound_keys(desktop, desktop.page("orders"), "")}
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    keys = {one.keys for one in bound_keys(desktop, desktop.page("orders"), "")}
    assert {"Alt+←", lines, "Ctrl+Delete"} <= keys
    assert not [one for one in keys if re.search("[一-鿿]|Return", one)]


def test_a_shade_is_chosen_once_for_this_computer(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        desktop.own_menu.by_words["深浅：深色"]()
        assert theme.colours() is theme.DARK
        assert Looks(tmp_path).shade == "dark"
    finally:
        desktop.own_menu.by_words["深浅：浅色"]()
    assert theme.colours() is theme.LIGHT


def test_a_size_holds_from_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    looks = Looks(tmp_path)
    looks.choose_size(125)
    Looks(tmp_path).scale()
    assert os.environ["QT_SCALE_FACTOR"] == "1.25"
    monkeypatch.delenv("QT_SCALE_FACTOR")


def test_whatever_the_search_box_begins_opens_its_form(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = team_with_all_roles(sqlite_url)
    desktop = open_desk(qtbot, team.all, tmp_path)
    told = {(one.action, one.page) for one in BEGUN}
    for name in desktop.names:
        page = desktop.page(name)
        if isinstance(page, ListPage) and page.new_action and page.new_words:
            assert (page.new_action, name) in told, name
    for one in BEGUN:
        assert one.action in MAY, one.action
        desktop.open(Link(one.page, do=one.do))
        settle(qtbot, desktop)
        assert list_page(desktop, one.page).panel.form is not None, one
        press(qtbot, desktop, "Escape")
