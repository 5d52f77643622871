"""Opening a window in tests, and waiting until it has shown what it asked for."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.services.office import Office
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.edit_panel import UNSEEN_NAME
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from desktop.views.kit.typing_rest import REST_NAME
from desktop.views.window import Desktop

if TYPE_CHECKING:  # the bench works by these hands too, without pytest
    from pytestqt.qtbot import QtBot

_QUIET_TURNS, _TURN_MS, PATIENCE_S = 3, 2, 30


def open_desk(qtbot: "QtBot", office: Office, folder: Path) -> Desktop:
    """The window of the person who is signed in to ``office``, shown and settled."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    assert office.person is not None
    memory = Memory(folder).of("office", office.person.code)
    desktop = Desktop(Desk(office, Tasks(), memory))
    desktop.desk.tasks.on_failure(desktop.show_error)
    desktop.resize(1366, 768)
    qtbot.addWidget(desktop, before_close_func=lambda made: made.desk.tasks.end())
    desktop.show()
    with qtbot.waitActive(desktop):
        desktop.activateWindow()
    desktop.start()
    settle(qtbot, desktop)
    return desktop


def settle(qtbot: "QtBot", desktop: Desktop) -> None:
    """Wait until no worker is busy and what they found is shown."""
    rest(qtbot, desktop, desktop.desk.tasks)


def rest(qtbot: "QtBot", window: QWidget, tasks: Tasks) -> None:
    """Wait until a window does nothing more by itself.

    That is when no worker is busy and nothing is about to be asked, in several turns of the event
    loop one after the other: an answer may ask something else.
    """
    late, turns = monotonic() + PATIENCE_S, 0
    while turns <= _QUIET_TURNS:
        assert monotonic() < late, "the window doesn't come to rest"
        qtbot.wait(_TURN_MS)
        turns = turns + 1 if tasks.idle and not ask_now(window) else 0


def ask_now(window: QWidget) -> bool:
    """Let what only waits for the typing to rest ask at once; whether anything did.

    Nobody types on here, so what is asked is the same; that it waits is tested at the timer.
    """
    waiting = [timer for timer in window.findChildren(QTimer, REST_NAME) if timer.isActive()]
    for timer in waiting:
        timer.stop()
        timer.timeout.emit()
    return bool(waiting)


def press(qtbot: "QtBot", desktop: Desktop, keys: str) -> None:
    """Press keys where the keyboard is, as ``Ctrl+N``, ``Return`` or ``Down``; then settle.

    ``Enter`` is the one of the number keypad.
    """
    *holding, last = keys.split("+")
    modifier = Qt.KeyboardModifier.NoModifier
    for name in holding:
        modifier |= getattr(Qt.KeyboardModifier, {"Ctrl": "Control"}.get(name, name) + "Modifier")
    if last == "Enter":
        modifier |= Qt.KeyboardModifier.KeypadModifier
    qtbot.keyClick(focus(desktop), getattr(Qt.Key, f"Key_{last}"), modifier)
    settle(qtbot, desktop)


def save_as_it_stands(qtbot: "QtBot", desktop: Desktop) -> None:
    """Save a form that came filled in, on purpose, once a person has seen it."""
    see(desktop)
    press(qtbot, desktop, "Ctrl+Return")


def see(window: QWidget) -> None:
    """Let what came up just now have been looked at."""
    for timer in window.findChildren(QTimer, UNSEEN_NAME):
        timer.stop()


def write(qtbot: "QtBot", desktop: Desktop, text: str) -> None:
    """Type where the keyboard is; Chinese comes from an input method."""
    if text.isascii():
        qtbot.keyClicks(focus(desktop), text)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(focus(desktop), committed)
    settle(qtbot, desktop)


def list_page(desktop: Desktop, name: str) -> ListPage:
    """A page that is a list, by its name."""
    shown = desktop.page(name)
    assert isinstance(shown, ListPage)
    return shown


def sums_of(page: ListPage) -> str:
    """What its foot says that the list, or what is chosen of it, comes to."""
    said = page._foot.findChildren(QLabel)
    shown = [one.text() for one in said if one is not page._foot.number and not one.isHidden()]
    return " · ".join(shown)


def focus(desktop: Desktop) -> QWidget:
    """Where the keyboard is."""
    return QApplication.focusWidget() or desktop
