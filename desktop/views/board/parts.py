"""The parts of the day board and how they are laid out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QWidget

from desktop.basics.i18n import _
from desktop.queries.day_board import DayBoard
from desktop.queries.day_rows import TourLine
from desktop.views.board.arranging import Arranging
from desktop.views.board.days import DayChoice
from desktop.views.board.lists import StopsView, WaitingView
from desktop.views.board.menus import offer_below
from desktop.views.board.planning import PlanningBar
from desktop.views.board.runs_view import RunsView
from desktop.views.board.words import short_words
from desktop.views.kit import theme
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.flow import Flow
from desktop.views.kit.parts import (
    OneLine,
    Remark,
    Strip,
    bind,
    button,
    card,
    column,
    divided,
    keep_if,
    label,
    line,
)
from desktop.views.kit.scrolling import scrolled
from desktop.views.shared.day_papers import DAY_KEYS, WHOLE_DAY, show_day_paper

_RUNS_PX = 150


def divided_down(upper: QWidget, lower: QWidget, shares: tuple[int, int]) -> QSplitter:
    """Two widgets below each other, in these shares until somebody drags what parts them."""
    made = divided(upper, lower, shares)
    made.setOrientation(Qt.Orientation.Vertical)
    return made


class Acts(Protocol):
    """What the buttons of the board do, to which day, and whether that is saved."""

    day: date
    board: DayBoard | None
    runs: RunsView
    arranging: Arranging

    @property
    def changed(self) -> bool: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def start_over(self) -> None: ...
    def save(self) -> None: ...
    def open_run(self) -> None: ...
    def ask_freedom(self, at: QPushButton) -> None: ...


class BoardParts:
    """What the board consists of; ``tried`` says why drops found no place when it was planned."""

    def __init__(self, page: QWidget, desk: Desk, acts: Acts) -> None:
        self._page = page
        self._acts = acts
        self._desk = desk
        self._may = desk.may("run.arrange")
        self.tried: Mapping[str, str] = {}
        self.days = DayChoice(desk)
        self.figures = OneLine()
        self.strip = Strip()
        self.planning = PlanningBar(desk)
        self.waiting = WaitingView(lambda: desk.today)
        self.runs = acts.runs
        self.stops = StopsView()
        self.map = MapView()
        self._waiting_words = label(kind="heading")
        self._broken = Remark()
        self._doubt = Remark()
        self._lay_out()
        self._keys()

    # --- laying out -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = self._page
        whole = QHBoxLayout(page)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(12)
        hint = label(_("Enter puts them on the chosen run"), kind="label", wrap=True)
        keep_if(hint, self._may)
        waits = card(column(self._waiting_words, hint, self.waiting), 12)
        left = divided_down(waits, self._stops(), (42, 58))
        below = card(column(self.map), 6)
        right = QWidget()
        right.setLayout(
            column(
                self._top(),
                self.strip,
                self.planning,
                divided_down(self._middle(), below, (60, 40)),
                spacing=8,
            )
        )
        whole.addWidget(divided(left, right, (34, 66)))

    def _top(self) -> QWidget:
        page = self._acts
        self.undo = self._act(_("Undo"), page.undo)
        self.redo = self._act(_("Redo"), page.redo)
        self.over = self._act(_("Start over"), page.start_over)
        self.plan: QPushButton = self._act(
            _("Plan the rest again"), lambda: page.ask_freedom(self.plan), "Ctrl+J"
        )
        self.save = self._act(_("Save"), page.save, "Ctrl+S", "primary")
        acts = Flow(8, at_right=True)
        for one in (self.undo, self.redo, self.over, self.plan, self.save):
            acts.addWidget(one)
        first = line(self.days, acts)
        first.setStretch(1, 1)
        return card(column(first, self.figures, self._doubt, spacing=6), 12)

    def _middle(self) -> QFrame:
        page = self._acts.arranging
        self.off = self._act(_("Take off"), page.take_picked_off)
        self.hold = self._act(_("Lock stop"), page.hold, "Ctrl+L")
        self.lock = self._act(_("Lock run"), page.lock, "Ctrl+Shift+L")
        self.split = self._act(_("Run of its own"), page.split, "Ctrl+N")
        self.vehicle: QPushButton = self._act(
            _("Other vehicle"), lambda: page.ask_vehicle(self.vehicle), "Ctrl+E"
        )
        self.dissolve = self._act(_("Dissolve run"), page.dissolve)
        self.papers: QPushButton = button(_("The whole day"), self._ask_papers, "", DAY_KEYS)
        acts = Flow(6)
        for one in (self.off, self.hold, self.lock, self.split, self.vehicle, self.dissolve):
            acts.addWidget(one)
        acts.addWidget(self.papers)
        area = scrolled(self.runs)
        area.setMinimumHeight(_RUNS_PX)
        return card(column(area, acts, spacing=6), 10)

    def _stops(self) -> QFrame:
        self.opened = button(_("Open the run"), self._acts.open_run, "link")
        self.run_words: QLabel = label(kind="heading")
        head = line(self.run_words, None, self.opened)
        self._how = label(kind="label", wrap=True)
        words = _("Go to “{page}”").format(page=_("Vehicles and drivers"))
        self._to_vehicles = button(words, lambda: self._desk.open(Link("vehicles")), "link")
        whole = column(head, self._broken, self._how, self._to_vehicles, self.stops, spacing=4)
        whole.addStretch(1)
        whole.setStretchFactor(self.stops, 1_000)  # all the room, where there are any
        return card(whole, 12)

    def _act(
        self, words: str, do: Callable[[], object], keys: str = "", kind: str = ""
    ) -> QPushButton:
        made = button(words, do, kind, keys)
        keep_if(made, self._may)
        return made

    def _ask_papers(self) -> None:
        """Ask which of the day's papers are printed: those of its runs as they are saved."""
        board, day = self._acts.board, self._acts.day
        if self._acts.changed:
            words = _("Save first: the papers are of the runs as they are saved.")
            self.strip.say(words, "careful")
        elif board is None or not (board.seen or board.ground.gone):
            self.strip.say(_("There are no runs on {day}.").format(day=day), "careful")
        else:
            self.strip.clear()
            offers = [
                (_(words), partial(show_day_paper, self._desk, words, kind, day))
                for words, kind in WHOLE_DAY
            ]
            offer_below(self.papers, offers)

    def _keys(self) -> None:
        page = self._page
        bind(page, "Ctrl+P", _("The whole day"), self._ask_papers)
        if self._may:
            bind(page, "Ctrl+Shift+R", _("Start over"), self.over.click)
            bind(page, "Ctrl+Delete", _("Dissolve run"), self.dissolve.click)
        bind(self._page, "PgUp", _("The day before"), lambda: self.days.step(-1))
        bind(self._page, "PgDown", _("The next day"), lambda: self.days.step(1))

    # --- saying -----------------------------------------------------------------------------------

    def show_day(self, board: DayBoard) -> None:
        """Show the day itself, and what is lacking to plan it."""
        self.days.show_day(board.day)
        self.tried = {}
        if not board.ground.vehicles:
            self._doubt.say(_("No vehicle is known yet: add them under “Vehicles and drivers”."))
        elif board.ground.depot is None:
            self._doubt.say(
                _(
                    "Nobody said yet where the office lies: times and costs are reckoned once it "
                    "stands in the settings."
                )
            )
        else:
            self._doubt.say(short_words(board.short))

    def say_waiting(self, number: int) -> None:
        """How many drops are on no run."""
        self._waiting_words.setText(_("On no run: {number}").format(number=number))

    def say_broken(self, words: str) -> None:
        """What the chosen run breaks."""
        self._broken.say(words, "wrong")

    def allow(self, *, changed: bool, undo: bool, redo: bool, planning: bool = False) -> None:
        """Grey what can't be done now."""
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)
        self.save.setEnabled(changed)
        self.over.setEnabled(changed)
        self.plan.setEnabled(not planning)
        theme.set_tone(self.figures, "careful" if changed else "quiet")
        if planning:
            self.allow_line(None, ())

    def allow_line(self, chosen: TourLine | None, codes: Sequence[str]) -> None:
        """Grey what can't be done with the chosen run and stops."""
        free = chosen is not None and not chosen.locked and bool(chosen.stops)
        out = chosen is not None and chosen.out is not None
        held = chosen is not None and any(
            one.held for one in chosen.stops if one.drop.code in codes
        )
        self.off.setEnabled(free and bool(codes) and not held)
        self.hold.setEnabled(free and bool(codes))
        self.split.setEnabled(free and bool(codes) and not held)
        self.vehicle.setEnabled(free)
        self.dissolve.setEnabled(free)
        self.lock.setEnabled(chosen is not None and bool(chosen.stops) and not out)

    def say_run(self, chosen: TourLine | None) -> None:
        """Whose stops stand below."""
        self.opened.setVisible(chosen is not None and chosen.run_id is not None)
        words = _("Stops of this run")
        if chosen is not None and chosen.stops:
            words = f"{chosen.name or chosen.vehicle} {chosen.driver}"
        self.run_words.setText(words)
        is_empty = chosen is None or not chosen.stops
        self._how.setText(self._what_to_do(chosen) if is_empty else "")
        self._how.setVisible(is_empty)
        self._to_vehicles.setVisible(chosen is None)
        if is_empty and self.stops.hasFocus():
            self.runs.setFocus()
        self.stops.setVisible(not is_empty)

    def _what_to_do(self, chosen: TourLine | None) -> str:
        """What belongs where no stops stand yet."""
        if chosen is None:
            return _("Stops stand on runs, and runs need a vehicle: add one first.")
        named = f"{chosen.vehicle} {chosen.driver}"
        if not self.waiting.table.rowCount():
            return _("{vehicle} has no run on this day, and no drop waits.").format(vehicle=named)
        if not self._may:
            return _("{vehicle} has no run on this day.").format(vehicle=named)
        words = _(
            "{vehicle} has no run yet: choose drops above (Ctrl+A all) and press Enter, or drag "
            "them onto its line. Ctrl+J plans the whole day."
        )
        return words.format(vehicle=named)
