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
        self._places: list[Line] = []  # for the first of them, wherever these stand by then

    def __bool__(self) -> bool:
        return bool(self._rows)

    def forget(self) -> None:
        """None comes any more."""
        self._rows, self._places = [], []

    def come(self, rows: Sequence[Row], into: Line | None = None) -> None:
        """Let rows come: below all lines, or into these from one on, while nothing else comes."""
        is_coming, lines = bool(self._rows), self._lines()
        self._rows += rows
        if not is_coming:
            start = lines.index(into) if into is not None else len(lines)
            self._places = list(lines[start:-1][: len(rows)])
            self._go_on()

    def laid_over(self, raws: Sequence[Row]) -> list[Row]:
        """What stands in all lines, with what is still to come."""
        lines = self._lines()
        coming = dict(zip(self._places, self._rows, strict=False))
        found = [
            {**raw, **raw_given(self._fields, coming.pop(line))} if line in coming else raw
            for line, raw in zip(lines, raws, strict=True)
        ]
        below = [*coming.values(), *self._rows[len(self._places) :]]
        return found + [raw_line(self._fields, row) for row in below]

    def _go_on(self) -> None:
        if not self._rows:
            return
        line, sure = self._next(), self._sure()
        if sure:
            line = self._hold(sure)
        else:
            line.show_pasted(self._take())
            line.changed.emit()  # which asks for the next fresh one
        if self._rows:
            QTimer.singleShot(0, self._owner, self._go_on)
        else:
            self._unfolding.lay_out(on=True)
            self._arrived(self._below(line))

    def _next(self) -> Line:
        """The line for the first of them: one that was taken out meanwhile is none."""
        lines = self._lines()
        placed = next(iter(self._places), lines[-1])
        return placed if placed in lines else lines[-1]

    def _take(self) -> Row:
        self._places = self._places[1:]
        return self._rows.pop(0)

    def _below(self, line: Line) -> Line:
        lines = self._lines()
        at = lines.index(line) + 1 if line in lines else len(lines)
        return lines[min(at, len(lines) - 1)]

    def _sure(self) -> int:
        """How many of them nothing has to be said of, and no editor asked for."""
        some, lines = self._rows[:_AT_A_TURN], self._lines()
        if self._next() is lines[-1]:
            if self._places:
                del some[1:]
            known = (is_sure(self._fields, row, self._today) for row in some)
            return sum(takewhile(bool, known)) if self._unfolding.folds_next() else 0
        there = set(lines)
        placed = zip(takewhile(there.__contains__, self._places), some, strict=False)
        return sum(takewhile(bool, (self._is_held(*one) for one in placed)))

    def _is_held(self, line: Line, row: Mapping[str, Any]) -> bool:
        raw = {**line.raw(), **raw_given(self._fields, row)}
        known = read(self._fields, raw, self._today, unfinished=True)
        return not line.seen and known is not None

    def _hold(self, number: int) -> Line:
        """So many into lines without editors, and new ones below them; gives the last of these."""
        self._unfolding.lay_out(on=False)
        line = self._next()
        for _one in range(number):
            line = self._next()
            is_last, row = line is self._lines()[-1], self._take()
            line.blockSignals(True)
            line.show_raw({**line.raw(), **raw_given(self._fields, row)})
            line.blockSignals(False)
            if is_last:
                self._fresh()
        return line
