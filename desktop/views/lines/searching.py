"""The plan of all lines computed while the window stays free; it can be given up (P6)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.search_bar import GivenUp, SearchBar
from desktop.views.kit.parts import label

if TYPE_CHECKING:
    from desktop.queries.plans.planned import Planned


class SearchingBar(SearchBar):
    """That it is computed; how far nobody knows before it is there."""

    def __init__(self, desk: Desk) -> None:
        busy = QProgressBar()
        busy.setRange(0, 0)
        busy.setTextVisible(False)
        busy.setAccessibleName(_("How far it is"))
        super().__init__(desk, "lines", label(_("Computing …")), busy)
        self._row.setStretch(1, 1)

    def start(
        self,
        then: Callable[["Planned | None"], None],
        failed: Callable[[Exception], None],
        *,
        keep_today: bool,
        fixed: bool,
    ) -> None:
        """Compute; ``then`` gets what was found, None where it was given up."""
        from desktop.queries.plans.lines import lines_problem
        from desktop.queries.plans.planned import lines_watched

        office, today = self._desk.office, self._desk.today

        def work(given_up: Callable[[], bool]) -> "Planned | None":
            def watch(_none: None) -> bool:
                if given_up():
                    raise GivenUp
                return self.is_enough

            with office.reading() as session:
                problem = lines_problem(session, today, keep_today=keep_today, fixed=fixed)
            try:
                return lines_watched(problem, watch)
            except GivenUp:
                return None

        self.search(work, then, failed)
