"""The editor that finds a record as one types, asking off the GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.field_line import FieldLine, several_cells
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.shown_hint import ShownHint
from desktop.views.kit.typing_rest import when_typing_rests


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
        self._sure = False  # nobody looks on: only what is certain is taken
        self._move: Callable[[], object] | None = None  # waits for the answer
        self._line = _LookUpLine(self._go_on, self._on_left, self.refuse_cells)
        if field.locked:
            self._line.setReadOnly(True)
            self._line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ShownHint(self._line, _("name, initials or code"))
        self._names = QStringListModel(self)
        self._offers = QCompleter(self._names, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._offers.popup()
        assert popup is not None
        popup.setProperty("kind", "offers")
        popup.setAccessibleName(_(field.words))
        self._offers.activated.connect(self._chosen)
        self._line.setCompleter(self._offers)
        self._timer = when_typing_rests(self, self._WAIT_MS, self._ask)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(lambda: self._go_on(self.entered.emit))
        self._take(self._line)

    @property
    def control(self) -> QLineEdit:
        return self._line

    def value(self) -> str | None:
        self._settle()
        if words := self.trouble():
            raise ValueError(words)
        text = self._line.text().strip()
        if self._value is None and text:
            raise ValueError(_("Still looking for “{text}”: once more.").format(text=text))
        return self._value

    def trouble(self) -> str:
        text = self._line.text().strip()
        if self._value is not None or not text or self._asking or text != self._answered:
            return ""
        if several_cells(text):
            return _("Here stand several lines or cells: one fits here.")
        if self._found:
            return _("Several are called “{text}”: choose one.").format(text=text)
        why_not: str = getattr(self._found, "why_not", "")
        return why_not or _("Nothing is called “{text}”.").format(text=text)

    def show_pasted(self, text: str) -> None:
        """Look for it; nobody looks on, so what isn't certain is refused."""
        self._line.setText(text)
        self._typed()
        self._sure = True
        self._settle()

    @property
    def taken(self) -> str:
        """The code that stands there by now; "" while it isn't known which."""
        return self._value or ""

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
        if not isinstance(raw, dict):
            return
        value, text = raw.get("value"), raw.get("text", "")
        if value and text in ("", value):  # it wasn't known yet how it is called
            self.show_value(value)
        else:
            self._value = value
            self._line.setText(text)

    def _typed(self) -> None:
        self._value = None
        self._found = []  # what was found for other words must not be taken for these
        self._answered = ""
        self._left = self._sure = False
        self._asking = bool(self._line.text().strip())
        self._timer.start()
        self.changed.emit()

    def _ask(self) -> None:
        self._timer.stop()
        text, lookup = self._line.text().strip(), self.field.lookup
        self._asking = bool(text and lookup)
        if text and lookup:
            self.desk.tasks.read(
                self,
                lambda _progress: lookup(text),
                partial(self._show, text),
                self._failed,
                slot="offers",
            )

    def _show(self, text: str, found: list[tuple[str, str]]) -> None:
        self._asking = False
        self._answered = text
        self._found = found
        self._names.setStringList([words for _value, words in found])
        if self._left:
            self._settle()
        if self._value is None and self._line.hasFocus() and not self._move:
            self._offers.complete()
        move, self._move = self._move, None
        if move is not None:
            self._finish(move)
        elif self._left and (words := self.trouble()):
            self.refused.emit(words)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self._move = None
        self._line.release()
        self.desk.tasks.tell(error)

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
        """Take what was typed, as soon as the answer is there: exactly that, else the first."""
        text = self._line.text().strip()
        if self._value is not None or not text or self.field.locked:
            return
        self._left = True
        pick = self._pick(text)
        if pick is None and (
            self._timer.isActive() or not (self._asking or text == self._answered)
        ):
            self._ask()
        if pick is not None:
            self._left = False
            self._value, words = pick
            self._line.setText(words)
            self._line.setCursorPosition(0)  # long words show their beginning
            self.changed.emit()

    def _pick(self, text: str) -> tuple[str, str] | None:
        """The offer to be taken; None when there is none, or several are exactly so called."""
        if chosen := [pair for pair in self._found if text in pair]:
            return chosen[0]
        equals = getattr(self._found, "equals", 0)
        if equals > 1 or (self._sure and equals != 1 and len(self._found) > 1):
            return None
        return self._found[0] if self._found else None

    def _go_on(self, move: Callable[[], object]) -> None:
        """Enter or Tab: go on once it is known what is meant; keys pressed meanwhile wait."""
        self._settle()
        if self._asking:
            self._move = move
            self._line.wait()
        else:
            self._finish(move)

    def _finish(self, move: Callable[[], object]) -> None:
        words = self.trouble()
        if not words:
            move()
            self._line.release()
            return
        self._line.release(forget=True)
        self.refused.emit(words)
        if self._found:
            self._offers.complete()

    def _on_left(self) -> None:
        self._settle()
        if words := self.trouble():
            self.refused.emit(words)


class _LookUpLine(FieldLine):
    """A line that is typed over when one comes back to it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)
