"""One agreement: its terms beside today's prices, who did what, and the next step."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.agreements import AgreementDetail, PriceRow, agreement_detail
from desktop.queries.words import state_word
from desktop.views.agreements.form import (
    AgreementForm,
    agreement_values,
    renewal_values,
    save_drafted,
    save_edited,
)
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures, Steps
from desktop.views.kit.blocks.files import Files
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Word
from desktop.views.kit.doing.actions import (
    Action,
    Given,
    opening,
    plain,
    taking_back,
    throwing_away,
)
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.file_list import attach_files, attaching, shown_files
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue, near_moves
from desktop.views.kit.said_rules import paper_day
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, listed, money, tone_of
from desktop.views.shared.neighbours import density_words, led_words, outlets_within

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading

# What stands at the foot in each state even if it can't be done now, with its reason.
_NEAR: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"agreement.edit", "agreement.submit"}),
    "submitted": frozenset({"agreement.return", "agreement.approve"}),
    "approved": frozenset({"agreement.sign", "agreement.void"}),
    "active": frozenset({"agreement.terminate"}),
}
_SIGNED = ("active", "expired", "terminated")
_STEPS = {
    "drafted": N_("Drafted"),
    "submitted": N_("Submitted"),
    "returned": N_("Sent back"),
    "approved": N_("Approved"),
    "signed": N_("Signed"),
    "terminated": N_("Terminated"),
    "void": N_("Made void"),
}


class AgreementView(Detail[AgreementDetail]):
    """One agreement."""

    kind: ClassVar[str] = "agreement"

    def blocks(self) -> Sequence[Block[AgreementDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Proposal"), "proposals", lambda row: row.proposal_id),
                self.paper(N_("Contract"), "contract", _contract),
            ),
            Word(_word),
            Figures(_figures),
            Lines(
                _PRICES,
                lambda row: row.prices,
                name=N_("Price table"),
                also=_OWN_RATES,
                none=N_(
                    "No price is protected: a violation can only be reported of a named price."
                ),
            ),
            Facts(self._facts),
            Files(
                lambda row: shown_files(self.desk, row.files),
                N_("The signed scan belongs here."),
                N_("Files"),
            ),
            Steps(_STEPS, lambda row: row.steps),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import agreements as services

        return (
            throwing_away("agreement", services.discard_agreement_draft, self.page.gone),
            opening("agreement.edit", N_("Edit"), self.edit, "Ctrl+E"),
            Action(
                "agreement.submit",
                N_("Submit"),
                plain(services.submit_agreement),
                N_("Submitted: a manager approves it"),
                primary=True,
            ),
            taking_back("agreement", services.take_back_agreement),
            Action(
                "agreement.return",
                N_("Send back"),
                lambda office, key, given: services.return_agreement(office, key, given["word"]),
                N_("Sent back to be drafted anew"),
                ask=(Field("word", N_("A word why"), needed=True),),
                shortcut="Ctrl+R",
                goes_on=True,
            ),
            Action(
                "agreement.approve",
                N_("Approve, then the next"),
                _approve,
                N_("Approved and numbered: print the contract to be signed"),
                ask=(Field("density_reason", N_("Why one more shop here"), needed=True),),
                asks=lambda row: row.dense is not None,
                note=N_("Shops stand dense here, and it is this client's first agreement."),
                primary=True,
                goes_on=True,
            ),
            Action(
                "agreement.void",
                N_("Make it void"),
                plain(services.void_agreement),
                N_("Void: it isn't signed any more"),
                sure=N_("Make this agreement void? It isn't signed then; its number is used up."),
            ),
            Action(
                "agreement.terminate",
                N_("Terminate"),
                plain(services.terminate_agreement),
                N_("Agreement ended: today is its last day"),
                sure=N_(
                    "End this agreement? Today is its last day in force. Nothing is forfeited; "
                    "the fund is settled with the quarter."
                ),
            ),
            attaching("agreement", N_("Attach scan"), N_("Signed scan")),
            opening("renew", N_("Renew"), self.renew, "Ctrl+J"),
            Action(
                "agreement.sign",
                N_("Record the signature"),
                _sign,
                N_("Signed: it is in force from its paper's day"),
                ask=(
                    Field("dated", N_("Signed on"), "day", True, default=self.desk.today),
                    Field("files", N_("Signed scan"), "files"),
                ),
                note=paper_day,
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> AgreementDetail:
        return agreement_detail(session, key, self.desk.today)

    def ask_moves(self, row: AgreementDetail, key: int) -> Sequence["Move"]:
        """The moves near its state; a scan once it is approved, a renewal once it was signed."""
        state = row.row.state
        return [
            *near_moves(super().ask_moves(row, key), _NEAR.get(state, frozenset())),
            *self.free("attach", when=state not in ("draft", "submitted")),
            *self.free("renew", "agreement.draft", when=state in _SIGNED),
        ]

    def _facts(self, row: AgreementDetail) -> Sequence[Fact]:
        terminated = row.first_day is not None and row.last_day != row.row.ends_on
        dense_then = str(row.dense_outlets) if row.dense_outlets is not None else ""
        return (
            Fact(_("Leads the lines"), listed(row.lead_lines) or _("none")),
            Fact(_("Led by neighbours too"), led_words(row.led_near), "careful"),
            Fact(outlets_within(self.desk), density_words(row.dense), "careful"),
            Fact(_("Outlets there when it was approved"), dense_then),
            Fact(_("Why one more shop here"), row.density_reason),
            Fact(_("In force from"), day(row.first_day)),
            Fact(_("Last day in force"), day(row.last_day) if terminated else ""),
            Fact(_("Signed without a valid legal review by"), row.unreviewed_by, "careful"),
        )

    def edit(self, row: AgreementDetail) -> None:
        """Change the draft; somebody else's change meanwhile is shown beside (E2)."""
        self.open_form(
            "agreement.edit",
            _("Edit the agreement of {client}").format(client=row.row.client),
            lambda: AgreementForm(self.desk, row.every_line, known=True),
            save_edited,
            _("Draft saved"),
            values=agreement_values,
        )

    def renew(self, row: AgreementDetail) -> None:
        """A new draft that begins the day after this one ends (A6)."""
        self.page.edit(
            Edit(
                title=_("Renew the agreement of {client}").format(client=row.row.client),
                note=_("It begins on the day after the one before it ends, and is as long."),
                form=lambda: AgreementForm(self.desk, row.every_line),
                save=save_drafted,
                draft_key=f"agreement.renew:{row.row.id}",
                saved=self.page.saved,
                done=_("Agreement drafted: look through it, then submit it"),
                values=renewal_values(row),
            )
        )


def _approve(office: "Office", key: int, given: Given) -> None:
    """The approval, with the reason where shops stand dense (P7)."""
    from desktop.services.agreements import approve_agreement

    approve_agreement(office, key, given.values.get("density_reason", ""))


def _sign(office: "Office", key: int, given: Given) -> None:
    """The signature with its scan, both or none."""
    from desktop.services.agreements import sign_agreement

    with office.batch() as together:
        sign_agreement(together, key, given["dated"], given.confirmed)
        attach_files("agreement", together, key, given)


def _head(row: AgreementDetail) -> Heading:
    head = row.row
    state = state_word("agreement", head.state)
    left = _("{days} days left").format(days=head.days_left) if head.to_renew else ""
    number = head.number or _("no number yet")
    return Heading(
        head.client,
        [(state, tone_of(head.state)), (left, "careful")],
        joined(number, f"{head.starts_on}–{head.ends_on}", _(CLAUSE_KINDS[row.clause_kind])),
    )


def _contract(row: AgreementDetail) -> Issue:
    return Issue(about=f"{row.row.number} {row.row.client}".strip(), key=row.row.id)


def _word(row: AgreementDetail) -> str:
    return _("Sent back: “{word}”").format(word=row.return_word) if row.return_word else ""


def _figures(row: AgreementDetail) -> Sequence[Fact]:
    head = row.row
    named = sum(one.price_fen is not None for one in row.prices)
    left = "—" if head.days_left is None else str(head.days_left)
    return (
        Fact(_("Basic profit"), percent(head.basic_rate)),
        Fact(_("Fund"), percent(head.fund_rate)),
        Fact(_("Protected products"), str(named)),
        Fact(_("Days left"), left, "careful" if head.to_renew else ""),
    )


def _rate(rate: Decimal | None) -> str:
    return "" if rate is None else percent(rate)


_PRICES: tuple[Column[PriceRow], ...] = (
    Column(N_("Product"), lambda row: row.name, 150, stretch=True),
    Column(N_("Unit"), lambda row: row.unit, 40),
    Column(
        N_("Lowest price"),
        lambda row: money(row.price_fen),
        88,
        right=True,
        tone=lambda row: "careful" if row.above_retail else "",
        tip=lambda row: (
            _("above the suggested retail price") if row.above_retail else money(row.price_fen)
        ),
    ),
    Column(N_("Retail"), lambda row: money(row.retail_fen), 66, right=True),
    Column(N_("Supply price"), lambda row: money(row.supply_fen), 88, right=True),
)
_OWN_RATES: tuple[Column[PriceRow], ...] = (
    Column(N_("Own basic"), lambda row: _rate(row.basic_rate), 76, right=True),
    Column(N_("Own fund"), lambda row: _rate(row.fund_rate), 76, right=True),
)
