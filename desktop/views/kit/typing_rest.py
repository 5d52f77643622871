"""What is asked once the typing rests: a search, an offer, the first item that was found."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

# So that one can find out whether a window is about to ask something.
REST_NAME = "typing rests"


def when_typing_rests(parent: QObject, rest_ms: int, do: Callable[[], object]) -> QTimer:
    """A timer to be started at each key; ``do`` is called when none came for ``rest_ms``."""
    timer = QTimer(parent, singleShot=True, interval=rest_ms)
    timer.setObjectName(REST_NAME)
    timer.timeout.connect(do)
    return timer
