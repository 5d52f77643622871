"""The editor of anything that is typed on one line: text, codes, figures, days, times."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.basics.i18n import _
from desktop.basics.phones import kept_phones
from desktop.basics.typed import narrow
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.field_line import FieldLine, several_cells
from desktop.views.kit.forms.fields import Field, said
from desktop.views.kit.forms.files_typed import files_in
from desktop.views.kit.forms.secret_editor import EYE_PX, SecretLine
from desktop.views.kit.forms.shown_hint import ShownHint, hint_px
from desktop.views.kit.words_to_values import (
    read_day,
    read_days,
    read_decimal,
    read_minutes,
    read_money,
    read_percent,
    read_time,
    read_whole,
    typed_text,
)

# How what is typed is read, by the kind of the field; a day needs to know today.
_READ: Mapping[str, Callable[[str], Any]] = {
    "closing": partial(read_time, end=True),
    "code": lambda text: narrow(text).strip(),
    "decimal": read_decimal,
    "files": files_in,
    "minutes": read_minutes,
    "phone": kept_phones,
    "money": read_money,
    "rate": read_percent,
    "secret": str,
    "time": partial(read_time, end=False),
    "weekdays": read_days,
    "whole": read_whole,
}


def read_typed(kind: str, text: str, today: Callable[[], date]) -> Any:
    """What is typed on a line, as it is meant; raises ValueError with words for the person.

    ``today`` is asked for a day only: an office may be new.
    """
    if kind == "day":
        return read_day(text, today())
    return _READ.get(kind, str.strip)(text)


class LineEditor(Editor):
    """Anything typed on one line: text, code, secret, figures, amounts, days and times."""

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
        self._hint = ShownHint(self._line, said(field.hint, desk), EYE_PX if secret else 0)
        if field.kind == "rate":
            self._box.insertWidget(1, QLabel("%"))

    @property
    def control(self) -> QLineEdit:
        return self._line

    @property
    def hint_px(self) -> int:
        if not self.field.hint:
            return 0
        rest = self._box.sizeHint().width() - self._line.sizeHint().width()
        return hint_px(self._line, said(self.field.hint, self.desk)) + rest

    def value(self) -> Any:
        text = self._line.text()
        if several_cells(text) and self.field.kind != "secret":
            raise ValueError(_("Here stand several lines or cells: one fits here."))
        return read_typed(self.field.kind, text, lambda: self.desk.today)

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
        elif self.field.kind in ("day", "time", "closing", "weekdays"):
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
