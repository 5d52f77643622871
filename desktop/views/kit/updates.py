"""What a window knows of newer versions: looked for in the background, offered quietly.

The folder may be a share that answers after a minute, or never: a thread that nobody waits for
looks into it, the program ends without it, and what doesn't answer in time is tried again later.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.basics.i18n import _

if TYPE_CHECKING:
    from desktop.services.updates import Looked, Offer

_ASK_MS = 100  # how often the thread's answer is asked for
_PATIENCE_MS = 8_000
_SOON_MS = 5 * 60_000  # a share that was away, an installer that is still being copied
_LATER_MS = 4 * 3_600_000

Look = Callable[[str, str], "Looked"]


class Updates(QObject):
    """Looks into the office's folder of newer versions, at once and then now and again.

    ``looked_anew`` tells that something else is known of it; ``asked`` that a person wants to see
    what is offered; ``renewed`` that the office named another folder.
    """

    looked_anew = Signal()
    asked = Signal()
    renewed = Signal()

    def __init__(self, parent: QObject | None = None, look: Look | None = None) -> None:
        super().__init__(parent)
        self._look = look or _look
        self.patience_ms = _PATIENCE_MS
        self.folder = ""
        self._schema = ""
        self.looked: Looked | None = None
        self._thread: Thread | None = None
        self._answers: SimpleQueue[Looked] = SimpleQueue()
        self._waited_ms = 0
        self._waits = QTimer(self, interval=_ASK_MS)
        self._waits.timeout.connect(self._listen)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.look)

    @property
    def offer(self) -> "Offer | None":
        """The newer version that can be installed; None while none is known."""
        return self.looked.offer if self.looked is not None else None

    @property
    def headline(self) -> str:
        """The offer in a line; empty where there is none."""
        if self.offer is None:
            return ""
        release = self.offer.release
        if not release.headline:
            return _("New version {version}").format(version=release.version)
        words = _("New version {version}: {news}")
        return words.format(version=release.version, news=release.headline)

    @property
    def looking(self) -> bool:
        """Whether an answer is waited for."""
        return self._waits.isActive()

    def follow(self, folder: str, schema: str = "") -> None:
        """Look into this folder from now on; "" for none. ``schema``: the database's version."""
        if (folder, schema) != (self.folder, self._schema):
            self._thread = None  # what is still under way is about another folder
            self._waits.stop()
            self.folder, self._schema = folder, schema
            self._tell(None)
        if folder:
            self.look()
        else:
            self._waits.stop()
            self._next.stop()

    def look(self) -> None:
        """Look now, unless that is under way already."""
        if not self.folder or self.looking:
            return
        self._waited_ms = 0
        self._next.stop()
        self._waits.start()
        if self._thread is None or not self._thread.is_alive():
            self._begin()

    def _begin(self) -> None:
        self._answers = SimpleQueue()
        given = (self._look, self.folder, self._schema, self._answers)
        self._thread = Thread(target=_answer, args=given, name="updates", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            looked = self._answers.get_nowait()
        except Empty:
            self._waited_ms += _ASK_MS
            if self._waited_ms >= self.patience_ms:
                self._waits.stop()
                self._next.start(_SOON_MS)
                self._tell(_no_answer(self.folder))
            return
        self._waits.stop()
        self._next.start(_SOON_MS if looked.again else _LATER_MS)
        self._tell(looked)

    def _tell(self, looked: "Looked | None") -> None:
        self.looked = looked
        self.looked_anew.emit()


def _answer(look: Look, folder: str, schema: str, answers: "SimpleQueue[Looked]") -> None:
    answers.put(look(folder, schema))  # holds nothing of the window, which may be gone by then


def _look(folder: str, schema: str) -> "Looked":
    from desktop.services.updates import look_for_update
    from desktop.services.versions import HEAD

    return look_for_update(folder, schema=schema or HEAD)


def _no_answer(folder: str) -> "Looked":
    from desktop.services.updates import Looked

    words = _("The folder {folder} can't be reached. It is tried again later.")
    return Looked(words=words.format(folder=folder), again=True)
