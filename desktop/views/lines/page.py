"""Staggering (P6): who leads what beside whom, and a plan with fewer conflicts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.lines import LINES, LinesRow
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import listed
from desktop.views.lines.detail import LinesView
from desktop.views.lines.plan import PlanPanel

if TYPE_CHECKING:
    from desktop.views.kit.desk import Desk


_SEVERAL = N_("It is put together of several facts.")


class LinesPage(ListPage[LinesRow]):
    """The clients that lead lines; those in conflict first."""

    name: ClassVar[str] = "lines"
    title: ClassVar[str] = N_("Staggering")
    records = LINES
    search_words: ClassVar[str] = N_("client or code")
    begun_at: ClassVar[tuple[str, str]] = ("agreements", N_("Agreements"))
    empty_title: ClassVar[str] = N_("Nobody leads a line yet")
    empty_words: ClassVar[str] = N_(
        "An agreement gives a client lines to lead. Shops near each other should lead different "
        "ones: who doesn't is listed here, with a plan that mends it."
    )
    nothing_open: ClassVar[str] = N_("Choose a client on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 130, "client", stretch=True),
        Column(N_("Leads"), lambda row: listed(row.now), 110, unsorted=_SEVERAL),
        Column(
            N_("Conflicts"),
            lambda row: str(row.conflicts or ""),
            56,
            "conflicts",
            right=True,
            tone=lambda row: "wrong" if row.conflicts else "",
        ),
        Column(
            N_("By the plan"),
            lambda row: listed(row.planned or ()) if row.changes else "",
            110,
            unsorted=_SEVERAL,
            tone=lambda row: "accent" if row.changes else "",
        ),
        Column(
            N_("Then left"),
            lambda row: str(row.left) if row.left is not None and row.changes else "",
            56,
            right=True,
            unsorted=_SEVERAL,
        ),
    )
    sort: ClassVar[tuple[str, bool]] = ("conflicts", True)
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def __init__(self, desk: "Desk") -> None:
        self._plan = PlanPanel(desk, self._planned)
        super().__init__(desk)
        self.add_side(self._plan)

    def tools(self) -> Sequence[QWidget]:
        """The plan is made and looked at as a whole beside the list."""
        made = button(_("Plan of all"), self._show_plan, "primary", "Ctrl+J")
        keep_if(made, self.desk.may("plan.keep"))
        return (made,)

    def _show_plan(self) -> None:
        self.show_side(self._plan)
        self._plan.refresh()
        self._plan.setFocus()

    def _planned(self) -> None:
        """A plan was made: the list tells of it, while what it comes to stays beside."""
        self.filter_by("changed")

    def make_detail(self) -> LinesView:
        return LinesView(self.desk, self)

    def step_of(self, row: LinesRow) -> object:
        return row.changes

    def count_words(self, number: int) -> str:
        return _("{number} clients").format(number=number)
