"""Computing a rep's four weeks while the window stays free: how far it is, and an end to it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.i18n import _
from desktop.queries.route_board import Lines, RouteBoard, computed
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, label, line
from desktop.views.kit.tasks import Progress

Found = dict[str, RouteLineDraft]


class ComputingBar(QFrame):
    """Says how far it is. It can be ended with what was found by then, or given up."""

    told = Signal(int, int)  # from the worker

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._progress: Progress | None = None
        self._enough = False
        self.setProperty("kind", "strip")
        theme.set_tone(self, "careful")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it is"))
        self.enough = button(_("Good enough"), self._end, "primary", "Ctrl+Return")
        self.give_up = button(_("Give up"), self.stop, "", "Esc")
        row = line(label(_("Computing …")), self._bar, self.give_up, self.enough)
        row.setStretch(1, 1)
        row.setContentsMargins(10, 5, 10, 5)
        self.setLayout(row)
        self.told.connect(self._show)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether it computes now."""
        return self._progress is not None

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
        self._enough = False
        self.enough.setEnabled(True)
        self._bar.setRange(0, 0)
        self._progress = Progress()
        progress = self._progress
        self.show()
        self.enough.setFocus()

        def work(asked: Progress) -> Found | None:
            def watch(done: int, rounds: int) -> bool:
                self.told.emit(done, rounds)
                return not (self._enough or progress.cancelled or asked.cancelled)

            found = computed(board, lines, watch, keep_today=keep_today)
            if progress.cancelled or asked.cancelled:
                return None
            board.planned(found)  # its ways are reckoned here, not while it is shown
            return found

        def over(found: Found | None) -> None:
            self._progress = None
            self.hide()
            then(found)

        def broke(error: Exception) -> None:
            self._progress = None
            self.hide()
            failed(error)

        self._desk.tasks.read(self, work, over, broke, slot="computing")

    def stop(self) -> None:
        """Give it up: all stays as it stood."""
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._enough = True
        self.enough.setEnabled(False)

    def _show(self, done: int, rounds: int) -> None:
        self._bar.setRange(0, rounds)
        self._bar.setValue(done)
