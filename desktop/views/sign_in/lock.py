"""A window that lay idle locks: what is typed stays under it until its person is back (E1)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.forms.secret_editor import SecretLine
from desktop.views.kit.parts import Strip, button, card, column, label, line

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)
_MINUTE_MS = 60_000


class IdleClock(QObject):
    """Calls ``idle`` once nobody has touched the program for so many minutes; 0: never."""

    def __init__(self, parent: QObject, idle: Callable[[], None]) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(idle)

    def begin(self, minutes: int) -> None:
        """Watch from now on, or no more."""
        self.stop()
        app = QApplication.instance()
        if minutes > 0 and app is not None:
            self.timer.start(min(minutes * _MINUTE_MS, 2**31 - 1))
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self.timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self.timer.isActive():
            self.timer.start()
        return super().eventFilter(watched, event)


class LockPage(QWidget):
    """Asks for the password of whoever is signed in."""

    given = Signal(str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("theGround")
        self.password = SecretLine(_("Password"))
        self.strip = Strip()
        self.unlock = button(_("Unlock"), self._give, "primary")
        self.password.returnPressed.connect(self._give)
        words = _("Nobody worked here for a while. What was typed is kept.")
        box = column(
            label(name, "title"),
            label(words, tone="quiet", wrap=True),
            label(_("Password"), "label"),
            self.password,
            self.strip,
            self.unlock,
            line(None, button(_("Sign in as somebody else"), self.left.emit, "link")),
            spacing=7,
        )
        frame = card(box, 26)
        frame.setFixedWidth(360)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(line(None, frame, None))
        whole.addStretch(3)

    def refuse(self, words: str) -> None:
        """Say why it stays locked."""
        self.setEnabled(True)
        self.strip.say(words)
        self.password.selectAll()
        self.password.setFocus()

    def _give(self) -> None:
        self.strip.clear()
        self.setEnabled(False)
        self.given.emit(self.password.text())
