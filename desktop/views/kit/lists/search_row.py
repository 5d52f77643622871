"""The row above a list: where to search, what its page offers, the button for a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.parts import keep_if, line, make_search

_READ_PX = 140  # what is searched for can be read in so much
_LEAST_PX = 60
_GAP_PX = 8
_OF_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)


class ListSearch(QLineEdit):
    """Where a list is searched: what only the list can make something of is ``for_list``."""

    for_list = Signal(object)

    def __init__(self, hint: str) -> None:
        super().__init__()
        make_search(self, hint or _("Search"), _("Search this list"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads into the list; in an empty line all that can be chosen are its rows."""
        chooses_all = event.matches(QKeySequence.StandardKey.SelectAll) and not self.text()
        if event.key() in _OF_THE_LIST or chooses_all:
            self.for_list.emit(event)
        else:
            super().keyPressEvent(event)


class SearchRow(QWidget):
    """All in one row; in a narrow list what the page offers stands in a row of its own below."""

    def __init__(self, search: QLineEdit, tools: Sequence[QWidget], new: QPushButton) -> None:
        super().__init__()
        self._tools = QWidget()
        self._tools.setLayout(line(*tools, None))
        keep_if(self._tools, bool(tools))
        self._new = new
        search.setMinimumWidth(_LEAST_PX)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP_PX)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(search, 0, 0)
        self._grid.addWidget(self._tools, 0, 1)
        self._grid.addWidget(new, 0, 2)
        self._below = False

    @property
    def _whole_px(self) -> int:
        shown = [one for one in (self._tools, self._new) if not one.isHidden()]
        return _READ_PX + sum(one.sizeHint().width() + _GAP_PX for one in shown)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with its tools below."""
        new = 0 if self._new.isHidden() else self._new.sizeHint().width() + _GAP_PX
        wide = max(_LEAST_PX + new, self._tools.sizeHint().width())
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a tool came or went
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        below = not self._tools.isHidden() and self.width() < self._whole_px
        if below != self._below:
            self._below = below
            row, column, wide = (1, 0, 3) if below else (0, 1, 1)
            self._grid.removeWidget(self._tools)
            self._grid.addWidget(self._tools, row, column, 1, wide)
