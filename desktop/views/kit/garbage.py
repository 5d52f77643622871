"""Cyclic garbage, collected on the GUI thread alone.

Python collects it on whichever thread happens to make the next object. On a worker that would
destroy widgets there, which Qt forbids: the program would crash, seldom and anywhere.
"""

import ctypes
import gc
import os
import sys
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 1_000
_LOADED_MS = 5_000
_RESTED_MS = 3_000
_AWAY_MS = 30_000
_FLOOD = 30_000  # new objects in one turn that only a long work makes (a list of 100,000 rows)


class GarbageCollector(QObject):
    """Takes over from Python's own collector for as long as the program runs.

    What was loaded before it, and soon after, stays for good; without that each collection is
    short (66 ms become none that can be measured). So is what a long work makes by the
    ten thousand: going through a million rows' objects would hold up the window for half a
    second, and all but a few of them go by themselves, being in no cycle. When it has rested, what
    it let go of is given back to the system. What was put aside is gone through while the person
    is away in another program, where nobody waits for the window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        self._loaded = QTimer(self, singleShot=True, interval=_LOADED_MS)
        self._loaded.timeout.connect(gc.freeze)
        self._loaded.start()
        self._rested = QTimer(self, singleShot=True, interval=_RESTED_MS)
        self._rested.timeout.connect(give_back)
        self._put_aside = False
        self._away = QTimer(self, singleShot=True, interval=_AWAY_MS)
        self._away.timeout.connect(self._go_through_all)
        program = QGuiApplication.instance()
        if isinstance(program, QGuiApplication):
            program.applicationStateChanged.connect(self._note_state)

    def _note_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif self._put_aside:
            self._away.start()

    def _go_through_all(self) -> None:
        self._put_aside = False
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        give_back()

    def collect(self) -> None:
        """Collect the oldest generation whose turn it is, by Python's own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > _FLOOD:
            gc.freeze()
            self._put_aside = True
            self._rested.start()
            return
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return


def give_back() -> None:
    """Give the system back what C's allocator keeps of memory that nobody holds any more.

    After a large report that is tens of megabytes; where the allocator has no such call, nothing.
    """
    with suppress(OSError, AttributeError):  # a C library that knows no such call
        if sys.platform == "win32":
            ctypes.CDLL("ucrtbase")._heapmin()
        elif os.name == "posix":
            ctypes.CDLL(None).malloc_trim(0)
