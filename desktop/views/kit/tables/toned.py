"""Cells keep their tone in a row that is chosen: what is wrong stays red."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem


class TonedCells(QStyledItemDelegate):
    """Draws a cell's words in its own colour, whether its row is chosen or not."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(tone, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, tone)
