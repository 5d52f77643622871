"""One benefit: what was promised and given, what it left in the shop, and the next step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.benefit import BENEFIT_KINDS, PAID_BY
from desktop.basics.i18n import N_, _
from desktop.queries.benefits import BenefitDetail, benefit_detail, with_effect
from desktop.queries.facts.effects import effect_words
from desktop.queries.words import ENDED, ENDINGS, SIGHTINGS, state_word
from desktop.views.benefits.forms import handover_form, handover_values, save_handover, sign
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.files import Files
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.doing.actions import Action, mirroring, opening
from desktop.views.kit.doing.file_list import attaching, shown_files
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue, near_moves
from desktop.views.kit.said_rules import paper_day
from desktop.views.kit.words import day, joined, tone_of, yuan_words
from desktop.views.shared.booked import no_receipt
from desktop.views.shared.suggestion_history import effect_tone

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Reading

# What stands at the foot in each state even if it can't be done now, with its reason.
_NEAR: Mapping[str, frozenset[str]] = {
    "promised": frozenset({"benefit.deliver", "benefit.withdraw"}),
    "delivered": frozenset({"benefit.sign", "benefit.cancel"}),
    "signed": frozenset({"benefit.cancel"}),
    "cancelled": frozenset({"benefit.cancel"}),
}


class BenefitView(Detail[BenefitDetail]):
    """One benefit; its cost beside the client's sales of a year."""

    kind: ClassVar[str] = "benefit"

    def blocks(self) -> Sequence[Block[BenefitDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.paper(
                    N_("Benefit receipt"),
                    "benefit_receipt",
                    lambda row: Issue(row.row.number),
                    lambda row: no_receipt(row.row.state),
                    lambda row: row.delivered_on is not None,
                ),
            ),
            Figures(_figures),
            Facts(_facts),
            Files(
                lambda row: shown_files(self.desk, row.files),
                N_("The signed scan belongs here."),
                N_("Files"),
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import benefits as services

        return (
            Action(
                "benefit.withdraw",
                N_("Withdraw the promise"),
                lambda office, key, given: services.withdraw_benefit(office, key, given["reason"]),
                N_("Promise withdrawn"),
                ask=(Field("reason", N_("Why"), needed=True),),
            ),
            mirroring(
                "benefit.cancel",
                N_("Cancel this benefit"),
                lambda office, key, given: services.cancel_benefit(office, key, given["reason"]),
                N_("Benefit cancelled: a mirrored entry undoes it"),
            ),
            Action(
                "asset.end",
                N_("End the sign or rack"),
                lambda office, key, given: services.end_benefits_asset(
                    office, key, given["how"], given["reason"]
                ),
                N_("Ended; its benefit stays booked"),
                ask=(
                    Field("how", N_("How it ended"), "choice", needed=True, choices=ENDINGS),
                    Field("reason", N_("Why"), needed=True),
                ),
            ),
            attaching("benefit", N_("Attach scan"), N_("Signed scan")),
            opening("benefit.deliver", N_("Deliver"), self.deliver, primary=True),
            Action(
                "benefit.sign",
                N_("Record the signature"),
                sign,
                N_("Its receipt is signed"),
                ask=(
                    Field("dated", N_("Signed on"), "day", needed=True, default=self.desk.today),
                    Field("files", N_("Signed scan"), "files"),
                ),
                note=paper_day,
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> BenefitDetail:
        return benefit_detail(session, key, self.desk.today)

    def show_item(self, item: BenefitDetail) -> None:
        """What it brought is measured against all shops like it: it comes later."""
        super().show_item(item)
        today = self.desk.today
        if item.entry_number is not None and item.cancelled_on is None:
            self.show_later(item, lambda session: with_effect(session, item, today))

    def ask_moves(self, row: BenefitDetail, key: int) -> Sequence["Move"]:
        """The moves near its state; a scan once it was delivered."""
        state = row.row.state
        near = near_moves(super().ask_moves(row, key), _NEAR.get(state, frozenset()))
        return [*near, *self.free("attach", when=row.delivered_on is not None)]

    def deliver(self, row: BenefitDetail) -> None:
        """Give what was promised, and book it."""
        self.open_form(
            "benefit.deliver",
            _("Deliver to {client}").format(client=row.row.client),
            lambda: handover_form(self.desk),
            save_handover,
            _("Benefit booked"),
            values=handover_values,
        )


def _head(row: BenefitDetail) -> Heading:
    head = row.row
    chips = [
        (_(BENEFIT_KINDS[head.kind]), "accent"),
        (state_word("benefit", head.state), tone_of(head.state)),
    ]
    return Heading(head.client, chips, joined(head.number, head.tag))


def _figures(row: BenefitDetail) -> Sequence[Fact]:
    share = f"{row.given_fen * 100 / row.sales_fen:.1f}%" if row.sales_fen else "–"
    return (
        Fact(_("Cost"), yuan_words(row.row.cost_fen)),
        Fact(_("All benefits, 12 months"), yuan_words(row.given_fen)),
        Fact(_("Supply, 12 months"), yuan_words(row.sales_fen)),
        Fact(_("Share"), share),
    )


def _facts(row: BenefitDetail) -> Sequence[Fact]:
    promised = yuan_words(row.promised_fen) if row.promised_fen is not None else ""
    return (
        Fact(_("Promised"), joined(promised, day(row.promised_on), row.promised_by)),
        Fact(_("Rebate plan"), row.plan),
        Fact(_("To be kept by"), day(row.row.due)),
        Fact(_("Given"), joined(day(row.delivered_on), row.delivered_by)),
        Fact(_("How it is paid"), _(PAID_BY[row.paid_by]) if row.paid_by else ""),
        Fact(_("Goods"), row.goods),
        Fact(_("Signed"), day(row.signed_on)),
        Fact(_("Effect"), effect_words(row.effect) if row.effect else "", effect_tone(row.effect)),
        Fact(_("Entry"), str(row.entry_number or "")),
        Fact(_("Withdrawn"), joined(day(row.withdrawn_on), row.withdraw_reason)),
        Fact(_("Cancelled"), day(row.cancelled_on)),
        Fact(_("Why"), row.cancel_reason),
        *_asset_facts(row),
    )


def _asset_facts(row: BenefitDetail) -> Sequence[Fact]:
    """What it left in the shop."""
    asset = row.asset
    if asset is None:
        return ()
    seen = joined(_(SIGHTINGS[asset.condition]), day(asset.seen_on))
    ended = _(ENDED[asset.ended_how]) if asset.ended_how else ""
    return (
        Fact(_("Tag"), asset.tag),
        Fact(_("Place"), asset.place),
        Fact(_("Last seen"), seen, "" if asset.condition == "there" else "careful"),
        Fact(_("Ended"), joined(ended, day(asset.ended_on), asset.end_reason)),
    )
