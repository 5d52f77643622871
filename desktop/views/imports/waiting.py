"""Waiting for a dry run without a dialog: it can be told to stop, and says how far it is."""

import threading
from collections.abc import Callable

from desktop.views.kit.tasks import Progress


class Waiting:
    """What one dry run asks and tells; once given up it tells nothing more."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._given_up = threading.Event()
        self._progress: Progress | None = None

    def beside(self, progress: Progress) -> "Waiting":
        """Stop also when the worker's own work is given up, as the window closes."""
        self._progress = progress
        return self

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits any more."""
        return self._given_up.is_set() or (self._progress is not None and self._progress.cancelled)

    def cancel(self) -> None:
        """Nobody waits any more."""
        self._given_up.set()

    def report(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is."""
        if not self.cancelled:
            self._tell(done, total)
