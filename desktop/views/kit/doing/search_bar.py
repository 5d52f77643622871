"""The strip over a search that goes on while the window stays free: good enough, or given up."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QFrame, QWidget

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, line
from desktop.views.kit.tasks import Progress

Found = TypeVar("Found")


class GivenUp(Exception):
    """Nobody waits for what is searched any more: the page was left, or the person gave it up."""


class SearchBar(QFrame):
    """Says how far a search is. It can be ended with what was found by then, or given up.

    What it shows beside its two buttons is the page's own (``told``).
    """

    def __init__(self, desk: Desk, slot: str, *told: QWidget | None) -> None:
        super().__init__()
        self._desk = desk
        self._slot = slot
        self._progress: Progress | None = None
        self._is_enough = False
        self.setProperty("kind", "strip")
        theme.set_tone(self, "careful")
        self.enough = button(_("Good enough"), self._end, "primary", "Ctrl+Return")
        self.give_up = button(_("Give up"), self.stop, "", "Esc")
        self._row = line(*told, self.give_up, self.enough)
        self._row.setContentsMargins(10, 5, 10, 5)
        self.setLayout(self._row)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether it searches now."""
        return self._progress is not None

    @property
    def is_enough(self) -> bool:
        """Whether what was found by now is good enough."""
        return self._is_enough

    def search(
        self,
        work: Callable[[Callable[[], bool]], Found | None],
        then: Callable[[Found | None], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Search off the GUI thread; ``work`` asks its argument whether it was given up.

        ``then`` gets what was found, or None.
        """
        self._is_enough = False
        self.enough.setEnabled(True)
        progress = self._progress = Progress()
        self.show()
        self.enough.setFocus()

        def searched(asked: Progress) -> Found | None:
            return work(lambda: progress.cancelled or asked.cancelled)

        def over(found: Found | None) -> None:
            self._over()
            then(found)

        def broke(error: Exception) -> None:
            self._over()
            failed(error)

        self._desk.tasks.read(self, searched, over, broke, slot=self._slot)

    def stop(self) -> None:
        """Give it up: all stays as it stood."""
        if self._progress is not None:
            self._progress.cancel()

    def _over(self) -> None:
        self._progress = None
        self.hide()

    def _end(self) -> None:
        self._is_enough = True
        self.enough.setEnabled(False)
