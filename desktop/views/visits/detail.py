"""One plan: each client with its suggestion, missing ones in red; and the results."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.visits import PlanDetail, PlannedVisit, plan_detail
from desktop.queries.words import state_word
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, nothing
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, RecordTable, RecordView
from desktop.views.kit.parts import Head, Strip, button
from desktop.views.kit.words import day, tone_of
from desktop.views.visits.forms import (
    PlanForm,
    plan_values,
    results_form,
    save_changed_plan,
    save_results,
)

if TYPE_CHECKING:
    from desktop.services.office import Reading


class PlanView(Detail):
    """A rep's visits of one day."""

    kind: ClassVar[str] = "plan"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._plan: PlanDetail | None = None
        self._sheet = button(_("Visit sheet"), self._show_sheet, "", "Ctrl+P")
        self._head = Head(self._sheet)
        self.note = Strip()
        self._table = RecordTable(_VISITS)
        self._view = RecordView(self._table, _("Visits of this plan"))
        self._view.activated_key.connect(self._open)
        self.body.addWidget(self._head)
        self.body.addWidget(self.note)
        self.body.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    def steps(self) -> Sequence[Action]:
        from desktop.services.visits import discard_plan, release_plan

        return (
            Action(
                "visit.discard",
                N_("Throw this plan away"),
                lambda office, key, _given: discard_plan(office, key),
                N_("Plan thrown away"),
                sure=N_("Throw this plan away? The audit trail keeps what it said."),
                then=lambda _none: self.page.gone(),
            ),
            Action("visit.change", N_("Change"), nothing, shortcut="Ctrl+E", begin=self.change),
            Action(
                "visit.release",
                N_("Release"),
                lambda office, key, _given: release_plan(office, key),
                N_("Released: each visit carries its suggestion"),
                shortcut="Ctrl+Return",
                primary=True,
            ),
            Action(
                "visit.record",
                N_("Enter the results"),
                nothing,
                begin=lambda _key: self.enter_results(),
                shortcut="Ctrl+Return",
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> PlanDetail:
        return plan_detail(session, key)

    def show_row(self, row: PlanDetail) -> None:
        self._plan = row
        head = row.row
        self._head.show_head(
            f"{head.rep} · {day(head.day)}",
            [(state_word("plan", head.state), tone_of(head.state))],
            _("{number} visits").format(number=head.visits),
        )
        lacking = [visit for visit in row.visits if visit.why_lacking]
        if lacking:
            names = "、".join(visit.name for visit in lacking)
            self.note.say(
                _("{number} lack a confirmed suggestion: {names}").format(
                    number=len(lacking), names=names
                )
            )
        else:
            self.note.clear()
        self._sheet.setEnabled(head.state == "released")
        self._sheet.setToolTip("" if head.state == "released" else _("Release the plan first."))
        rows = {visit.client_id: visit for visit in row.visits}
        self._table.set_ids(list(rows), rows)

    def change(self, key: int) -> None:
        """Change who goes where and when, until it is released."""
        if self._plan is None:
            return
        head = self._plan.row
        self.page.edit(
            Edit(
                title=_("Change the plan of {rep}, {day}").format(rep=head.rep, day=head.day),
                form=lambda: PlanForm(self.desk),
                save=lambda office, given: save_changed_plan(office, key, given),
                draft_key=f"visit.change:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Plan changed"),
                load=lambda session: plan_values(plan_detail(session, key)),
            )
        )

    def enter_results(self) -> None:
        """All results of the plan in one place."""
        plan, key = self._plan, self.key
        if plan is None or key is None:
            return
        left = [visit for visit in plan.visits if visit.state == "planned"]
        codes = [visit.code for visit in left]
        self.page.edit(
            Edit(
                title=_("Results of {rep}, {day}").format(rep=plan.row.rep, day=plan.row.day),
                note=_("Lines without a result stay as they are. A failed visit says why."),
                form=lambda: results_form(self.desk, left),
                save=lambda office, given: save_results(office, key, codes, given),
                draft_key=f"visit.results:{key}",
                saved=lambda _number: self.page.saved(key),
                done=_("Results recorded"),
            )
        )

    def _open(self, client_id: int) -> None:
        """A visit without a suggestion leads to a new one, any other to the client's file."""
        visit: PlannedVisit | None = self._table.row_of(client_id)
        if visit is None:
            return
        if visit.why_lacking == "none" and self.desk.may("suggestion.prepare"):
            values = (("client", visit.code),)
            self.desk.open(Link("suggestions", do="new", values=values))
        elif visit.suggestion_id is not None:
            self.desk.open(Link("suggestions", visit.suggestion_id))
        else:
            self.desk.open(Link("clients", client_id))

    def _show_sheet(self) -> None:
        plan = self._plan
        if plan is not None:
            key = plan.row.id
            title = _("Visit sheet {rep} {day}").format(rep=plan.row.rep, day=plan.row.day)
            self.desk.show_issued(title, "visit_sheet", key=key)


_LACKING = {
    "none": N_("no suggestion yet: Enter begins one"),
    "draft": N_("still a draft: submit it"),
    "submitted": N_("waits for the manager"),
    "stale": N_("stale: the manager confirms it again"),
}


def _suggestion(visit: Any) -> str:
    return _(_LACKING[visit.why_lacking]) if visit.why_lacking else visit.suggestion


def _result(visit: Any) -> str:
    mark = _("{mark} of 5").format(mark=visit.mark) if visit.mark else ""
    words = visit.reason or (f"“{visit.words}”" if visit.words else "")
    return " ".join(part for part in (words, mark) if part)


_VISITS: tuple[Column[PlannedVisit], ...] = (
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
