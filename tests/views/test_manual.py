"""F1 opens the manual where it speaks of the page; Esc goes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop.views.kit.desk import Link
from desktop.views.manual import chapters
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_f1_opens_the_chapter_of_the_page(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("runs"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "F1")
    assert desktop.over.manual is not None
    assert desktop.over.manual.chapter == "runs"
    assert "装车完毕" in desktop.over.manual.text.toPlainText()
    press(qtbot, desktop, "Escape")
    assert desktop.over.manual.isHidden()
    assert desktop.page("runs").isVisible()


def test_every_chapter_opens_with_its_pictures_and_links_lead_on(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.d1, tmp_path)
    press(qtbot, desktop, "F1")
    shown = desktop.over.manual
    assert shown is not None
    gui_thread_never_waits.watching = True
    for name in chapters():
        shown.open(name)
        settle(qtbot, desktop)
        assert shown.chapter == name
        assert shown.text.document().size().width() <= shown.text.viewport().width() + 1
    shown.open("start")
    shown.text.anchorClicked.emit(QUrl("staff.md"))
    assert shown.chapter == "staff"
