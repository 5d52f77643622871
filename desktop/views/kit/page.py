"""A page: what the window shows one of at a time."""

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.views.kit.desk import Desk, Link


class Page(QWidget):
    """One page of the window. ``title`` is a msgid; ``name`` is what links call it."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True

    def refresh(self) -> None:
        """Read again what it shows; called when something changed, and by F5."""

    def go(self, link: Link) -> None:
        """Open what a link names."""

    def flush(self) -> None:
        """Keep what is typed, as the window closes."""

    def hold_focus(self) -> None:
        """Take the keyboard when what had it is gone."""

    def why_stay(self) -> str:
        """What would be lost for good if the window closed now; empty for nothing."""
        return ""

    @property
    def busy(self) -> bool:
        """Whether somebody works on it, so that it can't be made anew now."""
        return bool(self.why_stay())

    def mark_stale(self) -> None:
        """Something changed: read again, now or when it is shown next."""
        self._stale = True
        if self.isVisible():
            self._read_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read_again()

    def _read_again(self) -> None:
        self._stale = False
        self.refresh()
