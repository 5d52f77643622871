"""What scrolls: a part higher than its room, and bringing something in it into sight."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QTableView, QWidget

_MOST_RESIZES = 4  # within each other: after two the bar came, and all else had its say
_ROOM = 12  # what stays in sight above and below what is scrolled to
_LOWEST_PX = 96  # of a part that scrolls because its room is too low: a heading and a line


class _Area(QScrollArea):
    """Ends what Qt does not: its part, higher in one width than in another, without end.

    Each resize of the part has Qt reckon anew whether a bar is needed, within that resize. Where
    the bar's own width decides it, or a height is told that is just being laid out anew, it went
    to and fro until the stack was full, and the program died.
    """

    def __init__(self, *, as_wide: bool) -> None:
        super().__init__()
        self._resizes = 0
        self._as_wide = as_wide

    def minimumSizeHint(self) -> QSize:
        hint, inside = super().minimumSizeHint(), self.widget()
        if not self._as_wide or inside is None:
            return hint
        needed = inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(hint.width(), needed), hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._as_wide and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        if event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        if self._resizes >= _MOST_RESIZES:
            return False
        self._resizes += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._resizes -= 1


class LeastRoom(QScrollArea):
    """A part that fills its room, and scrolls where that is less than it needs at least.

    A window can so be as low as its screen: what stands beside the part (the steps of an item)
    stays in sight. ``both`` ways, it may also be as narrow as its screen. Qt's own takes what a
    part would like to have for what it needs, and would scroll where there is room enough.
    """

    def __init__(self, inside: QWidget, *, both: bool = False) -> None:
        super().__init__()
        self._inside = inside
        self._both = both
        inside.setObjectName("theScrolled")
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not both:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        least = self._inside.minimumSizeHint()
        wide = _LOWEST_PX if self._both else least.width()
        return QSize(wide, min(least.height(), _LOWEST_PX))

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        passed = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return passed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        passed = super().eventFilter(watched, event)
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return passed

    def _fit(self) -> None:
        """Give the part all the room there is, and more where it needs more."""
        room = self.maximumViewportSize()
        size = self._wanted(room)
        if size.height() > room.height():
            bar = self.verticalScrollBar().sizeHint().width()
            size = self._wanted(room - QSize(bar, 0))
        if self._inside.size() != size:
            self._inside.resize(size)

    def _wanted(self, room: QSize) -> QSize:
        least, layout = self._inside.minimumSizeHint(), self._inside.layout()
        wide = max(room.width(), least.width() if self._both else 0)
        high = least.height()
        # A stack's layout would tell what lies behind too.
        if not self._both and layout is not None and layout.hasHeightForWidth():
            high = max(high, layout.minimumHeightForWidth(wide))
        return QSize(wide, max(room.height(), high))


def scrolled(inside: QWidget, *, as_wide: bool = False) -> QScrollArea:
    """A part that scrolls when it is higher than its room.

    One that is ``as_wide`` as its part needs never scrolls sideways: what stands beside it gives
    way.
    """
    area = _Area(as_wide=as_wide)
    inside.setObjectName("theScrolled")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def lay_out_now() -> None:
    """Put everything where it belongs before it is scrolled to, or painted.

    What is higher than before tells it upward from one to the next, each in its turn.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def reveal(*widgets: QWidget) -> None:
    """Scroll to these, the last one above all, once they stand where they belong."""

    def scroll() -> None:
        lay_out_now()
        for one in widgets:
            area = area_of(one)
            if area is not None:
                area.ensureWidgetVisible(one, 0, _ROOM)

    QTimer.singleShot(0, widgets[-1], scroll)


@contextmanager
def keyboard_in_sight() -> Iterator[None]:
    """What comes above the field with the keyboard doesn't push it out of sight."""
    here = QApplication.focusWidget()
    is_seen = here is not None and not here.visibleRegion().isEmpty()
    yield
    if here is not None and is_seen:
        reveal(here)


def reveal_row(view: QTableView) -> None:
    """Scroll what a table stands in to its current row; above the first its headings show too."""
    area, index = area_of(view), view.currentIndex()
    inside = area.widget() if area is not None else None
    if area is None or inside is None or not index.isValid():
        return
    row = view.visualRect(index)
    middle = view.viewport().mapTo(inside, row.center())
    around = row.height() // 2 + view.horizontalHeader().height()
    area.ensureVisible(0, middle.y(), 0, around)


def area_of(widget: QWidget) -> QScrollArea | None:
    """What scrolls a widget; None for nothing."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above
