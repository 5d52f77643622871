"""The editor of several lines of fields, such as the goods of an order."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.line_back import LineBack
from desktop.views.kit.forms.row_line import Make, RowLine
from desktop.views.kit.parts import label
from desktop.views.kit.told_keys import tell_keys

_WORDS_END = re.compile("[:;：；(（]")  # of a name, before what explains it


class RowsEditor(Editor):
    """Several lines of fields; a fresh one stands at the end, Enter goes on to it."""

    def __init__(self, field: Field, desk: Desk, make: Make) -> None:
        super().__init__(field, desk)
        self._make = make
        self._lines: list[RowLine] = []
        self._wrong: Editor | None = None
        self._refused: dict[Editor, str] = {}  # those marked, and why
        self._gone = False  # one of them was taken out
        self._within = ""
        column = QVBoxLayout()
        column.setSpacing(4)
        self._box.addLayout(column, 1)
        self._column = column
        column.addLayout(self._headings())
        self._add()
        up_or_down, away = _("Move the line up or down"), _("Take the line out")
        tell_keys(self, {"Alt+↑ / Alt+↓": up_or_down, "Ctrl+Delete": away})

    @property
    def control(self) -> QWidget:
        return self._lines[0].editors[0].control

    def setFocus(self, *reason: Any) -> None:
        """Go to its first line; lines come and go, so no proxy can."""
        self.control.setFocus(*reason)

    def value(self) -> list[dict[str, Any]]:
        found = []
        for line in self._lines:
            if line.blank:
                continue
            try:
                found.append(line.value())
            except ValueError as error:
                self._wrong = line.read
                raise ValueError(self._of_line(line, str(error))) from error
        return found

    def show_value(self, value: Any) -> None:
        self._clear()
        for row in value or ():
            line = self._add()
            # While a line is filled it must not ask for the next fresh one.
            line.blockSignals(True)
            line.show_value(row)
            line.blockSignals(False)
        self._add()

    def raw(self) -> Any:
        return [line.raw() for line in self._given]

    def show_raw(self, raw: Any) -> None:
        self._clear()
        for row in raw or ():
            line = self._add()
            line.blockSignals(True)
            line.show_raw(row)
            line.blockSignals(False)
        self._add()

    def show_in_line(self, place: int, words: Mapping[str, str]) -> None:
        """Show in the locked fields of a line that is typed what follows from it."""
        self._typed_line(place).show_locked(words)

    def say_in_line(self, place: int, words: str) -> None:
        """Say below a line that is typed what is worth knowing of it; "" for nothing."""
        self._typed_line(place).say(words)

    def redden_in_line(self, place: int, column: str, words: str) -> None:
        """Show what is typed in a line as wrong, and say why below it; "" as usual again.

        Unlike what is refused it can be saved.
        """
        line = self._typed_line(place)
        line.say(words, "wrong")
        theme.set_tone(line.editor(column).control, "wrong" if words else "")

    def _typed_line(self, place: int) -> RowLine:
        """A line by its place among those that ``raw`` gives."""
        return self._given[place]

    @property
    def _given(self) -> list[RowLine]:
        """The lines into which something was typed."""
        return [line for line in self._lines if not line.blank]

    @property
    def wrong_control(self) -> QWidget:
        return self._wrong.control if self._wrong is not None else self.control

    def mark(self, wrong: bool) -> None:
        """Show which input of which line is wrong, where that is known."""
        if not wrong:
            for line in self._lines:
                for editor in line.editors:
                    editor.mark(False)
            self._wrong = None
            self._refused = {}
            return
        if not self._given:  # nothing stands here, and something must
            self._wrong = self._lines[0].editors[0]
        if self._wrong is not None:
            self._wrong.mark(True)
            self._refused.setdefault(self._wrong, "")

    def point(self, words: str, spot: Spot | None) -> str:
        line = self._line_at(spot) if spot is not None else None
        if spot is None or line is None:
            return words
        self._wrong = line.editor(spot.column)
        self.mark(True)
        return self._of_line(line, words)

    def recheck(self) -> str | None:
        """As for one input; while several are wrong, what is said goes on to the next."""
        changed, self._gone = self._gone, False
        for editor in list(self._refused):
            words = editor.recheck()
            if words == "":
                editor.mark(False)
                del self._refused[editor]
                changed = True
            elif words:
                self._refused[editor] = words
                changed = True
        if not changed:
            return None
        for line in self._lines:
            for editor in line.editors:
                if words := self._refused.get(editor):
                    self._wrong = editor
                    return self._of_line(line, words)
        return ""

    def _refuse(self, line: RowLine, editor: Editor, words: str) -> None:
        self._wrong = editor
        self._refused[editor] = words
        self.refused.emit(self._of_line(line, words))

    def spot_of(self, control: QWidget) -> Spot | None:
        for number, line in enumerate(self._lines, 1):
            for editor in line.editors:
                if control is editor or editor.isAncestorOf(control):
                    return Spot(number, editor.field.name)
        return None

    def at(self, spot: Spot | None) -> QWidget:
        if spot is None or not isinstance(spot.line, int):
            return self.control
        line = self._lines[min(spot.line, len(self._lines)) - 1]
        return line.editor(spot.column).control

    def place_note(self, note: QLabel) -> None:
        """Right below the line that is wrong, else below them all."""
        self._column.removeWidget(note)
        line = next((one for one in self._lines if self._wrong in one.editors), self._lines[-1])
        self._column.insertWidget(self._column.indexOf(line) + 1, note)

    def _line_at(self, spot: Spot) -> RowLine | None:
        """Lines that are blank were given to nobody, and count for nothing."""
        given = self._given
        if isinstance(spot.line, int):
            return given[spot.line - 1] if 0 < spot.line <= len(given) else None
        # Of two lines with the same words the later one is too much.
        return next((line for line in reversed(given) if line.holds(str(spot.line))), None)

    def _of_line(self, line: RowLine, words: str) -> str:
        number = self._lines.index(line) + 1
        return _("Line {number}: {reason}").format(number=number, reason=words)

    def _headings(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for field in self.field.rows:
            heading = label(_(field.words), "label")
            if field.at_right:
                heading.setAlignment(Qt.AlignmentFlag.AlignRight)
            if field.width:
                sign = QLabel("%").sizeHint().width() + 6 if field.kind == "rate" else 0
                heading.setFixedWidth(field.width + sign)
            row.addWidget(heading, 0 if field.width else 1)
        row.addStretch(int(all(one.width for one in self.field.rows)))
        row.addSpacing(30)
        return row

    def _take_cells(self, text: str) -> bool:
        """Make lines of cells that were copied from a sheet."""
        paste = self.field.paste
        if paste is None:
            return False
        self.desk.tasks.read(self, lambda _progress: paste(text), self._pasted, slot="paste")
        return True

    def _pasted(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            self._wrong = None
            self.refused.emit(_("No product stands in the cells that were copied."))
        else:
            self._add_pasted(rows)

    def put_in(self, rows: list[dict[str, Any]]) -> None:
        """Add lines with these values, as if they were typed below those that stand."""
        if rows:
            self._add_pasted(rows)
        else:
            self._lines[-1].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _add_pasted(self, rows: list[dict[str, Any]]) -> None:
        """One line at a time, so that the window stays quick however many there are."""
        line = self._lines[-1]
        line.show_pasted(rows[0])
        line.changed.emit()  # which asks for the next fresh one
        if len(rows) > 1:
            QTimer.singleShot(0, self, lambda: self._add_pasted(rows[1:]))
        else:
            self._lines[-1].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> RowLine:
        line = RowLine(self.field, self.desk, self._make)
        for editor in line.editors:
            editor.take_cells = self._take_cells
            if editor.field.again:
                editor.entered.connect(partial(self._take_again, line, editor.field))
        line.changed.connect(self._typed)
        line.finished.connect(lambda: self._go_on(line))
        line.removed.connect(lambda: self._remove(line))
        line.moved.connect(lambda step: self._move(line, step))
        line.refused.connect(lambda editor, words: self._refuse(line, editor, words))
        self._lines.append(line)
        self._column.addWidget(line)
        line.call(len(self._lines), self._within)
        return line

    def tell_apart(self) -> None:
        """Name its lines by its words too: the form has other lines."""
        self._within = _WORDS_END.split(_(self.field.words))[0].strip()
        self._call_lines()

    def _call_lines(self) -> None:
        for number, line in enumerate(self._lines, 1):
            line.call(number, self._within)

    def _take_again(self, line: RowLine, field: Field) -> None:
        """Show in an empty field what stands in the line above."""
        place, editor = self._lines.index(line), line.editor(field.name)
        if place and not editor.raw():
            editor.show_raw(self._lines[place - 1].editor(field.name).raw())

    def _typed(self) -> None:
        for line in self._lines:
            if line.blank:
                line.show_locked({})
                line.say("")
        if not self._lines[-1].blank:
            self._add()
        self.changed.emit()

    def _go_on(self, line: RowLine) -> None:
        """Enter at a line's end: on to the next one, and out of the last where nothing stands."""
        place = self._lines.index(line) + 1
        if place == len(self._lines) and line.blank:
            self.entered.emit()
        if place < len(self._lines):
            self._lines[place].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: RowLine) -> None:
        if line is self._lines[-1]:
            return
        if not line.blank:
            place, raw = self._given.index(line), line.raw()
            back = LineBack(self.desk, self, lambda: self._put_back(place, raw))
            self.desk.say(back.words, back)
        self._lines.remove(line)
        self._call_lines()
        for editor in line.editors:
            self._gone |= self._refused.pop(editor, None) is not None
        if self._wrong in line.editors:
            self._wrong = None
        line.hide()
        line.deleteLater()
        first = self._lines[0].editors[0]
        if isinstance(first.control, QLineEdit):
            # Ctrl+Z is about the line now, no more about what was typed here before.
            first.control.setText(first.control.text())
        first.setFocus()
        self.changed.emit()

    def _put_back(self, place: int, raw: dict[str, Any]) -> None:
        """Show a line again that was taken out, where it was."""
        lines = self.raw()
        self.show_raw([*lines[:place], raw, *lines[place:]])
        self._typed_line(min(place, len(lines))).editors[0].setFocus()
        self.changed.emit()

    def _move(self, line: RowLine, step: int) -> None:
        """Change places with the line above or below; the fresh one stays last."""
        place = self._lines.index(line)
        other = place + step
        if line.blank or not 0 <= other < len(self._lines) - 1:
            return
        mine, theirs = line.raw(), self._lines[other].raw()
        for one, raw in ((line, theirs), (self._lines[other], mine)):
            one.blockSignals(True)
            one.show_raw(raw)
            one.blockSignals(False)
        self._lines[other].editors[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def _clear(self) -> None:
        self._wrong = None
        self._refused = {}
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
