"""How high a grid is: it fills what its form leaves free in the window, so that one bar scrolls."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from desktop.views.kit.scrolling import area_of

_LOWEST_PX = 150  # some rows under the headings, in the smallest window too


class GridRoom(QObject):
    """Keeps a grid as high as the room beside the rest of its form, whatever comes and goes."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self._grid = grid
        self._area = area_of(grid)
        self._high = _LOWEST_PX
        grid.setFixedHeight(_LOWEST_PX)
        if self._area is not None and (inside := self._area.widget()) is not None:
            inside.installEventFilter(self)
            self._area.viewport().installEventFilter(self)
            self.take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.take()
        return False

    def take(self) -> None:
        """Take what room there is now."""
        inside = self._area.widget() if self._area is not None else None
        layout = inside.layout() if inside is not None else None
        if self._area is None or layout is None:
            return
        room = self._area.viewport().size()
        whole = layout.totalHeightForWidth(room.width())
        needed = whole if whole >= 0 else layout.totalSizeHint().height()
        high = max(_LOWEST_PX, room.height() - (needed - self._high))
        if high != self._high:
            self._high = high
            self._grid.setFixedHeight(high)
