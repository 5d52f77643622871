"""The editor of several lines of fields, such as the goods of an order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.basics.pasted import cells_of
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.folded import is_blank
from desktop.views.kit.forms.line_back import LineBack
from desktop.views.kit.forms.rows_coming import Coming
from desktop.views.kit.forms.rows_copied import Names, copied_lines, names_of, unnamed
from desktop.views.kit.forms.rows_line import Line, Make, headings
from desktop.views.kit.forms.rows_marks import Marks
from desktop.views.kit.forms.rows_pasted import NotLaid, laid
from desktop.views.kit.forms.unfolding import Unfolding
from desktop.views.kit.scrolling import keyboard_in_sight, reveal
from desktop.views.kit.told_keys import tell_keys

MOST_LINES = 2_000  # that are pasted at once: more are a list to be brought in
_MOST_TYPED = 200  # of those that go into the fields as if they were typed, all in one turn


class RowsEditor(Editor):
    """Several lines of fields; a fresh one stands at the end, Enter goes on to it."""

    def __init__(self, field: Field, desk: Desk, make: Make) -> None:
        super().__init__(field, desk)
        self._make = make
        self._lines: list[Line] = []
        self._marks = Marks(lambda: self._lines)
        self._within = ""
        self._asked = False  # for its value, while lines came
        self._back: LineBack | None = None  # the line that was taken out last
        column = QVBoxLayout()
        column.setSpacing(4)
        self._box.addLayout(column, 1)
        self._column = column
        self._unfolding = Unfolding(self, field.rows, column, lambda: self._lines)
        self._coming = Coming(
            self,
            field.rows,
            lambda: desk.today,
            lambda: self._lines,
            self._unfolding,
            self._add,
            self._all_came,
        )
        if len(field.rows) > 1:  # of one alone the words above the lines tell it
            column.addLayout(headings(field.rows, _(field.words)))
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
            self._asked = True
            raise ValueError(_("Lines are still coming in: once more."))
        found = []
        for line in self._lines:
            if line.blank:
                continue
            try:
                found.append(line.value())
            except ValueError as error:
                self._marks.blame(line.read, str(error))
                raise ValueError(self._marks.told(line, str(error))) from error
        return found

    def show_value(self, value: Any) -> None:
        self._fill(Line.show_value, value or ())

    def raw(self) -> Any:
        raws = self._coming.laid_over([line.raw() for line in self._lines])
        return [raw for raw in raws if not self._lines[0].is_blank(raw)]

    def show_raw(self, raw: Any) -> None:
        self._fill(Line.show_raw, raw or ())

    def _fill(
        self, fill: Callable[[Line, dict[str, Any]], None], rows: Iterable[dict[str, Any]]
    ) -> None:
        """A line each; while one is filled it must not ask for a fresh one.

        The keyboard stays where it stood in them.
        """
        at = QApplication.focusWidget()
        here = self.spot_of(at) if at is not None else None
        self._marks.hold()
        self._unfolding.lay_out(on=False)
        self._clear()
        for row in rows:
            line = self._add()
            line.blockSignals(True)
            fill(line, row)
            line.blockSignals(False)
        self._add()
        self._unfolding.lay_out(on=True)
        self._marks.find_again()
        if here is not None:
            self.at(here).setFocus(Qt.FocusReason.TabFocusReason)

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
        return self._marks.wrong.control if self._marks.wrong is not None else self.control

    def mark(self, wrong: bool) -> None:
        """Show which input of which line is wrong, where that is known."""
        if not wrong:
            self._marks.clear()
            return
        if not self._given:  # nothing stands here, and something must
            self._marks.blame(self._lines[0].editors[0], "")
        self._marks.show()

    def point(self, words: str, spot: Spot | None) -> str:
        line = self._line_at(spot) if spot is not None else None
        if spot is None or line is None:
            return words
        self._marks.blame(line.editor(spot.column), words)
        self.mark(True)
        return self._marks.told(line, words)

    def recheck(self) -> str | None:
        words = self._marks.recheck()
        if words is None and self._asked and not self._coming:
            words = ""
        self._asked = self._asked and words is None
        return words

    def _refuse(self, line: Line, editor: Editor, words: str) -> None:
        self._marks.blame(editor, words)
        self._marks.show()
        self.refused.emit(self._marks.told(line, words))

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
        wrong = self._marks.wrong
        line = next((one for one in self._lines if wrong in one.seen), self._lines[-1])
        self._column.insertWidget(self._column.indexOf(line) + 1, note)

    def _line_at(self, spot: Spot) -> Line | None:
        """Lines that are blank were given to nobody, and count for nothing."""
        given = self._given
        if isinstance(spot.line, int):
            return given[spot.line - 1] if 0 < spot.line <= len(given) else None
        # Of two lines with the same words the later one is too much.
        return next((line for line in reversed(given) if line.holds(str(spot.line))), None)

    def _copy(self) -> None:
        """Put all lines on the clipboard, as they are seen, under their headings."""
        rows, columns = self.raw(), self.field.rows
        if not rows:
            return
        codes = unnamed(columns, rows)
        if codes:
            self.desk.tasks.read(
                self,
                lambda _progress: names_of(codes),
                partial(self._lay_copied, rows),
                slot="copy",
            )
        else:
            self._lay_copied(rows, {})

    def _lay_copied(self, rows: Sequence[Mapping[str, Any]], names: Names) -> None:
        copied_lines(self.field.rows, rows, names).lay()
        self.desk.say(_("{number} rows copied").format(number=f"{len(rows):,}"))

    def _take_cells(self, editor: Editor, text: str) -> bool:
        """Make lines of cells that were copied from a sheet, from this editor on."""
        cells, paste = cells_of(text), self.field.paste
        typed = paste is None and any(one.kind == "lookup" for one in self.field.rows)
        most = _MOST_TYPED if typed else MOST_LINES
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
        self._marks.wrong = None
        self.refused.emit(words)

    def _take_block(self, editor: Editor, cells: Sequence[Sequence[str]]) -> None:
        """Cells as they stand, into empty fields of this line and those below it."""
        start = next(at for at, one in enumerate(self._lines) if editor in one.seen)
        try:
            rows = laid(self.field.rows, cells, editor.field)
            if self._coming:
                raise NotLaid(_("Lines are still coming in: once more."))
            if any(self._holds(start + at, row) for at, row in enumerate(rows)):
                raise NotLaid(_("Something stands there already: nothing was pasted."))
        except NotLaid as why:
            self._refuse_cells(str(why))
            return
        self._come(rows, self._lines[start])

    def _holds(self, place: int, row: Mapping[str, Any]) -> bool:
        """Whether something stands in fields of a line that are to be written into."""
        raw = self._lines[place].raw() if place < len(self._lines) else {}
        open_ = [one for one in self.field.rows if one.name in row and one.kind != "choice"]
        return any(not is_blank(one, raw.get(one.name)) for one in open_)

    def _pasted(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            self._refuse_cells(_("No product stands in the cells that were copied."))
        else:
            self._come(rows)

    def _come(self, rows: list[dict[str, Any]], into: Line | None = None) -> None:
        self._coming.come(rows, into)
        if self._coming:
            self.changed.emit()  # a draft keeps what is still to come

    def put_in(self, rows: list[dict[str, Any]]) -> None:
        """Add lines with these values, as if they were typed below those that stand."""
        if rows:
            self._come(rows)
        else:
            self._lines[-1].editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _all_came(self, below: Line) -> None:
        self.changed.emit()
        below.editors[0].setFocus(Qt.FocusReason.TabFocusReason)
        reveal(below)

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

    def _add(self, place: int | None = None) -> Line:
        """A new line at a place among them, else at the end."""
        high = self._lines[0].row_px if self._unfolding.folds_next() else 0
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
        if place is None:
            self._lines.append(line)
            self._column.addWidget(line)
            line.call(len(self._lines), self._within)
        else:
            self._stand(line, place)
        line.show()  # now: shown by its layout, in a turn of its own, it has all laid out once more
        return line

    def _stand(self, line: Line, place: int) -> None:
        """Let a line stand above the one that stands at a place now."""
        self._column.insertWidget(self._column.indexOf(self._lines[place]), line)
        self._lines.insert(place, line)
        self._call_lines()
        self._marks.move()

    def tell_apart(self) -> None:
        """Name its lines by its words too: the form has other lines."""
        self._within = self.field.called
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
            self._add()
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
            place, raw, wrong = self._given.index(line), line.raw(), self._marks.of(line)
            put_back = partial(self._put_back, place, raw, wrong)
            self._back = LineBack(self.desk, self, put_back, self._back)
            self.desk.say(self._back.words, self._back)
        self._marks.forget(line)
        at = self._lines.index(line)
        self._lines.remove(line)
        self._call_lines()
        here = self._lines[at].editors[0]  # what takes its place, else the fresh one
        if isinstance(here.control, QLineEdit):
            # Ctrl+Z is about the line now, no more about what was typed here before.
            here.control.setText(here.control.text())
        here.setFocus()  # before it is hidden: Qt would look for another through all lines
        line.hide()
        line.deleteLater()
        self.changed.emit()

    def _put_back(self, place: int, raw: dict[str, Any], wrong: Mapping[str, str]) -> None:
        """Show a line again that was taken out, where it was, and what was wrong in it."""
        given = self._given
        below = given[place] if place < len(given) else self._lines[-1]
        line = self._add(self._lines.index(below))
        line.blockSignals(True)
        line.show_raw(raw)
        line.blockSignals(False)
        line.editors[0].setFocus()
        reveal(line)
        self.changed.emit()
        for column, words in wrong.items():
            self._refuse(line, line.editor(column), words)

    def _move(self, line: Line, step: int) -> None:
        """Change places with the line above or below; the fresh one stays last."""
        place = self._lines.index(line)
        other = place + step
        if line.blank or not 0 <= other < len(self._lines) - 1:
            return
        self._lines.remove(line)
        self._column.removeWidget(line)
        self._stand(line, other)
        reveal(line)
        self.changed.emit()

    def _clear(self) -> None:
        self._coming.forget()
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
