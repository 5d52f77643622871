"""Planning the rest of a day again, while the window stays free (D4)."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Signal

from desktop.basics.day_plan import DayPlan
from desktop.basics.i18n import _
from desktop.queries.day_board import DayBoard
from desktop.queries.day_rows import PlannedDay, ReckonedDay
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.search_bar import GivenUp, SearchBar
from desktop.views.kit.parts import label
from desktop.views.kit.words import joined, money


class PlanningBar(SearchBar):
    """How long it lasts, and the best so far."""

    better = Signal(object)  # from the process's own thread
    looked = Signal(int)  # how many seconds it lasts

    def __init__(self, desk: Desk) -> None:
        self._best = ""
        self._words = label()
        super().__init__(desk, "planning", self._words, None)
        self.better.connect(self._show_better)
        self.looked.connect(self._show_seconds)

    def start(
        self,
        board: DayBoard,
        plan: DayPlan,
        freedom: str,
        then: Callable[[PlannedDay | None], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Plan the rest of a day again; ``then`` gets what was found, or None."""
        self._best = _("a first plan is sought")
        self._show_seconds(0)

        def work(given_up: Callable[[], bool]) -> PlannedDay | None:
            begun, last = monotonic(), 0

            def watch(day: ReckonedDay | None) -> bool:
                nonlocal last
                if given_up():
                    raise GivenUp
                if day is not None:
                    self.better.emit(day)
                if (now := int(monotonic() - begun)) != last:
                    last = now
                    self.looked.emit(now)
                return self.is_enough

            try:
                return board.planned(plan, freedom, watch)
            except GivenUp:
                return None

        self.search(work, then, failed)

    def _show_better(self, day: ReckonedDay) -> None:
        figures = day.figures
        waiting = _("{number} on no run").format(number=figures.waiting) if figures.waiting else ""
        self._best = joined(
            _("best so far ¥ {cost}").format(cost=money(figures.cost_fen)),
            _("{number} runs").format(number=figures.runs),
            waiting,
        )

    def _show_seconds(self, seconds: int) -> None:
        words = _("Planning … {seconds} s").format(seconds=seconds)
        self._words.setText(joined(words, self._best))
