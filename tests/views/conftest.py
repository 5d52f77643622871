"""A guard that every window test runs under: the GUI thread never works for long, nor asks SQL."""

import gc
import os
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from sqlalchemy import Engine, event

from desktop.basics.i18n import choose_language

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.services.office import Office
    from desktop.views.window import Desktop

LONGEST_S = 0.05
# Traced, everything takes several times as long; beside another worker, somewhat longer.
_SLOWED = 4 if sys.gettrace() is not None else 2 if "PYTEST_XDIST_WORKER" in os.environ else 1
_put_aside = gc.freeze  # the true one: see windows_can_be_collected


def processor_clock(thread: threading.Thread) -> Callable[[], float]:
    """Tells the processor time of another thread, in seconds.

    Windows and macOS have no such clock in Python: there it stands still, with a word, and only
    what the GUI thread asks of the database is guarded.
    """
    clock_of = getattr(time, "pthread_getcpuclockid", None)
    if clock_of is None:
        words = "no clock for another thread's work here: 50 ms on the GUI thread go unseen"
        warnings.warn(words, stacklevel=2)
        return lambda: 0.0
    clock = clock_of(thread.ident or 0)
    return lambda: time.clock_gettime(clock)


class Guard(QObject):
    """Watches the GUI thread's own processor time between two turns of its event loop.

    A test sets it ``watching``. Until then it costs nothing: to be told of every event makes a
    window's test a third longer.
    """

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__()
        self.found: list[str] = []
        self._app = app
        self._thread = threading.main_thread()
        self._spent = processor_clock(self._thread)
        self._beats = 0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watching = False

    @property
    def watching(self) -> bool:
        """Whether what takes long now is found."""
        return self._watching

    @watching.setter
    def watching(self, on: bool) -> None:
        if on and self._watcher.ident is None:
            self._app.installEventFilter(self)
            self._watcher.start()
        self._watching = on

    def eventFilter(self, watched: QObject, event_: QEvent) -> bool:
        """The event loop turns: said tens of thousands of times a test, so only counted here."""
        self._beats += 1
        return False

    def _watch(self) -> None:
        """Look every few milliseconds until it is over."""
        turn, told, since = -1, False, 0.0
        while not self._over.wait(0.005):
            if turn != self._beats:
                turn, told, since = self._beats, False, self._spent()
                continue
            spent = self._spent() - since
            if self._watching and not told and spent > LONGEST_S * _SLOWED:
                told = True
                frame = sys._current_frames()[self._thread.ident or 0]
                stack = "".join(traceback.format_stack(frame))
                self.found.append(f"{spent * 1000:.0f} ms on the GUI thread:\n{stack}")

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """What happens now is somebody else's doing, at another PC."""
        watching, self.watching = self.watching, False
        yield
        self._beats += 1
        self.watching = watching

    def stop(self) -> None:
        """End watching."""
        self._over.set()
        if self._watcher.ident is not None:
            self._watcher.join()
            self._app.removeEventFilter(self)


@pytest.fixture(autouse=True)
def windows_can_be_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a test's window is put aside for good: it goes with its test."""
    monkeypatch.setattr(gc, "freeze", lambda: None)


@pytest.fixture(autouse=True)
def gui_thread_never_waits(
    qapp: QCoreApplication, request: pytest.FixtureRequest
) -> Iterator[Guard]:
    """Fail with the stack when the GUI thread worked over 50 ms, or asked the database."""
    guard = Guard(qapp)
    if "qtbot" not in request.fixturenames:  # no window, nothing to guard
        yield guard
        return
    # What is there by now stays: the collection after each window need not go through it.
    _put_aside()
    asked: list[str] = []

    def on_statement(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if guard.watching and threading.current_thread() is threading.main_thread():
            asked.append(statement + "\n" + "".join(traceback.format_stack(limit=12)))

    event.listen(Engine, "before_cursor_execute", on_statement)
    yield guard
    guard.stop()
    # A window of this test must be gone before a worker of the next may stumble on it, and its
    # timers with it.
    gc.collect()
    gc.enable()
    event.remove(Engine, "before_cursor_execute", on_statement)
    assert not asked, "\n".join(asked)
    assert not guard.found, "\n".join(guard.found)


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    """The window speaks Chinese."""
    choose_language("zh_CN")


@pytest.fixture
def open_watched(
    qtbot: "QtBot", tmp_path: Path, gui_thread_never_waits: Guard
) -> Callable[..., "Desktop"]:
    """Opens a page as somebody, at a link; from then on the GUI thread is watched."""
    from desktop.views.kit.desk import Link
    from tests.views.desk import open_desk, settle

    def at(page: str, office: "Office", **link: object) -> "Desktop":
        with gui_thread_never_waits.elsewhere():
            desktop = open_desk(qtbot, office, tmp_path)
            desktop.open(Link(page, **link))  # type: ignore[arg-type]
            settle(qtbot, desktop)
        gui_thread_never_waits.watching = True
        return desktop

    return at
