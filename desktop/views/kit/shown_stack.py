"""Parts behind each other, of which only the one that is shown needs room."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class ShownStack(QStackedWidget):
    """A stack that is as small as what is shown: Qt's own is as large as the largest in it.

    A tab that was opened once would else make the window grow beyond a small screen for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        shown = layout.itemAt(self.currentIndex()) if layout is not None else None
        return shown.minimumSize() if shown is not None else QSize(0, 0)
