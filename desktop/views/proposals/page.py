"""Proposals: made by hand, confirmed by a manager, put into the shop owner's hand (P3–P5)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.proposal import ProposalDraft
from desktop.basics.i18n import N_, _
from desktop.queries.plans.shelf import make_ready
from desktop.queries.proposals import (
    PROPOSALS,
    ProposalDetail,
    ProposalRow,
    proposal_detail,
)
from desktop.queries.scanned import code_of
from desktop.queries.surveys import last_surveyed
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures, told
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Word
from desktop.views.kit.declared import facts_of
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, opening, plain, throwing_out
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, money, tone_of
from desktop.views.proposals.board import ShelfBlock
from desktop.views.proposals.columns import (
    CAME_TRUE,
    LEFT_OUT,
    LINES,
    TO_TAKE_OUT,
    came_rows,
    came_title,
    figures,
    left_out_title,
    warning,
)
from desktop.views.proposals.forms import (
    asked_form,
    proposal_form,
    proposal_values,
    save_computed,
    save_proposal,
    save_proposal_draft,
)
from desktop.views.proposals.survey import (
    SurveyForm,
    save_survey,
    scanned_doubts,
    scanned_values,
)

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading
    from desktop.services.scans import ScannedPaper

_ANSWERS = {"accepted": N_("accepts"), "declined": N_("declines")}
_STEPS = {
    "drafted": N_("drafted by {who} {day}"),
    "confirmed": N_("confirmed by {who} {day}"),
    "presented": N_("presented by {who} {day}"),
    "accepted": N_("accepted by the client {day}"),
    "declined": N_("declined by the client {day}"),
}


class ProposalsPage(ListPage[ProposalRow]):
    """Every proposal, the newest first."""

    name: ClassVar[str] = "proposals"
    title: ClassVar[str] = N_("Product proposals")
    records = PROPOSALS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("New proposal")
    new_action: ClassVar[str] = "proposal.compute"
    needs: ClassVar[tuple[str, ...]] = ("clients", "products")
    empty_title: ClassVar[str] = N_("No proposals yet")
    empty_words: ClassVar[str] = N_(
        "A proposal says which products suit a shop, how they are displayed, and what the shop "
        "earns. Survey the shop's buyers first."
    )
    nothing_open: ClassVar[str] = N_("Choose a proposal on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 130, "client", stretch=True),
        Column(N_("Drafted"), lambda row: day(row.drafted_on), 88, "day"),
        Column(
            N_("State"),
            lambda row: state_word("proposal", row.state),
            76,
            "state",
            tone=lambda row: "good" if row.state == "accepted" else tone_of(row.state),
        ),
        Column(N_("Number"), lambda row: row.number, 112, "number", extra=True),
        Column(N_("Rep"), lambda row: row.rep, 70, "rep", extra=True),
        Column(
            N_("Products"), lambda row: str(row.products), 60, "products", right=True, extra=True
        ),
        Column(N_("Cartons"), lambda row: str(row.cartons), 64, "cartons", right=True, extra=True),
        Column(N_("Valid until"), lambda row: day(row.valid_until), 88, "until", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (37, 63)

    def tools(self) -> Sequence[QWidget]:
        """A survey comes before its proposal."""
        surveyed = button(_("Survey"), lambda: self.start_survey(Link(self.name)), "", "Ctrl+U")
        keep_if(surveyed, self.desk.may("survey.record"))
        made = button(
            _("By hand"),
            lambda: self.start_by_hand(Link(self.name)),
            tip=_("A proposal whose products a person chooses"),
        )
        keep_if(made, self.desk.may("proposal.compute"))
        scans = button(_("Read scans"), lambda: self.desk.open(Link("scans")))
        keep_if(scans, self.desk.may("survey.record"))
        return (scans, surveyed, made)

    def make_detail(self) -> "ProposalView":
        return ProposalView(self.desk, self)

    def step_of(self, row: ProposalRow) -> object:
        return row.state

    def count_words(self, number: int) -> str:
        return _("{number} proposals").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A proposal that is computed as soon as its client is chosen."""
        today = self.desk.today
        self.desk.ask(self, lambda session: make_ready(session, today), _nothing, slot="ready")
        return Edit(
            title=_("New proposal"),
            note=_(
                "Computed from the shop's latest survey, the rules and what sells; then edited."
            ),
            form=lambda: asked_form(self.desk),
            save=save_computed,
            draft_key="proposal.new",
            saved=self.saved,
            done=_("Proposal computed: look it over, a manager confirms it"),
            values=dict(link.values),
            seen_after=True,
            offer=self._offered,
        )

    def _offered(self, session: "Reading") -> dict[str, object]:
        """The shop that this person surveyed last: nobody types its name twice."""
        person = self.desk.office.person
        return {"client": last_surveyed(session, person.id) if person else None}

    def start_by_hand(self, link: Link) -> None:
        """The form of a proposal whose lines a person chooses."""
        self.edit(
            Edit(
                title=_("Proposal by hand"),
                note=_(
                    "One line a product: how many facings, on which level, the first order, why."
                ),
                form=lambda: proposal_form(self.desk),
                save=save_proposal,
                draft_key="proposal.by_hand",
                saved=self.saved,
                done=_("Proposal drafted: a manager confirms it"),
                values=dict(link.values),
            )
        )

    def start_survey(self, link: Link) -> None:
        """The form of a survey."""
        self.edit(
            Edit(
                title=_("Survey a shop's buyers"),
                form=lambda: SurveyForm(self.desk),
                save=save_survey,
                draft_key="survey.new",
                saved=lambda _key: None,
                done=_("Survey recorded: Ctrl+N computes its proposal"),
                values=dict(link.values),
            )
        )

    def start_scanned(self, client: int, paper: "ScannedPaper") -> None:
        """The form of a survey, filled in from its scanned form; a person confirms it."""
        digest = paper.layout.digest

        def begin(code: str) -> None:
            note = _("From the scan: type the figures that stand on it; the ticks are filled in.")
            doubts = scanned_doubts(paper)
            said = _("Look at it: {words}").format(words=doubts) if doubts else ""
            done = Link("scans", do="done", values=(("digest", digest),))
            self.edit(
                Edit(
                    title=_("Survey a shop's buyers"),
                    note="\n".join(filter(None, (note, said))),
                    form=lambda: SurveyForm(self.desk, paper),
                    save=save_survey,
                    draft_key=f"survey.scan:{digest}",
                    saved=lambda _key: self.desk.open(done),
                    done=_("Survey recorded: Ctrl+N computes its proposal"),
                    values={"client": code, **scanned_values(paper)},
                    wide=True,
                )
            )

        self.desk.ask(self, lambda session: code_of(session, client), begin, slot="scan")

    def go(self, link: Link) -> None:
        if link.do == "survey":
            self.start_survey(link)
        elif link.do == "scan" and link.key is not None:
            self.start_scanned(link.key, dict(link.values)["paper"])
        elif link.do == "by_hand":
            self.start_by_hand(link)
        else:
            super().go(link)


class ProposalView(Detail[ProposalDetail]):
    """One proposal: products with margins, the shelf, the survey it rests on."""

    kind: ClassVar[str] = "proposal"

    def blocks(self) -> Sequence[Block[ProposalDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Agreement"), "agreements", lambda row: row.agreement_id),
                self.way(N_("Order"), "orders", lambda row: row.order_id),
                self.paper(N_("Sheet"), "proposal", _sheet, _no_sheet),
            ),
            Word(warning),
            Figures(figures),
            Lines(LINES, lambda row: row.lines, name=N_("Proposed products")),
            ShelfBlock(self.desk),
            Lines(TO_TAKE_OUT, lambda row: row.to_take_out, title=N_("To take out")),
            Lines(LEFT_OUT, lambda row: row.left_out, title=left_out_title),
            Lines(CAME_TRUE, came_rows, title=came_title),
            Facts(self._facts, columns=2, title=N_("The survey, and the words")),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import accepted
        from desktop.services import proposals as services

        return (
            throwing_out("proposal", services.discard_proposal_draft, self.page.gone),
            opening("proposal.edit", N_("Edit"), self.edit, "Ctrl+E"),
            Action(
                "proposal.confirm",
                N_("Confirm, then the next"),
                plain(services.confirm_proposal),
                N_("Proposal confirmed"),
                goes_on=True,
                primary=True,
            ),
            Action(
                "proposal.present",
                N_("Presented to the client"),
                plain(services.present_proposal),
                N_("Recorded as presented"),
                primary=True,
            ),
            Action(
                "proposal.answer",
                N_("The client's answer"),
                _answer,
                N_("The client's answer is recorded"),
                ask=(
                    Field("answer", N_("The client"), "choice", True, choices=_ANSWERS, unset=True),
                    Field("reason", N_("Why")),
                ),
                primary=True,
            ),
            Action(
                "proposal.take_up",
                N_("Agreement and first order"),
                plain(accepted.take_up_proposal),
                N_("Agreement drafted, first order taken"),
                then=lambda agreement: self.desk.open(Link("agreements", agreement)),
                primary=True,
            ),
            Action(
                "proposal.order",
                N_("Take its first order"),
                plain(accepted.order_proposal),
                N_("First order taken"),
                then=lambda order: self.desk.open(Link("orders", order)),
            ),
        )

    def load(self, session: "Reading", key: int) -> ProposalDetail:
        return proposal_detail(session, key, self.desk.today)

    def _facts(self, row: ProposalDetail) -> Sequence[Fact]:
        found = row.survey.words if row.survey else [(_("Survey"), _("none"))]
        instead = {
            "client": None,
            "valid_until": None,
            "customers": Fact(_("Its customers"), row.customers),
            "support": row.support.replace("\n", "；"),
        }
        return (
            *facts_of(ProposalDraft, row, self.desk, instead),
            Fact(_("Why the client said so"), row.answer_reason),
            Fact(_("Budget for the first order"), money(row.budget_fen)),
            *(Fact(*one) for one in found),
        )

    def edit(self, row: ProposalDetail) -> None:
        """Change a draft; its client stays."""
        self.open_form(
            "proposal.edit",
            _("Edit proposal {number}").format(number=row.row.number),
            lambda: proposal_form(self.desk, row.client, row.row.id),
            save_proposal_draft,
            _("Draft saved"),
            values=proposal_values,
        )


def _nothing(_answer: None) -> None:
    """What was asked is only to be at hand later."""


def _answer(office: "Office", key: int, given: Given) -> None:
    from desktop.services.proposals import answer_proposal

    yes = given["answer"] == "accepted"
    answer_proposal(office, key, accepted=yes, reason=given["reason"])


def _head(row: ProposalDetail) -> Heading:
    head = row.row
    tone = "good" if head.state == "accepted" else tone_of(head.state)
    until = _("valid until {day}").format(day=head.valid_until)
    return Heading(
        head.client,
        [(state_word("proposal", head.state), tone)],
        joined(head.number, until, told(_STEPS, row.steps)),
    )


def _sheet(row: ProposalDetail) -> Issue:
    return Issue(row.row.number, f"{row.row.number} {row.row.client}")


def _no_sheet(row: ProposalDetail) -> str:
    is_draft = row.row.state == "draft"
    return _("A manager confirms it before it goes out.") if is_draft else ""
