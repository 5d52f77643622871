"""Planning the rest of a day again, while the window stays free (D4)."""

from collections.abc import Callable
from functools import partial
from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.basics.day_plan import DayPlan
from desktop.basics.i18n import _
from desktop.queries.day_board import DayBoard
from desktop.queries.day_rows import PlannedDay, ReckonedDay
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, label, line
from desktop.views.kit.tasks import Progress
from desktop.views.kit.words import joined, money


class GivenUp(Exception):
    """Nobody waits for the plan any more: the page was left, or the person gave it up."""


class PlanningBar(QFrame):
    """Says how far planning is, with the best so far; it can be ended, or given up."""

    better = Signal(object)  # from the process's own thread
    looked = Signal(int)  # how many seconds it lasts

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._progress: Progress | None = None
        self._enough = False
        self._best = ""
        self.setProperty("kind", "strip")
        theme.set_tone(self, "careful")
        self._words = label()
        self.enough = button(_("Good enough"), self._end, "primary", "Ctrl+Return")
        self.give_up = button(_("Give up"), self.stop, "", "Esc")
        row = line(self._words, None, self.give_up, self.enough)
        row.setContentsMargins(10, 5, 10, 5)
        self.setLayout(row)
        self.better.connect(self._show_better)
        self.looked.connect(self._show_seconds)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether it plans now."""
        return self._progress is not None

    def start(
        self,
        board: DayBoard,
        plan: DayPlan,
        freedom: str,
        then: Callable[[PlannedDay | None], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Plan the rest of a day again; ``then`` gets what was found, or None."""
        self._enough, self._best = False, _("a first plan is sought")
        self._show_seconds(0)
        self.show()
        self.enough.setFocus()

        def over(found: PlannedDay | None) -> None:
            self._progress = None
            self.hide()
            then(found)

        def broke(error: Exception) -> None:
            self._progress = None
            self.hide()
            failed(error)

        self._progress = Progress()
        work = partial(self._work, board, plan, freedom)
        self._desk.tasks.read(self, work, over, broke, slot="planning")

    def _work(
        self, board: DayBoard, plan: DayPlan, freedom: str, progress: Progress
    ) -> PlannedDay | None:
        """Plan, off the GUI thread; None when it was given up."""
        if self._progress is not None and self._progress.cancelled:
            progress.cancel()
        self._progress = progress
        begun, last = monotonic(), 0

        def watch(day: ReckonedDay | None) -> bool:
            nonlocal last
            if progress.cancelled:
                raise GivenUp
            if day is not None:
                self.better.emit(day)
            if (now := int(monotonic() - begun)) != last:
                last = now
                self.looked.emit(now)
            return self._enough

        try:
            return board.planned(plan, freedom, watch)
        except GivenUp:
            return None

    def stop(self) -> None:
        """Give it up: the day stays as it stood."""
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._enough = True
        self.enough.setEnabled(False)

    def _show_better(self, day: ReckonedDay) -> None:
        figures = day.figures
        waiting = _("{number} on no run").format(number=figures.waiting) if figures.waiting else ""
        self._best = joined(
            _("best so far ¥ {cost}").format(cost=money(figures.cost_fen)),
            _("{number} runs").format(number=figures.runs),
            waiting,
        )

    def _show_seconds(self, seconds: int) -> None:
        self.enough.setEnabled(not self._enough)
        words = _("Planning … {seconds} s").format(seconds=seconds)
        self._words.setText(joined(words, self._best))
