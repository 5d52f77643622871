"""The wheel scrolls what a field stands on, and changes no field that hasn't the keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.forms.editors import make_editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from desktop.views.sign_in.page import SignInPage
from tests.office import new_team
from tests.views.desk import open_desk, settle

KINDS = ("text", "code", "long", "whole", "money", "rate", "decimal", "day", "time", "choice",
         "lookup", "tick", "ticks")  # fmt: skip
_TURNED_BY_WHEEL = (QComboBox, QAbstractSpinBox, QAbstractSlider)


def turn(control: QWidget) -> None:
    """Turn the wheel down over it."""
    middle = QPointF(control.rect().center())
    down = QWheelEvent(
        middle,
        control.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(control, down)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    return Desk(new_team(sqlite_url).r1, Tasks(), Memory(tmp_path))


def test_no_kind_of_field_is_changed_or_gets_the_keys(qtbot: QtBot, desk: Desk) -> None:
    for kind in KINDS:
        field = Field("it", "Client", kind, needed=True, choices={"a": "A", "b": "B"})
        editor = make_editor(field, desk)
        qtbot.addWidget(editor)
        editor.show()
        editor.show_value({"choice": "a", "ticks": ["a"], "tick": True}.get(kind))
        editor.control.clearFocus()
        before = editor.raw()
        turn(editor.control)
        assert editor.raw() == before, kind
        assert not editor.control.hasFocus(), kind


def test_a_choice_that_has_the_keys_is_turned(qtbot: QtBot, desk: Desk) -> None:
    editor = make_editor(Field("it", "Client", "choice", True, choices={"a": "A", "b": "B"}), desk)
    qtbot.addWidget(editor)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.control.setFocus()
    qtbot.waitUntil(editor.control.hasFocus)
    turn(editor.control)
    assert editor.value() == "b"


def test_no_list_on_any_page_is_turned(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    desktop = open_desk(qtbot, team.m1, tmp_path)
    seen = 0
    for name in desktop.names:
        desktop.open(Link(name))
        settle(qtbot, desktop)
        for control in turned(desktop.page(name)):
            before = state(control)
            turn(control)
            assert state(control) == before, (name, control)
            seen += 1
    assert seen


def test_who_signs_in_is_not_turned(qtbot: QtBot) -> None:
    page = SignInPage("办事处", [("r1", "员工r1"), ("r2", "员工r2")])
    qtbot.addWidget(page)
    page.show()
    for control in turned(page):
        control.clearFocus()
        before = state(control)
        turn(control)
        assert state(control) == before


def turned(page: QWidget) -> list[QWidget]:
    return [
        one
        for one in page.findChildren(QWidget)
        if isinstance(one, _TURNED_BY_WHEEL) and not isinstance(one, QScrollBar)
    ]


def state(control: QWidget) -> object:
    if isinstance(control, QComboBox):
        return control.currentIndex(), control.currentText()
    if isinstance(control, QAbstractSpinBox):
        return control.text()
    assert isinstance(control, QAbstractSlider)
    return control.value()
