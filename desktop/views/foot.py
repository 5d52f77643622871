"""The foot of the window: what was done, how it is taken back, and how the office stands."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.basics.i18n import _, ngettext
from desktop.views.kit import theme
from desktop.views.kit.desk import Back, Desk
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.doing.thrown import Thrown, bring_back
from desktop.views.kit.doing.undo import TakeBack, stays, takes_back
from desktop.views.kit.forms.form import Form
from desktop.views.kit.heard import announce
from desktop.views.kit.outside import show_in_folder
from desktop.views.kit.parts import OneLine, bind, button, label, line
from desktop.views.kit.undo_keys import is_undo
from desktop.views.kit.words import joined

_SAID_MS = 12_000
_LONG_SAID_MS = 30_000  # a reason is read more slowly than that something is done
_LONG = 420  # pixels
_NEWS_PX = 300


class Foot(QFrame):
    """Says quietly what was done; Ctrl+Z takes it back, or says why it stays.

    It is always about the thing done last, by this person and at this window: an older one is
    never taken back in its place.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._back: Back | None = None
        self._seen = 0  # the number of the change that was last spoken of
        self.said = OneLine()
        theme.set_tone(self.said, "quiet")
        self.stand = label(tone="quiet")
        self.undo = _link(_("Undo"), self._do)
        self.bring_back = _link(_("Bring back"), lambda: bring_back(desk))
        self.news = _link("", desk.updates.asked.emit)
        self._written: Path | None = None
        self.folder = _link(_("Open folder"), self.open_folder)
        told = (self.said, self.undo, self.folder, self.bring_back)
        row = line(*told, None, self.news, self.stand)
        row.setContentsMargins(18, 3, 18, 3)
        self.setObjectName("theFoot")
        self.setFixedHeight(23)
        self.setLayout(row)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(lambda: self.say(""))
        self._running = QTimer(self, interval=1000)
        self._running.timeout.connect(lambda: self._show_back(self._back))
        desk.said.connect(self.say)
        desk.held.connect(self._show_held)
        desk.wrote.connect(self._show_written)
        desk.updates.looked_anew.connect(self._show_news)
        self._show_news()

    def say(self, words: str, back: Back | None = None) -> None:
        """Say what was done, and hold what Ctrl+Z does about it."""
        self.said.setText(words)
        if back is None and words and self._desk.office.deeds.number > self._seen:
            back = takes_back(self._desk, words)
        self._seen = self._desk.office.deeds.number
        if back is not None:
            self._back = back
        self._show_back(back)
        self.folder.hide()
        long = self.said.fontMetrics().horizontalAdvance(words) > _LONG
        self.stand.setVisible(not long)  # the room is for the reason
        announce(self.said, words)
        if words:
            self._quiet.start(_LONG_SAID_MS if long else _SAID_MS)
        else:
            self._quiet.stop()

    def _show_written(self, file: Path) -> None:
        self._written = file
        self.folder.show()

    def open_folder(self) -> None:
        """Open the folder of the file that was written last, the file chosen in it."""
        file = self._written
        if file is None:
            self.say(_("No file was written since you signed in."))
            return

        def show(there: bool) -> None:
            if not there:
                self.say(_("{file} isn't there any more.").format(file=file))
            elif not show_in_folder(file):
                words = _("No folder can be shown on this computer; the file is {file}.")
                self.say(words.format(file=file))

        # Off the GUI thread: its drive may be slow to answer.
        self._desk.tasks.read(self, lambda _progress: file.exists(), show, slot="folder")

    def _show_back(self, back: Back | None) -> None:
        """The button, with the seconds that are left where they run out."""
        words = back.button if back is not None and not self._since(back) else ""
        left = back.seconds if isinstance(back, TakeBack) else None
        self.undo.setText(f"{words}  Ctrl+Z" + (f"  ({left})" if left else ""))
        self.undo.setVisible(bool(words))
        if left:
            self._running.start()
        else:
            self._running.stop()

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
        """Where the data is, and when it was last backed up; in which file, under the pointer."""
        self.stand.setText(joined(database, self._backup_words(backed_up)))
        from desktop.services.engine import shown  # with an office SQLAlchemy is there

        self.stand.setToolTip(shown(self._desk.office.engine.url))

    def _backup_words(self, backed_up: date | None) -> str:
        on_server = self._desk.office.engine.dialect.name != "sqlite"
        if self._desk.backups is None or (on_server and backed_up is None):
            return ""  # on a server it may be another PC's work
        if backed_up == self._desk.today:
            return _("backed up today")
        return _("last backup {day}").format(day=backed_up) if backed_up else _("no backup yet")

    def take_back(self, *, typing: bool = False) -> None:
        """Take back what was done last, or say why it stays.

        Whoever is ``typing`` may mean what stands in the form, and whoever doesn't see any more
        what was done may mean something else: they are told first what it would be.
        """
        last, back = self._desk.office.deeds.last, self._back
        if last is not None and (back is None or self._since(back)):
            self.say(stays(last))
        elif back is None:
            self.say(_("Nothing was done since you signed in: there is nothing to take back."))
        elif (typing and not back.of_typing) or (back.changes and self.undo.isHidden()):
            self.say(back.words, back)
        else:
            back()

    def _since(self, back: Back) -> bool:
        """Whether something else was done since, such as printing its paper."""
        return self._desk.office.deeds.number > back.after

    def _do(self) -> None:
        if self._back is not None and self._since(self._back):
            self.take_back()
        elif self._back is not None:
            self._back()

    def _show_news(self) -> None:
        """A newer version of the program that can be installed, in a few words."""
        words = self._desk.updates.headline
        cut = self.news.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _NEWS_PX)
        self.news.setText(cut)
        self.news.setAccessibleName(words)
        self.news.setToolTip(words)
        self.news.setVisible(bool(words))

    def _show_held(self, thrown: Thrown | None) -> None:
        self.bring_back.setVisible(thrown is not None)
        if thrown is not None:
            self.bring_back.setText(_("Bring back “{title}”").format(title=thrown.title))


def _link(words: str, do: Callable[[], None]) -> QPushButton:
    made = button(words, do, "foot")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.hide()
    return made


class UndoKey(QObject):
    """Ctrl+Z in a window: of a text that was typed as long as there is any, then of the rest."""

    def __init__(self, window: QWidget, foot: Foot) -> None:
        super().__init__(window)
        self._foot = foot
        keys = bind(window, "Ctrl+Z", _("Take back what was done last"), self._pressed)
        keys.setAutoRepeat(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._watch)

    def _pressed(self) -> None:
        here = QApplication.focusWidget()
        self._foot.take_back(typing=_takes_text(here) or _in_a_form(here))

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A text input keeps the key for itself even when nothing was typed into it."""
        if _takes_text(now):
            assert now is not None
            now.removeEventFilter(self)
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and is_undo(event)
            and not _can_undo(watched)
        ):
            event.ignore()
            return True
        return False


def _takes_text(widget: QObject | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


def _in_a_form(widget: QWidget | None) -> bool:
    """Ticks, choices and a shelf that is arranged are typed, too, as long as their form is open."""
    while widget is not None and not isinstance(widget, EditPanel | Form):
        widget = widget.parentWidget()
    return widget is not None


def _can_undo(widget: QObject) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    return isinstance(widget, QPlainTextEdit) and widget.document().isUndoAvailable()
