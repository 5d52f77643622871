"""Cyclic garbage, collected on the GUI thread alone.

Python collects it on whichever thread happens to make the next object. On a worker that would
destroy widgets there, which Qt forbids: the program would crash, seldom and anywhere.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_LOADED_MS = 5_000


class GarbageCollector(QObject):
    """Takes over from Python's own collector for as long as the program runs.

    What was loaded before it, and soon after, stays for good; without that each collection is
    short (66 ms become none that can be measured).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._leave_out()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        self._loaded = QTimer(self, singleShot=True, interval=_LOADED_MS)
        self._loaded.timeout.connect(self._leave_out)
        self._loaded.start()

    def _leave_out(self) -> None:
        """Leave out what is there by now: mostly code, which is never garbage."""
        gc.freeze()

    def collect(self) -> None:
        """Collect the oldest generation whose turn it is, by Python's own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return
