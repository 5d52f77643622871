"""How the window looks on this computer: its shade, and the size of everything in it."""

import os
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.basics.i18n import N_
from desktop.views.kit import theme
from desktop.views.kit.memory import Memory

SYSTEM = "system"
SHADES = {SYSTEM: N_("As the computer"), "light": N_("Light"), "dark": N_("Dark")}
SIZES = (100, 110, 125, 150)  # percent
_DARK = {"light": False, "dark": True}
_LEAST = (1040, 640)  # pixels that the window needs at 100 %


class Looks:
    """What was chosen, for everybody who sits here; it is kept beside the window's memory."""

    def __init__(self, folder: Path) -> None:
        self._memory = Memory(folder / "looks")

    @property
    def shade(self) -> str:
        """A key of ``SHADES``."""
        found = str(self._memory.get("shade", SYSTEM))
        return found if found in SHADES else SYSTEM

    @property
    def size(self) -> int:
        """Percent of the usual size."""
        found = self._memory.get("size", SIZES[0])
        return int(found) if found in SIZES else SIZES[0]

    def dress(self) -> None:
        """Show the chosen shade now."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, _DARK.get(self.shade))

    def choose_shade(self, shade: str) -> None:
        """Keep a shade, and show it at once."""
        self._memory.put("shade", shade)
        self.dress()

    def choose_size(self, size: int) -> None:
        """Keep a size; it holds from the next start, as Qt scales a program when it begins."""
        self._memory.put("size", size)

    def scale(self) -> None:
        """Before the program begins: have everything as large as was chosen."""
        if self.size != SIZES[0]:
            os.environ.setdefault("QT_SCALE_FACTOR", str(self.size / 100))


def sizes_that_fit() -> list[int]:
    """The sizes at which the least window still fits the screen."""
    screen = QGuiApplication.primaryScreen()
    room, ratio = screen.availableSize(), screen.devicePixelRatio()
    wide, high = room.width() * ratio, room.height() * ratio
    return [
        size for size in SIZES if _LEAST[0] * size <= wide * 100 and _LEAST[1] * size <= high * 100
    ]
