"""The plan of all lines: what it comes to beside today, made anew, and accepted as a whole (P6)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.basics.i18n import _
from desktop.queries.lines import PlanFacts, plan_facts
from desktop.views.kit.blocks.facts import Fact, Figures
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.parts import Strip, button, column, keep_if, label, line
from desktop.views.kit.words import day, joined
from desktop.views.lines.searching import SearchingBar

if TYPE_CHECKING:
    from desktop.queries.plans.planned import Planned
    from desktop.views.kit.desk import Desk


class PlanPanel(QWidget):
    """Today and the plan side by side; ``planned`` is called when a plan was made or accepted."""

    def __init__(self, desk: "Desk", planned: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._planned = planned
        self._made = label(tone="quiet", wrap=True)
        self._figures = Figures(_figures)
        self._proof = label(wrap=True)
        self.few_changes = QCheckBox(_("Few changes go before lines that suit a shop better"))
        self.few_changes.setChecked(True)
        self.agreed_stay = QCheckBox(_("Lines of agreements in force stay"))
        self.told = label(wrap=True, tone="quiet")
        for tick in (self.few_changes, self.agreed_stay):
            tick.toggled.connect(lambda _on: self.told.setText(self._wished()))
        self.told.setText(self._wished())
        self.strip = Strip()
        self.searching = SearchingBar(desk)
        self.make = button(_("Make the plan anew"), self._make_anew, "", "Ctrl+R")
        self.accept = button(_("Draft all amendments"), self._ask_all, "primary", "Ctrl+Return")
        keep_if(self.accept, desk.may("agreement.amend"))
        about = label(
            _(
                "Each client with an agreement keeps as many lines as it leads now. The plan "
                "gives them out so that as few neighbours as can be lead the same. Nothing "
                "changes by itself: accept it client by client, or as a whole."
            ),
            tone="quiet",
            wrap=True,
        )
        wishes = column(self.few_changes, self.agreed_stay, self.told, spacing=6)
        heading = label(_("Plan of all lines"), "title")
        buttons = line(None, self.make, self.accept)
        self.setLayout(
            column(
                *(heading, about, wishes, self._made, self._figures, self._proof),
                *(None, self.strip, self.searching, buttons),
                spacing=12,
            )
        )
        self.setFocusProxy(self.make)

    def _wished(self) -> str:
        """What a plan made with these ticks does, in words."""
        if self.agreed_stay.isChecked():
            return _(
                "Who leads lines today keeps them all; only clients that lead none yet get some, "
                "away from their neighbours' lines."
            )
        if self.few_changes.isChecked():
            return _("Fewest conflicts; then as few clients as can be change; then the best fit.")
        return _(
            "Fewest conflicts; then the lines that suit each shop best, whoever has to change."
        )

    def refresh(self) -> None:
        """Show the plan that the office keeps."""
        today = self._desk.today
        self._desk.ask(self, lambda session: plan_facts(session, today), self._show, slot="plan")

    def _show(self, plan: PlanFacts | None) -> None:
        why_not = _why_not(plan)
        self.accept.setEnabled(not why_not)
        self.accept.setToolTip(why_not)
        self._figures.setVisible(plan is not None)
        if plan is None:
            self._made.setText(_("No plan was made yet."))
            self._proof.setText("")
            return
        self._made.setText(joined(_("Made {day}").format(day=day(plan.made_on)), plan.made_by))
        self.few_changes.setChecked(plan.keep_today)
        self.agreed_stay.setChecked(plan.fixed)
        self._figures.show_item(plan)
        self._proof.setText(_proof(plan))

    # --- making it ----------------------------------------------------------------------

    def _make_anew(self) -> None:
        if self.searching.running:
            return
        self.strip.clear()
        self._let_press(on=False)
        self.searching.start(
            self._found,
            self._failed,
            keep_today=self.few_changes.isChecked(),
            fixed=self.agreed_stay.isChecked(),
        )

    def _found(self, found: "Planned | None") -> None:
        from desktop.services.plans import keep_plan

        if found is None:
            self._desk.say(_("Given up: all stays as it stood"))
            self._over()
            return
        desk = self._desk
        desk.tasks.change(
            self, lambda _progress: keep_plan(desk.office, found), self._kept, self._failed
        )

    def _kept(self, _none: None) -> None:
        self._desk.say(_("Plan made"))
        self._over()
        self._planned()

    def _failed(self, error: Exception) -> None:
        self._over()
        show_error(error, self.strip, None)

    def _over(self) -> None:
        self._let_press(on=True)
        if self.isVisible():
            self.make.setFocus()
        self.refresh()

    def _let_press(self, *, on: bool) -> None:
        """Nothing is accepted, nor wished otherwise, while it is computed."""
        for one in (self.make, self.few_changes, self.agreed_stay):
            one.setEnabled(on)
        if not on:
            self.accept.setEnabled(False)

    # --- accepting it -------------------------------------------------------------------

    def _ask_all(self) -> None:
        words = _(
            "An amendment is drafted for each client whose lines change. Each still goes to a "
            "manager, and to the client to be signed."
        )
        self.strip.ask(words, _("Draft them"), self._accept_all)

    def _accept_all(self) -> None:
        from desktop.services.lines import amend_all_lines

        office = self._desk.office
        self._desk.tasks.change(
            self,
            lambda _progress: amend_all_lines(office),
            self._accepted,
            self._failed,
            _("Draft all amendments"),
        )

    def _accepted(self, number: int) -> None:
        self._desk.say(_("{number} amendments drafted").format(number=number))
        self._over()


def _why_not(plan: PlanFacts | None) -> str:
    """Why nothing can be drafted now; "": something can."""
    if plan is None:
        return _("No plan was made yet.")
    if not plan.changed:
        return _("The plan changes no client's lines any more.")
    if plan.being_made == plan.changed:
        return _("With each client that changes a new agreement is being made already.")
    return ""


def _figures(plan: PlanFacts) -> Sequence[Fact]:
    fewer = plan.after < plan.before
    being_made = Fact(_("of these being made"), str(plan.being_made))
    return (
        Fact(_("Conflicts today"), str(plan.before), "wrong" if plan.before else "good"),
        Fact(_("By the plan"), str(plan.after), "good" if fewer or not plan.after else ""),
        Fact(_("Clients to change"), str(plan.changed)),
        *((being_made,) if plan.being_made else ()),
    )


def _proof(plan: PlanFacts) -> str:
    """How sure it is that nothing better is there."""
    words = _proved(plan)
    return _("As lines of agreements stay: {words}").format(words=words) if plan.fixed else words


def _proved(plan: PlanFacts) -> str:
    if plan.after > plan.bound:
        words = _("Proved: at least {bound} conflicts can't be avoided, where shops stand so near.")
        return words.format(bound=plan.bound)
    if not plan.optimal:
        return _("Proved: no assignment has fewer conflicts.")
    if plan.keep_today:
        return _("Proved: no assignment has fewer conflicts, and none as few with less change.")
    return _("Proved: no assignment has fewer conflicts, and none as few suits the shops better.")
