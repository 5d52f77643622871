"""The keys of a list go to what is open while that stands in no row of it."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.views.kit.lists.detail import Detail


class LentKeys:
    """As with Enter on a row: what a link opened is what the next key is about."""

    def __init__(self, view: QWidget, detail: Detail[Any]) -> None:
        self._view = view
        self._detail = detail
        self._key: int | None = None
        detail.shown.connect(self._give)

    def lend(self, key: int) -> None:
        """Give this item the keys that the list has, now or once it is shown."""
        self._key = key
        self._give()

    def _give(self) -> None:
        if self._key is None or self._detail.key != self._key or not self._view.hasFocus():
            return
        if not self._detail.laid_out:
            return
        self._detail.setFocus()
        if self._detail.has_keys:
            self._key = None
