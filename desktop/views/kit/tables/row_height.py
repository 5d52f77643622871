"""How high the rows of all lists are: as usual, or lower for who wants to see more of them."""

from PySide6.QtCore import QObject, Signal

USUAL_PX, LOW_PX = 28, 24


class RowHeight(QObject):
    """The height of a row in pixels; ``changed`` tells every table that stands there."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._px = USUAL_PX

    @property
    def px(self) -> int:
        """The height of a row, and of the headings above it."""
        return self._px

    def choose(self, px: int) -> None:
        """Show all tables with rows of this height; one that isn't offered is the usual one."""
        px = px if px in (USUAL_PX, LOW_PX) else USUAL_PX
        if px != self._px:
            self._px = px
            self.changed.emit()


ROW_HEIGHT = RowHeight()
