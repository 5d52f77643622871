"""One process that paints one window and ends: ours, or a bare one. Run by ``bench.window``."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def bare() -> None:
    """A bare Qt window with a label."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("众小"))
    window.show()
    window.repaint()
    QTimer.singleShot(0, app.quit)
    app.exec()


def ours(folder: Path) -> None:
    """The program's window with its first usable page: who works here today."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    import desktop.starting  # noqa: F401 - all that the program loads before it paints
    from desktop.app import MainWindow
    from desktop.views.kit import theme

    app = QApplication([])
    theme.apply(app)
    window = MainWindow(folder, training=True)
    window.show()
    window.repaint()
    QTimer.singleShot(0, app.quit)
    app.exec()


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else ours(Path(sys.argv[2]))
