"""A line of tabs of which all are seen: in a second row where one has no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QStyle, QStyleOptionTab, QStylePainter, QTabBar

from desktop.views.kit import theme

_PADDINGS_PX = (8, 6, 4, 3)  # at each side of a tab's words, as the style sheet has them
_IN_ROWS_PX = 6  # where they stand in rows anyway


class TabLine(QTabBar):
    """Tabs that move together where the room ends, and stand in rows where that isn't enough.

    Qt knows one row alone and scrolls it by arrows, so that a tab is found by who knows of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._rects: Sequence[QRect] = ()  # where they stand in rows; none in one row

    def rect_of(self, place: int) -> QRect:
        """Where a tab stands."""
        return self._rects[place] if self._rects else self.tabRect(place)

    def place_at(self, spot: QPoint) -> int:
        """The tab at a spot; -1 for none."""
        return next((one for one in range(self.count()) if self.rect_of(one).contains(spot)), -1)

    # --- where they stand ---------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stand()
        super().resizeEvent(event)

    def tabInserted(self, place: int) -> None:
        super().tabInserted(place)
        self._stand()

    def tabRemoved(self, place: int) -> None:
        super().tabRemoved(place)
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._stand()

    def minimumSizeHint(self) -> QSize:
        """It never widens what it stands in."""
        return QSize(0, super().minimumSizeHint().height())

    def _stand(self) -> None:
        font = self.font()
        font.setBold(True)  # as the open tab's are
        words = QFontMetrics(font)
        wides = [words.horizontalAdvance(self.tabText(one)) for one in range(self.count())]
        room = (self.width() - sum(wides)) // (2 * max(self.count(), 1))
        padding = next((one for one in _PADDINGS_PX if one <= room), None) if wides else 0
        self._pad(_IN_ROWS_PX if padding is None else padding)
        high = super().sizeHint().height()
        self._rects = () if padding is not None else self._in_rows(wides, high)
        rows = self._rects[-1].top() // high + 1 if self._rects else 1
        self.setFixedHeight(rows * high)
        self.update()

    def _pad(self, padding: int) -> None:
        if self.property("padding") != padding:
            self.setProperty("padding", padding)
            self.style().unpolish(self)
            self.style().polish(self)

    def _in_rows(self, wides: Sequence[int], high: int) -> Sequence[QRect]:
        """As few rows as can be, about equally long."""
        sizes = [QSize(wide + 2 * _IN_ROWS_PX, high) for wide in wides]
        longest, widest = self.width(), max(size.width() for size in sizes)
        fewest = _rows(sizes, longest)[-1].top()
        while longest > widest and _rows(sizes, longest - 1)[-1].top() == fewest:
            longest -= 1
        return _rows(sizes, longest)

    # --- in rows they are painted and clicked here --------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rects:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        for place, rect in enumerate(self._rects):
            option = QStyleOptionTab()
            self.initStyleOption(option, place)
            option.rect = rect
            painter.drawControl(QStyle.ControlElement.CE_TabBarTabShape, option)
            # The style would write the words where Qt has the tab.
            open_ = place == self.currentIndex()
            font = QFont(self.font())
            font.setBold(open_)
            painter.setFont(font)
            tone = "text" if open_ and self.hasFocus() else "accent" if open_ else "quiet"
            painter.setPen(theme.colour(tone))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._rects:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(self.place_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._rects:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._rects:
            super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that passes by turns no tab."""
        event.ignore()


def _rows(sizes: Sequence[QSize], longest: int) -> Sequence[QRect]:
    """One after the other, in rows that are at most so long."""
    rects: list[QRect] = []
    spot = QPoint(0, 0)
    for size in sizes:
        if spot.x() and spot.x() + size.width() > longest:
            spot = QPoint(0, spot.y() + size.height())
        rects.append(QRect(spot, size))
        spot += QPoint(size.width(), 0)
    return rects
