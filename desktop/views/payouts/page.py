"""Payouts: paid one after the other, each with its voucher (S5)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.basics.money import capitals
from desktop.queries.settlements import PAYOUTS, PayoutRow, payout_rows
from desktop.queries.words import PAYOUT_METHODS, state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.doing.actions import Action, Given, mirroring
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.lists.print_many import by_number, printing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


_METHOD = Field("method", N_("How"), "choice", True, choices=PAYOUT_METHODS, default="cash")


class PayoutsPage(ListPage[PayoutRow]):
    """What is settled and waits to be paid."""

    name: ClassVar[str] = "payouts"
    title: ClassVar[str] = N_("Payouts")
    records = PAYOUTS
    search_words: ClassVar[str] = N_("name, pinyin, initials, voucher number")
    begun_at: ClassVar[tuple[str, str]] = ("settlements", N_("Quarterly settlement"))
    empty_title: ClassVar[str] = N_("Nothing was settled yet")
    empty_words: ClassVar[str] = N_(
        "When a quarter's settlement is posted, each client's payout stands here, to be paid in "
        "cash, by transfer or against goods."
    )
    nothing_open: ClassVar[str] = N_("Choose a payout on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.name, 130, "name", stretch=True),
        Column(N_("Quarter"), lambda row: row.quarter, 70, "quarter"),
        Column(N_("Amount"), lambda row: money(row.amount_fen), 92, "amount", right=True),
        Column(
            N_("State"),
            lambda row: _("frozen") if row.frozen else state_word("payout", row.state),
            70,
            "state",
            tone=lambda row: "wrong" if row.frozen else tone_of(row.state),
        ),
        Column(N_("Paid on"), lambda row: day(row.paid_on), 92, "paid", extra=True),
        Column(
            N_("How"),
            lambda row: _(PAYOUT_METHODS.get(row.method, "")),
            70,
            "method",
            extra=True,
        ),
        Column(N_("Voucher"), lambda row: row.number, 130, "number", extra=True),
    )
    sort: ClassVar[tuple[str, bool]] = ("", False)

    def make_detail(self) -> "PayoutView":
        return PayoutView(self.desk, self)

    def step_of(self, row: PayoutRow) -> object:
        return row.state

    def acts(self) -> Sequence[ManyAct]:
        """Paid together, and their vouchers."""
        return (
            ManyAct(
                "pay",
                "payout.pay",
                N_("Pay them"),
                _pay_several,
                N_("{number} payouts paid"),
                ask=(_METHOD,),
                primary=True,
            ),
            printing(
                self.desk, N_("Print their vouchers"), "payout_voucher", by_number(payout_rows)
            ),
        )

    def count_words(self, number: int) -> str:
        return _("{number} payouts").format(number=number)


class PayoutView(Detail[PayoutRow]):
    """One payout: the amount in figures and capitals, and how it is paid."""

    kind: ClassVar[str] = "payout"

    def blocks(self) -> Sequence[Block[PayoutRow]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.paper(
                    N_("Voucher"), "payout_voucher", lambda row: Issue(row.number), _no_voucher
                ),
            ),
            Figures(lambda row: (Fact(_("Amount"), yuan_words(row.amount_fen)),)),
            Facts(_facts),
        )

    def steps(self) -> Sequence[Action]:
        return (
            mirroring(
                "payout.cancel",
                N_("Cancel this payout"),
                _cancel,
                N_("Payout cancelled: it is unpaid again"),
            ),
            Action(
                "payout.pay",
                N_("Pay the client"),
                _pay,
                done=N_("Paid: print the voucher for the signature (Ctrl+P)"),
                ask=(_METHOD,),
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> PayoutRow:
        return payout_rows(session, [key])[key]


def _head(row: PayoutRow) -> Heading:
    chips = [
        (state_word("payout", row.state), tone_of(row.state)),
        (_("a case waits for its ruling") if row.frozen else "", "wrong"),
    ]
    return Heading(row.name, chips, row.code)


def _facts(row: PayoutRow) -> Sequence[Fact]:
    return (
        Fact(_("In words"), capitals(row.amount_fen)),
        Fact(_("Quarter"), row.quarter),
        Fact(_("Voucher"), row.number),
        Fact(_("How"), _(PAYOUT_METHODS.get(row.method, ""))),
        Fact(_("Paid on"), day(row.paid_on)),
        Fact(_("Paid by"), row.paid_by),
    )


def _no_voucher(row: PayoutRow) -> str:
    """Why there is none now (S5); empty when it can be printed."""
    if row.state == "forfeited":
        return _("This payout was forfeited: nobody signs for it.")
    if row.frozen and row.state != "paid":
        return _("A case against {client} waits for its ruling: that comes first.").format(
            client=row.name
        )
    return ""


def _pay(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.settlements import pay_out

    payout = given.held(PayoutRow)
    pay_out(office, payout.settlement_id, payout.code, given["method"])


def _pay_several(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.settlements import pay_out_several

    return Done(pay_out_several(office, keys, given["method"]))


def _cancel(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.settlements import cancel_payout

    payout = given.held(PayoutRow)
    cancel_payout(office, payout.settlement_id, payout.code, given["reason"])
