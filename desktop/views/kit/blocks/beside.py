"""Blocks with another one beside them, at their right."""

from collections.abc import Sequence

from desktop.views.kit.blocks.block import Block, Item
from desktop.views.kit.parts import column, line


class Beside(Block[Item]):
    """Some blocks below each other, and one beside them that takes only the width it needs."""

    def __init__(self, blocks: Sequence[Block[Item]], beside: Block[Item]) -> None:
        row = line(column(*blocks, None), beside, spacing=14)
        row.setStretch(0, 1)
        super().__init__(row)
        self._blocks = (*blocks, beside)

    def fill(self, item: Item) -> bool:
        for one in self._blocks:
            one.show_item(item)
        return True
