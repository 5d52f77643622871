"""Widgets beside each other, in a further row where the room ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


class Flow(QLayout):
    """As wide as its widest widget at the least: it never widens what it stands in.

    Those of a row stand around its middle. ``at_right``: what is left over of a row stands before
    it. ``below``: what is free between two rows, as between two widgets if it isn't said.
    """

    def __init__(self, spacing: int, *, at_right: bool = False, below: int | None = None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._at_right = at_right
        self._below = spacing if below is None else below
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        return self._lay(QRect(0, 0, wide, 0), move=False)

    def sizeHint(self) -> QSize:
        hints = [one.sizeHint() for one in self._items]
        wide = sum(one.width() + self.spacing() for one in hints) - self.spacing()
        return QSize(max(wide, 0), max((one.height() for one in hints), default=0))

    def minimumSize(self) -> QSize:
        hints = [one.minimumSize() for one in self._items]
        wide = max((one.width() for one in hints), default=0)
        return QSize(wide, max((one.height() for one in hints), default=0))

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        self._lay(room, move=True)

    def _lay(self, room: QRect, *, move: bool) -> int:
        """Put the widgets into ``room``; how high they are."""
        rows = self._rows(room.width())
        highs = [max(one.sizeHint().height() for one in row) for row, _wide in rows]
        needed = max(sum(highs) + self._below * (len(rows) - 1), 0)
        y = room.y() + max(room.height() - needed, 0) // 2
        for (row, wide), high in zip(rows, highs, strict=True):
            x = room.x() + (max(room.width() - wide, 0) if self._at_right else 0)
            for one in row:
                hint = one.sizeHint()
                if move:
                    one.setGeometry(QRect(QPoint(x, y + (high - hint.height()) // 2), hint))
                x += hint.width() + self.spacing()
            y += high + self._below
        return needed

    def _rows(self, room: int) -> list[tuple[list[QLayoutItem], int]]:
        """The items of each row, and how wide they are together."""
        rows: list[tuple[list[QLayoutItem], int]] = []
        for one in self._items:
            if one.isEmpty():  # hidden
                continue
            wide = one.sizeHint().width()
            if rows and rows[-1][1] + self.spacing() + wide <= room:
                row, before = rows[-1]
                rows[-1] = ([*row, one], before + self.spacing() + wide)
            else:
                rows.append(([one], wide))
        return rows
