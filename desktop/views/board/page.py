"""The day board (D4): what waits on the left, the day's runs, their stops and their map."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.basics.day_plan import DayPlan
from desktop.basics.errors import ChangedElsewhere
from desktop.basics.i18n import N_, _
from desktop.queries.changed_runs import changed_runs, changed_words
from desktop.queries.day_board import DayBoard, arranged, day_board
from desktop.queries.day_map import OFFICE, day_scene
from desktop.queries.day_rows import FREEDOMS, PlannedDay, ReckonedDay
from desktop.views.board.arranging import Arranging
from desktop.views.board.history import History
from desktop.views.board.kept import KeptDay
from desktop.views.board.menus import offer_below
from desktop.views.board.parts import BoardParts
from desktop.views.board.runs_view import RunsView
from desktop.views.board.words import (
    difference_words,
    elsewhere_words,
    figures_words,
    planned_words,
)
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.desk import Desk, Link, Once
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.page import Page
from desktop.views.kit.undo_keys import is_redo, is_undo
from desktop.views.kit.words import listed, short_day

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.views.kit.tasks import Progress


class BoardPage(Page):
    """A day's runs, arranged by hand and planned again; nothing is kept until it is saved."""

    name: ClassVar[str] = "board"
    title: ClassVar[str] = N_("Day board")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day = desk.today + timedelta(days=1)
        self.board: DayBoard | None = None
        self.history = History(DayPlan())
        self.reckoned: ReckonedDay | None = None
        self._numbers: dict[str, int] = {}
        self._just_saved = False
        self.runs = RunsView()
        self.arranging = Arranging(desk, self.runs, self)
        self.parts = BoardParts(self, desk, self)
        self._connect()

    def _connect(self) -> None:
        parts, arranging = self.parts, self.arranging
        self.runs.moved.connect(arranging.move)
        self.runs.left.connect(arranging.take_off)
        self.runs.barred.connect(arranging.say_locked)
        self.runs.picked.connect(self._on_picked)
        self.runs.opened.connect(self.open_run)
        parts.waiting.put.connect(arranging.put)
        parts.waiting.returned.connect(arranging.take_off)
        parts.stops.chosen.connect(self.runs.choose)
        parts.stops.moved.connect(arranging.move_within)
        parts.stops.left.connect(arranging.take_off)
        parts.map.picked.connect(self._on_map)
        parts.planning.better.connect(self._show_better)
        parts.days.chosen.connect(self.show_day)

    # --- reading ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the day again; what is arranged and not saved is laid over it."""
        day, seen = self.day, self._seen

        def read(session: "Reading") -> tuple[DayBoard, str]:
            board = day_board(session, day)
            if seen is None or seen == board.seen:
                return board, ""
            return board, changed_words(changed_runs(session, day, seen))

        self.desk.ask(self, read, self._take, slot="board")

    @property
    def _seen(self) -> Mapping[int, int] | None:
        """The runs on which rests what is arranged and not saved; None where nothing is."""
        if self.board is not None and self.board.day == self.day:
            return self.board.seen if self.changed else None
        return self._kept.seen

    def show_day(self, day: date) -> None:
        """Show another day; what is planned just now is given up."""
        self.parts.planning.stop()
        self.parts.strip.clear()
        self.day = day
        self.refresh()

    def _take(self, read: tuple[DayBoard, str]) -> None:
        board, changed = read
        before, self.board = self.board, board
        self._numbers = {code: at for at, code in enumerate(board.ground.drops, 1)}
        same_day = before is not None and before.day == board.day
        if before is None or not same_day:
            self._begin(board, changed)
        elif self._just_saved or self.history.plan == before.start:
            self.history = History(board.start)
        elif before.start != board.start or before.ground.drops != board.ground.drops:
            self.history.laid_over(partial(board.laid_over, read=before.read))
            self._say_changed(changed)
        self._just_saved = False
        self.parts.show_day(board)
        self._show()

    def _say_changed(self, changed: str) -> None:
        """What is arranged is laid over what others did meanwhile: they are named."""
        self.parts.strip.say(elsewhere_words(changed), "careful")

    def _begin(self, board: DayBoard, changed: str) -> None:
        """A day opened: what was arranged and not saved comes back."""
        kept, read = self._kept.plan, self._kept.read
        plan = board.start if kept is None or read is None else board.laid_over(kept, read)
        if plan != board.start:
            self.desk.say(_("What you arranged and didn't save is back."))
            if changed:
                self._say_changed(changed)
        self.history = History(board.start)
        self.history.go_on(plan)

    @property
    def _kept(self) -> KeptDay:
        return KeptDay(self.desk.memory, self.day)

    @property
    def changed(self) -> bool:
        """Whether something is arranged that isn't kept."""
        return self.board is not None and self.history.plan != self.board.start

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.board is None:
            return
        day = self.board.reckoned(self.history.plan)
        self.reckoned = day
        self._show_lines(day)
        self._draw(day)
        before = self.board.kept.figures
        self.parts.figures.setText(figures_words(day.figures, before if self.changed else None))
        self.parts.allow(
            changed=self.changed, undo=self.history.can_undo, redo=self.history.can_redo
        )

    def _show_lines(self, day: ReckonedDay) -> None:
        why = {**self.parts.tried, **day.why}
        self.parts.waiting.show_drops(day.waiting, why)
        self.parts.say_waiting(len(day.waiting))
        self.runs.show_lines(day.lines)

    def _show_better(self, day: ReckonedDay) -> None:
        """What planning found so far, until it is over."""
        self._show_lines(day)
        self._draw(day)

    def _draw(self, day: ReckonedDay) -> None:
        """Lay the map out off the GUI thread."""
        numbers = dict(self._numbers)
        depot = self.board.ground.depot if self.board else None
        office = (depot.lat, depot.lon) if depot is not None else None

        def work(_progress: "Progress") -> Layer:
            return Layer(day_scene(day, numbers, office))

        self.desk.tasks.read(self, work, self.parts.map.show_layer, slot="map")

    def _on_picked(self) -> None:
        """Another run or stop is chosen: its stops stand below, its place on the map."""
        line, code = self.runs.line, self.runs.code
        out = bool(line and line.out)
        self.parts.stops.show_stops(line.stops if line else (), code, out=out)
        self.parts.say_broken(listed(line.broken) if line else "")
        self.parts.say_run(line)
        if not self.parts.planning.running:
            self.parts.allow_line(line, self.runs.codes)
        if code in self._numbers:
            self.parts.map.go_to(self._numbers[code])

    def _on_map(self, number: int) -> None:
        code = next((one for one, at in self._numbers.items() if at == number), "")
        if number == OFFICE or not code or code == self.runs.code:
            return
        if self.history.plan.on(code) is not None:
            self.runs.choose(code)
        elif self.reckoned is not None:
            codes = [one.code for one in self.reckoned.waiting]
            self.parts.waiting.setCurrentIndex(self.parts.waiting.table.index(codes.index(code), 0))

    # --- arranging --------------------------------------------------------------------------------

    def do(self, plan: DayPlan) -> None:
        """Make the board this plan, and say what that changes."""
        if self.board is None or self.parts.planning.running or not self.desk.may("run.arrange"):
            return
        plan = replace(plan, tours=tuple(one for one in plan.tours if one.drops))
        before = self.reckoned
        if not self.history.go_on(plan):
            return
        self._after_change()
        if before is not None and self.reckoned is not None:
            self.desk.say(difference_words(before.figures, self.reckoned.figures))

    def _after_change(self) -> None:
        """Show what stands now, and keep it as a draft until it is saved."""
        self._show()
        if self.changed and self.board is not None:
            self._kept.keep(self.history.plan, self.board.seen, self.board.read)
        else:
            self._kept.drop()

    def undo(self) -> None:
        """Take the last back."""
        if not self.parts.planning.running:
            self.history.undo()
            self._after_change()

    def redo(self) -> None:
        """Do again what was taken back."""
        if not self.parts.planning.running:
            self.history.redo()
            self._after_change()

    # --- planning and saving ----------------------------------------------------------------------

    def ask_freedom(self, at: QPushButton) -> None:
        """Ask how freely the rest is planned again."""
        offers = [(_(words), partial(self.plan, name)) for name, words in FREEDOMS.items()]
        offer_below(at, offers)

    def plan(self, freedom: str) -> None:
        """Plan the rest of the day again; the window stays free."""
        if self.board is None or self.parts.planning.running:
            return
        self.parts.strip.clear()
        self.parts.allow(changed=False, undo=False, redo=False, planning=True)
        plan = self.history.plan
        self.parts.planning.start(
            self.board, plan, freedom, partial(self._planned, self.board), self._not_planned
        )

    def _planned(self, asked: DayBoard, found: PlannedDay | None) -> None:
        if found is None or self.board is None or asked.day != self.day:
            self._show()
            self.hold_focus()
            return
        self.parts.tried = dict(found.why)
        self.do(self.board.laid_over(found.plan, asked.read))
        self._show()
        words = planned_words(found, self.reckoned)
        self.parts.strip.say(words, "careful" if found.why else "")
        self.runs.choose_used()
        self.runs.setFocus()

    def _not_planned(self, error: Exception) -> None:
        self._show()
        self.hold_focus()
        show_error(error, self.parts.strip)

    def save(self) -> None:
        """Make the runs of the day those that stand here, all at once."""
        self._save(frozenset())

    def _save(self, confirmed: frozenset[str]) -> None:
        from desktop.services.day_plans import ArrangedRun, arrange_day

        board, day = self.board, self.reckoned
        if board is None or day is None or not self.changed or self.parts.planning.running:
            return
        wanted = [ArrangedRun(**one) for one in arranged(day, board)]
        office, kept = self.desk.saving(Once(str(uuid4()), {}, confirmed)), self._kept
        self.parts.allow(changed=False, undo=False, redo=False, planning=True)

        def saved(runs: Sequence[int]) -> None:
            kept.drop()
            self._just_saved = True
            self.parts.strip.clear()
            words = _("{day} saved: {number} runs").format(
                day=short_day(board.day, self.desk.today), number=len(runs)
            )
            self.desk.say(words)

        self.desk.tasks.change(
            self,
            lambda _progress: arrange_day(office, board.day, board.seen, wanted),
            saved,
            partial(self._not_saved, confirmed),
        )

    def _not_saved(self, confirmed: frozenset[str], error: Exception) -> None:
        def again(name: str) -> None:
            self.desk.answered(name)
            self._save(confirmed | {name})

        self._show()
        show_error(error, self.parts.strip, confirm=again)
        if isinstance(error, ChangedElsewhere):
            self.refresh()

    def start_over(self) -> None:
        """Take the day as it is kept; Ctrl+Z brings back what was arranged."""
        if self.board is not None:
            self.parts.strip.clear()
            self.do(self.board.start)

    def open_run(self) -> None:
        """Open the chosen run, where its papers are."""
        line = self.runs.line
        if line is not None and line.run_id is not None:
            self.desk.open(Link("runs", line.run_id))

    # --- keys -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is the window's, too: while a day is arranged it is about the day.
        if event.type() == QEvent.Type.ShortcutOverride and (
            (is_undo(event) and self.history.can_undo) or (is_redo(event) and self.history.can_redo)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            self.undo()
        elif is_redo(event):
            self.redo()
        else:
            super().keyPressEvent(event)

    def go(self, link: Link) -> None:
        """Show the day that a link names."""
        day = dict(link.values).get("day")
        if isinstance(day, date) and day != self.day:
            self.show_day(day)

    def hold_focus(self) -> None:
        (self.parts.waiting if self.parts.waiting.table.rowCount() else self.runs).setFocus()

    @property
    def busy(self) -> bool:
        return self.changed or self.parts.planning.running
