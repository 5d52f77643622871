"""Starting the program: whether there is a screen, and the window until it is closed."""

import logging
import os
import platform
import re
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QSessionManager
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.app import MainWindow
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.basics.resources import resource
from desktop.views.kit.geometry import keep_geometry
from desktop.views.looks import Looks
from desktop.views.qt_words import translate_qt
from desktop.views.second_start import bring_to_front, first_window


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("WAYLAND_DISPLAY")) or _answers(os.environ.get("DISPLAY", ""))
    return True


def _answers(display: str) -> bool:
    """Whether somebody listens on an X display of this computer; Qt would end the program else."""
    number = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if number is None:
        return bool(display)
    name = f"/tmp/.X11-unix/X{number[1]}"  # noqa: S108 - where X11 has it, on every system
    with socket.socket(socket.AF_UNIX) as line:
        return any(line.connect_ex(place) == 0 for place in (name, "\0" + name))


_PATIENCE_S = 120


def run_window(
    folder: Path, *, training: bool, backup: Path | None = None, arguments: Sequence[str] = ()
) -> int:
    """Open the program and stay until it is closed; ``backup`` is offered to be restored."""
    if words := why_unwritable(folder):
        from desktop.views.pictures import program

        program()
        QMessageBox.critical(None, "众小", words)
        return 2
    data_log(folder)
    # Workers hand the interpreter back sooner, so that keys and paint hardly wait for them.
    sys.setswitchinterval(0.001)
    looks = Looks(folder / "window")
    looks.scale()
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("Zhongxiao")
    app.setApplicationDisplayName("众小")
    app.setWindowIcon(QIcon(str(resource("icons", "zhongxiao.svg"))))
    translate_qt(app)
    looks.dress()
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: looks.dress())
    first = first_window(folder, training=training, backup=backup)
    if first is None:
        return 0
    window = MainWindow(folder, training=training, backup=backup)
    first.take = lambda backup: come_up(window, backup)
    app.commitDataRequest.connect(lambda session: log_off(window, session))
    sys.excepthook = lambda _kind, error, _trace: _uncaught(window, error)
    window.show()
    QTimer.singleShot(0, window, window.open_office)
    ended = app.exec()
    first.let_go()
    return ended


def why_unwritable(folder: Path) -> str:
    """Why nothing can be written into the data folder, in words; empty where it can.

    A program without a console would end without a word there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        words = _(
            "Nothing can be written into {folder}, where the office's data lie: {reason}. "
            "Zhongxiao can't open. Have whoever looks after this computer see to the folder's "
            "rights and the disk's room, then start again."
        )
        return words.format(folder=folder, reason=os_reason(error))


def come_up(window: MainWindow, backup: Path | None) -> None:
    """A second start: the window comes up, and offers the backup that was opened outside.

    Whoever is at work is signed out for that; what is typed is kept.
    """
    bring_to_front(window)
    if backup is None:
        return
    if window.desktop is not None:
        if not window.desktop.may_leave():
            return
        window.leave_desk()
    window.restore_backup(backup)


def log_off(window: MainWindow, session: QSessionManager) -> None:
    """The computer is shut down or its person logs off: the program may be ended at any moment.

    Or it goes on, when somebody cancels that. Where something would be lost for good the program
    itself holds it up: Windows names it then, and its window says why.
    """
    keep_typed(window)
    if not window.may_leave():
        session.cancel()


def keep_typed(window: MainWindow) -> None:
    """Keep all that is typed, and where the window stands; the window works on."""
    from desktop.views.kit.forms.form import Form

    if window.desktop is not None:
        window.desktop.flush()
    for form in window.findChildren(Form):  # those before the desk, too
        form.flush()
    keep_geometry(window, window.memory)


def show_once(folder: Path, target: Path) -> str:
    """Show the window until the training office is open in it, picture it, and close it.

    Returns by which of Qt's platforms it was shown. Raises TimeoutError when it doesn't open.
    """
    from desktop.views.pictures import program

    app = program()
    window = MainWindow(folder, training=True)
    window.show()
    window.open_office()
    late = time.monotonic() + _PATIENCE_S
    while window.office is None or not window.tasks.idle:
        app.processEvents()
        if time.monotonic() > late:
            raise TimeoutError
        time.sleep(0.01)
    window.grab().save(str(target))
    window.close()
    window.office.engine.dispose()
    return app.platformName()


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
