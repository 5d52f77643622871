"""What lies over a page: a paper, the keys, one's own password; and the manual beside it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.views.keys import BoundKey, KeysSheet
from desktop.views.kit.desk import Desk
from desktop.views.kit.preview import Make, Preview
from desktop.views.manual.window import ManualWindow
from desktop.views.own_password import OwnPassword

_Over = TypeVar("_Over", Preview, KeysSheet, OwnPassword)


class Over(QObject):
    """Hands out what is laid over a page, with the title that stands above it then."""

    laid = Signal(QWidget, str)
    closed = Signal()
    password_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.preview = self._kept(Preview(desk))
        self.manual: ManualWindow | None = None
        self.keys: KeysSheet | None = None
        self.own_password: OwnPassword | None = None

    def _kept(self, made: _Over) -> _Over:
        made.closed.connect(self.closed)
        return made

    def show_paper(self, title: str, make: Make, hand_out: Make | None) -> None:
        """A paper as it will be printed."""
        self.preview.open(title, make, hand_out)
        self.laid.emit(self.preview, title)

    def show_manual(self, chapter: str, bound: Callable[[], list[BoundKey]]) -> None:
        """The manual at a chapter, in its own window; F1 there shows the keys that are bound."""
        if self.manual is None:
            self.manual = ManualWindow(self._desk)
            self.manual.closed.connect(self._come_back)
            self.manual.keys_wanted.connect(self._come_back)
            self.manual.keys_wanted.connect(lambda: self.show_keys(bound()))
            self.manual.paper_wanted.connect(self._come_back)
            self.manual.paper_wanted.connect(lambda title, make: self.show_paper(title, make, None))
        self.manual.show_up()
        self.manual.open(chapter)

    def close_manual(self) -> None:
        """Whoever leaves leaves no manual behind."""
        if self.manual is not None:
            self.manual.close()
            self.manual.deleteLater()
            self.manual = None

    def _come_back(self) -> None:
        """Bring the program's own window to the front, with the keys."""
        window = self.preview.window()
        window.raise_()
        window.activateWindow()

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
