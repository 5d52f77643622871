"""What others change is seen within two seconds: a server tells it, a file is looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.views.kit.desk import Desk

if TYPE_CHECKING:
    from desktop.services.listening import Listening

_LOOK_MS = 1_000
_GONE = -1  # where nothing more will come
_LATE_MS = 120  # several changes that come together are one news


class News(QObject):
    """Tells when the trail has come further than the window knows.

    ``lost`` and ``back`` are a server's, heard of before anybody asks it something.
    """

    lost = Signal()
    back = Signal()
    _heard = Signal(int)

    def __init__(self, window: QWidget, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._changed = changed
        self._known = 0
        self._listening: Listening | None = None
        self._late = QTimer(self, interval=_LATE_MS, singleShot=True)
        self._late.timeout.connect(self._tell)
        self._newest = 0
        self._heard.connect(self._note, Qt.ConnectionType.QueuedConnection)
        self.back.connect(self._forget, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self.look)

    def begin(self) -> None:
        """Listen, or look now and then."""
        engine = self._desk.office.engine
        if engine.dialect.name == "sqlite":
            self._clock.start()
            return
        from desktop.services.listening import Listening

        self._listening = Listening(
            engine,
            lambda: isValid(self),
            lambda number: self._emit(self._heard, number),
            lambda: self._emit(self.lost),
            lambda: self._emit(self.back),
        )

    def stop(self) -> None:
        """Listen no more."""
        self._clock.stop()
        if self._listening is not None:
            self._listening.stop()
            self._listening = None

    def know(self, number: int) -> None:
        """The window shows what the trail tells up to this number."""
        self._known = max(self._known, number)

    def _forget(self) -> None:
        """A server that comes back after a fall may count on from further back."""
        self._known = self._newest = 0

    def look(self) -> None:
        """Ask a file how far its trail has come, off the GUI thread."""
        office = self._desk.office

        def work(_progress: object) -> int:
            from desktop.basics.errors import OfficeError, OfficeGone
            from desktop.queries.chains import TRAIL, head
            from desktop.services.standing import need_standing

            try:
                with office.reading() as session:
                    need_standing(session)
                    return head(session.connection(), TRAIL).number
            except OfficeGone:
                return _GONE
            except OfficeError:
                return 0  # whoever needs the database says so

        if not self._desk.tasks.asks(self, "news"):
            self._desk.tasks.read(self, work, self._note, slot="news")

    def _note(self, number: int | None) -> None:
        if number == _GONE:
            self._clock.stop()
            self._changed()  # what the window asks then says why
            return
        self._newest = max(self._newest, number or 0)
        if self._newest > self._known and not self._late.isActive():
            self._late.start()

    def _tell(self) -> None:
        if self._newest > self._known:
            self._changed()

    def _emit(self, signal: SignalInstance, *what: int) -> None:
        if isValid(self):
            signal.emit(*what)
