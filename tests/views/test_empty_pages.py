"""An empty list says why nothing is there, and has the button that goes on from there."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.views.kit.desk import Link
from desktop.views.kit.lists.empty_list import EmptyList
from desktop.views.kit.lists.list_page import ListPage
from tests.office import Team, team_with_all_roles
from tests.views.desk import list_page, open_desk, press, settle, write

# Lists that fill themselves: nothing is begun there.
FILLED_BY_ITSELF = {"audit", "backups"}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return team_with_all_roles(sqlite_url)


def test_every_list_says_what_belongs_there_and_how_it_begins(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    met = set()
    for name in desktop.names:
        desktop.open(Link(name))
        settle(qtbot, desktop)
        page = desktop.page(name)
        none = page.findChild(EmptyList)
        if not isinstance(page, ListPage) or none is None or not none.isVisible():
            continue
        title, words, ways = said(none)
        assert title, name
        assert words, name
        assert ways or name in FILLED_BY_ITSELF, name
        met.add(name)
    assert len(met) > 20


def test_nothing_found_is_told_from_all_done(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    page = list_page(desktop, "clients")
    none = page.findChild(EmptyList)
    assert isinstance(none, EmptyList)
    page.search.setFocus()
    write(qtbot, desktop, "zzz")
    assert said(none) == ("没有找到“zzz”。", "请看看写法；写首字母或其中几个字就行。", ["显示全部"])
    page.filter_by("my_overdue")
    settle(qtbot, desktop)
    assert said(none)[1].startswith("现在只在“我的逾期”里找。")
    page.search.clear()
    settle(qtbot, desktop)
    assert said(none)[:2] == ("都办完了", "“我的逾期”里没有等着办的。")
    (show_all,) = [one for one in none.findChildren(QPushButton) if one.isVisible()]
    show_all.setFocus()
    press(qtbot, desktop, "Return")
    assert page.view.isVisible()
    assert len(page.table.ids) == 2
    assert page.search.text() == ""


def said(none: EmptyList) -> tuple[str, str, list[str]]:
    """What it says, and the buttons that it offers."""
    title, words = none.words
    return title, words, [one.text() for one in none.findChildren(QPushButton) if one.isVisible()]
