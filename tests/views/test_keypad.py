"""The Enter of the number keypad does what the other does: clerks type figures there."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.services.suggestions import prepare_suggestion, submit_suggestion
from desktop.views.kit.desk import Link
from tests.office import Team, new_team
from tests.views.desk import focus, list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_it_confirms_and_goes_on(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    for client in ("C1", "C2"):
        submit_suggestion(
            team.r1, prepare_suggestion(team.r1, SuggestionDraft(client, "display", "换大价签"))
        )
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("suggestions", filter="submitted"))
    settle(qtbot, desktop)
    assert list_page(desktop, "suggestions").detail.key == 1
    press(qtbot, desktop, "Ctrl+Enter")
    assert list_page(desktop, "suggestions").detail.key == 2


def test_it_opens_a_row_and_what_was_found(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Enter")
    clients = list_page(desktop, "clients")
    assert clients.detail.key == 1
    clients.view.setFocus()
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Enter")
    assert clients.isAncestorOf(focus(desktop))
    assert clients.detail.isAncestorOf(focus(desktop))
