"""The editor that finds a record as one types, asking off the GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.basics.i18n import _
from desktop.views.desk import Desk
from desktop.views.editor import Editor
from desktop.views.fields import Field


class LookUpEditor(Editor):
    """A record found as it is typed: hanzi, pinyin, initials, code, phone digits."""

    _WAIT_MS = 80

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._value: str | None = None
        self._found: list[tuple[str, str]] = []
        self._answered = ""  # the text to which ``_found`` is the answer
        self._asking = False  # an answer for what was typed is still to come
        self._left = False  # the person went on before it came
        self._goes_on = False
        self._line = _LookUpLine(self._settle)
        if field.locked:
            self._line.setReadOnly(True)
            self._line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line.setPlaceholderText(_("name, initials or code"))
        self._names = QStringListModel(self)
        self._offers = QCompleter(self._names, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._offers.popup()
        assert popup is not None
        popup.setProperty("kind", "offers")
        self._offers.activated.connect(self._chosen)
        self._line.setCompleter(self._offers)
        self._timer = QTimer(self, singleShot=True, interval=self._WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self._on_enter)
        self._take(self._line)

    @property
    def control(self) -> QLineEdit:
        return self._line

    def value(self) -> str | None:
        self._settle()
        text = self._line.text().strip()
        if self._value is None and text:
            if self._asking:
                raise ValueError(_("Still looking for “{text}”: once more.").format(text=text))
            raise ValueError(_("Nothing is called “{text}”.").format(text=text))
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a code, whose words are looked up; or a (code, words) pair."""
        if isinstance(value, tuple):
            self.show_pair(*value)
            return
        self._value = value or None
        self._line.setText(str(value or ""))
        if value and self.field.lookup:
            lookup = self.field.lookup
            self.desk.tasks.read(
                self, lambda _progress: lookup(str(value)), self._named, slot="name"
            )

    def show_pair(self, value: str, words: str) -> None:
        """Show a code with its words, which are known already."""
        self._value = value
        self._line.setText(words)
        self._line.setCursorPosition(0)

    def raw(self) -> Any:
        return {"value": self._value, "text": self._line.text()}

    def show_raw(self, raw: Any) -> None:
        if isinstance(raw, dict):
            self._value = raw.get("value")
            self._line.setText(raw.get("text", ""))

    def _typed(self) -> None:
        self._value = None
        self._found = []  # what was found for other words must not be taken for these
        self._answered = ""
        self._left = False
        self._asking = bool(self._line.text().strip())
        self._timer.start()
        self.changed.emit()

    def _ask(self) -> None:
        self._timer.stop()
        text, lookup = self._line.text().strip(), self.field.lookup
        self._asking = bool(text and lookup)
        if text and lookup:
            self.desk.tasks.read(
                self, lambda _progress: lookup(text), partial(self._show, text), slot="offers"
            )

    def _show(self, text: str, found: list[tuple[str, str]]) -> None:
        self._asking = False
        self._answered = text
        self._found = found
        self._names.setStringList([words for _value, words in found])
        if self._left:
            self._settle()
        elif self._value is None and self._line.hasFocus():
            self._offers.complete()
        if self._goes_on:
            self._goes_on = False
            self.entered.emit()

    def _named(self, found: list[tuple[str, str]]) -> None:
        for value, words in found:
            if value == self._value:
                self._line.setText(words)
                self._line.setCursorPosition(0)

    def _chosen(self, words: str) -> None:
        for value, offered in self._found:
            if offered == words:
                self._value = value
                self.changed.emit()

    def _settle(self) -> None:
        """Take the first offer for what was typed, as soon as the answer is there."""
        text = self._line.text().strip()
        if self._value is not None or not text or self.field.locked:
            return
        self._left = True
        if self._timer.isActive() or not (self._asking or text == self._answered):
            self._ask()
        exact = [pair for pair in self._found if text in pair]
        pick = exact or self._found
        if pick:
            self._left = False
            self._value, words = pick[0]
            self._line.setText(words)
            self.changed.emit()

    def _on_enter(self) -> None:
        self._settle()
        if self._asking:
            self._goes_on = True
        else:
            self.entered.emit()


class _LookUpLine(QLineEdit):
    """A line that settles what was typed when the person goes on."""

    def __init__(self, settle: Callable[[], None]) -> None:
        super().__init__()
        self._settle = settle

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
        super().focusOutEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)
