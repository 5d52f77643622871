"""The whole program in tests: its window on a folder of this computer, begun as often as wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.views.kit import theme
from tests.views.desk import rest

Begin = Callable[[], MainWindow]


@contextmanager
def begun(qtbot: QtBot, folder: Path) -> Iterator[Begin]:
    """What starts the program on a folder, at rest; again is the next morning."""
    windows: list[MainWindow] = []

    def window() -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, dark=False)
        made = MainWindow(folder, training=False)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        made.open_office()
        rest(qtbot, made, made.tasks)
        windows.append(made)
        return made

    yield window
    for one in windows:
        one.tasks.end()
        if one.office is not None:
            one.office.engine.dispose()
