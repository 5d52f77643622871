"""The one search box: clients, documents by number, actions by name (Ctrl+K)."""

from collections.abc import Callable, Mapping, Sequence
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
from desktop.views.named_places import OWN, named_places
from desktop.views.recent import opened_last

if TYPE_CHECKING:
    from desktop.queries.found import Found
    from desktop.services.office import Reading

_WAIT_MS = 25
_WIDE_PX = 560
_NARROW_PX = 130  # beside the tabs of a large family
_FOUND = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """Type, arrow down, Enter: a client file, a document, a page, or an act with its client.

    ``places`` are the person's pages by name, as they are read; ``own`` what is done at once, by
    its words. ``went`` names a page that was gone to: its list has the keys then. As long as
    nothing is typed, what was opened last is offered.
    """

    went = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, places: Mapping[str, str]) -> None:
        super().__init__()
        self._desk = desk
        self._places = places
        self.own: Mapping[str, Callable[[], object]] = {}
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
        if not self.text():
            self._offer_recent()

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
            self._offer_recent()
            return
        desk, own = self._desk, list(self.own)

        def find(session: "Reading") -> "list[Found]":
            named = named_places(desk, self._places, own)
            return find_anything(session, text, self._places, desk.may, named)

        desk.ask(self, find, self._show, slot="found")

    def _offer_recent(self) -> None:
        """What was opened last, as long as nothing is typed."""
        from desktop.queries.search import names_of

        last = [one for one in opened_last(self._desk.memory) if one[0] in self._places]
        if not last:
            self.popup.hide()
            return

        def show(found: "list[Found]") -> None:
            if found and not self.text().strip() and self.hasFocus():
                self._fill(found)
                self._pop_up()

        self._desk.ask(self, lambda session: names_of(session, last), show, slot="found")

    def _fill(self, found: "Sequence[Found]") -> None:
        self.hits.clear()
        for one in found:
            item = QListWidgetItem(f"{one.words}    {one.under}" if one.under else one.words)
            item.setData(_FOUND, one)
            if not one.leads:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        if not found:
            item = QListWidgetItem(_("Nothing is called so."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0)

    def _show(self, found: "list[Found]") -> None:
        self._asking = self._timer.isActive()
        if not self.text().strip():
            return  # given up meanwhile
        self._fill(found)
        if self._go_when_found:
            self._go_when_found = False
            self._take()
            return
        if self.hasFocus():
            self._pop_up()

    def _pop_up(self) -> None:
        rows = min(12, self.hits.count()) * self.hits.sizeHintForRow(0) + 2
        self.hits.setFixedHeight(rows)
        # Else its least height is still that of what was found before.
        layout = self.popup.layout()
        assert layout is not None
        layout.activate()
        below = self.mapToGlobal(QPoint(0, self.height() + 4))
        self.popup.setGeometry(below.x(), below.y(), max(self.width(), 460), rows + 10)
        self.popup.show()

    def _take(self) -> None:
        item = self.hits.currentItem()
        if item and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._open(item)

    def _open(self, item: QListWidgetItem) -> None:
        found: Found | None = item.data(_FOUND)
        if found is None or not found.leads:
            return
        self.leave()
        if found.paper is not None:
            paper = found.paper
            self._desk.show_issued(paper.title, paper.kind, paper.document, quarter=paper.quarter)
        elif found.page == OWN:
            self.own[found.do]()
        else:
            self._desk.open(_link(found))
            if not found.do:
                self.went.emit(found.page)

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


def _link(found: "Found") -> Link:
    values: list[tuple[str, str]] = []
    if found.client:
        values.append(("client", found.client))
    if found.report:
        values.append(("report", found.report))
    return Link(found.page, found.key, do=found.do, values=tuple(values))
