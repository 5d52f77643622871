"""Blocks in as many columns as there is width for, each column read from the top down."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.views.kit.blocks.block import Block, Item
from desktop.views.kit.parts import column, line

_MOST = 3
_APART_PX, _BELOW_PX = 18, 14


class SideBySide(Block[Item]):
    """Blocks in columns of at least ``least_px``: what comes first stands further up.

    A block comes into the column that ends highest, so that no column runs on alone. A resize
    lays them out anew.
    """

    def __init__(self, blocks: Sequence[Block[Item]], least_px: int) -> None:
        self._columns = [column(spacing=_BELOW_PX) for _place in range(_MOST)]
        self._holders = []
        for inside in self._columns:
            holder = QWidget()
            holder.setLayout(column(inside, None))
            self._holders.append(holder)
        row = line(*self._holders, spacing=_APART_PX)
        for place in range(_MOST):
            row.setStretch(place, 1)
        super().__init__(row)
        self._blocks = tuple(blocks)
        for one in self._blocks:
            one.setParent(self)  # without one it would be shown as a window of its own
        self._least_px = least_px
        self._laid: tuple[tuple[int, ...], ...] = ()

    def fill(self, item: Item) -> bool:
        for one in self._blocks:
            one.show_item(item)
        self._arrange()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._arrange)

    @property
    def columns(self) -> int:
        """How many columns there are now."""
        return len(self._laid)

    def _arrange(self) -> None:
        wide = self.width()
        count = max(1, min(_MOST, (wide + _APART_PX) // (self._least_px + _APART_PX)))
        each = (wide - _APART_PX * (count - 1)) // count
        ends = [0] * count
        places: list[list[int]] = [[] for _one in range(count)]
        for place, one in enumerate(self._blocks):
            if one.isHidden():
                continue
            target = ends.index(min(ends))
            places[target].append(place)
            high = one.heightForWidth(each) if one.hasHeightForWidth() else one.sizeHint().height()
            ends[target] += max(high, 0) + _BELOW_PX
        laid = tuple(tuple(some) for some in places)
        if laid != self._laid:
            self._laid = laid
            self._put()

    def _put(self) -> None:
        for number, holder in enumerate(self._holders):
            holder.setVisible(number < len(self._laid))
        for number, some in enumerate(self._laid):
            inside = self._columns[number]
            for place in some:
                inside.addWidget(self._blocks[place])
