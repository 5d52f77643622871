"""Which lines of a form get their editors: those in sight, and those beside the keyboard."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.folded import folds
from desktop.views.kit.forms.rows_line import Line
from desktop.views.kit.scrolling import keyboard_in_sight, lay_out_now

_AT_ONCE = 10  # lines that have their editors from the beginning
_AT_A_TURN = 2  # lines that get their editors before the window is drawn again
_BESIDE = 3  # lines from the one with the keyboard on that have their editors


class Unfolding:
    """Makes folded lines as they are needed: some together, as all is laid out anew each time."""

    def __init__(
        self,
        owner: QWidget,
        fields: Sequence[Field],
        column: QBoxLayout,
        lines: Callable[[], Sequence[Line]],
    ) -> None:
        self._owner, self._column, self._lines = owner, column, lines
        self._can_fold = folds(fields)
        self._in_sight: list[Line] = []

    def folds_next(self) -> bool:
        """Whether the line that comes next is folded."""
        return self._can_fold and len(self._lines()) >= _AT_ONCE

    def watch(self, line: Line) -> None:
        """Make this line, or those beside it, in their time."""
        line.came.connect(lambda: self._came(line))
        line.came_in_sight.connect(lambda: self._came_in_sight(line))

    def _came(self, line: Line) -> None:
        """Beside the line with the keyboard there are others to go on to."""
        lines = self._lines()
        here = lines.index(line) if line in lines else 0
        beside = lines[max(0, here - 1) : here + _BESIDE]
        if any(not one.seen for one in beside):
            self._unfold(beside)

    def _came_in_sight(self, line: Line) -> None:
        self._in_sight.append(line)
        if len(self._in_sight) == 1:
            QTimer.singleShot(0, self._owner, self._unfold_seen)

    def _unfold_seen(self) -> None:
        some, self._in_sight = self._in_sight[:_AT_A_TURN], self._in_sight[_AT_A_TURN:]
        there = self._lines()
        # Others passed by, or stood there only until all was laid out.
        self._unfold([one for one in some if one in there and one.is_in_sight()])
        if self._in_sight:
            QTimer.singleShot(0, self._owner, self._unfold_seen)

    def _unfold(self, lines: Iterable[Line]) -> None:
        with keyboard_in_sight():
            self.lay_out(on=False)
            for line in lines:
                line.unfold()
            self.lay_out(on=True)

    def lay_out(self, *, on: bool) -> None:
        """Whether lines are laid out and shown: while many come they wait for the last."""
        layout = self._owner.layout()
        assert layout is not None
        if not on:
            self._owner.setUpdatesEnabled(False)
        layout.setEnabled(on)
        if on:
            self._column.invalidate()
            layout.activate()
            if self._owner.isVisible():
                lay_out_now()  # painted in too little room very many would be in sight
            self._owner.setUpdatesEnabled(True)
