"""What a report says while there is nothing to tell, and where that begins."""

from collections.abc import Callable

from desktop.basics.i18n import _
from desktop.basics.report import Report, Table
from desktop.queries.reports.registry import REPORTS
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import EmptyState, button


class EmptyReport(EmptyState):
    """A table without a line: where the whole report has none, the ways to one that has.

    ``widen`` shows the longest time with a name.
    """

    def __init__(self, desk: Desk, widen: Callable[[], object]) -> None:
        self._desk = desk
        self._page = ""
        self._longer = button(_("Show twelve months"), widen)
        self._way = button("", self._go)
        super().__init__("", "", self._way, self._longer)

    def show_why(self, report: Report, table: Table, *, longest: bool) -> None:
        """Say why nothing is there; ``longest``: no longer time with a name could be shown."""
        blank = not any(one.lines for one in report.tables)
        self._page, title = REPORTS[report.name].filled_at
        source = _("Its figures come from “{page}”.").format(page=_(title))
        self.say(table.none, source if blank else "")
        self._way.setText(_("Go to “{page}”").format(page=_(title)))
        self._way.setVisible(blank)
        self._longer.setVisible(blank and not longest)

    def _go(self) -> None:
        self._desk.open(Link(self._page))
