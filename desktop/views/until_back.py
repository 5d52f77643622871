"""A database in trouble: one line says so, and goes by itself when the database is back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.views.kit.parts import Strip
from desktop.views.kit.tasks import Tasks

if TYPE_CHECKING:
    from desktop.services.office import Office

_LOOK_MS = 3_000


class UntilBack(QObject):
    """Looks now and then whether the database can be used again, once it couldn't.

    ``office`` gives the one that is open; None where somebody else looks, or there is none.
    """

    def __init__(
        self,
        window: QWidget,
        tasks: Tasks,
        office: "Callable[[], Office | None]",
        back: Callable[[], None],
        said: Strip,
    ) -> None:
        super().__init__(window)
        self._said = said
        self._window = window
        self._tasks = tasks
        self._office = office
        self._back = back
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self.look)
        tasks.troubled.connect(self._clock.start)

    def lost(self) -> None:
        """Say that it is away, before anybody finds out by asking it something."""
        from desktop.services.trouble import lost_words

        for strip in self._window.findChildren(Strip):
            if strip.isVisible() and strip.passing:
                break  # it is said already
        else:
            self._said.say(lost_words(), passing=True)
        self._clock.start()

    def look(self) -> None:
        """Ask the database, off the GUI thread."""
        office = self._office()
        if office is None:
            self._clock.stop()
            return

        def work(_progress: object) -> bool:
            from desktop.services.trouble import is_well

            return is_well(office.engine)

        self._tasks.read(self, work, self._answer, slot="well")

    def _answer(self, well: bool | None) -> None:
        if not well:
            return
        from desktop.views.kit.preview import Preview

        self._clock.stop()
        for strip in self._window.findChildren(Strip):
            if strip.passing:
                strip.clear()
        for paper in self._window.findChildren(Preview):
            paper.again()
        self._back()
