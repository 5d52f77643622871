"""Why a line of a stop is short, and why its money differs, are told apart."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models import Delivery
from tests.office import Team
from tests.views.desk import focus, list_page, press, settle, write
from tests.views.test_run_results import form_of, opened, states, team

__all__ = ["team"]  # the fixture


def test_a_line_says_why_it_is_short_and_the_stop_why_its_money_is(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    write(qtbot, desktop, "+")
    due = form.grid.rows.text("2.2", "due")
    form.grid.grid.pick("2.2", "accepted")
    write(qtbot, desktop, "0")
    press(qtbot, desktop, "Return")
    assert due != "0.00"
    assert form.grid.rows.text("2.2", "due") == "0.00", "what nobody signed for isn't due"
    form.grid.grid.pick("2.2", "why")
    write(qtbot, desktop, "箱子压坏")
    press(qtbot, desktop, "Return")
    form.grid.write("2", {"collected": "100", "means": "cash", "why": "余款下次付"})
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        delivery = session.query(Delivery).filter(Delivery.order_id == 2).one()
        assert delivery.refused_because == "箱子压坏"
        assert delivery.difference == "余款下次付"


def test_no_leads_to_the_reason_that_is_missing(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("3", {"result": "full", "collected": "100", "means": "cash"})
    form.grid.grid.pick("1", "result")
    press(qtbot, desktop, "Ctrl+S")
    assert "100.00" in list_page(desktop, "runs").panel.strip.words
    press(qtbot, desktop, "Shift+Tab")
    press(qtbot, desktop, "Space")
    assert focus(desktop) is form.grid.grid
    assert (form.grid.grid.key, form.grid.column) == ("3", "why")
    write(qtbot, desktop, "余款下次付")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert states(team).count("delivered") == 1


def test_why_a_line_is_short_asks_for_how_much_was_signed_for(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("2.2", {"why": "箱子压坏"})
    press(qtbot, desktop, "Ctrl+S")
    assert states(team) == ["loaded"] * 4
    assert form.grid.rows.text("2.2", "why") == "箱子压坏"


def test_chinese_typed_at_once_after_a_figure_stands_in_its_own_cell(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    write(qtbot, desktop, "+")
    form.grid.grid.pick("2.2", "accepted")
    qtbot.keyClicks(focus(desktop), "0")
    qtbot.keyClick(focus(desktop), Qt.Key.Key_Return)
    form.grid.grid.pick("2.2", "why")
    committed = QInputMethodEvent()
    committed.setCommitString("箱子压坏")
    QApplication.sendEvent(focus(desktop), committed)
    settle(qtbot, desktop)
    press(qtbot, desktop, "Return")
    assert form.grid.rows.text("2.2", "why") == "箱子压坏"
