"""Cyclic garbage, collected on the GUI thread alone.

Python collects it on whichever thread happens to make the next object. On a worker that would
destroy widgets there, which Qt forbids: the program would crash, seldom and anywhere.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_LOADED_MS = 5_000
_FLOOD = 30_000  # new objects in one turn that only a long work makes (a list of 100,000 rows)
_CALM = 2_000
_CALM_TURNS = 10  # in a row, before a flood counts as over


class GarbageCollector(QObject):
    """Takes over from Python's own collector for as long as the program runs.

    What was loaded before it, and soon after, stays for good; without that each collection is
    short (66 ms become none that can be measured). What a long work makes is left out while it
    is there: going through a million rows' objects would hold up the window for half a second.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._calm_in = 0  # turns until a flood is over; 0 without one
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
        self._usual = gc.get_freeze_count()

    def collect(self) -> None:
        """Collect the oldest generation whose turn it is, by Python's own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > _FLOOD:
            self._calm_in = _CALM_TURNS
            gc.freeze()
            return
        if self._calm_in and self._is_over(counts[0]):
            self._let_in()
            return
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def _is_over(self, new: int) -> bool:
        """Whether a flood is over: all calm for a while, and what it made is gone."""
        self._calm_in = max(1, self._calm_in - 1) if new < _CALM else _CALM_TURNS
        if self._calm_in > 1 or gc.get_freeze_count() > self._usual + _FLOOD:
            return False
        self._calm_in = 0
        return True

    def _let_in(self) -> None:
        """What of the flood, or beside it, is garbage by now goes."""
        gc.unfreeze()
        gc.collect()
        self._leave_out()
