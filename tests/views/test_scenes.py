"""What stands besides the pages comes about as at work, and leaves nothing behind."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.i18n import choose_language
from desktop.basics.roles import ROLES
from desktop.services.cases import report_case
from desktop.services.staff import add_staff
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.scenes_apart import apart, entrance
from tests.office import Team, new_team
from tests.services.through_states import sold
from tests.views.cut_words import cut
from tests.views.desk import open_desk, settle
from tests.views.fitting import misfits
from tests.views.heard import Names, misheard

SEEN = {
    "search": "",
    "look-up": "新建订单",
    "wrong-input": "请写日期",
    "both-versions": "13900001111",
    "import": "门店清单.csv",
    "claim-codes": "4817  2039  6615  0482",
    "manual": "",
    "manual-found": "",
    "fault": "程序的毛病",
    "sign-in": "C市办事处",
    "start-office": "新建办事处",
    "connection": "数据库连接",
    "restore": "恢复备份",
}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    sold(made)
    report_case(made.r1, CaseDraft(client="C1", seen_on=made.day, product="P1", price_fen=4000), [])
    return made


def test_every_sight_besides_the_pages_shows_what_it_is_for(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_staff(team.ad, "all", "全能", ROLES)
    desktop = open_desk(qtbot, team.all, tmp_path)
    found = []
    for name, window in apart(desktop, lambda: settle(qtbot, desktop)):
        words = " ".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())
        assert SEEN[name] in words, name
        assert misheard(window, Names(window)) == [], name
        found.append(name)
    for name, page in entrance(desktop.desk):
        qtbot.addWidget(page)
        page.show()
        words = " ".join(one.text() for one in page.findChildren(QLabel))
        assert SEEN[name] in words, name
        assert misheard(page, Names(page)) == [], name
        found.append(name)
    assert sorted(found) == sorted(SEEN)
    here = desktop.shown
    assert isinstance(here, ListPage)
    assert not here.panel.isVisible()
    assert desktop.may_leave()
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_there_is_before_signing_in_has_room_in_any_window(
    qtbot: QtBot, team: Team, tmp_path: Path, language: str
) -> None:
    choose_language(language)
    desktop = open_desk(qtbot, team.ad, tmp_path)
    wrong = []
    for name, page in entrance(desktop.desk):
        qtbot.addWidget(page)
        for size in ((1366, 768), (1280, 650)):
            page.resize(*size)
            page.show()
            settle(qtbot, desktop)
            found = [*misfits(page), *cut(page)]
            if (page.width(), page.height()) != size:
                found.append(f"grew to {page.width()} × {page.height()}")
            wrong += [f"{name} at {size}: {words}" for words in found]
        page.hide()
    assert not wrong, "\n".join(wrong)
