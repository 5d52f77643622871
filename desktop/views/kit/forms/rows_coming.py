"""Pasted lines on their way into a form: some at a time, so that the window stays quick."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.folded import is_sure, raw_given, raw_line, read
from desktop.views.kit.forms.rows_line import Line
from desktop.views.kit.forms.unfolding import Unfolding

_AT_A_TURN = 25  # lines without editors; of those that have them one
Row = dict[str, Any]


class Coming:
    """Rows that don't stand in their lines yet.

    ``fresh`` adds a folded line at the end; ``arrived`` is called with the line below the last one.
    """

    def __init__(
        self,
        owner: QWidget,
        fields: Sequence[Field],
        today: Callable[[], date],
        lines: Callable[[], Sequence[Line]],
        unfolding: Unfolding,
        fresh: Callable[[], Line],
        arrived: Callable[[Line], None],
    ) -> None:
        self._owner, self._fields, self._today = owner, fields, today
        self._lines, self._unfolding = lines, unfolding
        self._fresh, self._arrived = fresh, arrived
        self._rows: list[Row] = []
        self._into: Line | None = None  # the line for the first of them; None for the last line

    def __bool__(self) -> bool:
        return bool(self._rows)

    def forget(self) -> None:
        """None comes any more."""
        self._rows, self._into = [], None

    def come(self, rows: Sequence[Row], into: Line | None = None) -> None:
        """Let rows come: below all lines, or into these from one on, while nothing else comes."""
        is_coming = bool(self._rows)
        self._rows += rows
        if not is_coming:
            self._into = into
            self._go_on()

    def laid_over(self, raws: Sequence[Row]) -> list[Row]:
        """What stands in all lines, with what is still to come."""
        lines = self._lines()
        start = lines.index(self._into) if self._into in lines else len(lines) - 1
        over = len(lines) - start
        found = list(raws[:start])
        for raw, row in zip(raws[start:], self._rows[:over], strict=False):
            found.append({**raw, **raw_given(self._fields, row)})
        found += raws[len(found) :]
        return found + [raw_line(self._fields, row) for row in self._rows[over:]]

    def _go_on(self) -> None:
        if not self._rows:
            return
        line = self._next()
        sure = self._sure(line)
        some, self._rows = self._rows[: max(sure, 1)], self._rows[max(sure, 1) :]
        if sure:
            self._hold(line, some)
        else:
            self._into = None if line is self._lines()[-1] else self._below(line)
            line.show_pasted(some[0])
            line.changed.emit()  # which asks for the next fresh one
        if self._rows:
            QTimer.singleShot(0, self._owner, self._go_on)
        else:
            last, self._into = self._next(), None
            self._unfolding.lay_out(on=True)
            self._arrived(last)

    def _next(self) -> Line:
        lines = self._lines()
        return self._into if self._into is not None and self._into in lines else lines[-1]

    def _below(self, line: Line) -> Line:
        lines = self._lines()
        return lines[min(lines.index(line) + 1, len(lines) - 1)]

    def _sure(self, line: Line) -> int:
        """How many of them nothing has to be said of, and no editor asked for, from a line on."""
        some, lines = self._rows[:_AT_A_TURN], self._lines()
        if line is lines[-1]:
            known = (is_sure(self._fields, row, self._today) for row in some)
            return sum(takewhile(bool, known)) if self._unfolding.folds_next() else 0
        below = lines[lines.index(line) : -1]
        return sum(takewhile(bool, (self._is_held(*one) for one in zip(below, some, strict=False))))

    def _is_held(self, line: Line, row: Mapping[str, Any]) -> bool:
        raw = {**line.raw(), **raw_given(self._fields, row)}
        known = read(self._fields, raw, self._today, unfinished=True)
        return not line.seen and known is not None

    def _hold(self, line: Line, rows: Sequence[Row]) -> None:
        """Into lines without editors, and new ones below them."""
        self._unfolding.lay_out(on=False)
        for row in rows:
            is_last = line is self._lines()[-1]
            line.blockSignals(True)
            line.show_raw({**line.raw(), **raw_given(self._fields, row)})
            line.blockSignals(False)
            line = self._fresh() if is_last else self._below(line)
        self._into = None if line is self._lines()[-1] else line
