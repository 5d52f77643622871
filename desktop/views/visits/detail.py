"""One plan: each client with its suggestion, missing ones in red; and the results."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _, ngettext
from desktop.queries.visits import PlanDetail, PlannedVisit, plan_detail
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Word
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, opening, plain
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, listed, tone_of
from desktop.views.visits.forms import (
    PlanForm,
    plan_values,
    save_changed_plan,
)
from desktop.views.visits.prepare import DaySuggestions, save_suggestions
from desktop.views.visits.results import VisitResults, save_results

if TYPE_CHECKING:
    from desktop.services.office import Reading


class PlanView(Detail[PlanDetail]):
    """A rep's visits of one day."""

    kind: ClassVar[str] = "plan"

    def blocks(self) -> Sequence[Block[PlanDetail]]:
        return (
            Head(
                _head,
                Tool(
                    N_("Prepare the suggestions"),
                    self.prepare,
                    "Ctrl+G",
                    there=lambda plan: bool(self._without(plan)),
                ),
                Tool(
                    N_("Patrol this round"),
                    self.patrol,
                    "Ctrl+Shift+U",
                    there=self.may("patrol.record"),
                ),
                self.paper(N_("Visit sheet"), "visit_sheet", _sheet, _no_sheet),
            ),
            Word(_lacking, "wrong"),
            Lines(
                _VISITS,
                lambda plan: plan.visits,
                name=N_("Visits of this plan"),
                enter=self._open,
                fills=True,
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.visits import discard_plan, release_plan, release_ready

        return (
            Action(
                "visit.discard",
                N_("Throw this plan away"),
                plain(discard_plan),
                N_("Plan thrown away"),
                sure=N_("Throw this plan away? The audit trail keeps what it said."),
                then=lambda _none: self.page.gone(),
            ),
            opening("visit.change", N_("Change"), self.change, "Ctrl+E"),
            Action(
                "visit.release",
                N_("Release"),
                plain(release_plan),
                N_("Released: each visit carries its suggestion"),
                primary=True,
            ),
            Action(
                "visit.release_ready",
                N_("Release without those that lack one"),
                plain(release_ready),
                shortcut="Ctrl+Shift+Return",
                then=self._say_off,
                sure=N_("Release the plan without the clients in red? They stay for another day."),
            ),
            opening("visit.record", N_("Enter the results"), self.enter_results, primary=True),
        )

    def _say_off(self, names: Sequence[str]) -> None:
        """Name the clients that came off the plan."""
        words = _("Released; for another day, as they lack a suggestion: {names}")
        self.desk.say(words.format(names=listed(names)))

    def load(self, session: "Reading", key: int) -> PlanDetail:
        return plan_detail(session, key)

    def change(self, plan: PlanDetail) -> None:
        """Change who goes where and when, until it is released."""
        head = plan.row
        self.open_form(
            "visit.change",
            _("Change the plan of {rep}, {day}").format(rep=head.rep, day=head.day),
            lambda: PlanForm(self.desk),
            save_changed_plan,
            _("Plan changed"),
            values=plan_values,
        )

    def _without(self, plan: PlanDetail) -> list[PlannedVisit]:
        """The visits that this person can prepare a suggestion for."""
        if not self.desk.may("suggestion.prepare"):
            return []
        return [visit for visit in plan.visits if visit.why_lacking == "none"]

    def prepare(self, plan: PlanDetail) -> None:
        """All suggestions that are lacking, in one place."""
        left = self._without(plan)
        codes = [visit.code for visit in left]
        made: list[DaySuggestions] = []

        def form() -> DaySuggestions:
            made.append(DaySuggestions(self.desk, left))
            return made[-1]

        self.open_form(
            "visit.suggestions",
            _("Suggestions for {rep}, {day}").format(rep=plan.row.rep, day=plan.row.day),
            form,
            lambda office, _key, given: save_suggestions(office, codes, made[-1].offers, given),
            _("Suggestions handed to the manager"),
            note=_("Space takes what is offered; type to write something else."),
            wide=True,
        )

    def patrol(self, plan: PlanDetail) -> None:
        """The shops of the plan in the grid of patrols."""
        codes = [visit.code for visit in plan.visits]
        self.desk.open(Link("visits", do="round", values=(("clients", codes),)))

    def enter_results(self, plan: PlanDetail) -> None:
        """All results of the plan in one place."""
        left = [visit for visit in plan.visits if visit.state == "planned"]
        codes = [visit.code for visit in left]
        self.open_form(
            "visit.results",
            _("Results of {rep}, {day}").format(rep=plan.row.rep, day=plan.row.day),
            lambda: VisitResults(self.desk, left),
            lambda office, key, given: save_results(office, key, codes, given),
            _("Results recorded"),
            note=_("Lines without a result stay as they are. A failed visit says why."),
            wide=True,
        )

    def _open(self, visit: PlannedVisit) -> None:
        """A visit without a suggestion leads to a new one, any other to the client's file."""
        if visit.why_lacking == "none" and self.desk.may("suggestion.prepare"):
            values = (("client", visit.code),)
            self.desk.open(Link("suggestions", do="new", values=values))
        elif visit.suggestion_id is not None:
            self.desk.open(Link("suggestions", visit.suggestion_id))
        else:
            self.desk.open(Link("clients", visit.client_id))


def _head(plan: PlanDetail) -> Heading:
    head = plan.row
    return Heading(
        f"{head.rep} · {day(head.day)}",
        [(state_word("plan", head.state), tone_of(head.state))],
        _("{number} visits").format(number=head.visits),
    )


def _sheet(plan: PlanDetail) -> Issue:
    return Issue(about=f"{plan.row.rep} {plan.row.day}", key=plan.row.id)


def _no_sheet(plan: PlanDetail) -> str:
    return "" if plan.row.state == "released" else _("Release the plan first.")


def _lacking(plan: PlanDetail) -> str:
    """Who can't be visited yet; empty when all can."""
    names = [visit.name for visit in plan.visits if visit.why_lacking]
    words = ngettext(
        "{number} lacks a confirmed suggestion: {names}",
        "{number} lack a confirmed suggestion: {names}",
        len(names),
    )
    return words.format(number=len(names), names=listed(names)) if names else ""


_LACKING = {
    "none": N_("no suggestion yet: Enter begins one"),
    "draft": N_("still a draft: submit it"),
    "submitted": N_("waits for the manager"),
    "stale": N_("stale: the manager confirms it again"),
}


def _suggestion(visit: PlannedVisit) -> str:
    return _(_LACKING[visit.why_lacking]) if visit.why_lacking else visit.suggestion


def _result(visit: PlannedVisit) -> str:
    mark = _("{mark} of 5").format(mark=visit.mark) if visit.mark else ""
    words = visit.reason or (f"“{visit.words}”" if visit.words else "")
    return " ".join(part for part in (words, mark) if part)


_VISITS: tuple[Column[PlannedVisit], ...] = (
    Column(N_("#"), lambda row: str(row.turn), 32, right=True),
    Column(N_("Client"), lambda row: row.name, 130),
    Column(N_("Class"), lambda row: row.client_class, 40),
    Column(
        N_("Suggestion"),
        _suggestion,
        240,
        stretch=True,
        tone=lambda row: "wrong" if row.why_lacking else "",
    ),
    Column(
        N_("State"),
        lambda row: state_word("visit", row.state),
        80,
        tone=lambda row: tone_of(row.state),
    ),
    Column(N_("What the client said"), _result, 150),
)
