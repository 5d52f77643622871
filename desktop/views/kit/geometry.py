"""The place and size of the main window, as this computer remembers them."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QWidget

from desktop.views.kit.memory import Memory

_USUAL = (1366, 768)


def restore_geometry(window: QWidget, memory: Memory) -> None:
    """Put a window where it was; the first time it fills the screen."""
    kept = memory.get("geometry")
    if kept:
        window.restoreGeometry(QByteArray.fromBase64(kept.encode()))
    else:
        window.resize(*_USUAL)
        window.setWindowState(Qt.WindowState.WindowMaximized)


def keep_geometry(window: QWidget, memory: Memory) -> None:
    """Remember where a window is."""
    memory.put("geometry", bytes(window.saveGeometry().toBase64().data()).decode())
