"""A line that can be pressed: what it says is cut where its room ends, and is told whole."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.views.kit.parts import OneLine, button, line

_HIGH_PX = 32


def offered(words: str, do: Callable[[], object], *beside: QWidget, name: str = "") -> QPushButton:
    """Such a line; ``beside`` stands at its right, ``name`` is how it is heard."""
    made = button("", do, "line")
    made.setAccessibleName(name or words)
    inner = line(OneLine(words), None, *beside)
    inner.setContentsMargins(2, 5, 2, 5)
    made.setLayout(inner)
    made.setMinimumHeight(_HIGH_PX)
    return made
