"""The editors of one line: a text, a figure, a day; a unit of a product, a word of a list."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.basics.i18n import _
from desktop.basics.pinyin import initials, spelled
from desktop.basics.typed import narrow
from desktop.views.desk import Desk
from desktop.views.editor import Editor
from desktop.views.field_line import FieldLine, several_cells
from desktop.views.fields import Field
from desktop.views.look_up_editor import LookUpEditor
from desktop.views.secret_editor import SecretLine
from desktop.views.words_to_values import (
    read_day,
    read_decimal,
    read_money,
    read_percent,
    read_time,
    read_whole,
    typed_text,
)

if TYPE_CHECKING:
    from desktop.queries.products import ProductUnits

_MOST_NAMED = 3  # words to choose from
_OTHER_UNITS = object()  # like nothing that is typed


class LineEditor(Editor):
    """Anything typed on one line: text, code, secret, whole, money, rate, decimal, day, time."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        secret = field.kind == "secret"
        self._line = (
            SecretLine() if secret else FieldLine(self._go_on, self._left, self.refuse_cells)
        )
        if field.at_right:
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.limit:
            self._line.setMaxLength(field.limit)
        if field.locked:
            self._line.setReadOnly(True)
            self._line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line.textChanged.connect(self.changed)
        self._line.returnPressed.connect(lambda: self._go_on(self.entered.emit))
        self._take(self._line)
        if field.kind == "rate":
            self._box.insertWidget(1, QLabel("%"))

    @property
    def control(self) -> QLineEdit:
        return self._line

    def value(self) -> Any:
        text = self._line.text()
        if several_cells(text) and self.field.kind != "secret":
            raise ValueError(_("Here stand several lines or cells: one fits here."))
        match self.field.kind:
            case "whole":
                return read_whole(text)
            case "money":
                return read_money(text)
            case "rate":
                return read_percent(text)
            case "decimal":
                return read_decimal(text)
            case "day":
                return read_day(text, self.desk.today)
            case "time" | "closing":
                return read_time(text, end=self.field.kind == "closing")
            case "code":
                return narrow(text).strip()
            case "secret":
                return text
        return text.strip()

    def show_value(self, value: Any) -> None:
        self._line.setText(typed_text(self.field.kind, value))
        self._line.setCursorPosition(0)
        if self._line.hasFocus():
            self._line.selectAll()  # what is typed now takes its place and never joins it

    def _go_on(self, move: Callable[[], object]) -> None:
        if words := self.trouble():
            self.refused.emit(words)
        else:
            move()

    def _left(self) -> None:
        """Say what can't be read; a day is written out, so that one sees how it was read."""
        if words := self.trouble():
            self.refused.emit(words)
        elif self.field.kind in ("day", "time", "closing"):
            full = typed_text(self.field.kind, self.value())
            if full != self._line.text():
                self._line.setText(full)

    def raw(self) -> Any:
        # A password is nothing to keep in a file; 昨天 would be another day when it is read again.
        text = self._line.text()
        if self.field.kind == "secret":
            return ""
        if text and self.field.kind == "day" and not any(sign.isdigit() for sign in text):
            with suppress(ValueError):
                return typed_text("day", read_day(text, self.desk.today))
        return text

    def show_raw(self, raw: Any) -> None:
        self._line.setText(str(raw or ""))


class UnitEditor(LineEditor):
    """A unit of the product that is looked up in the same line; empty is its base unit."""

    def __init__(self, field: Field, desk: Desk) -> None:
        self._product: LookUpEditor | None = None
        self._code = ""
        self._units: ProductUnits | None = None  # those of ``_code``, once they are known
        self._asking = False
        self._move: Callable[[], object] | None = None  # waits for the answer
        super().__init__(field, desk)

    @property
    def _held(self) -> FieldLine:
        assert isinstance(self._line, FieldLine)
        return self._line

    def stand_in(self, line: Sequence[Editor]) -> None:
        self._product = next(one for one in line if isinstance(one, LookUpEditor))
        self._product.changed.connect(self._look)

    def value(self) -> str:
        self._look()
        typed = str(super().value())
        if self._units is None:
            return typed
        if words := self._units.why_not(typed):
            raise ValueError(words)
        return self._units.unit(typed)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._look()

    def show_raw(self, raw: Any) -> None:
        super().show_raw(raw)
        self._look()

    def _look(self) -> None:
        """Ask which units the product has, unless that is known."""
        code = self._product.taken if self._product is not None else ""
        if code == self._code:
            return
        self._code, self._units = code, None
        self._line.setPlaceholderText("")
        self._asking = bool(code and self.field.units)
        if code and (units := self.field.units):
            take = partial(self._take_units, code)
            self.desk.tasks.read(
                self, lambda _progress: units(code), take, self._failed, slot="units"
            )

    def _take_units(self, code: str, units: "ProductUnits | None") -> None:
        if code != self._code:
            return  # meanwhile the product was taken away
        self._asking = False
        self._units = units
        self._line.setPlaceholderText(units.unit("") if units else "")
        if self._wrong_raw is not None:
            self._wrong_raw = _OTHER_UNITS  # marked under another product: looked at anew
            self.changed.emit()
        move, self._move = self._move, None
        if move is not None:
            super()._go_on(move)
            self._held.release(forget=bool(self.trouble()))
        elif not self._line.hasFocus() and self._line.text() and (words := self.trouble()):
            self.refused.emit(words)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self._code = ""  # asked again by the next look
        self._move = None
        self._held.release()
        self.desk.tasks.tell(error)

    def _go_on(self, move: Callable[[], object]) -> None:
        self._look()
        if self._asking:
            self._move = move
            self._held.wait()
        else:
            super()._go_on(move)


class WordEditor(LineEditor):
    """A word that is mostly one of a list, offered as one types; any other is taken as it stands.

    The list is asked once, and found in by hanzi, pinyin or initials; Down opens all of it.
    """

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._known: list[str] = []
        self._words = QStringListModel(self)
        self._offers = QCompleter(self._words, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._offers.popup()
        assert popup is not None
        popup.setProperty("kind", "offers")
        self._popup = popup
        self._line.setCompleter(self._offers)
        self._line.textEdited.connect(self._offer)
        self._line.installEventFilter(self)
        if lookup := field.lookup:
            desk.tasks.read(self, lambda _progress: lookup(""), self._show_known, slot="words")

    @property
    def offered(self) -> list[str]:
        """The words that are offered now."""
        return self._words.stringList()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down opens the whole list, where it isn't open yet."""
        if not (isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        is_shut = bool(self._known) and not self._popup.isVisible()
        opens = event.key() == Qt.Key.Key_Down and is_shut
        if opens:
            self._words.setStringList(self._known)
            self._offers.complete()
        return opens

    def _show_known(self, found: list[tuple[str, str]]) -> None:
        self._known = [word for word, _words in found]
        if self._known:
            self._line.setPlaceholderText("、".join(self._known[:_MOST_NAMED]) + " …")

    def _offer(self, text: str) -> None:
        typed = narrow(text).strip().casefold()
        self._words.setStringList([word for word in self._known if typed and _fits(typed, word)])


def _fits(typed: str, word: str) -> bool:
    return typed in word.casefold() or initials(word).startswith(typed) or typed in spelled(word)
