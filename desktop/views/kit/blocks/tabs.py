"""Blocks behind each other: each shows the open item when its tab is opened."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, lay_out
from desktop.views.kit.parts import column
from desktop.views.kit.shown_stack import ShownStack

_PADDINGS_PX = (8, 6, 4, 3)  # at each side of a tab's words, as the style sheet has them


class TabLine(QTabBar):
    """Tabs that move together where the room ends, before any is scrolled away."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pad()
        super().resizeEvent(event)

    def tabInserted(self, place: int) -> None:
        super().tabInserted(place)
        self._pad()

    def _pad(self) -> None:
        font = self.font()
        font.setBold(True)  # as the open tab's are
        words = QFontMetrics(font)
        needed = sum(words.horizontalAdvance(self.tabText(one)) for one in range(self.count()))
        room = (self.width() - needed) // (2 * max(self.count(), 1))
        padding = next((one for one in _PADDINGS_PX if one <= room), _PADDINGS_PX[-1])
        if self.property("padding") != padding:
            self.setProperty("padding", padding)
            self.style().unpolish(self)
            self.style().polish(self)


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
