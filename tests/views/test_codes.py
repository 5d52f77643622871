"""The next free code stands in the form of something new, until somebody types another."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.clients import ClientDraft, add_client
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")


def new(qtbot: QtBot, desktop: Desktop, page: str) -> Form:
    desktop.open(Link(page, do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, page).panel.form
    assert form is not None
    return form


def test_it_is_offered_and_is_no_draft_of_anybody(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    assert new(qtbot, desktop, "products").editor("code").value() == "P2"
    form = new(qtbot, desktop, "clients")
    assert form.editor("code").value() == "C3"
    assert not form.touched
    qtbot.wait(450)
    assert not desktop.desk.memory.draft("client.new")
    press(qtbot, desktop, "Escape")
    form = new(qtbot, desktop, "clients")
    write(qtbot, desktop, "好又来")
    form.editor("code").show_value("X9")
    press(qtbot, desktop, "Escape")
    assert new(qtbot, desktop, "clients").editor("code").value() == "X9"


def test_typing_in_its_field_takes_its_place(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    form = new(qtbot, desktop, "staff")
    write(qtbot, desktop, "wxm")
    assert form.editor("code").value() == "wxm"


def test_one_that_another_took_meanwhile_is_refused_at_its_field(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    form = new(qtbot, desktop, "clients")
    assert form.editor("code").value() == "C3"
    form.editor("name").show_value("好又来")
    form.editor("segment").show_value("学校店")
    add_client(team.r1, ClientDraft("C3", "别家", "学校店"))
    press(qtbot, desktop, "Ctrl+S")
    assert "C4" in form.note("code")
    assert form.editor("name").value() == "好又来"
    form.editor("code").show_value("C4")
    press(qtbot, desktop, "Ctrl+S")
    assert list_page(desktop, "clients").panel.form is None
