"""A field's hint, in the empty field itself: who works by keys never sees a tip."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit

_AROUND_PX = 24  # a line's border, and what is left free before and after its words


def hint_px(line: QLineEdit, words: str) -> int:
    """How wide a line has to be so that these words stand in it whole."""
    return line.fontMetrics().horizontalAdvance(words) + _AROUND_PX


class ShownHint(QObject):
    """Keeps a hint in a line as long as it is empty and wide enough: cut, it says nothing.

    ``taken_px`` of the line stand under something else.
    """

    def __init__(self, line: QLineEdit, words: str = "", taken_px: int = 0) -> None:
        super().__init__(line)
        self._line = line
        self._taken_px = taken_px
        self._wordings: tuple[str, ...] = (words,)
        line.installEventFilter(self)

    def say(self, *wordings: str) -> None:
        """Say the first of these that there is room for."""
        self._wordings = wordings
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return False

    def _fit(self) -> None:
        room = self._line.width() - self._taken_px
        fitting = (one for one in self._wordings if hint_px(self._line, one) <= room)
        words = next(fitting, "")
        if words != self._line.placeholderText():
            self._line.setPlaceholderText(words)
