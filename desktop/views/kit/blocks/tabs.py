"""Blocks behind each other: each shows the open item when its tab is opened."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, lay_out
from desktop.views.kit.parts import column
from desktop.views.kit.shown_stack import ShownStack
from desktop.views.kit.tab_line import TabLine


class Tabs(Block[Item]):
    """Tabs with their words (msgids), each a block that is made when it is first opened.

    ``name`` says what they are parts of.
    """

    fills = True

    def __init__(self, name: str, tabs: Sequence[tuple[str, Callable[[], Block[Item]]]]) -> None:
        bar, room = TabLine(), ShownStack()
        super().__init__(column(bar, room))
        self._bar, self._room = bar, room
        self._words = [words for words, _make in tabs]
        self._makers = [make for _words, make in tabs]
        self._blocks: dict[int, Block[Item]] = {}
        self._item: Item | None = None
        bar.setAccessibleName(_(name))
        self._holders = [QWidget() for _tab in tabs]
        for (words, _make), holder in zip(tabs, self._holders, strict=True):
            bar.addTab(_(words))
            room.addWidget(holder)
        bar.currentChanged.connect(self._open)
        self.setFocusProxy(bar)

    def show_tab(self, words: str) -> None:
        """Open the tab with these words (a msgid), and give it the keyboard."""
        self._bar.setCurrentIndex(self._words.index(words))
        self._bar.setFocus()

    def fill(self, item: Item) -> bool:
        self._item = item
        self._open(self._bar.currentIndex())
        return True

    def _open(self, place: int) -> None:
        if self._item is not None:
            if place not in self._blocks:
                self._blocks[place] = self._makers[place]()
                self._holders[place].setLayout(lay_out([self._blocks[place]]))
            self._blocks[place].show_item(self._item)
        self._room.setCurrentIndex(place)
