"""Route plans (G10): a rep's four weeks computed, arranged, put in force and changed later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QWidget

from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.errors import ChangedElsewhere
from desktop.basics.i18n import N_, _
from desktop.queries.route_board import (
    WEEKS,
    Lines,
    RouteBoard,
    StandingPlan,
    known_lines,
    reps_of_routes,
    route_board,
)
from desktop.views.kit.blocks.facts import Figures
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.page import Page
from desktop.views.kit.parts import (
    OneLine,
    Remark,
    Strip,
    button,
    card,
    column,
    keep_if,
    label,
    line,
)
from desktop.views.kit.words import day as day_words
from desktop.views.routes.computing import ComputingBar, Found
from desktop.views.routes.day_side import DaySide
from desktop.views.routes.no_routes import NoRoutes
from desktop.views.routes.plan_head import (
    compared,
    figures,
    mondays,
    standing_words,
    too_long,
    without_place,
)
from desktop.views.routes.weeks import WeeksView

if TYPE_CHECKING:
    from desktop.services.office import Reading

_RIGHT_PX = 400


class RoutesPage(Page):
    """The weeks on the left, the clients and the way of the day that is chosen on the right.

    Where nothing is drafted the plan that stands is shown, and a move changes it at once. Computing
    makes a draft, which is kept until it is put in force or thrown away.
    """

    name: ClassVar[str] = "routes"
    title: ClassVar[str] = N_("Route plans")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.board: RouteBoard | None = None
        self._draft: dict[str, RouteLineDraft] | None = None
        self._changing = 0
        self._may = desk.may("route.put")
        self._build()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.reps = ChoiceList()
        self.reps.setAccessibleName(_("Rep"))
        self.keep = QCheckBox(_("Change little of today's"))
        self.compute = button(_("Compute four weeks"), self._compute, "", "Ctrl+J")
        self.starts = ChoiceList()
        self.starts.setAccessibleName(_("From Monday"))
        self.starts.setMinimumContentsLength(11)
        self.discard = button(_("Throw the draft away"), self._discard)
        self.put = button(_("Put in force"), self._put, "primary", "Ctrl+S")
        self._said = OneLine()
        self._said.hide()
        self._figures = Figures(figures)
        self._remark = Remark()
        self.strip = Strip()
        self.computing = ComputingBar(self.desk)
        self.weeks = WeeksView()
        self.off = button("", self._show_off, "line")
        self.day = DaySide(self.desk)
        for one in (self.keep, self.compute):
            keep_if(one, self._may)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._from = label(_("from"), tone="quiet")
        first = line(self.reps, self.compute, self.keep, None)
        for one in (self.discard, self._from, self.starts, self.put):
            first.addWidget(one)
        head = card(column(first, line(self._said, None), self._figures, self._remark))
        left = card(column(self.weeks, self.off))
        right = card(column(self.day))
        right.setFixedWidth(_RIGHT_PX)
        arranged = QWidget()
        row = QHBoxLayout(arranged)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(right)
        self._empty = NoRoutes(self.desk, self._compute)
        self._below = QStackedWidget()
        self._below.addWidget(arranged)
        self._below.addWidget(card(column(self._empty)))
        whole = column(head, self.computing, self.strip, self._below, spacing=12)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setStretchFactor(self._below, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.reps.currentIndexChanged.connect(lambda _place: self._on_rep())
        self.weeks.day_chosen.connect(lambda _week, _weekday: self._show_day())
        self.weeks.entered.connect(self.day.enter)
        self.weeks.dropped.connect(self._move)
        self.day.clients.stepped.connect(self._step)
        self.day.clients.fixed.connect(self._fix)
        self.day.clients.left.connect(self.weeks.setFocus)
        self.day.sought.connect(self._seek)

    # --- reading ----------------------------------------------------------------------------------

    @property
    def rep(self) -> str:
        """The code of the rep who is chosen."""
        return str(self.reps.currentData() or "")

    @property
    def lines(self) -> Lines:
        """What is looked at: the draft, else the plan that stands."""
        if self._draft is not None:
            return self._draft
        standing = self.board.standing if self.board else None
        return standing.lines if standing else {}

    def refresh(self) -> None:
        """Read the reps, and the plan of the one who is chosen."""
        self.desk.ask(self, reps_of_routes, self._take_reps, slot="reps")

    def _take_reps(self, found: Sequence[tuple[str, str]]) -> None:
        rep = self.rep or self._first_rep(found)
        self.reps.blockSignals(True)
        self.reps.clear()
        for code, name in found:
            self.reps.addItem(name, code)
        self.reps.setCurrentIndex(max(self.reps.findData(rep), 0))
        self.reps.blockSignals(False)
        if found:
            self._read()
        else:
            self._say_empty()

    def _first_rep(self, found: Sequence[tuple[str, str]]) -> str:
        """Whose plan was looked at last, else one's own, else the first."""
        person = self.desk.office.person
        own = [code for code, _name in found if person is not None and code == person.code]
        kept = (self.desk.memory.get(f"page.{self.name}") or {}).get("rep", "")
        return kept or next(iter(own), "")

    def _read(self) -> None:
        rep, today = self.rep, self.desk.today
        kept = self.desk.memory.get(self._kept_as(rep)) or []

        def ask(session: "Reading") -> tuple[RouteBoard, Found | None]:
            board = route_board(session, rep, today)
            draft = known_lines(board, kept) or None
            for one in (draft, board.standing.lines if board.standing else None):
                if one:
                    board.planned(one)  # reckoned here, and remembered
            return board, draft

        self.desk.ask(self, ask, self._take, slot="board")

    def _take(self, found: tuple[RouteBoard, Found | None]) -> None:
        if self._changing:  # it is read again once that is done
            return
        self.board, self._draft = found
        if self._draft is not None and not self._may:
            self._draft = None
        self._show()

    def _on_rep(self) -> None:
        self.computing.stop()
        self.strip.clear()
        self.desk.memory.put(f"page.{self.name}", {"rep": self.rep})
        self._read()

    def go(self, link: Link) -> None:
        """A filter names a rep."""
        place = self.reps.findData(link.filter)
        if link.filter and place >= 0:
            self.reps.setCurrentIndex(place)

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        board = self.board
        if board is None:
            return
        drafted, lines = self._draft is not None, self.lines
        self._said.setText(standing_words(board.standing, drafted=drafted))
        self._said.setVisible(bool(self._said.text()))
        self._remark.say(without_place(board))
        self._show_steps(drafted=drafted)
        self._grey("")
        if not lines:
            self._say_empty()
            return
        self._below.setCurrentIndex(0)
        self._figures.show_item(compared(board, lines, drafted=drafted))
        week_now = board.standing.week_now if board.standing and not drafted else None
        off = board.off(lines)
        self.off.setText(_("{number} clients on no day").format(number=len(off)))
        self.off.setVisible(bool(off))
        plan = board.planned(lines)
        self.weeks.show_weeks(board, plan, board.weekdays(lines), week_now)

    def _grey(self, reason: str) -> None:
        for one in (self.compute, self.keep):
            one.setEnabled(not reason)
            one.setToolTip(reason)

    def _show_steps(self, *, drafted: bool) -> None:
        for one in (self.discard, self._from, self.starts, self.put):
            one.setVisible(drafted and self._may)
        if drafted and not self.starts.count():
            for monday in mondays(self.desk.today):
                self.starts.addItem(day_words(monday), monday)
            self.starts.setCurrentIndex(1)

    def _say_empty(self) -> None:
        self._figures.hide()
        self._below.setCurrentIndex(1)
        self._grey(self._empty.show_why(self.board))

    def _show_day(self, *, off: bool = False) -> None:
        board = self.board
        if board is not None:
            self.day.show_day(board, self.lines, self.weeks.day, off=off, may_move=self._may)

    def _show_off(self) -> None:
        self._show_day(off=True)
        self.day.enter()

    def _seek(self, code: str) -> None:
        """A client was picked on the map that stands on another day: show that one."""
        stands = self.lines.get(code)
        if stands is None:
            self._show_day(off=True)
        else:
            self.weeks.pick(int(stands.weeks[0]), stands.weekday)
        self.day.clients.pick(code)

    def hold_focus(self) -> None:
        self.weeks.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- computing --------------------------------------------------------------------------------

    def _compute(self) -> None:
        if self.board is None or self.computing.running or not self.board.shops:
            return
        self.strip.clear()
        self.computing.start(
            self.board,
            self.lines,
            self._computed,
            self._not_computed,
            keep_today=self.keep.isChecked(),
        )

    def _computed(self, found: Found | None) -> None:
        if found is None:
            self.desk.say(_("Given up: all stays as it stood"))
        elif found:
            self._keep(found)
            self._show()
            self.desk.say(_("Computed: look at it, change it, then put it in force"))
        else:
            words = _("No client of this rep has a place: enter latitude and longitude first.")
            self.strip.say(words)
        self.hold_focus()

    def _not_computed(self, error: Exception) -> None:
        self.hold_focus()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        show_error(error, self.strip, None, conflict=self._read)

    # --- moving -----------------------------------------------------------------------------------

    def _step(self, code: str, days: int, weeks: int) -> None:
        """Bring a client to another weekday or week; one that stood nowhere, to the chosen day."""
        if self.board is None:
            return
        week, weekday = self.weeks.day
        if code in self.lines:
            weekdays = self.board.weekdays(self.lines)
            place = weekdays.index(weekday) + days
            if not (0 <= place < len(weekdays) and 1 <= week + weeks <= WEEKS):
                return
            week, weekday = week + weeks, weekdays[place]
        self._move(code, week, weekday)

    def _move(self, code: str, week: int, weekday: int) -> None:
        if self.board is not None and code in self.board.shops:
            self._stand(self.board.put(self.lines, code, week, weekday), week)

    def _fix(self, code: str) -> None:
        found = self.lines.get(code)
        if found is not None:
            fixed = RouteLineDraft(code, found.weekday, found.weeks, not found.fixed)
            self._stand(fixed, self.weeks.day[0])

    def _stand(self, found: RouteLineDraft, week: int) -> None:
        """A client stands elsewhere: in the draft, or at once on the plan that stands."""
        board, before = self.board, self.lines.get(found.client)
        if board is None or not self._may or found == before:
            return
        self.strip.clear()
        lines = {**self.lines, found.client: found}
        shown = board.planned(lines)
        standing = board.standing
        if self._draft is None and standing is not None and before is not None:
            self._change(standing, found)
            now = replace(standing, version=standing.version + 1, lines=lines)
            self.board = replace(board, standing=now)
        else:
            self._keep(lines)
        self._show()
        self.weeks.pick(week, found.weekday)
        self.day.clients.pick(found.client)
        if over := too_long(shown.days, found, board.day_s):
            self.strip.say(over, "careful")

    def _change(self, standing: StandingPlan, found: RouteLineDraft) -> None:
        from desktop.services.route_plans import move_on_route

        office = self.desk.office
        self._changing += 1
        self.desk.tasks.change(
            self,
            lambda _progress: move_on_route(office, standing.id, standing.version, found),
            self._changed,
            self._not_changed,
        )

    def _changed(self, _none: None) -> None:
        self._changing -= 1
        self.desk.say(_("The plan in force is changed"))

    def _not_changed(self, error: Exception) -> None:
        self._changing -= 1
        if isinstance(error, ChangedElsewhere):
            self.strip.say(error.message, "careful")
        else:
            self._failed(error)
        self._read()

    # --- the draft --------------------------------------------------------------------------------

    @staticmethod
    def _kept_as(rep: str) -> str:
        return f"routes.{rep}"

    def _keep(self, lines: Lines | None) -> None:
        """Keep the draft, so that it is there again tomorrow; None drops it."""
        self._draft = dict(lines) if lines is not None else None
        kept = [[one.client, one.weekday, one.weeks, one.fixed] for one in (lines or {}).values()]
        self.desk.memory.put(self._kept_as(self.rep), kept)

    def _discard(self) -> None:
        words = _("Throw the draft away? The plan that stands is shown again.")
        self.strip.ask(words, _("Throw it away"), self._drop, careful=True)

    def _drop(self) -> None:
        self._keep(None)
        self._show()
        self.hold_focus()

    def _put(self) -> None:
        from desktop.services.route_plans import put_route_plan

        board, draft = self.board, self._draft
        if board is None or draft is None or not self._may:
            return
        starts_on = self.starts.currentData()
        assert isinstance(starts_on, date)
        office = self.desk.office
        asked = RoutePlanDraft(board.rep, starts_on, list(draft.values()))
        self.strip.clear()
        self.desk.tasks.change(
            self,
            lambda _progress: put_route_plan(office, asked),
            lambda _key: self._was_put(starts_on),
            self._failed,
            _("Put in force"),
        )

    def _was_put(self, starts_on: date) -> None:
        self._keep(None)
        words = _("In force from {day}: the visit plans of its days begin with its clients")
        self.desk.say(words.format(day=day_words(starts_on)))
        self.hold_focus()
