"""A list to choose from that the wheel leaves alone while one only scrolls past it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from desktop.views.kit.parts import is_held_enter


class ChoiceList(QComboBox):
    """Qt's own changes under the wheel wherever the keys are; this one only when it has them.

    Enter on it is ``entered``, as on a line.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        # By the wheel alone it doesn't take the keys either.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # what it stands on scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_enter and not held and not is_held_enter(event):
            self.entered.emit()
