"""Menus of the day board that open below a button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget


def offer_below(at: QPushButton, offers: Sequence[tuple[str, object]]) -> None:
    """A menu below a button; the first stands chosen, for the keys."""
    menu = QMenu(at)
    for words, do in offers:
        menu.addAction(words).triggered.connect(do)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if menu.actions():
        menu.popup(at.mapToGlobal(QWidget.rect(at).bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
