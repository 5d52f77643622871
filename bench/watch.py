"""What a window does at each step: its GUI thread, what is asked of the database, its memory."""

import os
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import Connection, Engine, event

from desktop.views.pictures import hush_size_hints

LONGEST_S = 0.05
_TURN_S = 0.0005  # a loop without rest would keep Python's lock from the workers it waits for
_LOOK_S = 0.003


class Turns:
    """The turns of the event loop, each with the processor time that the GUI thread spent on it.

    Until a turn is over no key is answered. With ``looking`` another thread looks every few
    milliseconds at what is being done, so that a long turn tells what it did.
    """

    def __init__(self, *, looking: bool = False) -> None:
        self.longest_s = 0.0
        self.long: list[str] = []
        self._seen: list[str] = []
        self._within = 0
        if looking:
            main = threading.get_ident()
            threading.Thread(target=self._look, args=(main,), daemon=True).start()

    def forget(self) -> None:
        """Begin anew."""
        self.longest_s = 0.0
        self.long.clear()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn; what is begun within it belongs to it."""
        self._within += 1
        if self._within > 1:
            yield
            self._within -= 1
            return
        self._seen.clear()
        begun = time.thread_time()
        try:
            yield
        finally:
            spent = time.thread_time() - begun
            self._within -= 1
            self.longest_s = max(self.longest_s, spent)
            if spent > LONGEST_S:
                self.long.append(self._told(spent))

    def wait(self, seconds: float) -> None:
        """Let the event loop turn for some time."""
        until = time.monotonic() + seconds
        while True:
            with self.turn():
                turn_once()
            if time.monotonic() >= until:
                return
            time.sleep(_TURN_S)

    def _look(self, main: int) -> None:
        while True:
            time.sleep(_LOOK_S)
            if self._within:
                stack = traceback.extract_stack(sys._current_frames()[main])
                places = (f"{one.filename}:{one.lineno} {one.name}" for one in stack)
                self._seen.append("\n".join(dict.fromkeys(places)))

    def _told(self, spent: float) -> str:
        seen = list(self._seen)
        lines = Counter(line for stack in seen for line in stack.splitlines())
        most = [f"    {number:4} {line}" for line, number in lines.most_common(60)]
        return "\n".join([f"{1000 * spent:.0f} ms, looked at {len(seen)} times", *most])


def application() -> QApplication:
    """The application; what Qt says of the screen that isn't there is no part of a bench."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    hush_size_hints()
    return app


def turn_once() -> None:
    """One turn of the event loop, with what ``deleteLater`` left to it.

    ``processEvents`` alone never deletes outside of a running loop: closed forms would stay.
    """
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@dataclass
class Asked:
    """The statements of a step.

    ``twice`` are those that one reading asked again though nothing was written in between, and
    ``again`` how many of a step's readings asked as another had. The word by which the window
    looks now and then whether somebody changed something isn't counted.
    """

    statements: int = 0
    again: int = 0
    twice: list[str] = field(default_factory=list)
    _step: set[tuple[str, str]] = field(default_factory=set)
    _readings: dict[int, set[tuple[str, str]]] = field(default_factory=dict)

    def hear(
        self, connection: Connection, _cursor: object, said: str, given: object, *_rest: object
    ) -> None:
        """Count a statement."""
        word = said.split(None, 1)[0].upper()
        reading = self._readings.setdefault(id(connection), set())
        if word in ("BEGIN", "INSERT", "UPDATE", "DELETE", "ROLLBACK"):
            reading.clear()
        if word in ("INSERT", "UPDATE", "DELETE"):
            self._step.clear()
        if word not in ("SELECT", "WITH"):
            return
        self.statements += 1
        one = said, repr(given)
        if one in reading:
            self.twice.append(f"{said} {one[1]}")
        elif one in self._step:
            self.again += 1
        reading.add(one)
        self._step.add(one)


@contextmanager
def asked() -> Iterator[Asked]:
    """What is asked of any database meanwhile."""
    heard = Asked()
    event.listen(Engine, "before_cursor_execute", heard.hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", heard.hear)


def own_memory_mb() -> float:
    """What this process holds that it shares with no file: heap, stacks and anonymous pages."""
    return _memory_mb("RssAnon")


def highest_memory_mb() -> float:
    """What this process held at its highest; what its parent held doesn't count, as it would with
    ``getrusage``.
    """
    return _memory_mb("VmHWM")


def _memory_mb(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (one for one in status.splitlines() if one.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
