"""Opening a window in tests, and waiting until it has shown what it asked for."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.office import Office
from desktop.views import theme
from desktop.views.desk import Desk
from desktop.views.memory import Memory
from desktop.views.tasks import Tasks
from desktop.views.window import Desktop


def open_desk(qtbot: QtBot, office: Office, folder: Path) -> Desktop:
    """The window of the person who is signed in to ``office``, shown and settled."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not app.styleSheet():
        theme.apply(app, dark=False)
    assert office.person is not None
    memory = Memory(folder).of("office", office.person.code)
    desk = Desk(office, Tasks(failed=_fail), memory)
    desktop = Desktop(desk)
    desktop.resize(1366, 768)
    qtbot.addWidget(desktop)
    desktop.show()
    qtbot.waitExposed(desktop)
    desktop.start()
    settle(qtbot, desktop)
    return desktop


def settle(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until no worker is busy and what they found is shown."""
    for _round in range(3):
        qtbot.waitUntil(lambda: desktop.desk.tasks.idle, timeout=10_000)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: desktop.desk.tasks.idle, timeout=10_000)


def _fail(error: Exception) -> None:
    raise error
