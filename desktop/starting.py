"""Starting the program: whether there is a screen, and the window until it is closed."""

import logging
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import MainWindow
from desktop.views.looks import Looks
from desktop.views.qt_words import translate_qt


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def run_window(folder: Path, *, training: bool, arguments: Sequence[str] = ()) -> int:
    """Open the program and stay until it is closed."""
    data_log(folder)
    # Workers hand the interpreter back sooner, so that keys and paint hardly wait for them.
    sys.setswitchinterval(0.001)
    looks = Looks(folder / "window")
    looks.scale()
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("Zhongxiao")
    app.setApplicationDisplayName("众小")
    translate_qt(app)
    looks.dress()
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: looks.dress())
    window = MainWindow(folder, training=training)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(window, error)
    window.show()
    QTimer.singleShot(0, window, window.open_office)
    return app.exec()


def data_log(folder: Path) -> None:
    """Write what goes wrong into a file beside the data."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        filename=folder / "zhongxiao.log",
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        encoding="utf-8",
    )


def _uncaught(window: MainWindow, error: BaseException) -> None:
    """What nobody caught is shown and logged; the window stays open."""
    if isinstance(error, Exception):
        window.fault(error)
