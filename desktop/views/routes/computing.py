"""Computing a rep's four weeks while the window stays free: how far it is, and an end to it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.i18n import _
from desktop.queries.route_board import Lines, RouteBoard, computed
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.search_bar import GivenUp, SearchBar
from desktop.views.kit.parts import label

Found = dict[str, RouteLineDraft]


class ComputingBar(SearchBar):
    """How many rounds of all are done."""

    told = Signal(int, int)  # from the process that computes

    def __init__(self, desk: Desk) -> None:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it is"))
        super().__init__(desk, "computing", label(_("Computing …")), self._bar)
        self._row.setStretch(1, 1)
        self.told.connect(self._show)

    def start(
        self,
        board: RouteBoard,
        lines: Lines,
        then: Callable[[Found | None], None],
        failed: Callable[[Exception], None],
        *,
        keep_today: bool,
    ) -> None:
        """Compute; ``then`` gets what was found, None where it was given up."""
        self._bar.setRange(0, 0)

        def work(given_up: Callable[[], bool]) -> Found | None:
            def watch(far: tuple[int, int] | None) -> bool:
                if given_up():
                    raise GivenUp
                if far is not None:
                    self.told.emit(*far)
                return self.is_enough

            try:
                found = computed(board, lines, watch, keep_today=keep_today)
            except GivenUp:
                return None
            board.planned(found)  # its ways are reckoned here, not while it is shown
            return found

        self.search(work, then, failed)

    def _show(self, done: int, rounds: int) -> None:
        self._bar.setRange(0, rounds)
        self._bar.setValue(done)
