"""The files of an item, each opened by its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.parts import button, column, empty, label, line


@dataclass(frozen=True)
class ShownFile:
    """A file's name, a quiet word about it, and what opens it."""

    name: str
    about: str
    open: Callable[[], object]


class Files(Block[Item]):
    """One line a file; ``none`` is the msgid of what belongs here."""

    def __init__(
        self, files: Callable[[Item], Sequence[ShownFile]], none: str, title: Words[Item] = ""
    ) -> None:
        lines = column(spacing=4)
        super().__init__(lines, title)
        self._lines = lines
        self._files = files
        self._none = none

    def fill(self, item: Item) -> bool:
        empty(self._lines)
        files = self._files(item)
        for one in files:
            name = button(one.name, one.open, "link")
            self._lines.addLayout(line(name, label(one.about, tone="quiet"), None))
        if not files:
            self._lines.addWidget(label(_(self._none), tone="quiet", wrap=True))
        return True
