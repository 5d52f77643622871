"""The sheet of keys: what is bound in the window and on the page that one comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.basics.i18n import N_, _
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import Button, button, card, column, label, line
from desktop.views.kit.told_keys import told_keys

if TYPE_CHECKING:
    from desktop.basics.seen_list import SeenList

_LEAST_PX, _MOST_PX = 620, 1200
_OF_THE_ROOM = 6  # to one part on each side
_SIGNS = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_HEADS = (N_("Where"), N_("Keys"), N_("What they do"))


@dataclass(frozen=True)
class BoundKey:
    """Keys that do something now: where they hold, as they stand on the keyboard, what they do."""

    where: str
    keys: str
    words: str


def bound_keys(window: QWidget, page: QWidget, where: str) -> list[BoundKey]:
    """What is bound on a page, then what is bound everywhere in the window, each once."""
    everywhere = [(one, _("Everywhere")) for one in window.findChildren(
        QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly
    )]  # fmt: skip
    here = [(one, where) for one in page.findChildren(QShortcut)]
    told = (BoundKey(where, keys, words) for keys, words in told_keys(page))
    return list(dict.fromkeys([*_read(here), *told, *_read(everywhere)]))


def _read(bound: Sequence[tuple[QShortcut, str]]) -> Iterator[BoundKey]:
    for shortcut, where in bound:
        parent = shortcut.parent()
        if isinstance(parent, Button) and parent.isHidden():
            continue  # its button is not this person's, or not for this item
        words = parent.accessibleName() if isinstance(parent, Button) else shortcut.whatsThis()
        if words and (keys := _on_keyboard(shortcut.key())):
            yield BoundKey(where, keys, words)


def _on_keyboard(keys: QKeySequence) -> str:
    """Keys as they stand on the keyboard and on buttons, in every language."""
    words = keys.toString(QKeySequence.SequenceFormat.PortableText)
    for name, sign in _SIGNS.items():
        words = words.replace(name, sign)
    return words


class KeysSheet(QWidget):
    """The keys in one table, printed by Ctrl+P; Esc goes back to the page."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._keys: list[BoundKey] = []
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setAccessibleName(_("Keys"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        tools = line(
            label(_("These keys hold now"), "heading"),
            None,
            button(_("Print"), self._print, "", "Ctrl+P"),
            button(_("Close"), self.closed.emit, "", "Esc"),
        )
        frame = card(column(tools, self.table))
        frame.setMinimumWidth(_LEAST_PX)
        frame.setMaximumWidth(_MOST_PX)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.addStretch(1)
        whole.addWidget(frame, _OF_THE_ROOM)
        whole.addStretch(1)

    def open(self, keys: list[BoundKey]) -> None:
        """Show these."""
        self._keys = keys
        self.table.setHorizontalHeaderLabels([_(head) for head in _HEADS])
        self.table.setRowCount(len(keys))
        for row, one in enumerate(keys):
            for place, words in enumerate((one.where, one.keys, one.words)):
                self.table.setItem(row, place, QTableWidgetItem(words))
        self.table.setFocus()

    def _print(self) -> None:
        office, seen = self._desk.office, self._seen()

        def make() -> bytes:
            from desktop.services.lists import list_paper

            return list_paper(office, seen)

        self._desk.show_paper(_("Keys"), make)

    def _seen(self) -> "SeenList":
        from desktop.basics.seen_list import SeenColumn, SeenList

        heads = tuple(
            SeenColumn(_(head), stretch=place == len(_HEADS) - 1)
            for place, head in enumerate(_HEADS)
        )
        rows = tuple((one.where, one.keys, one.words) for one in self._keys)
        return SeenList(_("Keys"), "", heads, rows)
