"""Which keys take back what is being arranged or typed, and which do it again."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def is_undo(event: QEvent) -> bool:
    """Whether a key takes the last back: Ctrl+Z."""
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)


def is_redo(event: QEvent) -> bool:
    """Whether a key does again what was taken back: Ctrl+Y everywhere, beside the system's own."""
    if not isinstance(event, QKeyEvent):
        return False
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    is_y = event.key() == Qt.Key.Key_Y and control
    return is_y or event.matches(QKeySequence.StandardKey.Redo)
