"""The Enter of the number keypad does what the other does: clerks type figures there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.suggestions import prepare_suggestion, submit_suggestion
from desktop.views.desk import Link
from desktop.views.page import ListPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, open_desk, press, settle, write

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def enter(
    qtbot: QtBot,
    desktop: Desktop,
    holding: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(focus(desktop), Qt.Key.Key_Enter, holding | _KEYPAD)
    settle(qtbot, desktop)


def page(desktop: Desktop, name: str) -> ListPage:
    shown = desktop.page(name)
    assert isinstance(shown, ListPage)
    return shown


def test_it_confirms_and_goes_on(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    for client in ("C1", "C2"):
        submit_suggestion(team.r1, prepare_suggestion(team.r1, client, "display", "换大价签"))
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("suggestions", filter="submitted"))
    settle(qtbot, desktop)
    assert page(desktop, "suggestions").detail.key == 1
    enter(qtbot, desktop, Qt.KeyboardModifier.ControlModifier)
    assert page(desktop, "suggestions").detail.key == 2


def test_it_opens_a_row_and_what_was_found(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C1")
    enter(qtbot, desktop)
    clients = page(desktop, "clients")
    assert clients.detail.key == 1
    clients.view.setFocus()
    press(qtbot, desktop, "Down")
    enter(qtbot, desktop)
    assert clients.isAncestorOf(focus(desktop))
    assert clients.detail.isAncestorOf(focus(desktop))
