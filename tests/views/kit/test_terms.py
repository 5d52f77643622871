"""A term of the method says what it means wherever a label names it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import choose_language
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.terms import _TERMS, tip_of
from tests.office import Team, new_team
from tests.views.desk import open_desk, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def tip(page: ListPage, words: str) -> str:
    return next(one.toolTip() for one in page.findChildren(QLabel) if one.text() == words)


def test_figures_headings_and_form_labels_have_their_sentence(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    assert tip(page, "基金余额") == "今天基金里的余额，未经结算。"
    heading = page.table.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert heading == "拜访频率：A 级最勤，C 级最疏；天数在规则里。"
    assert page.table.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) is None
    page.start_new()
    settle(qtbot, desktop)
    assert tip(page, "户数") == "店铺周边的住户，也就是它的顾客。"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_term_is_found_in_both_languages(language: str) -> None:
    from desktop.basics.i18n import _

    choose_language(language)
    for term, sentence in _TERMS.items():
        assert tip_of(_(term)) == _(sentence)
    assert tip_of("") == ""
