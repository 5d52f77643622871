"""The editor of several lines of fields, such as the goods of an order."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.basics.pasted import cells_of
from desktop.basics.seen_list import SeenColumn
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.folded import folds, is_blank, is_sure, raw_line
from desktop.views.kit.forms.line_back import LineBack
from desktop.views.kit.forms.raw import cell_words
from desktop.views.kit.forms.rows_line import Line, Make, headings
from desktop.views.kit.forms.rows_pasted import NotLaid, laid
from desktop.views.kit.forms.unfolding import Unfolding
from desktop.views.kit.scrolling import keyboard_in_sight, reveal
from desktop.views.kit.tables.copying import copied
from desktop.views.kit.told_keys import tell_keys

MOST_LINES = 2_000  # that are pasted at once: more are a list to be brought in
_MOST_TYPED = 200  # of those that go into the fields as if they were typed, all in one turn
_AT_ONCE = 40  # lines that have their editors from the beginning
_FOLDED_AT_ONCE = 100
_WORDS_END = re.compile("[:;：；(（]")  # of a name, before what explains it


class RowsEditor(Editor):
    """Several lines of fields; a fresh one stands at the end, Enter goes on to it."""

    def __init__(self, field: Field, desk: Desk, make: Make) -> None:
        super().__init__(field, desk)
        self._make = make
        self._folds = folds(field.rows)
        self._lines: list[Line] = []
        self._wrong: Editor | None = None
        self._refused: dict[Editor, str] = {}  # those marked, and why
        self._gone = False  # one of them was taken out
        self._within = ""
        self._coming: list[dict[str, Any]] = []  # pasted lines that don't stand here yet
        self._back: LineBack | None = None  # the line that was taken out last
        column = QVBoxLayout()
        column.setSpacing(4)
        self._box.addLayout(column, 1)
        self._column = column
        self._unfolding = Unfolding(self, column, lambda: self._lines)
        column.addLayout(headings(field.rows))
        self._add()
        up_or_down, away = _("Move the line up or down"), _("Take the line out")
        copy = _("Copy the lines under their headings")
        keys = {"Alt+↑ / Alt+↓": up_or_down, "Ctrl+Delete": away, "Ctrl+Shift+C": copy}
        tell_keys(self, keys)

    @property
    def control(self) -> QWidget:
        return self._lines[0].editors[0].control

    def setFocus(self, *reason: Any) -> None:
        """Go to its first line; lines come and go, so no proxy can."""
        self.control.setFocus(*reason)

    def value(self) -> list[dict[str, Any]]:
        if self._coming:
            raise ValueError(_("Lines are still coming in: once more."))
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
            self._filled(Line.show_value, row)
        self._add()

    def raw(self) -> Any:
        held = ((line, line.raw()) for line in self._lines)
        there = [raw for line, raw in held if not line.is_blank(raw)]
        return [*there, *(raw_line(self.field.rows, row) for row in self._coming)]

    def show_raw(self, raw: Any) -> None:
        self._clear()
        for row in raw or ():
            self._filled(Line.show_raw, row)
        self._add()

    def _filled(self, fill: Callable[[Line, dict[str, Any]], None], row: dict[str, Any]) -> None:
        """Add a line with something in it; while it is filled it must not ask for a fresh one."""
        line = self._add(folded=len(self._lines) >= _AT_ONCE)
        line.blockSignals(True)
        fill(line, row)
        line.blockSignals(False)

    def show_in_lines(self, words: Iterable[Mapping[str, str]]) -> None:
        """Show in the locked fields of the lines that are typed what follows from each."""
        for line, shown in zip(self._given, words, strict=False):
            line.show_locked(shown)

    def say_in_lines(self, words: Iterable[str]) -> None:
        """Say below the lines that are typed what is worth knowing of each; "" for nothing."""
        with keyboard_in_sight():
            for line, said in zip(self._given, words, strict=False):
                line.say(said)

    def redden_in_line(self, place: int, column: str, words: str) -> None:
        """Show what is typed in a line as wrong, and say why below it; "" as usual again.

        Unlike what is refused it can be saved.
        """
        line = self._typed_line(place)
        line.say(words, "wrong")
        theme.set_tone(line.editor(column).control, "wrong" if words else "")

    def _typed_line(self, place: int) -> Line:
        """A line by its place among those that ``raw`` gives."""
        return self._given[place]

    @property
    def _given(self) -> list[Line]:
        """The lines into which something was typed."""
        return [line for line in self._lines if not line.blank]

    @property
    def wrong_control(self) -> QWidget:
        return self._wrong.control if self._wrong is not None else self.control

    def mark(self, wrong: bool) -> None:
        """Show which input of which line is wrong, where that is known."""
        if not wrong:
            for line in self._lines:
                for editor in line.seen:
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
        for line in self._lines if self._refused else ():
            for editor in line.seen:
                if words := self._refused.get(editor):
                    self._wrong = editor
                    return self._of_line(line, words)
        return ""

    def _refuse(self, line: Line, editor: Editor, words: str) -> None:
        self._wrong = editor
        self._refused[editor] = words
        self.refused.emit(self._of_line(line, words))

    def spot_of(self, control: QWidget) -> Spot | None:
        for number, line in enumerate(self._lines, 1):
            for editor in line.seen:
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
        line = next((one for one in self._lines if self._wrong in one.seen), self._lines[-1])
        self._column.insertWidget(self._column.indexOf(line) + 1, note)

    def _line_at(self, spot: Spot) -> Line | None:
        """Lines that are blank were given to nobody, and count for nothing."""
        given = self._given
        if isinstance(spot.line, int):
            return given[spot.line - 1] if 0 < spot.line <= len(given) else None
        # Of two lines with the same words the later one is too much.
        return next((line for line in reversed(given) if line.holds(str(spot.line))), None)

    def _of_line(self, line: Line, words: str) -> str:
        number = self._lines.index(line) + 1
        return _("Line {number}: {reason}").format(number=number, reason=words)

    def _copy(self) -> None:
        """Put all lines on the clipboard, as they are seen, under their headings."""
        rows, columns = self.raw(), self.field.rows
        if not rows:
            return
        seen = [SeenColumn(_(one.words), one.at_right) for one in columns]
        copied(
            seen, ([cell_words(one, row.get(one.name)) for one in columns] for row in rows)
        ).lay()
        self.desk.say(_("{number} rows copied").format(number=f"{len(rows):,}"))

    def _take_cells(self, editor: Editor, text: str) -> bool:
        """Make lines of cells that were copied from a sheet, from this editor on."""
        cells, paste = cells_of(text), self.field.paste
        most = MOST_LINES if paste is not None else _MOST_TYPED
        if len(cells) > most:
            words = _(
                "{number} rows were copied, and {most} fit into a form: nothing was pasted. Save "
                "them as a file, and bring it in as a list."
            )
            self._refuse_cells(words.format(number=f"{len(cells):,}", most=f"{most:,}"))
        elif paste is not None:
            self.desk.tasks.read(self, lambda _progress: paste(text), self._pasted, slot="paste")
        else:
            self._take_block(editor, cells)
        return True

    def _refuse_cells(self, words: str) -> None:
        self._wrong = None
        self.refused.emit(words)

    def _take_block(self, editor: Editor, cells: Sequence[Sequence[str]]) -> None:
        """Cells as they stand, into empty fields of this line and those below it."""
        start = next(at for at, one in enumerate(self._lines) if editor in one.seen)
        try:
            rows = laid(self.field.rows, cells, editor.field)
            if any(self._holds(start + at, row) for at, row in enumerate(rows)):
                raise NotLaid(_("Something stands there already: nothing was pasted."))
        except NotLaid as why:
            self._refuse_cells(str(why))
            return
        for at, row in enumerate(rows):
            line = self._lines[start + at]
            line.show_pasted(row)
            line.changed.emit()  # which asks for the next fresh one
        self._lines[min(start + len(rows), len(self._lines) - 1)].editors[0].setFocus()

    def _holds(self, place: int, row: Mapping[str, Any]) -> bool:
        """Whether something stands in fields of a line that are to be written into."""
        raw = self._lines[place].raw() if place < len(self._lines) else {}
        open_ = [one for one in self.field.rows if one.name in row and one.kind != "choice"]
        return any(not is_blank(one, raw.get(one.name)) for one in open_)

    def _pasted(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            self._refuse_cells(_("No product stands in the cells that were copied."))
        else:
            self._add_pasted(rows)

    def put_in(self, rows: list[dict[str, Any]]) -> None:
        """Add lines with these values, as if they were typed below those that stand."""
        if rows:
            self._add_pasted(rows)
        else:
            self._lines[-1].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _add_pasted(self, rows: list[dict[str, Any]]) -> None:
        self._coming += rows
        self._add_coming()

    def _add_coming(self) -> None:
        """Some lines at a time, so that the window stays quick however many there are."""
        if not self._coming:
            return
        sure = 0
        if len(self._lines) > _AT_ONCE and self._folds:
            some = self._coming[:_FOLDED_AT_ONCE]
            sure = next((at for at, row in enumerate(some) if not self._is_sure(row)), len(some))
        rows, self._coming = self._coming[: max(sure, 1)], self._coming[max(sure, 1) :]
        if sure:
            self._put_below(rows)
        else:
            self._lines[-1].show_pasted(rows[0])
            self._lines[-1].changed.emit()  # which asks for the next fresh one
        if self._coming:
            QTimer.singleShot(0, self, self._add_coming)
        else:
            self._unfolding.lay_out(on=True)
            self.changed.emit()
            self._lines[-1].editors[0].setFocus(Qt.FocusReason.TabFocusReason)
            reveal(self._lines[-1])

    def _put_below(self, rows: Iterable[dict[str, Any]]) -> None:
        """Into the fresh line, and into folded ones below it; nothing has to be said of them."""
        self._unfolding.lay_out(on=False)
        for row in rows:
            line = self._lines[-1]
            line.blockSignals(True)
            line.show_value(row)
            line.blockSignals(False)
            self._add(folded=True)

    def _is_sure(self, row: Mapping[str, Any]) -> bool:
        return is_sure(self.field.rows, row, lambda: self.desk.today)

    def _connect(self, line: Line) -> None:
        """Its editors are there: the Tab key goes through them in their turn."""
        for editor in line.seen:
            editor.take_cells = partial(self._take_cells, editor)
            if editor.field.again:
                editor.entered.connect(partial(self._take_again, line, editor.field))
        if line not in self._lines:
            return
        place = self._lines.index(line)
        above = next((one for one in reversed(self._lines[:place]) if one.seen), None)
        chain = [] if above is None else [above.seen[-1].control]
        for before, after in pairwise([*chain, *(one.control for one in line.seen)]):
            QWidget.setTabOrder(before, after)

    def _add(self, *, folded: bool = False) -> Line:
        high = self._lines[0].row_px if folded and self._folds else 0
        line = Line(self.field, self.desk, self._make, folded=high)
        line.copied.connect(self._copy)
        line.made.connect(lambda: self._connect(line))
        self._unfolding.watch(line)
        if line.seen:
            self._connect(line)
        line.changed.connect(lambda: self._typed(line))
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

    def _take_again(self, line: Line, field: Field) -> None:
        """Show in an empty field what stands in the line above."""
        place, editor = self._lines.index(line), line.editor(field.name)
        if place and not editor.raw():
            editor.show_raw(self._lines[place - 1].editor(field.name).raw())

    def _typed(self, line: Line) -> None:
        if line.blank:
            line.show_locked({})
            line.say("")
        if not self._lines[-1].blank:
            self._add(folded=len(self._lines) > _AT_ONCE)
        self.changed.emit()

    def _go_on(self, line: Line) -> None:
        """Enter at a line's end: on to the next one, and out of the last where nothing stands."""
        place = self._lines.index(line) + 1
        if place == len(self._lines) and line.blank:
            self.entered.emit()
        if place < len(self._lines):
            self._lines[place].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: Line) -> None:
        if line is self._lines[-1]:
            return
        if not line.blank:
            place, raw = self._given.index(line), line.raw()
            put_back = partial(self._put_back, place, raw)
            self._back = LineBack(self.desk, self, put_back, self._back)
            self.desk.say(self._back.words, self._back)
        at = self._lines.index(line)
        self._lines.remove(line)
        self._call_lines()
        for editor in line.seen:
            self._gone |= self._refused.pop(editor, None) is not None
        if self._wrong in line.seen:
            self._wrong = None
        line.hide()
        line.deleteLater()
        here = self._lines[at].editors[0]  # what takes its place, else the fresh one
        if isinstance(here.control, QLineEdit):
            # Ctrl+Z is about the line now, no more about what was typed here before.
            here.control.setText(here.control.text())
        here.setFocus()
        self.changed.emit()

    def _put_back(self, place: int, raw: dict[str, Any]) -> None:
        """Show a line again that was taken out, where it was."""
        lines = self.raw()
        self.show_raw([*lines[:place], raw, *lines[place:]])
        back = self._typed_line(min(place, len(lines)))
        back.editors[0].setFocus()
        reveal(back)
        self.changed.emit()

    def _move(self, line: Line, step: int) -> None:
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
        self._coming = []
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
