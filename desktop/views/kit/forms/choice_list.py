"""A list to choose from that the wheel leaves alone while one only scrolls past it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceList(QComboBox):
    """Qt's own changes under the wheel wherever the keys are; this one only when it has them."""

    def __init__(self) -> None:
        super().__init__()
        # By the wheel alone it doesn't take the keys either.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # what it stands on scrolls
