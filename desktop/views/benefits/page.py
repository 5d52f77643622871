"""The list of benefits, and one of them beside what the client sells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.benefit import BENEFIT_KINDS, BenefitDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.queries.benefits import BENEFITS, BenefitDetail, BenefitRow, benefit_detail
from desktop.queries.search import find_clients
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.declared import facts_of, fields_of
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, mirroring
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, money, tone_of, yuan_words
from desktop.views.shared.booked import cancelled_chip, no_receipt

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


class BenefitsPage(ListPage[BenefitRow]):
    """Every benefit, the newest first."""

    name: ClassVar[str] = "benefits"
    title: ClassVar[str] = N_("Benefits")
    records = BENEFITS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("Give a benefit")
    new_action: ClassVar[str] = "benefit.deliver"
    empty_title: ClassVar[str] = N_("No benefits yet")
    empty_words: ClassVar[str] = N_(
        "A sign, a rack, a rebate, goods given or a promotion for a client is booked here, at what "
        "it cost: there is no other way to hand one out."
    )
    nothing_open: ClassVar[str] = N_("Choose a benefit on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 120, "client", stretch=True),
        Column(N_("Kind"), lambda row: _(BENEFIT_KINDS[row.kind]), 84, "kind"),
        Column(N_("Day"), lambda row: day(row.recorded_on), 88, "day"),
        Column(
            N_("Cost"),
            lambda row: money(row.cost_fen),
            84,
            "cost",
            right=True,
            tone=lambda row: "quiet" if row.state == "cancelled" else "",
        ),
        Column(
            N_("State"),
            lambda row: state_word("document", row.state),
            66,
            "state",
            tone=lambda row: tone_of(row.state),
        ),
    )
    shares: ClassVar[tuple[int, int]] = (48, 52)

    def make_detail(self) -> "BenefitView":
        return BenefitView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} benefits").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """What a client is given, and how it is paid."""
        return Edit(
            title=_("Give a benefit"),
            form=self._form,
            save=_save,
            draft_key="benefit.new",
            saved=self.saved,
            done=_("Benefit booked"),
            values=dict(link.values),
        )

    def _form(self) -> Form:
        return Form(self.desk, fields_of(BenefitDraft, self.desk, finds={"client": find_clients}))


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
                ),
            ),
            Figures(_figures),
            Facts(self._facts),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.payments import cancel_benefit

        return (
            mirroring(
                "benefit.cancel",
                N_("Cancel this benefit"),
                lambda office, key, given: cancel_benefit(office, key, given["reason"]),
                N_("Benefit cancelled: a mirrored entry undoes it"),
            ),
        )

    def load(self, session: "Reading", key: int) -> BenefitDetail:
        return benefit_detail(session, key, self.desk.today)

    def _facts(self, row: BenefitDetail) -> Sequence[Fact]:
        elsewhere = dict.fromkeys(("client", "kind", "cost"))
        return (
            Fact(_("Day"), day(row.row.recorded_on)),
            *facts_of(BenefitDraft, row, self.desk, elsewhere),
            Fact(_("Recorded by"), row.who),
            Fact(_("Entry"), str(row.entry_number or "")),
            Fact(_("Cancelled"), day(row.cancelled_on)),
            Fact(_("Why"), row.cancel_reason),
        )


def _head(row: BenefitDetail) -> Heading:
    head = row.row
    chips = [
        (_(BENEFIT_KINDS[head.kind]), "accent"),
        cancelled_chip(head.state),
    ]
    return Heading(head.client, chips, head.number)


def _figures(row: BenefitDetail) -> Sequence[Fact]:
    share = f"{row.given_fen * 100 / row.sales_fen:.1f}%" if row.sales_fen else "–"
    return (
        Fact(_("Cost"), yuan_words(row.cost_fen)),
        Fact(_("All benefits, 12 months"), yuan_words(row.given_fen)),
        Fact(_("Supply, 12 months"), yuan_words(row.sales_fen)),
        Fact(_("Share"), share),
    )


def _save(office: "Office", given: Given) -> int:
    from desktop.services.payments import deliver_benefit

    return deliver_benefit(office, drafted(BenefitDraft, given.values))
