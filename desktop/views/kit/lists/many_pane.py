"""Beside a list of which several rows are chosen: how many, their sums, the acts."""

import zlib
from array import array
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import ActionBar
from desktop.views.kit.lists.many import Chosen, ManyAct
from desktop.views.kit.parts import column, empty, label, line
from desktop.views.kit.scrolling import scrolled


class ManyPane(QWidget):
    """The acts that this person may do; ``done`` tells that one was done, or left.

    ``ways`` are buttons that take the chosen rows away: copied, to Excel, on paper.
    """

    done = Signal()

    def __init__(
        self, desk: Desk, place: str, acts: Sequence[ManyAct], ways: Sequence[QPushButton]
    ) -> None:
        super().__init__()
        self._acts = [one for one in acts if desk.may(one.action)]
        self.bar = ActionBar(
            desk, [one.as_action(desk) for one in self._acts], f"{place}.many", stacked=True
        )
        self.bar.done.connect(lambda _goes_on: self.done.emit())
        self.title = label(kind="title")
        self._sums = line(spacing=28)
        hint = label(_("Shift and Ctrl choose more, Esc goes back to one."), "label", wrap=True)
        inside = QWidget()
        inside.setLayout(
            column(self.title, self._sums, hint, self.bar, line(*ways, None), None, spacing=12)
        )
        self._chosen = Chosen(())
        whole = column(scrolled(inside))
        self.setLayout(whole)

    @property
    def acts(self) -> Sequence[ManyAct]:
        """What this person may do with several."""
        return self._acts

    @property
    def keys(self) -> Sequence[int]:
        """The records that are chosen."""
        return self._chosen.keys

    def show_chosen(self, keys: Sequence[int], words: str) -> None:
        """Offer what can be done with these; ``words`` say how many they are."""
        from desktop.services.moves import Move

        if tuple(keys) != self._chosen.keys:
            self.show_sums({})
        self._chosen = Chosen(tuple(keys))
        self.title.setText(words)
        self.setAccessibleName(words)
        moves = [Move(one.name, True) for one in self._acts]
        self.bar.show_moves(_name_of(keys), self._chosen, moves)

    def show_sums(self, sums: Mapping[str, str]) -> None:
        """Say what the chosen records come to, by what it is."""
        empty(self._sums)
        for words, figure in sums.items():
            self._sums.addLayout(column(label(words, "label"), label(figure, "figure"), spacing=1))
        self._sums.addStretch(1)

    def start(self, name: str) -> None:
        """Begin one of the acts."""
        self.bar.start(name)


def _name_of(keys: Sequence[int]) -> int:
    """What the same choice is called each time: what was typed about it is found again."""
    return zlib.crc32(array("q", sorted(keys)).tobytes())
