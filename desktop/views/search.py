"""The one search box: clients, documents by number, actions by name (Ctrl+K)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.typing_rest import when_typing_rests

if TYPE_CHECKING:
    from desktop.queries.search import Found

_WAIT_MS = 25
_WIDE_PX = 360
_NARROW_PX = 220  # beside the tabs of a large family
_FOUND = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """Type, arrow down, Enter: a client file, a document, a page or something new.

    ``places`` are the person's pages by name, as they are read. ``went`` names a page that was
    gone to: its list has the keys then.
    """

    went = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, places: Mapping[str, str]) -> None:
        super().__init__()
        self._desk = desk
        self._places = places
        self.setMinimumWidth(_NARROW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setPlaceholderText(_("Find clients, documents, actions …  Ctrl+K"))
        self.setAccessibleName(_("Find clients, documents, actions"))
        self.popup = QFrame(self, Qt.WindowType.ToolTip)
        self.popup.setProperty("kind", "popup")
        self.hits = QListWidget()
        self.hits.setProperty("kind", "found")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setAccessibleName(_("Found"))
        layout = QVBoxLayout(self.popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.hits)
        self._timer = when_typing_rests(self, _WAIT_MS, self._ask)
        self._go_when_found = False
        self._asking = False  # what is typed has no answer yet
        self._before: QWidget | None = None  # what had the keys
        self.textEdited.connect(self._on_typed)
        self.hits.itemClicked.connect(self._open)
        self.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(_WIDE_PX, super().sizeHint().height())

    def start(self) -> None:
        """Take the keyboard, until Esc gives it back."""
        before = QApplication.focusWidget()
        self._before = before if before is not self else self._before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def leave(self) -> None:
        """Give up what was typed."""
        self.popup.hide()
        self.clear()

    def _give_back(self) -> None:
        """Give the keys back to what had them, or to the page."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self.left.emit()

    def _on_typed(self, _text: str) -> None:
        self._asking, self._go_when_found = True, False
        self._timer.start()

    def _ask(self) -> None:
        from desktop.queries.search import find_anything

        text = self.text().strip()
        if not text:
            self._asking = False
            self.popup.hide()
            return
        self._desk.ask(
            self,
            lambda session: find_anything(session, text, self._places, self._desk.may),
            self._show,
            slot="found",
        )

    def _show(self, found: "list[Found]") -> None:
        self._asking = self._timer.isActive()
        if not self.text().strip():
            return  # given up meanwhile
        self.hits.clear()
        for one in found:
            item = QListWidgetItem(f"{one.words}    {one.under}" if one.under else one.words)
            item.setData(_FOUND, Link(one.page, one.key, do=one.do))
            self.hits.addItem(item)
        if not found:
            item = QListWidgetItem(_("Nothing is called so."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0)
        if self._go_when_found:
            self._go_when_found = False
            self._take()
            return
        if self.hasFocus():
            rows = min(12, self.hits.count()) * self.hits.sizeHintForRow(0) + 2
            self.hits.setFixedHeight(rows)
            height = rows + 10
            # Else its least height is still that of what was found before.
            layout = self.popup.layout()
            assert layout is not None
            layout.activate()
            self.popup.setGeometry(
                self.mapToGlobal(QPoint(0, self.height() + 4)).x(),
                self.mapToGlobal(QPoint(0, self.height() + 4)).y(),
                max(self.width(), 460),
                height,
            )
            self.popup.show()

    def _take(self) -> None:
        item = self.hits.currentItem()
        if item and item.data(_FOUND) is not None:
            self._open(item)

    def _open(self, item: QListWidgetItem) -> None:
        link = item.data(_FOUND)
        self.leave()
        if link is not None:
            self._desk.open(link)
            if not link.do:
                self.went.emit(link.page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.popup.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:  # else it would close the page's form
                event.accept()
                return True
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            row = self.hits.currentRow() + by
            self.hits.setCurrentRow(max(0, min(self.hits.count() - 1, row)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._asking:
                # A scanner's Enter comes before the answer, and a quick person's too.
                self._go_when_found = True
                if self._timer.isActive():
                    self._timer.stop()
                    self._ask()
            else:
                self._take()
            return True
        if key == Qt.Key.Key_Escape:
            self.leave()
            self._give_back()
            return True
        return False
