"""What lies over a page: a paper, the manual, the keys, one's own password; each on first use."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.views.keys import BoundKey, KeysSheet
from desktop.views.kit.desk import Desk
from desktop.views.kit.preview import Make, Preview
from desktop.views.manual import ManualView
from desktop.views.own_password import OwnPassword

_Over = TypeVar("_Over", Preview, ManualView, KeysSheet, OwnPassword)


class Over(QObject):
    """Hands out what is laid over a page, with the title that stands above it then."""

    laid = Signal(QWidget, str)
    closed = Signal()
    password_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.preview = self._kept(Preview(desk))
        self.manual: ManualView | None = None
        self.keys: KeysSheet | None = None
        self.own_password: OwnPassword | None = None

    def _kept(self, made: _Over) -> _Over:
        made.closed.connect(self.closed)
        return made

    def show_paper(self, title: str, make: Make, hand_out: Make | None) -> None:
        """A paper as it will be printed."""
        self.preview.open(title, make, hand_out)
        self.laid.emit(self.preview, title)

    def show_manual(self, chapter: str) -> None:
        """The manual at a chapter."""
        if self.manual is None:
            self.manual = self._kept(ManualView())
        self.laid.emit(self.manual, _("Manual"))
        self.manual.open(chapter)

    def show_help(self, chapter: str, shown: QWidget, bound: Callable[[], list[BoundKey]]) -> None:
        """The manual at a chapter; where it is ``shown`` already, the keys that are bound."""
        if self.manual is not None and shown is self.manual:
            self.show_keys(bound())
        else:
            self.show_manual(chapter)

    def show_keys(self, bound: list[BoundKey]) -> None:
        """The sheet of keys."""
        if self.keys is None:
            self.keys = self._kept(KeysSheet(self._desk))
        self.laid.emit(self.keys, _("Keys"))
        self.keys.open(bound)

    def show_own_password(self) -> None:
        """Where the signed-in person changes their password."""
        if self.own_password is None:
            self.own_password = self._kept(OwnPassword(self._desk))
            self.own_password.changed.connect(self.password_changed)
        self.laid.emit(self.own_password, _("Change password"))
        self.own_password.open()
