"""What leads about in a PDF: its outline, links in it, and what is drawn once pages are known."""

from collections.abc import Callable
from typing import Any

from desktop.printing.fonts import printable
from desktop.printing.measures import Area
from desktop.printing.pen import Pen


class Outline:
    """The part of a sheet that leads about; places count from the upper left, in points."""

    _canvas: Any
    _pen: Pen
    _size: tuple[float, float]
    y: float

    def outline(self, key: str, title: str, level: int) -> None:
        """Have the outline, and links to ``key``, lead to this height of this page."""
        self._canvas.bookmarkHorizontal(key, 0, self._size[1] - self.y)
        self._canvas.addOutlineEntry(printable(title), key, level, closed=1)
        self._canvas.showOutline()

    def link(self, area: Area, key: str) -> None:
        """Let a click on an area lead to what ``outline`` named ``key``, there or later."""
        x, y, wide, high = area
        above = self._size[1]
        place = (x, above - y - high, x + wide, above - y)
        self._canvas.linkAbsolute("", key, place, Border="[0 0 0]")

    def keep_room(self, name: str) -> None:
        """Show on this page what ``fill_room`` draws under this name, before the sheet is done."""
        self._canvas.doForm(name)

    def fill_room(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what a page before had kept room for, where it stands there."""
        self._canvas.beginForm(name, 0, 0, *self._size)
        self._pen.begin()
        draw()
        self._canvas.endForm()
        self._pen.begin()
