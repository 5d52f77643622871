"""Blocks behind each other: each shows the open item when its tab is opened."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, lay_out
from desktop.views.kit.parts import column


class Tabs(Block[Item]):
    """Tabs with their words (msgids), each a block; ``name`` says what they are parts of."""

    fills = True

    def __init__(self, name: str, tabs: Sequence[tuple[str, Block[Item]]]) -> None:
        bar, room = QTabBar(), QStackedWidget()
        super().__init__(column(bar, room))
        self._bar, self._room = bar, room
        self._blocks = [block for _words, block in tabs]
        self._item: Item | None = None
        bar.setAccessibleName(_(name))
        bar.setDrawBase(False)
        bar.setExpanding(False)
        for words, block in tabs:
            bar.addTab(_(words))
            holder = QWidget()
            holder.setLayout(lay_out([block]))
            room.addWidget(holder)
        bar.currentChanged.connect(self._open)
        self.setFocusProxy(bar)

    def fill(self, item: Item) -> bool:
        self._item = item
        self._open(self._bar.currentIndex())
        return True

    def _open(self, place: int) -> None:
        self._room.setCurrentIndex(place)
        if self._item is not None:
            self._blocks[place].show_item(self._item)
