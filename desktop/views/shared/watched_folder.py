"""A folder that this computer watches: chosen by a person, looked into now and then."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.basics.errors import OfficeError
from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import Remark, button, label

LOOKING = "folder"  # the slot of a page in which its folder is looked into


class WatchedFolder:
    """What a page that watches a folder shows of it: ``words``, ``remark`` and two buttons.

    ``key`` is where the folder is remembered; ``said`` names it as {folder}. ``look`` is called
    with it every so many milliseconds, and at once when it was chosen; it reads in the slot
    ``LOOKING``, and isn't called again while it does: what takes longer than that would never end.
    """

    def __init__(
        self, desk: Desk, page: QWidget, key: str, said: str, each_ms: int, look: Callable[[], None]
    ) -> None:
        self._desk, self._page, self._key, self._said, self._look = desk, page, key, said, look
        self._timer = QTimer(page, interval=each_ms)
        self._timer.timeout.connect(self._look_again)
        self._is_troubled = False
        self.words = label(tone="quiet", wrap=True)
        self.remark = Remark()
        self.start = button(_("Watch a folder …"), self._choose)
        self.stop = button(_("Stop watching"), lambda: self.watch(None))

    @property
    def folder(self) -> Path | None:
        """The folder that is watched on this computer."""
        kept = self._desk.memory.get(self._key)
        return Path(kept) if kept else None

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on, on this computer; None for none."""
        self._desk.memory.put(self._key, str(folder) if folder else "")
        self.follow()

    def follow(self) -> None:
        """Say what is watched, and begin to look into it."""
        folder = self.folder
        self.stop.setVisible(folder is not None)
        self.words.setText(self._said.format(folder=folder) if folder else "")
        self.words.setVisible(folder is not None)
        if folder is None:
            self._timer.stop()
        else:
            self._timer.start()
            self._look()

    def _look_again(self) -> None:
        if not self._desk.tasks.asks(self._page, LOOKING):
            self._look()

    def say_trouble(self, reason: str) -> None:
        """Say why it can't be looked into; "" takes just that back."""
        if reason:
            words = _("{folder} can't be looked into: {reason}")
            self.remark.say(words.format(folder=self.folder, reason=reason))
        elif self._is_troubled:
            self.remark.say("")
        self._is_troubled = bool(reason)

    def move_away(
        self, move: Callable[[], object], moved: Callable[[], None] = lambda: None
    ) -> None:
        """Move what was dealt with out of it, off the GUI thread; what hinders that is said."""
        self._desk.tasks.read(
            self._page, lambda _progress: move(), lambda _to: moved(), self._stuck
        )

    def _stuck(self, error: Exception) -> None:
        if not isinstance(error, OfficeError):
            raise error
        self.remark.say(str(error))

    def _choose(self) -> None:
        start = str(self.folder or Path.home())
        if found := QFileDialog.getExistingDirectory(self._page, _("Watch a folder …"), start):
            self.watch(Path(found))
