"""The runs: which vehicle goes when, how full, and what is still out."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.runs import RUNS, RunRow
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import button
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day
from desktop.views.runs.detail import RunView
from desktop.views.runs.forms import RunForm, save_run
from desktop.views.runs.standing import state_of, tone_of_run


def _share(row: RunRow) -> str:
    return f"{row.load * 100 / row.room:.0f}%"


def _who(row: RunRow) -> str:
    return f"{row.driver} {row.name}".strip()


def _full(row: RunRow) -> str:
    return "wrong" if row.load > row.room else ""


class RunsPage(ListPage[RunRow]):
    """Every run, the newest first."""

    name: ClassVar[str] = "runs"
    title: ClassVar[str] = N_("Runs")
    records = RUNS
    search_words: ClassVar[str] = N_("number, plate or driver")
    new_words: ClassVar[str] = N_("Plan a run")
    new_action: ClassVar[str] = "run.plan"
    empty_title: ClassVar[str] = N_("No runs yet")
    empty_words: ClassVar[str] = N_(
        "A run takes orders that wait to their shops: a vehicle, a day, the stops in their order. "
        "Its manifest goes with the driver and comes back with what was signed for."
    )
    nothing_open: ClassVar[str] = N_("Choose a run on the left.")
    columns = (
        Column(N_("Day"), lambda row: day(row.day), 88, "day"),
        Column(N_("Driver"), _who, 62, "driver", stretch=True),
        Column(N_("Vehicle"), lambda row: row.vehicle, 92, "vehicle"),
        Column(N_("Stops"), lambda row: str(row.stops), 50, "stops", right=True),
        Column(N_("Load"), _share, 50, "load", right=True, tone=_full),
        Column(N_("State"), state_of, 66, "state", tone=tone_of_run),
    )
    shares: ClassVar[tuple[int, int]] = (40, 60)

    def tools(self) -> Sequence[QWidget]:
        """The day's runs are arranged together on its board."""
        return (button(_("Day board"), lambda: self.desk.open(Link("board")), "", "Ctrl+U"),)

    def make_detail(self) -> RunView:
        return RunView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} runs").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new run; the first free vehicle stands there to begin with."""
        return Edit(
            title=_("Plan a run"),
            note=_("Type a client's initials, or choose below from the orders that wait."),
            form=lambda: RunForm(self.desk),
            save=save_run,
            draft_key="run.plan",
            saved=self.saved,
            done=_("Run planned: print its manifest, then load it"),
            values=dict(link.values),
        )
