"""A second start brings the window up that is open already: one window for each office and person.

The first one holds a lock file beside the window's memory and listens on a local socket (a named
pipe on Windows); the second hands over what it was started with, and ends.
"""

import ctypes
import getpass
import hashlib
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_ANSWER = b"up"
_PATIENCE_S = 4.0  # a window that is about to close lets go by then
_TURN_MS = 400
_LONGEST = 64 * 1024
_ANYBODY = -1  # ASFW_ANY

Take = Callable[[Path | None], None]


class FirstWindow(QObject):
    """What the first window holds; ``take`` is given what a second start was to do.

    That is a backup that a person opened outside, or None: the window is only to come up.
    """

    def __init__(self, lock: QLockFile, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = lock
        self.take: Take = lambda _backup: None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(name)  # one that was killed left its socket
        self._server.listen(name)

    def let_go(self) -> None:
        """The window is closed: the next start is a first one."""
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        backup = _read(bytes(socket.readLine().data()))
        socket.write(_ANSWER)
        socket.flush()
        self.take(backup)


def first_window(folder: Path, *, training: bool, backup: Path | None = None) -> FirstWindow | None:
    """What this start holds as the first; None when another window was brought up instead.

    A first one that doesn't answer keeps nobody from work: then this one opens too.
    """
    place = folder / "window"
    place.mkdir(parents=True, exist_ok=True)
    office = _office(training)
    lock = QLockFile(str(place / f"{office}.lock"))
    lock.setStaleLockTime(0)  # a window may be open for days; one whose process is gone is stale
    name = _name(place, office)
    late = time.monotonic() + _PATIENCE_S
    while not lock.tryLock(0):
        if _bring_up(name, backup):
            return None
        if time.monotonic() > late:
            break
        time.sleep(_TURN_MS / 4000)
    return FirstWindow(lock, name)


def bring_to_front(window: QWidget) -> None:
    """Show a window before all others, as large as it was."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _office(training: bool) -> str:
    """Which of the offices of a data folder a window is for."""
    if training:
        return "training"
    named = os.environ.get("ZHONGXIAO_DATABASE", "")
    return f"named-{hashlib.sha256(named.encode()).hexdigest()[:8]}" if named else "first"


def _name(place: Path, office: str) -> str:
    """Of this person's windows on this office alone, in this sitting at the computer."""
    whose = f"{getpass.getuser()}\n{place.resolve()}\n{office}\n{_sitting()}"
    return "zhongxiao-" + hashlib.sha256(whose.encode()).hexdigest()[:24]


def _sitting() -> int:
    """Windows: which session, as a window of another one can't come up in this."""
    if platform.system() != "Windows":
        return 0
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    found = ctypes.c_ulong(0)
    kernel.ProcessIdToSessionId(kernel.GetCurrentProcessId(), ctypes.byref(found))
    return found.value


def _bring_up(name: str, backup: Path | None) -> bool:
    """Ask the first window to come up; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_TURN_MS):
        return False
    _let_it_come_up()
    told = {"backup": str(backup.resolve()) if backup is not None else ""}
    socket.write(json.dumps(told).encode() + b"\n")
    answered = socket.waitForBytesWritten(_TURN_MS) and socket.waitForReadyRead(5 * _TURN_MS)
    came = answered and bytes(socket.readAll().data()) == _ANSWER
    socket.disconnectFromServer()
    return came


def _let_it_come_up() -> None:
    """Windows lets a window come up by itself only when whoever has the keyboard allows it."""
    if platform.system() == "Windows":
        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)  # type: ignore[attr-defined]


def _read(line: bytes) -> Path | None:
    try:
        backup = json.loads(line)["backup"]
    except (ValueError, KeyError, TypeError):
        return None
    return Path(backup) if backup and isinstance(backup, str) else None
