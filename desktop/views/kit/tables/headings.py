"""The headings of a list: what can be done with one shows before it is clicked."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from desktop.views.kit import theme

_GRIP_PX = 14  # of the line between two columns, by which they are drawn wider
_DOT_PX = 2
_FONT_PX = 12  # by the style sheet, which a header's own font doesn't tell
_AROUND_PX = 24  # of paddings and margins, where words are just whole
_PADDING_PX = 16


def heading_px(head: QWidget, words: str) -> int:
    """How wide a column must be so that its heading isn't cut.

    Qt writes it in the style sheet's font, and cuts it by the header's own, which is larger.
    """
    font = QFont(head.font())
    cut_by = QFontMetrics(font).horizontalAdvance(words) + _PADDING_PX
    font.setPixelSize(_FONT_PX)
    return max(QFontMetrics(font).horizontalAdvance(words) + _AROUND_PX, cut_by)


class Headings(QHeaderView):
    """A list's headings; over one that ``sorts`` the pointer is a hand.

    Those of a list whose columns can be ``moved`` have grips: a line at its end draws a column
    wider, the dots beside its words show that it can be taken elsewhere.
    """

    menu_wanted = Signal(int, QPoint)  # of the column at this place, on the screen

    def __init__(self, sorts: Callable[[int], bool], *, moved: bool = False) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sorts = sorts
        self._over = -1
        self.setSectionsClickable(True)
        self.setSectionsMovable(moved)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        if moved:
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self.customContextMenuRequested.connect(self._ask_menu)

    def _ask_menu(self, spot: QPoint) -> None:
        self.menu_wanted.emit(self.logicalIndexAt(spot), self.viewport().mapToGlobal(spot))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        spot = event.position().toPoint()
        self._lie_over(self.logicalIndexAt(spot))
        # Qt has just set the pointer where a column can be drawn wider, and nothing elsewhere.
        if self.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor:
            return
        if self.is_sorting(spot):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def tip_at(self, place: int) -> str:
        """What its term means; else its words, where they are cut."""
        said = self.model().headerData(place, self.orientation(), Qt.ItemDataRole.ToolTipRole)
        words = str(self.model().headerData(place, self.orientation()) or "")
        cut = heading_px(self, words) > self.sectionSize(place)
        return str(said or "") or (words if cut else "")

    def viewportEvent(self, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        place = self.logicalIndexAt(event.pos())
        QToolTip.showText(event.globalPos(), self.tip_at(place) if place >= 0 else "", self)
        return True

    def leaveEvent(self, event: QEvent) -> None:
        self._lie_over(-1)
        super().leaveEvent(event)

    def _lie_over(self, place: int) -> None:
        if place != self._over and self.sectionsMovable():
            self._over = place
            self.viewport().update()

    def is_sorting(self, spot: QPoint) -> bool:
        """Whether a click here sorts."""
        place = self.logicalIndexAt(spot)
        return place >= 0 and self._sorts(place)

    def paintSection(self, painter: QPainter, rect: QRect, place: int) -> None:
        painter.save()
        super().paintSection(painter, rect, place)
        painter.restore()
        if not self.sectionsMovable():
            return
        tone = theme.colour("quiet" if place == self._over else "line")
        middle = rect.center().y()
        painter.fillRect(rect.right(), middle - _GRIP_PX // 2, 1, _GRIP_PX, tone)
        if place == self._over:
            for across in range(2):
                for down in (-2, 0, 2):
                    spot = QPoint(rect.left() + 2 + 3 * across, middle + 2 * down)
                    painter.fillRect(QRect(spot.x(), spot.y(), _DOT_PX, _DOT_PX), tone)
