"""A newer version: what is new in it, and the button that installs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.parts import Strip, button, card, column, label, line
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.updates import Offer

_WIDTH = 640
_NEWS_PX = 240


@dataclass(frozen=True)
class UpdateActs:
    """What is done to install an offer, off the GUI thread but ``start``.

    ``take`` checks, fetches and backs up, and gives the installer's place; ``start`` starts it.
    ``why_not`` says why it can't be on this computer, ``others`` what holds for other PCs.
    """

    take: Callable[["Offer", Progress], Path]
    start: Callable[[Path], None]
    why_not: str = ""
    others: str = ""


class UpdatePage(QWidget):
    """Asks whether the newer version is to be installed now; nothing happens by itself."""

    left = Signal()
    over = Signal()
    started = Signal()  # the installer runs: the window closes

    def __init__(
        self,
        desk: Desk,
        offer: "Offer",
        running: str,
        acts: UpdateActs,
        may_leave: Callable[[], bool],
    ) -> None:
        """``running`` is this version; ``may_leave``: nothing typed would be lost for good."""
        super().__init__()
        self.setObjectName("theGround")
        self._desk, self._offer, self._acts, self._may_leave = desk, offer, acts, may_leave
        release = offer.release
        self.news = QPlainTextEdit(_listed(release.news))
        self.news.setReadOnly(True)
        self.news.setAccessibleName(_("What is new"))
        self.news.setFixedHeight(_NEWS_PX)
        self.news.setTabChangesFocus(True)
        self.strip = Strip()
        self.install = button(_("Install now"), self._begin, "primary", "Ctrl+Return")
        self.later = button(_("Not now"), self.left.emit, "", "Esc")
        here = _("This is version {running}; {version} lies in {folder}.")
        told = here.format(running=running, version=release.version, folder=offer.folder)
        what = _(
            "Signature and file are checked once more, the office on this computer is backed up, "
            "then the installer starts and this window closes. What you typed and didn't save is "
            "kept."
        )
        title = label(_("New version {version}").format(version=release.version), "title")
        words = [label(one, tone="quiet", wrap=True) for one in (told, what, acts.others) if one]
        foot = line(self.later, None, self.install)
        box = column(title, words[0], self.news, *words[1:], self.strip, foot, spacing=10)
        frame = card(box, 26)
        frame.setFixedWidth(_WIDTH)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        if acts.why_not:
            self.strip.say(acts.why_not, "careful")
            self.install.setEnabled(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.install if self.install.isEnabled() else self.later).setFocus()

    def _begin(self) -> None:
        """Check, fetch and back up; what hinders that is said here, and nothing was installed."""
        if not self._may_go():
            return
        self.strip.clear()
        self._busy(True)
        self._desk.tasks.read(
            self,
            lambda progress: self._acts.take(self._offer, progress),
            self._start,
            self._failed,
            words=_("Getting the new version ready"),
        )

    def _may_go(self) -> bool:
        """Whether the window may end: no change is cut off, and nothing is lost for good."""
        if self._desk.tasks.changing:
            words = _("Something is being saved just now. Wait until it is done, then try again.")
            self._busy(False)
            self.strip.say(words, "careful")
            return False
        if not self._may_leave():
            self.over.emit()
            return False
        return True

    def _start(self, installer: Path) -> None:
        if not self._may_go():  # minutes went by
            return
        try:
            self._acts.start(installer)
        except Exception as error:  # noqa: BLE001 - it is shown here
            self._failed(error)
            return
        self.started.emit()

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        show_error(error, self.strip)

    def _busy(self, busy: bool) -> None:
        self.install.setEnabled(not busy)
        self.later.setEnabled(not busy)


def _listed(news: str) -> str:
    """What is new as a list, without the marks of the change log."""
    lines = (one.strip().replace("`", "") for one in news.splitlines())
    return "\n".join(f"· {one.removeprefix('- ')}" for one in lines if one)
