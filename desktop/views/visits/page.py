"""The day plans of the reps, and the way to a patrol."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.patrols import shops_to_patrol
from desktop.queries.visits import (
    VISITS,
    DisplayLapse,
    PlanRow,
    UnderPrice,
    displays_lapsed,
    plan_detail,
    under_prices,
)
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day
from desktop.views.visits.detail import PlanView
from desktop.views.visits.forms import PatrolForm, PlanForm, save_patrol, save_plan
from desktop.views.visits.many import plan_acts
from desktop.views.visits.patrols import PatrolRound, save_round
from desktop.views.visits.scanned import scanned_results
from desktop.views.visits.under_price import UnderPriceView

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.services.scans import ScannedPaper


class VisitsPage(ListPage[PlanRow]):
    """Whom the reps visit, with what suggestion, and what came of it."""

    name: ClassVar[str] = "visits"
    title: ClassVar[str] = N_("Visits and patrols")
    records = VISITS
    search_words: ClassVar[str] = N_("rep")
    new_words: ClassVar[str] = N_("Plan")
    new_action: ClassVar[str] = "visit.plan"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No visits planned yet")
    empty_words: ClassVar[str] = N_(
        "A plan names the clients that a rep visits on a day. It is released when each of them "
        "has a confirmed suggestion."
    )
    nothing_open: ClassVar[str] = N_("Choose a plan on the left.")
    columns = (
        Column(N_("Day"), lambda row: day(row.day), 92, "day"),
        Column(N_("Rep"), lambda row: row.rep, 80, "rep", stretch=True),
        Column(N_("Visits"), lambda row: str(row.visits), 48, "visits", right=True),
        Column(
            N_("Left"),
            lambda row: str(row.open) if row.state == "released" and row.open else "",
            48,
            "left",
            right=True,
            tone=lambda _row: "careful",
        ),
        state_column("plan", 70),
        Column(
            N_("Lack a suggestion"),
            lambda row: str(row.lacking or ""),
            72,
            right=True,
            tone=lambda _row: "careful",
            unsorted=N_("It is reckoned from what is confirmed by its day."),
            extra=True,
        ),
        Column(N_("Planned on"), lambda row: day(row.planned_on), 88, "planned", extra=True),
        Column(N_("Released on"), lambda row: day(row.released_on), 88, "released", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (35, 65)

    def __init__(self, desk: Desk) -> None:
        self.under_price = UnderPriceView(desk)
        self._found_by: Sequence[int] = ()  # the patrols recorded last
        super().__init__(desk)
        self.add_side(self.under_price)

    def tools(self) -> Sequence[QWidget]:
        """A patrol is no visit: it needs no plan and no suggestion. Sheets come back as scans."""
        scans = button(_("Read scans"), lambda: self.desk.open(Link("scans")))
        keep_if(scans, self.desk.may("visit.record"))
        made = button(_("Patrol"), lambda: self.start_patrol(Link(self.name)), "", "Ctrl+U")
        keep_if(made, self.desk.may("patrol.record"))
        return (scans, made)

    def make_detail(self) -> PlanView:
        return PlanView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """Several plans on another day, or for another rep; their sheets."""
        return plan_acts(self.desk)

    def count_words(self, number: int) -> str:
        return _("{number} plans").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """Whom a rep visits on a day; a rep plans for himself."""
        person = self.desk.office.person
        mine = {"rep": person.code} if person and self.desk.has_role("rep") else {}
        return Edit(
            title=_("Plan visits"),
            form=lambda: PlanForm(self.desk),
            save=save_plan,
            draft_key="visit.plan",
            saved=self.saved,
            done=_("Visits planned: release the plan when each has its suggestion"),
            values={**mine, **dict(link.values)},
        )

    def start_patrol(self, link: Link) -> None:
        """The form of a patrol."""
        self.edit(
            Edit(
                title=_("Patrol"),
                note=_("Only prices that are typed are recorded; the others may stay empty."),
                form=lambda: PatrolForm(self.desk),
                save=save_patrol,
                draft_key="patrol.new",
                saved=lambda key: self._patrolled([key]),
                done=_("Patrol recorded"),
                values=dict(link.values),
            )
        )

    def start_round(self, codes: Sequence[str]) -> None:
        """The grid of a round; without shops those that this person visits today."""
        if codes:
            self._begin_round(codes)
            return
        person, today = self.desk.office.person, self.desk.today
        assert person is not None
        self.desk.ask(
            self,
            lambda session: shops_to_patrol(session, person.id, today),
            self._begin_round,
            slot="round",
        )

    def _begin_round(self, codes: Sequence[str]) -> None:
        self.edit(
            Edit(
                title=_("Patrols of a round"),
                note=_(
                    "Space: in order, and at the prices of the last time. A shop in which nothing "
                    "stands was not patrolled."
                ),
                form=lambda: PatrolRound(self.desk),
                save=save_round,
                draft_key="patrol.round",
                saved=self._patrolled,
                done=_("Patrols recorded"),
                values={"clients": codes},
                wide=True,
            )
        )

    def go(self, link: Link) -> None:
        if link.do == "patrol":
            self.start_patrol(link)
        elif link.do == "scan" and link.key is not None:
            super().go(Link(self.name, link.key))
            self._ask_scanned(link.key, dict(link.values)["paper"])
        elif link.do == "round":
            self.start_round(dict(link.values).get("clients", ()))
        else:
            super().go(link)

    def _ask_scanned(self, key: int, paper: "ScannedPaper") -> None:
        """The results of a plan, filled in from its scanned sheet; a person confirms them."""
        self.desk.ask(
            self,
            lambda session: plan_detail(session, key),
            lambda plan: self.edit(scanned_results(self.desk, self.saved, plan, paper)),
            slot="scan",
        )

    def refresh(self) -> None:
        super().refresh()
        if self.under_price.isVisible():
            self._ask_found()

    def _patrolled(self, patrol_ids: Sequence[int]) -> None:
        self._found_by = patrol_ids
        self._ask_found()

    def _ask_found(self) -> None:
        """What those patrols found that nobody reported yet."""
        ids = self._found_by

        def seen(session: "Reading") -> tuple[Sequence[UnderPrice], Sequence[DisplayLapse]]:
            return under_prices(session, ids), displays_lapsed(session, ids)

        self.desk.ask(self, seen, self._show_found, slot="under")

    def _show_found(self, found: tuple[Sequence[UnderPrice], Sequence[DisplayLapse]]) -> None:
        if any(found):
            self.show_side(self.under_price)
            self.under_price.show_seen(*found)
        elif self.under_price.isVisible():
            self._show_right()
