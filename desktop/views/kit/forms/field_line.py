"""The line that people type into: held while it can't be read, careful with what is pasted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.basics.pasted import one_cell
from desktop.views.kit.parts import is_held_enter
from desktop.views.kit.pasted_cells import copied_text, text_in

_NOT_LEFT = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def several_cells(text: str) -> bool:
    """Whether what stands in a line is more than one cell of a sheet, or more than one line."""
    return any(sign in text.strip() for sign in "\t\r\n")


class FieldLine(QLineEdit):
    """A line of a form.

    ``go_on(move)`` is asked when Enter or Tab wants to leave: it calls ``move`` once what stands
    here is known, or says what is wrong. ``left`` is called when the keyboard went elsewhere.
    ``paste_cells`` is given what was pasted when it is several cells.
    """

    def __init__(
        self,
        go_on: Callable[[Callable[[], object]], None],
        left: Callable[[], None],
        paste_cells: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._go_on = go_on
        self._left = left
        self._paste_cells = paste_cells
        self._waiting: list[QKeyEvent | str] | None = None
        self._moving = False

    def wait(self) -> None:
        """Keep the keys that are pressed from now on, until it is known where they belong."""
        if self._waiting is None:
            self._waiting = []

    def release(self, *, forget: bool = False) -> None:
        """Give the kept keys to where the keyboard is now, or forget them."""
        kept, self._waiting = self._waiting or [], None
        for one in () if forget else kept:
            here = QApplication.focusWidget()
            if here is None:
                return
            if isinstance(one, str):
                committed = QInputMethodEvent()
                committed.setCommitString(one)
                QApplication.sendEvent(here, committed)
            else:
                QApplication.sendEvent(here, one)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: as Enter, it leaves once what stands here is known. Back one may go at any time."""
        if not forward or self._moving:
            return super().focusNextPrevChild(forward)
        if self._waiting is not None:
            none = Qt.KeyboardModifier.NoModifier
            self._waiting.append(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, none, "\t"))
        else:
            self._go_on(self._to_next)
        return True

    def _to_next(self) -> None:
        self._moving = True
        super().focusNextPrevChild(True)
        self._moving = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._waiting is not None and event.key() != Qt.Key.Key_Escape:
            self._waiting.append(_copy(event))
        elif is_held_enter(event):
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_carefully()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._waiting is not None:
            if event.commitString():
                self._waiting.append(event.commitString())
            return
        super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_carefully)
        menu.popup(event.globalPos())

    def paste_carefully(self) -> None:
        """Paste one cell or line; several aren't for one field."""
        text = copied_text()
        if self.isReadOnly():
            return
        cell = one_cell(text)
        if cell is None:
            self._paste_cells(text)
        else:
            self.insert(" ".join(cell.splitlines()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # Where no field has the keys instead, the window went, maybe for good.
        gone = QApplication.focusWidget() is None or not self.isVisible()
        if event.reason() not in _NOT_LEFT and not gone:
            self._left()
        super().focusOutEvent(event)


class LongText(QPlainTextEdit):
    """Text of several lines; a cell of a sheet is pasted without the quotes around it."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        cell = one_cell(text_in(source))
        if cell:
            self.textCursor().insertText(cell)
            self.ensureCursorVisible()
        else:
            super().insertFromMimeData(source)


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat()
    )
