"""A block: one part of an open item; a page's detail declares its blocks, laid out here."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.parts import column, label
from desktop.views.kit.scrolling import scrolled

Item = TypeVar("Item")
Answer = TypeVar("Answer")
# A msgid, or what an item makes of it; "" for none.
Words = str | Callable[[Item], str]


class Block(QWidget, Generic[Item]):
    """One part of an open item, below its heading.

    Each kind gives ``fill``. What ``stays`` doesn't scroll away; what ``fills`` takes the room
    that is left. What is worked by keys is the block's focus proxy.
    """

    stays = False
    fills = False

    def __init__(
        self, inside: QWidget | QLayout, title: Words[Item] = "", *, spacing: int = 6
    ) -> None:
        super().__init__()
        self._title = title
        self._heading = label(kind="heading")
        self.setLayout(column(self._heading, inside, spacing=spacing))
        self.hide()  # until there is an item

    @property
    def heading(self) -> str:
        """What stands above it now."""
        return self._heading.text()

    def show_item(self, item: Item) -> None:
        """Show what it says of an item; where that is nothing it isn't there."""
        title = self._title
        heading = title(item) if callable(title) else _(title)
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self.setVisible(self.fill(item))

    def scroll_along(self) -> None:
        """It stands where all blocks scroll together: nothing in it has to scroll by itself."""

    def fill(self, item: Item) -> bool:
        """Take from an item what is shown; whether there is anything."""
        raise NotImplementedError


class Later(Block[Item], Generic[Item, Answer]):
    """A block of what is asked for when the item is shown: ``ask`` hands it over as it comes."""

    def __init__(
        self, ask: Callable[[Item, Callable[[Answer], None]], None], block: Block[Answer]
    ) -> None:
        super().__init__(block)
        self.fills = block.fills
        self.setFocusProxy(block)
        self._ask = ask
        self._show = block.show_item
        self._block = block

    def scroll_along(self) -> None:
        self._block.scroll_along()

    def fill(self, item: Item) -> bool:
        self._ask(item, self._show)
        return True


def lay_out(blocks: Sequence[Block[Item]]) -> QVBoxLayout:
    """Blocks below each other: those that stay, then the others, scrolled unless one fills."""
    if any(one.fills for one in blocks):
        layout = column(*blocks, spacing=10)
        for one in blocks:
            layout.setStretchFactor(one, int(one.fills))
        layout.addStretch(0)  # what a chart of its greatest height leaves is below it
        return layout
    for one in blocks:
        if not one.stays:
            one.scroll_along()
    inside = QWidget()
    below = column(*(one for one in blocks if not one.stays), None, spacing=12)
    below.setContentsMargins(0, 0, 6, 0)
    inside.setLayout(below)
    return column(*(one for one in blocks if one.stays), scrolled(inside), spacing=10)
