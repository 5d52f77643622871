"""Cells keep their tone in a row that is chosen, which has a bar; that of the keys a line around.

A chosen row's ground alone stands out too little from the others for weak eyes.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.views.kit import theme

_BAR_PX = 3


def _mark() -> QColor:
    return theme.colour("accent")


class TonedCells(QStyledItemDelegate):
    """Draws a cell's words in its own colour, whether its row is chosen or not."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(tone, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, tone)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        view = self.parent()
        assert isinstance(view, QTableView)
        first = view.horizontalHeader().sectionPosition(index.column()) == 0
        if first and option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect.adjusted(0, 0, _BAR_PX - option.rect.width(), 0), _mark())
        if view.hasFocus() and index.row() == view.currentIndex().row():
            painter.setPen(_mark())
            self._paint_edges(painter, option.rect.adjusted(0, 0, -1, -1), view, index.column())

    def _paint_edges(self, painter: QPainter, rect: QRect, view: QTableView, column: int) -> None:
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        head = view.horizontalHeader()
        begins = head.sectionPosition(column)
        if begins == 0:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if begins + head.sectionSize(column) == head.length():
            painter.drawLine(rect.topRight(), rect.bottomRight())
