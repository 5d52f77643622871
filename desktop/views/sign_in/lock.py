"""A window that lay idle locks: what is typed stays under it until its person is back (E1)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.forms.secret_editor import SecretLine
from desktop.views.kit.parts import Strip, button, card, column, label, line
from desktop.views.kit.tasks import Tasks

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

    def refuse(self, error: Exception) -> None:
        """Say why it stays locked."""
        self.setEnabled(True)
        show_error(error, self.strip)
        self.password.selectAll()
        self.password.setFocus()

    def _give(self) -> None:
        self.strip.clear()
        self.setEnabled(False)
        self.given.emit(self.password.text())


class Locking(QObject):
    """Covers the window of whoever is signed in while nobody works.

    ``stack`` holds what is covered, and shows the page that covers it. ``idle`` comes before it
    is covered: what is typed is to be kept; ``left``: somebody else wants to sign in.
    """

    idle = Signal()
    left = Signal()

    def __init__(self, parent: QWidget, stack: QStackedWidget, tasks: Tasks) -> None:
        super().__init__(parent)
        self._stack, self._tasks = stack, tasks
        self._desk: Desk | None = None
        self._shown: QWidget | None = None
        self.clock = IdleClock(self, self.lock)
        self.page: LockPage | None = None

    def begin(self, desk: Desk, shown: QWidget) -> None:
        """Watch over the person of a desk, who sees ``shown``, until they sign out."""
        self._desk, self._shown = desk, shown
        self.watch()

    def watch(self) -> None:
        """Lock after the office's minutes, where there is a password to unlock with."""
        if self._desk is None:
            return
        office = self._desk.office

        def work(_progress: object) -> int:
            from desktop.services.staff import has_password

            with office.looking("staff.password") as session:
                minutes = session.rules.lock_minutes
            assert office.person is not None
            return minutes if has_password(office, office.person.code) else 0

        self._tasks.read(self, work, self.clock.begin, slot="idle")

    def lock(self) -> None:
        """Cover the desk until its person gives the password; what is typed stays."""
        if self._desk is None or self.page is not None:
            return
        self.clock.stop()
        self.idle.emit()
        office = self._desk.office
        assert office.person is not None
        page = self.page = LockPage(office.person.name)

        def check(password: str) -> None:
            def work(_progress: object) -> object:
                from desktop.services.staff import check_own_password

                return check_own_password(office, password)

            self._tasks.read(page, work, lambda _person: self._unlock(), not_let_in)

        def not_let_in(error: Exception) -> None:
            page.refuse(error)

        page.given.connect(check)
        page.left.connect(self.left)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.password.setFocus()

    def end(self) -> None:
        """Watch over nobody any more."""
        self._desk = self._shown = None
        self.clock.stop()
        self._uncover()

    def _unlock(self) -> None:
        self._uncover()
        if self._shown is not None:
            self._stack.setCurrentWidget(self._shown)
            self.watch()

    def _uncover(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
