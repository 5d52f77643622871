"""The editor of a grid: its rows, what is typed into them, and how a draft keeps it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.files_typed import said_files, with_files
from desktop.views.kit.forms.grid.clipboard import GridClipboard
from desktop.views.kit.forms.grid.history import TypedHistory
from desktop.views.kit.forms.grid.lost import NAMES, LostRows
from desktop.views.kit.forms.grid.pasting import Written
from desktop.views.kit.forms.grid.room import GridRoom
from desktop.views.kit.forms.grid.rows import GridRow, Rows, Typed
from desktop.views.kit.forms.grid.table import GridTable
from desktop.views.kit.forms.grid.view import ROW_PX, Grid
from desktop.views.kit.forms.line_editor import read_typed
from desktop.views.kit.parts import Remark, label
from desktop.views.kit.pasted_files import pasted_files
from desktop.views.kit.words_to_values import typed_text

_COUNTED = ("whole", "money")
_MOST_LOW = 8  # rows of a grid that stays low


class GridEditor(Editor):
    """Rows to type into. Its value is what was typed, by row and column, read as it is meant.

    ``wrote`` names a row in which something was typed, "" when it was in many; ``came`` the row
    to which the keyboard came.
    """

    wrote = Signal(str)
    came = Signal(str)

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self.rows = Rows()
        self._history = TypedHistory()
        self._following = False  # what follows from a step is part of it
        self._table = GridTable(field.rows, self.rows)
        self.grid = Grid(self._table)
        self.grid.setAccessibleName(_(field.words))
        self.grid.setObjectName(field.name)
        self._low = False
        self._room: GridRoom | None = None
        self.row_by_row = False  # what is usual for a row is so whatever stands in the others
        self._lost = LostRows(field.rows, self.rows)
        self._lost_said = Remark()
        self._said = label(kind="label", wrap=True)
        self._said.hide()
        whole = QVBoxLayout()
        whole.setSpacing(4)
        whole.addWidget(self.grid)
        whole.addWidget(self._lost_said)
        whole.addWidget(self._said)
        self._box.addLayout(whole, 1)
        self.setFocusProxy(self.grid)
        self._table.written.connect(self._written)
        self.grid.usual.connect(self.take_usual)
        places = self.grid.selectionModel()
        places.currentChanged.connect(lambda _now, _before: self.came.emit(self.grid.key))
        self.grid.emptied.connect(self.empty_row)
        self.grid.over.connect(self.entered)
        self.grid.undone.connect(lambda: self._go_to_step(self._history.back()))
        self.grid.redone.connect(lambda: self._go_to_step(self._history.again()))
        self._clipboard = GridClipboard(
            self.grid,
            self._write_many,
            self.refused.emit,
            lambda: self.add_files(pasted_files(self.desk)),
        )

    @property
    def control(self) -> QWidget:
        return self.grid

    def value(self) -> dict[str, dict[str, Any]]:
        self.grid.take_typing()
        found: dict[str, dict[str, Any]] = {}
        lost = self._lost.typed
        for key, cells in self.rows.typed.items():
            for name, text in cells.items():
                if not self.rows.knows(key) or name in lost.get(key, ()):
                    continue
                try:
                    found.setdefault(key, {})[name] = self._read(key, name, text)
                except ValueError as error:
                    self._mark(key, name, str(error))
                    raise ValueError(self._said_of(key, name, str(error))) from error
        return found

    def trouble(self) -> str:
        """What can't be read is said where it stands; the keyboard stays where it is."""
        said = [words for key in self.rows.typed if (words := self._trouble_in(key))]
        return said[0] if said else ""

    def _trouble_in(self, key: str) -> str:
        """What can't be read in a row, as words; its cells are marked."""
        said = ""
        open_ = self.rows.row(key).open if self.rows.knows(key) else ()
        for name, text in self.rows.typed.get(key, {}).items():
            if name not in open_:
                continue
            try:
                self._read(key, name, text)
            except ValueError as error:
                self._table.wrong[key, name] = str(error)
                said = said or self._said_of(key, name, str(error))
        return said

    def _read(self, key: str, name: str, text: str) -> Any:
        """What is typed as it is meant; nothing that is counted or paid is below 0."""
        place = self._table.column_named(name)
        kind = self._table.columns[place].kind
        if kind == "choice":
            return self._chosen(self._table.choices_of(key, place), text)
        value = read_typed(kind, text, lambda: self.desk.today)
        if kind in _COUNTED and value is not None and value < 0:
            raise ValueError(_("Nothing below 0 can stand here."))
        return value

    def _chosen(self, choices: Mapping[str, str], text: str) -> str:
        """What is chosen, by its value; only what was pasted can be none of the choices."""
        if text not in choices:
            words = _(", ").join(_(one) for one in choices.values())
            raise ValueError(_("“{text}” is none of: {words}.").format(text=text, words=words))
        return text

    def _said_of(self, key: str, name: str, why: str) -> str:
        column = self._table.columns[self._table.column_named(name)]
        words = _("{row}, {column}: {why}")
        return words.format(row=self.name_of(key), column=_(column.words), why=why)

    def name_of(self, key: str) -> str:
        """How a row is called, also one that is gone."""
        return self._lost.name_of(key)

    def show_value(self, value: Any) -> None:
        """Show these rows (``GridRow``); what was typed stays where it was."""
        rows: Sequence[GridRow] = value or ()
        self.rows.put(rows)
        self.grid.keep_place(lambda: None)
        self._tell_lost()
        if self._low:
            self._be_low()
        if rows and not self.grid.currentIndex().isValid():
            first = next((one.key for one in self.rows.top() if one.open), rows[0].key)
            self.grid.pick(first)

    def raw(self) -> Any:
        typed = {key: dict(cells) for key, cells in self.rows.typed.items()}
        return {**typed, NAMES: self._lost.note_names()} if typed else typed

    def show_raw(self, raw: Any) -> None:
        typed = dict(raw or {})
        self._lost.names = dict(typed.pop(NAMES, {}))
        self._show_typed(typed)
        self._tell_lost()
        self._history.begin(self.rows.typed)

    def _go_to_step(self, typed: Typed | None) -> None:
        """Show what was typed before a step, or after it; Ctrl+Z in a grid is about the grid."""
        if typed is None:
            self.desk.say(_("Nothing more was typed here that could be taken back."))
            return
        self._following = True
        self._table.wrong.clear()
        self._show_typed(typed)
        self._following = False

    def _show_typed(self, typed: Typed) -> None:
        self.rows.take(typed)
        self.grid.keep_place(lambda: None)
        self._written("")

    def show_in_row(self, key: str, shown: Mapping[str, str], tones: Mapping[str, str]) -> None:
        """Show what follows from what is typed in a row."""
        self.rows.show(key, shown, tones)
        self._table.show_row(key)

    def say(self, words: str) -> None:
        """Say below it how far it is."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def write(self, key: str, cells: Mapping[str, str]) -> None:
        """Write into a row, as if it were typed."""
        changed = [name for name, text in cells.items() if self.rows.write(key, name, text)]
        for name in changed:
            self._table.wrong.pop((key, name), None)
        if changed:
            self._table.show_row(key)
            self._written(key)

    def write_below(self, key: str, cells: Mapping[str, str], column: str) -> None:
        """Write into a row that stands alone under another, show it, and go to its column."""
        self.write(key, cells)
        self.grid.keep_place(self.rows.lay)
        self.grid.pick(key, column)

    def take_usual(self, key: str) -> None:
        """Put what is usual into a row where nobody said otherwise, and go on to the next one."""
        top = self.rows.row(key).under or key
        for one in self._usual_of(self.rows.row(top)):
            self.write(one.key, self._left_of_usual(one))
        tops = [one.key for one in self._with_usual()]
        if self.row_by_row and (left := self._left_in(top)):
            self.grid.pick(left)
        elif top in tops[:-1]:
            self.grid.pick(tops[tops.index(top) + 1])

    def _left_in(self, top: str) -> str:
        """The first row of an item in which nothing stands yet; "" for none."""
        rows = (self.rows.row(top), *self.rows.under(top))
        left = (one.key for one in rows if one.open and one.key not in self.rows.typed)
        return next(left, "")

    def take_usual_for_the_rest(self, but: Collection[str] = ()) -> int:
        """Put what is usual into every row where nobody said otherwise; how many these were.

        ``but`` names rows that somebody has to look at first.
        """
        self.grid.take_typing()
        tops = (one for one in self._with_usual() if one.key not in but)
        rest = [found for one in tops if (found := self._usual_of(one))]
        for one in (low for found in rest for low in found):
            for name, text in self._left_of_usual(one).items():
                self.rows.write(one.key, name, text)
        if rest:
            self.grid.keep_place(lambda: None)
            self._written("")
        return len(rest)

    def _usual_of(self, top: GridRow) -> list[GridRow]:
        """A row and those under it that something is usual for; none once somebody said otherwise.

        What is typed into other columns, such as a time or an amount, says nothing of what is
        usual: the first usual cell does, and what was typed below.
        """
        below = [one for one in self.rows.under(top.key) if not one.alone]
        if self.row_by_row:
            rows = (top, *self.rows.under(top.key))
            return [one for one in rows if one.usual and self._left_of_usual(one)]
        said = {next(iter(top.usual), "")} & self.rows.typed.get(top.key, {}).keys()
        if said or any(one.key in self.rows.typed for one in below):
            return []
        return [one for one in (top, *below) if one.usual]

    def _left_of_usual(self, row: GridRow) -> dict[str, str]:
        """What is usual for a row in which nothing of it stands; what somebody typed stays."""
        typed = self.rows.typed.get(row.key, {})
        return {name: text for name, text in row.usual.items() if name not in typed}

    def _with_usual(self) -> list[GridRow]:
        """The rows for which something is usual, or for one under them."""
        return [
            one
            for one in self.rows.top()
            if one.usual or any(low.usual for low in self.rows.under(one.key))
        ]

    def is_typed(self, key: str) -> bool:
        """Whether something stands in a row, or under it."""
        return any(one in self.rows.typed for one in (key, *(u.key for u in self.rows.under(key))))

    def empty_row(self, key: str) -> None:
        """Take away what was typed in a row."""
        self.write(key, dict.fromkeys(self.rows.typed.get(key, {}), ""))

    def open_apart(self) -> bool:
        """Show also the rows that are apart under the row that the keyboard is in."""
        key = self.grid.key
        if not key:
            return False
        top = self.rows.row(key).under or key
        opened = [False]
        self.grid.keep_place(lambda: opened.__setitem__(0, self.rows.open(top, apart=True)))
        first = next((one.key for one in self.rows.under(top) if one.apart), "")
        if first:
            self.grid.pick(first)
        return opened[0]

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files into the item that the keyboard is in; it says where they went."""
        column = next((one for one in self._table.columns if one.kind == "files"), None)
        if column is None or not paths or not self.grid.key:
            return
        top = self.rows.row(self.grid.key).under or self.grid.key
        text = with_files(self.rows.typed.get(top, {}).get(column.name, ""), paths)
        self.write(top, {column.name: text})
        words = _("{row}: {files}").format(row=self.name_of(top), files=said_files(text))
        self.desk.say(words)

    def open(self, keys: Iterable[str]) -> None:
        """Show the rows under these."""
        for key in keys:
            self.rows.open(key)
        self.grid.keep_place(lambda: None)

    def look_for(self, text: str) -> bool:
        """Go to the first row that a number or a name leads to."""
        wanted = text.strip().casefold()
        exact = (one for one in self.rows.top() if wanted in map(str.casefold, one.found))
        near = (
            one
            for one in self.rows.top()
            if any(wanted in word.casefold() for word in (*one.found, *one.shown.values()))
        )
        found = next(exact, None) or next(near, None) if wanted else None
        if found is None:
            return False
        self.grid.pick(found.key)
        self.grid.setFocus()
        return True

    def _write_many(self, found: Written) -> None:
        """Write into many cells as one step; what can't be read is said where it stands."""
        changed = [
            self.rows.write(key, name, text)
            for key, cells in found.items()
            for name, text in cells.items()
        ]
        for key, cells in found.items():
            for name in cells:
                self._table.wrong.pop((key, name), None)
            self._write_out(key)
        if any(changed):
            self.grid.keep_place(lambda: None)
            self._written("")
        if words := self.trouble():
            self.refused.emit(words)
        else:
            self.desk.say(_("{number} cells written").format(number=sum(changed)))

    # --- what others did to its rows ------------------------------------------------------

    def left_open(self) -> str:
        return self._lost.question

    def explain_lost(self, why: Callable[[str], str]) -> None:
        """Take what says what happened to a row that takes no more what was typed into it."""
        self._lost.why = why
        self._tell_lost()

    def _tell_lost(self) -> None:
        self._lost_said.say(self._lost.words)

    # --- what is wrong ------------------------------------------------------------------

    def point(self, words: str, spot: Spot | None) -> str:
        if spot is None or not self.rows.knows(str(spot.line)):
            return words
        key = str(spot.line)
        self._mark(key, spot.column, words)
        return _("{row}: {why}").format(row=self.name_of(key), why=words)

    def _mark(self, key: str, column: str, words: str) -> None:
        names = [one.name for one in self._table.columns]
        name = column if column in names else names[0]
        self._table.wrong[key, name] = words
        parent = self.rows.row(key).under
        if parent and key not in self.rows.visible:
            apart = self.rows.row(key).apart
            self.grid.keep_place(lambda: self.rows.open(parent, apart=apart))
        self._table.show_row(key)
        self.grid.pick(key, name)

    def mark(self, wrong: bool) -> None:
        if not wrong and self._table.wrong:
            self._table.wrong.clear()
            self._table.refill()
        self._wrong_raw = self.raw() if wrong else None

    def at(self, spot: Spot | None) -> QWidget:
        if spot is not None and self.rows.knows(str(spot.line)):
            self.grid.pick(str(spot.line), spot.column)
        return self.grid

    def place_of(self, column: str) -> int:
        """Where a column stands, from 0."""
        return self._table.column_named(column)

    @property
    def column(self) -> str:
        """The column that the keyboard is in; the first one where it is in none."""
        return self._table.columns[max(self.grid.currentIndex().column(), 0)].name

    def spot_of(self, control: QWidget) -> Spot | None:
        index = self.grid.currentIndex()
        if not index.isValid():
            return None
        return Spot(self.grid.key, self._table.columns[index.column()].name)

    def _write_out(self, key: str) -> None:
        """Write amounts and times out, so that one sees how they were read."""
        for name, text in self.rows.typed.get(key, {}).items():
            column = self._table.columns[self._table.column_named(name)]
            if column.kind == "files":
                continue
            with suppress(ValueError):
                full = typed_text(
                    column.kind, read_typed(column.kind, text, lambda: self.desk.today)
                )
                self.rows.typed[key][name] = full or text

    def _written(self, key: str) -> None:
        self._write_out(key)
        step, self._following = not self._following, True
        self.wrote.emit(key)
        self.changed.emit()
        if step:
            self._following = False
            self._history.note(self.rows.typed)
        if words := self._trouble_in(key):
            self.refused.emit(words)

    # --- its room -----------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._low:
            self._be_low()
        elif self._room is None:
            self._room = GridRoom(self.grid)

    def keep_low(self) -> None:
        """Be as high as its rows, so that what stands below it stays in sight."""
        self._low = True
        self.grid.horizontalScrollBar().rangeChanged.connect(lambda *_range: self._be_low())

    def _be_low(self) -> None:
        rows = min(max(self._table.rowCount(), 2), _MOST_LOW)
        head, bar = self.grid.horizontalHeader().sizeHint(), self.grid.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() else 0
        self.grid.setFixedHeight(head.height() + rows * ROW_PX + 6 + below)
