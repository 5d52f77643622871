"""A key that is held repeats itself: it never acts on a record that nobody has seen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.models import Order, Suggestion
from desktop.services.clients import ClientDraft, add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.suggestions import prepare_suggestion, submit_suggestion
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, list_page, open_desk, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def hold(
    qtbot: QtBot, desktop: Desktop, key: Qt.Key, holding: Qt.KeyboardModifier, times: int = 4
) -> None:
    """Press a key and keep it down, while each thing it did is shown."""
    for time in range(times):
        QTest.simulateEvent(focus(desktop), True, key, holding, "", time > 0)  # type: ignore[attr-defined]
        settle(qtbot, desktop)


def test_holding_confirm_confirms_one(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店"))
    for code in ("C1", "C2", "C3"):
        submit_suggestion(
            team.r1, prepare_suggestion(team.r1, SuggestionDraft(code, "display", "收银台旁放一架"))
        )
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("suggestions", filter="submitted"))
    settle(qtbot, desktop)
    hold(qtbot, desktop, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with team.office.reading() as session:
        states = [one.state for one in session.query(Suggestion)]
    assert sorted(states) == ["confirmed", "submitted", "submitted"]


def test_holding_enter_in_a_form_goes_one_field_on(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("orders", 1))
    settle(qtbot, desktop)
    page = list_page(desktop, "orders")
    page.detail.bar.start("order.cancel")
    settle(qtbot, desktop)
    write(qtbot, desktop, "客户不要了")
    here = focus(desktop)
    QTest.simulateEvent(here, True, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)  # type: ignore[attr-defined]
    settle(qtbot, desktop)
    assert focus(desktop) is here
    with team.office.reading() as session:
        assert session.query(Order).one().state == "confirmed"


def test_a_held_enter_presses_no_button(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    panel = list_page(desktop, "clients").panel
    panel.save_button.setFocus()
    pressed = []
    panel.save_button.clicked.connect(lambda: pressed.append(True))
    for repeats in (True, True, False):
        QTest.simulateEvent(  # type: ignore[attr-defined]
            panel.save_button,
            True,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            repeats,
        )
    assert pressed == [True]
