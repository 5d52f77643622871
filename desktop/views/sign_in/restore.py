"""Restoring a backup before anybody signs in: also when the office can't be opened (E5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.choose_file import choose_file
from desktop.views.kit.chooser import ROW_PX
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.parts import Strip, button, card, column, label, line
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.backup import OfferedBackup


@dataclass(frozen=True)
class Offered:
    """The backups of this computer, the newest first, and where one would be put.

    ``server``: the database of a server, in which nothing is ever replaced; empty for a file.
    """

    backups: "Sequence[OfferedBackup]" = ()
    server: str = ""


Restore = Callable[[Path, frozenset[str], Progress], str]


class RestorePage(QWidget):
    """The backups of this computer, the newest first, and any file from elsewhere."""

    restored = Signal(str)
    over = Signal()  # what it is for was done
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        offered: Callable[[], Offered],
        restore: Restore,
        opened: Path | None = None,
    ) -> None:
        """``opened``: a backup that a person opened outside; it stands first."""
        super().__init__()
        self._opened = opened
        self.setObjectName("theGround")
        self._desk = desk
        self._restore = restore
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backups"))
        self.list.setMinimumHeight(220)
        self.list.setProperty("kind", "choice")
        self.list.itemActivated.connect(lambda _item: self._begin())
        self.strip = Strip()
        self.other = button(_("Restore from a file"), self._choose, "", "Ctrl+U")
        self.begin = button(_("Restore this backup"), self._begin, "primary")
        self.words = label(tone="quiet", wrap=True)
        foot = line(button(_("Back"), self.left.emit, "", "Esc"), None, self.other, self.begin)
        box = column(
            label(_("Restore a backup"), "title"),
            self.words,
            self.list,
            self.strip,
            foot,
            spacing=10,
        )
        frame = card(box, 26)
        frame.setFixedWidth(620)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        desk.tasks.read(self, lambda _progress: offered(), self._show)

    def _show(self, offered: Offered) -> None:
        words = _(
            "Use this when the office can't be opened, or went wrong. What is there now is "
            "kept beside it."
        )
        if offered.server:
            words = _(
                "Into {place}, which has to be a new, empty database. To begin a new office there "
                "instead: Esc, then “New office”."
            )
        self.words.setText(words.format(place=offered.server))
        if self._opened is not None:
            self._add(_("from elsewhere"), self._opened)
        for one in offered.backups:
            self._add(one.moment, one.path, one.of)
        found = self.list.count() > 0
        self.list.setVisible(found)
        self.begin.setVisible(found)
        if found:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.strip.say(_("There is no backup on this computer: take one from a file."), "quiet")
            self.other.setFocus()

    def _add(self, words: str, path: Path, of: str = "") -> None:
        item = QListWidgetItem("    ".join(one for one in (words, of, path.name) if one))
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        item.setSizeHint(QSize(0, ROW_PX))
        self.list.addItem(item)

    def _choose(self) -> None:
        kinds = _("Backups (*.zxbackup *.db)")
        path = choose_file(self._desk, self, _("Restore from a file"), kinds, "backups")
        if path is not None:
            self.put_back(path)

    def _begin(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.put_back(Path(item.data(Qt.ItemDataRole.UserRole)))

    def put_back(self, backup: Path, confirmed: frozenset[str] = frozenset()) -> None:
        """Restore a backup once it is confirmed; the keys stand on the no."""
        restore = self._restore

        def done(words: str) -> None:
            self.over.emit()
            self.restored.emit(words)

        def failed(error: Exception) -> None:
            show_error(
                error,
                self.strip,
                confirm=lambda name: self.put_back(backup, confirmed | {name}),
            )

        self._desk.tasks.change(
            self,
            lambda progress: restore(backup, confirmed, progress),
            done,
            failed,
            _("Restore this backup"),
        )
