"""What a person does to a day's runs by hand (D4)."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton

from desktop.basics.day_plan import DayPlan
from desktop.basics.i18n import _
from desktop.queries.day_board import DayBoard
from desktop.views.board.history import History
from desktop.views.board.menus import offer_below
from desktop.views.board.runs_view import BEST, RunsView
from desktop.views.kit.desk import Desk


class Day(Protocol):
    """The day as it stands, and what makes it another plan."""

    board: DayBoard | None
    history: History

    def do(self, plan: DayPlan) -> None: ...


class Arranging:
    """Each act makes a plan of the one that stands; what is locked stays, and is said to."""

    def __init__(self, desk: Desk, runs: RunsView, day: Day) -> None:
        self._desk, self._runs, self._day = desk, runs, day

    def put(self, codes: Sequence[str]) -> None:
        """Put what waits on the chosen run, each where it costs least."""
        line = self._runs.line
        if line is None or line.locked:
            self._desk.say(_("Choose a run that isn't locked: what waits is put on it."))
            return
        self.move(codes, line.key, BEST)

    def move(self, codes: Sequence[str], key: int, place: int) -> None:
        """Put drops on a run at a place, or each where it costs least."""
        plan, board = self._day.history.plan, self._day.board
        if board is None:
            return
        line = next((one for one in self._runs.drawing.lines if one.key == key), None)
        if line is None or line.locked:
            self.say_locked()
            return
        if key < 0:  # an idle vehicle: its run begins
            key = plan.next_key
            plan = plan.begun(line.vehicle)
        if place == BEST:
            for code in codes:
                plan = plan.moved([code], key, board.place_on(plan, code, key))
        else:
            plan = plan.moved(codes, key, place)
        self._leaving(codes, plan)

    def move_within(self, code: str, place: int) -> None:
        """Give a stop another place on its run."""
        tour = self._day.history.plan.on(code)
        if tour is not None and 0 <= place <= len(tour.drops) + 1:
            self._day.do(self._day.history.plan.moved([code], tour.key, place))

    def take_off(self, codes: Sequence[str]) -> None:
        """Take stops off their runs."""
        self._leaving(codes, self._day.history.plan.taken_off(codes))

    def say_locked(self) -> None:
        """Say why nothing was moved."""
        self._desk.say(_("Locked: the stop stays on its run, and a locked run takes none."))

    def take_picked_off(self) -> None:
        """Take the picked stops off their run."""
        self.take_off(self._runs.codes)

    def hold(self) -> None:
        """Lock the picked stops on their run, or let them go."""
        self._day.do(self._day.history.plan.held_or_not(self._runs.codes))

    def lock(self) -> None:
        """Lock the chosen run as it is, or let it go."""
        line = self._runs.line
        if line is not None and line.out is None:
            self._day.do(self._day.history.plan.locked_or_not(line.key, line.departs))

    def dissolve(self) -> None:
        """Take all stops off the chosen run."""
        line = self._runs.line
        if line is not None:
            self._day.do(self._day.history.plan.without(line.key))

    def split(self) -> None:
        """The picked stops become a run of their own of the same vehicle, after this one."""
        line, codes = self._runs.line, self._runs.codes
        if line is not None and codes:
            plan = self._day.history.plan
            self._day.do(plan.begun(line.vehicle).moved(codes, plan.next_key, 0))

    def ask_vehicle(self, at: QPushButton) -> None:
        """Ask to which vehicle the chosen run is given."""
        line = self._runs.line
        if self._day.board is None or line is None or line.locked:
            return
        others = [
            (f"{code} {one.driver}", partial(self._give_to, code))
            for code, one in self._day.board.ground.vehicles.items()
            if code != line.vehicle
        ]
        offer_below(at, others)

    def _give_to(self, vehicle: str) -> None:
        line = self._runs.line
        if line is not None:
            self._day.do(self._day.history.plan.driven_by(line.key, vehicle))

    def _leaving(self, codes: Sequence[str], plan: DayPlan) -> None:
        before = self._day.history.plan
        self._day.do(plan)
        if self._day.history.plan == before and not all(before.may_leave(one) for one in codes):
            self.say_locked()
