"""Keys that a part takes by itself, without a button or a shortcut: told to the sheet of keys."""

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

_TOLD = "toldKeys"


def tell_keys(part: QWidget, keys: Mapping[str, str]) -> None:
    """Say what keys do while the keyboard is in this part: as they stand on it, and in words."""
    part.setProperty(_TOLD, [text for pair in keys.items() for text in pair])


def told_keys(page: QWidget) -> Iterator[tuple[str, str]]:
    """The keys of the parts that are shown on a page, as they stand on the keyboard, and words."""
    for part in page.findChildren(QWidget):
        told = part.property(_TOLD)
        if told and part.isVisibleTo(page):
            yield from zip(told[::2], told[1::2], strict=True)
