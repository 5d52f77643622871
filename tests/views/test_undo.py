"""What was saved just now is taken back by one key, and never what somebody else saved."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import Client, Order
from desktop.queries.clients import client_file
from desktop.services.clients import edit_client
from desktop.services.orders import OrderedLine, add_order
from desktop.views.clients.form import client_draft, client_values
from desktop.views.desk import Link
from desktop.views.page import ListPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def phone(team: Team) -> str:
    with team.office.reading() as session:
        return session.get_one(Client, 1).phone


def save_phone(qtbot: QtBot, desktop: Desktop, number: str) -> None:
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("phone").show_value(number)
    press(qtbot, desktop, "Ctrl+S")


def test_a_saved_change_is_taken_back_by_ctrl_z(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    assert phone(team) == "13900000001"
    assert desktop.foot.undo.isVisible()
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == ""
    assert not desktop.foot.undo.isVisible()
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "", "there is nothing more to take back"


def test_what_somebody_else_saved_since_is_not_undone(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    with team.office.reading() as session:
        file = client_file(session, 1, team.day)
    theirs = client_draft(client_values(file) | {"phone": "13900000002"})
    edit_client(team.c1, "C1", file.version, theirs)
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "13900000002"
    assert "别人" in desktop.strip.words


def test_an_order_s_lines_come_back(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", key))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    page = desktop.page("orders")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("lines").show_value([{"product": "P1", "unit": "箱", "quantity": 1}])
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        (line,) = session.get_one(Order, key).lines
        assert (line.unit.name, line.quantity) == ("支", 3)


def test_a_new_record_offers_no_undo(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    page = desktop.page("orders")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("lines").show_value([{"product": "P1", "unit": "", "quantity": 1}])
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.query(Order).count() == 1
    assert not desktop.foot.undo.isVisible()
