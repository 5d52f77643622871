"""An office that can't be opened at the start: it is said, and tried again while that may help."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.basics.errors import OfficeError, ServerAway
from desktop.views.sign_in.page import SignInPage

_AGAIN_MS = 3_000


class UntilThere(QObject):
    """Opens the office again, by itself where only its server is away; typing isn't disturbed.

    It waits while somebody is at another page, such as that of the connection.
    """

    def __init__(self, page: SignInPage, open_again: Callable[[], None]) -> None:
        super().__init__(page)
        self._page = page
        self._open = open_again
        self._said = ""
        self._asked = False
        self._clock = QTimer(self, interval=_AGAIN_MS)
        self._clock.timeout.connect(self._look)

    def failed(self, error: OfficeError) -> None:
        """It couldn't be opened: say so once, and each time that somebody asks for it."""
        if isinstance(error, ServerAway):
            self._clock.start()
        else:
            self._clock.stop()
        if error.message != self._said or self._asked:
            self._page.refuse(error.message, error.details)
        self._said, self._asked = error.message, False

    def ask(self) -> None:
        """Somebody signs in: try once more what failed before."""
        if self._said:
            self._asked = True
            self._open()

    def over(self) -> None:
        """It is open, or another one is wanted."""
        self._clock.stop()
        if self._said:
            self._said = ""
            self._page.strip.clear()

    def _look(self) -> None:
        if self._page.isVisible():
            self._clock.stop()  # the answer starts it anew
            self._open()
