"""The list of benefits: promised, given, signed for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.benefit import BENEFIT_KINDS, PAID_IN_MONEY
from desktop.basics.i18n import N_, _
from desktop.queries.benefits import BENEFITS, BenefitRow, benefit_rows
from desktop.views.benefits.detail import BenefitView
from desktop.views.benefits.forms import benefit_form, promise_form, save_benefit, save_promise
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.lists.print_many import by_number, printing
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.said_rules import paper_day
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day, money

if TYPE_CHECKING:
    from desktop.services.office import Office


class BenefitsPage(ListPage[BenefitRow]):
    """Every benefit, the newest first."""

    name: ClassVar[str] = "benefits"
    title: ClassVar[str] = N_("Benefits")
    records = BENEFITS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("Give a benefit")
    new_action: ClassVar[str] = "benefit.deliver"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No benefits yet")
    empty_words: ClassVar[str] = N_(
        "A sign, a rack, a rebate, goods given or a promotion for a client is booked here, at what "
        "it cost: there is no other way to hand one out."
    )
    nothing_open: ClassVar[str] = N_("Choose a benefit on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 120, "client", stretch=True),
        Column(N_("Kind"), lambda row: _(BENEFIT_KINDS[row.kind]), 84, "kind"),
        Column(N_("Day"), lambda row: day(row.day), 88, "day"),
        Column(
            N_("Cost"),
            lambda row: money(row.cost_fen),
            84,
            "cost",
            right=True,
            tone=lambda row: "quiet" if row.state in ("cancelled", "withdrawn") else "",
        ),
        state_column("benefit", 66),
        Column(N_("Promised for"), lambda row: day(row.due), 92, "due", extra=True),
        Column(N_("Number"), lambda row: row.number, 116, "number", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (48, 52)

    def tools(self) -> Sequence[QWidget]:
        """A promise is made beside what is given at once."""
        made = button(_("Promise a benefit"), self.start_promise, "", "Ctrl+J")
        keep_if(made, self.desk.may("benefit.promise"))
        return (made,)

    def make_detail(self) -> BenefitView:
        return BenefitView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """Promises kept together, and receipts that came back signed."""
        paid_by = Field("paid_by", N_("How it is paid"), "choice", True, choices=PAID_IN_MONEY)
        signed = Field("dated", N_("Signed on"), "day", needed=True, default=self.desk.today)
        return (
            ManyAct(
                "deliver",
                "benefit.deliver",
                N_("Deliver them"),
                _deliver,
                N_("{number} benefits booked"),
                ask=(paid_by,),
                note=N_("Each at what was promised; goods are given one by one."),
            ),
            ManyAct(
                "sign",
                "benefit.sign",
                N_("Record their signatures"),
                _sign,
                N_("{number} receipts are signed"),
                ask=(signed,),
                note=paper_day,
            ),
            printing(
                self.desk,
                N_("Print their benefit receipts"),
                "benefit_receipt",
                by_number(benefit_rows),
            ),
        )

    def count_words(self, number: int) -> str:
        return _("{number} benefits").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """What a client is given, and how it is paid."""
        return Edit(
            title=_("Give a benefit"),
            form=lambda: benefit_form(self.desk),
            save=save_benefit,
            draft_key="benefit.new",
            saved=self.saved,
            done=_("Benefit booked"),
            values=dict(link.values),
        )

    def go(self, link: Link) -> None:
        if link.do == "promise":
            self.start_promise()
        else:
            super().go(link)

    def start_promise(self) -> None:
        """What a client is promised, which binds."""
        self.edit(
            Edit(
                title=_("Promise a benefit"),
                form=lambda: promise_form(self.desk),
                save=save_promise,
                draft_key="benefit.promise",
                saved=self.saved,
                done=_("Benefit promised"),
            )
        )


def _deliver(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.benefits import keep_promises

    return Done(keep_promises(office, keys, given["paid_by"]))


def _sign(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.benefits import sign_benefits

    return Done(sign_benefits(office, keys, given["dated"]))
