"""The headings of a list: those that sort show it before they are clicked."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView


class Headings(QHeaderView):
    """A list's headings; over one that ``sorts`` the pointer is a hand."""

    def __init__(self, sorts: Callable[[int], bool]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sorts = sorts
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        # Qt has just set the pointer where a column can be drawn wider, and nothing elsewhere.
        if self.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor:
            return
        if self.is_sorting(event.position().toPoint()):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def is_sorting(self, spot: QPoint) -> bool:
        """Whether a click here sorts."""
        place = self.logicalIndexAt(spot)
        return place >= 0 and self._sorts(place)
