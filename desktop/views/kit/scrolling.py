"""What scrolls: a part higher than its room, and bringing something in it into sight."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QTableView, QWidget

_MOST_RESIZES = 4  # within each other: after two the bar came, and all else had its say
_ROOM = 12  # what stays in sight above and below what is scrolled to


class _Area(QScrollArea):
    """Ends what Qt does not: its part, higher in one width than in another, without end.

    Each resize of the part has Qt reckon anew whether a bar is needed, within that resize. Where
    the bar's own width decides it, or a height is told that is just being laid out anew, it went
    to and fro until the stack was full, and the program died.
    """

    def __init__(self) -> None:
        super().__init__()
        self._resizes = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        if self._resizes >= _MOST_RESIZES:
            return False
        self._resizes += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._resizes -= 1


def scrolled(inside: QWidget) -> QScrollArea:
    """A part that scrolls when it is higher than its room."""
    area = _Area()
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
