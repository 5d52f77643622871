"""The quiet line at the foot of the window: what was done, and where the data is."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame

from desktop.basics.i18n import _, ngettext
from desktop.views.desk import Desk
from desktop.views.parts import button, label, line
from desktop.views.words import joined

_SAID_MS = 12_000


class Foot(QFrame):
    """What was said goes by itself; a button takes back what can be taken back (Ctrl+Z)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._take_back: Callable[[], None] | None = None
        self.said = label(tone="quiet")
        self._stand = label(tone="quiet")
        self.undo = button(_("Undo"), self._undo, "foot", "Ctrl+Z")
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo.hide()
        row = line(self.said, self.undo, None, self._stand)
        row.setContentsMargins(18, 3, 18, 3)
        self.setObjectName("foot")
        self.setFixedHeight(23)
        self.setLayout(row)
        self._quiet = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._quiet.timeout.connect(self._be_quiet)

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, with a button that takes it back where it can be."""
        self.said.setText(words)
        self._take_back = undo
        self.undo.setVisible(undo is not None)
        self._quiet.start()

    def greet(self, waiting: int) -> None:
        """A word as the day begins: how many kinds of work wait."""
        person = self._desk.office.person
        hello = _("Good day, {name}.").format(name=person.name if person else "")
        work = (
            ngettext(
                "{number} kind of work waits for you.",
                "{number} kinds of work wait for you.",
                waiting,
            ).format(number=waiting)
            if waiting
            else _("Nothing waits for you.")
        )
        self.say(f"{hello} {work}")

    def show_stand(self, database: str, backed_up: date | None) -> None:
        """Where the data is, and when it was last backed up."""
        self._stand.setText(joined(database, self._backup_words(backed_up)))

    def _backup_words(self, backed_up: date | None) -> str:
        if self._desk.backups is None:
            return ""
        if backed_up == self._desk.today:
            return _("backed up today")
        return _("last backup {day}").format(day=backed_up) if backed_up else _("no backup yet")

    def _undo(self) -> None:
        take_back, self._take_back = self._take_back, None
        self.undo.hide()
        if take_back is not None:
            take_back()

    def _be_quiet(self) -> None:
        self.say("")
        self._quiet.stop()
