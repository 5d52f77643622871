"""The runs: which vehicle goes when, how full, and what is still out."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.runs import RUNS, RunRow
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, short_day
from desktop.views.runs.detail import RunView
from desktop.views.runs.forms import RunForm, save_run
from desktop.views.runs.standing import state_of, tone_of_run


def _share(row: RunRow) -> str:
    return f"{row.load * 100 / row.room:.0f}%"


def _who(row: RunRow) -> str:
    return f"{row.driver} {row.name}".strip()


def _full(row: RunRow) -> str:
    return "wrong" if row.load > row.room else ""


def _columns(today: date) -> Sequence[Column[RunRow]]:
    """Where a run goes stands beside its driver; the day is short, so that both are read whole."""
    return (
        Column(
            N_("Day"),
            lambda row: short_day(row.day, today),
            50,
            "day",
            tip=lambda row: day(row.day),
            whole=((N_("Day"), lambda row: day(row.day)),),
        ),
        Column(
            N_("Driver"),
            _who,
            128,
            "driver",
            stretch=True,
            whole=((N_("Driver"), lambda row: row.driver), (N_("Area"), lambda row: row.name)),
        ),
        Column(N_("Vehicle"), lambda row: row.vehicle, 88, "vehicle"),
        Column(N_("Stops"), lambda row: str(row.stops), 46, "stops", right=True),
        Column(N_("Load"), _share, 50, "load", right=True, tone=_full),
        Column(N_("State"), state_of, 66, "state", tone=tone_of_run),
        Column(N_("Cartons"), lambda row: str(row.load), 64, "cartons", right=True, extra=True),
        Column(
            N_("Without a result"),
            lambda row: str(row.left or ""),
            76,
            "left",
            right=True,
            extra=True,
        ),
        Column(N_("Number"), lambda row: row.number, 116, "number", extra=True),
    )


class RunsPage(ListPage[RunRow]):
    """Every run, the newest first."""

    name: ClassVar[str] = "runs"
    title: ClassVar[str] = N_("Runs")
    records = RUNS
    search_words: ClassVar[str] = N_("number, plate or driver")
    new_words: ClassVar[str] = N_("Plan a run")
    new_action: ClassVar[str] = "run.plan"
    needs: ClassVar[tuple[str, ...]] = ("vehicles",)
    empty_title: ClassVar[str] = N_("No runs yet")
    empty_words: ClassVar[str] = N_(
        "A run takes orders that wait to their shops: a vehicle, a day, the stops in their order. "
        "Its manifest goes with the driver and comes back with what was signed for."
    )
    nothing_open: ClassVar[str] = N_("Choose a run on the left.")
    shares: ClassVar[tuple[int, int]] = (43, 57)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns(desk.today)
        super().__init__(desk)

    def tools(self) -> Sequence[QWidget]:
        """The day's runs are arranged together on its board."""
        scans = button(_("Scans"), lambda: self.desk.open(Link("scans")), "link")
        keep_if(scans, self.desk.may("delivery.record"))
        board = button(_("Day board"), lambda: self.desk.open(Link("board")), "", "Ctrl+U")
        return (scans, board)

    def go(self, link: Link) -> None:
        """A scanned manifest opens as the results that it says."""
        if link.do == "scan" and link.key is not None:
            super().go(Link(self.name, link.key))
            self.run_view.enter_scanned(link.key, dict(link.values)["paper"])
        else:
            super().go(link)

    def make_detail(self) -> RunView:
        self.run_view = RunView(self.desk, self)
        return self.run_view

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
