"""A stack of parts asks for the room of the one that is shown."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit.shown_stack import ShownStack


def test_a_part_that_lies_behind_asks_for_no_room(qtbot: QtBot) -> None:
    stack = ShownStack()
    qtbot.addWidget(stack)
    assert stack.minimumSizeHint().isNull()
    small, large = QWidget(), QWidget()
    small.setMinimumSize(50, 40)
    large.setMinimumSize(600, 500)
    for one in (small, large):
        stack.addWidget(one)
    assert stack.minimumSizeHint() == small.minimumSize()
    stack.setCurrentWidget(large)
    assert stack.minimumSizeHint() == large.minimumSize()
    stack.setCurrentWidget(small)
    assert stack.minimumSizeHint() == small.minimumSize()
