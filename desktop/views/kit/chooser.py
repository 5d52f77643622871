"""A list of a few things to choose from, its rows as high as those of the house's lists."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

CHOICE = Qt.ItemDataRole.UserRole  # where an item holds its name
ROW_PX = 28


def chooser(called: str, offers: Mapping[str, str]) -> QListWidget:
    """What is offered: words by name, ``called`` so for whoever hears instead of seeing."""
    found = QListWidget()
    found.setAccessibleName(called)
    found.setProperty("kind", "choice")
    for name, words in offers.items():
        item = QListWidgetItem(words)
        item.setData(CHOICE, name)
        item.setSizeHint(QSize(0, ROW_PX))
        found.addItem(item)
    return found
