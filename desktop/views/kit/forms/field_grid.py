"""Where the fields of a form stand: in its columns, or in as many as there is room for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.field_label import above, words_above
from desktop.views.kit.forms.fields import Field

# Of the grid for a row of fields: words above it, the fields, what is wrong, what is worth knowing.
_ROWS = 4
_GAP_PX = 10
_APART_PX = 12  # between two columns of fields
# Of a field beside another: what is typed into it, a name with its code above all, is read.
_LEAST_PX, _NAMED_LEAST_PX, _SHORT_LEAST_PX, _DAY_LEAST_PX = 110, 160, 80, 104
# What is short by nature, or a choice of a few words, isn't stretched over a wide window.
_SHORT_PX, _SHORT_MOST_PX = 180, 300  # by the longest hint of a form: all are equally short
SHORT = ("whole", "minutes", "money", "rate", "decimal", "day", "time", "closing")
_LINES = ("rows", "grid")  # they need the whole width: their label stands above them


@dataclass(frozen=True)
class Placed:
    """A field with its label, and the place for what is wrong with it."""

    field: Field
    label: QLabel
    editor: Editor
    note: QLabel

    def label_px(self) -> int:
        """How wide its label is."""
        self.label.ensurePolished()  # so that words are measured as they are written
        return self.label.sizeHint().width()

    def editor_px(self) -> int:
        """How narrow its field can be."""
        return max(self.editor.minimumWidth(), self.editor.minimumSizeHint().width())

    def beside_px(self) -> int:
        """How narrow its field may be beside another: what is typed must be read."""
        if self.editor.minimumWidth() == self.editor.maximumWidth():
            return self.editor.minimumWidth()
        least = _SHORT_LEAST_PX if self.field.kind in SHORT else _LEAST_PX
        least = {"lookup": _NAMED_LEAST_PX, "day": _DAY_LEAST_PX}.get(self.field.kind, least)
        return max(self.editor_px(), least, self.choice_px())

    def choice_px(self) -> int:
        """How wide a choice is, whichever is chosen; 0 for other fields."""
        if self.field.kind != "choice":
            return 0
        self.editor.control.ensurePolished()  # so that words are measured as they are written
        return self.editor.control.sizeHint().width()

    @property
    def has_lines(self) -> bool:
        """Whether its label stands above it."""
        return self.field.kind in _LINES

    def is_wide(self) -> bool:
        """Whether it has all columns of the form."""
        return self.field.wide or self.field.kind in (*_LINES, "long")


class FieldGrid:
    """The fields of a form in a grid, in ``columns``; a wide one has all of them.

    What ``stands_with`` a field moves with it when the columns of a ``fluid`` one change.
    """

    def __init__(self, form: QWidget, columns: int, *, fluid: bool = False) -> None:
        self.layout = QGridLayout(form)
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.setHorizontalSpacing(_GAP_PX)
        self.layout.setVerticalSpacing(2)
        self.columns = self._declared = columns
        self._fluid = fluid
        self.rows: dict[str, int] = {}
        self._above: dict[str, QLabel] = {}
        self._with: list[tuple[QWidget, str, int]] = []
        self.placed: list[Placed] = []
        # Columns in which every field has its own width take no more than that.
        self._narrow: dict[int, bool] = {}

    def lay(self, placed: list[Placed]) -> None:
        """Put fields where they stand."""
        self.placed = placed
        columns = self.columns
        for one, at, span in _stand(placed, columns):
            self._put(one, at // columns, at % columns, span)
        sides = self._sides()
        for column in range(columns):
            self.layout.setColumnStretch(3 * column + 1, int(not self._narrow.get(column)))
            if columns > 1:
                # Stretched alike, a name would be cut beside a choice of two words.
                px = Placed.beside_px if self._fluid else Placed.choice_px
                self.layout.setColumnMinimumWidth(3 * column + 1, _widest(sides[column], px))
        for beside, name, first in self._with:
            self._lay_across(beside, self.rows[name] + 2, first)

    def stand_with(self, name: str, beside: QWidget, first: int = 0) -> None:
        """Put something below a field, from a column of the grid on."""
        self._with.append((beside, name, first))
        self._lay_across(beside, self.rows[name] + 2, first)

    def _lay_across(self, one: QWidget, row: int, first: int) -> None:
        """From a column to the last: not -1, which leaves gaps for columns that stand no more."""
        self.layout.addWidget(one, row, first, 1, 3 * self.columns - 1 - first)

    def _put(self, one: Placed, row: int, column: int, span: int) -> None:
        field, grid = one.field, self.layout
        first, last = 3 * column, 3 * span - 2
        top = _ROWS * row
        if span == 1 and self.columns > 1:
            self._narrow[column] = self._narrow.get(column, True) and bool(field.width)
        if field.above:
            if field.name not in self._above:
                self._above[field.name] = words_above(field.above)
            self._lay_across(self._above[field.name], top, first)
        if one.has_lines:
            grid.addLayout(above(one.label, one.editor), top + 1, first, 1, last + 1)
        else:
            one.label.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(one.label, top + 1, first, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(one.editor, top + 1, first + 1, 1, last)
        grid.addWidget(one.note, top + 2, first + 1, 1, last)
        grid.setRowMinimumHeight(top + 2, 5)
        if field.fills:
            grid.setRowStretch(top + 1, 1)
        if column:
            grid.setColumnMinimumWidth(first - 1, _APART_PX)
        self.rows[field.name] = top + 1

    def keep_short(self) -> None:
        """Give those that are short by nature one width, in which their hints stand whole.

        In two columns the column does, but for one that has both.
        """
        short = [
            one.editor
            for one in self.placed
            if one.field.kind in SHORT
            and not one.field.width
            and (one.field.wide or self.columns == 1)
        ]
        hints = (one.hint_px for one in short if one.hint_px <= _SHORT_MOST_PX)
        width = max(_SHORT_PX, *hints, 0)
        for one in short:
            self._keep_narrow(one, width)
        for placed in () if self._fluid or self.columns > 1 else self.placed:
            if 0 < placed.choice_px() <= _SHORT_MOST_PX and not placed.field.width:
                self._keep_narrow(placed.editor, max(width, placed.choice_px()))

    def _keep_narrow(self, editor: Editor, wide_px: int) -> None:
        editor.setFixedWidth(wide_px)
        self.layout.setAlignment(editor, Qt.AlignmentFlag.AlignLeft)

    # --- two columns where there is room ------------------------------------------------

    def fit(self, room: int) -> None:
        """Stand in two columns where all fields are whole in them, else in one."""
        columns = 2 if room >= self.two_px else 1
        if columns == self.columns:
            return
        for place in range(self.layout.rowCount()):
            self.layout.setRowMinimumHeight(place, 0)
        for place in range(self.layout.columnCount()):
            self.layout.setColumnStretch(place, 0)
            self.layout.setColumnMinimumWidth(place, 0)
        for one in self.placed:
            self._take_out(one)
        for beside in (*self._above.values(), *(one for one, _name, _first in self._with)):
            self.layout.removeWidget(beside)
        self._narrow.clear()
        self.columns = columns
        self.lay(self.placed)
        for one in self.placed:
            if one.editor.minimumWidth() == one.editor.maximumWidth():
                self.layout.setAlignment(one.editor, Qt.AlignmentFlag.AlignLeft)

    def _take_out(self, one: Placed) -> None:
        box = self.layout.itemAtPosition(self.rows[one.field.name], 0)
        around = box.layout() if box is not None else None
        if around is not None:  # its label stands above it
            around.removeWidget(one.label)
            around.removeWidget(one.editor)
            self.layout.removeItem(around)
            around.deleteLater()
        for widget in (one.label, one.editor, one.note):
            self.layout.removeWidget(widget)

    @property
    def one_px(self) -> int:
        """How wide it is in one column at the least."""
        labelled = [one for one in self.placed if not one.has_lines]
        beside = _widest(labelled, Placed.label_px) + _GAP_PX + _widest(labelled, Placed.editor_px)
        return max(beside, _widest(self.placed, Placed.editor_px))

    @property
    def two_px(self) -> int:
        """From how much room on it stands in two columns."""
        if self._declared == 1:
            return 2 * (self.one_px + _GAP_PX) + _APART_PX
        left, right = self._sides()
        across = [one for one, _at, span in _stand(self.placed, 2) if span > 1]
        named = [one for one in across if not one.has_lines]
        # A wide field's label stands in the column of those at the left.
        labels = _widest([*left, *named], Placed.label_px) + _GAP_PX
        beside = _widest(right, Placed.label_px) + _GAP_PX + _widest(right, Placed.beside_px)
        both = labels + _widest(left, Placed.beside_px) + beside + 2 * _GAP_PX + _APART_PX
        lines = [one for one in across if one.has_lines]
        return max(
            both, labels + _widest(named, Placed.editor_px), _widest(lines, Placed.editor_px)
        )

    def _sides(self) -> tuple[list[Placed], list[Placed]]:
        """The fields at the left and at the right of two columns, without those across both."""
        sides: tuple[list[Placed], list[Placed]] = ([], [])
        for one, at, span in _stand(self.placed, 2):
            if span == 1:
                sides[at % 2].append(one)
        return sides


def _stand(placed: Sequence[Placed], columns: int) -> Iterator[tuple[Placed, int, int]]:
    """The fields, each with its place counted row by row, and how many columns it has."""
    # Nothing but texts: they stand beside each other as fields do.
    alike = len(placed) > 1 and all(one.field.kind == "long" for one in placed)
    at = 0
    for one in placed:
        span = columns if one.is_wide() and not alike else 1
        at += -at % columns if span > 1 else 0
        yield one, at, span
        at += span


def _widest(placed: Sequence[Placed], of: Callable[[Placed], int]) -> int:
    return max((of(one) for one in placed), default=0)
