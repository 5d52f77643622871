"""The list of collections and refunds, and one of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.payments import (
    COLLECTION,
    PAYMENTS,
    PaymentDetail,
    PaymentRow,
    payment_detail,
    payment_rows,
)
from desktop.queries.words import ENTRY_KINDS, MEANS
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, mirroring
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.lists.print_many import by_number, printing
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day, money, yuan_words
from desktop.views.payments.forms import PaymentForm, save_collection, save_refund
from desktop.views.shared.booked import cancelled_chip, no_receipt

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


class PaymentsPage(ListPage[PaymentRow]):
    """All money that clients paid or were paid, the newest first."""

    name: ClassVar[str] = "payments"
    title: ClassVar[str] = N_("Collections and refunds")
    records = PAYMENTS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("Take money")
    new_action: ClassVar[str] = "collection.record"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No money was taken yet")
    empty_words: ClassVar[str] = N_(
        "What a client pays, in cash or otherwise, stands here; also what is taken with a "
        "delivery, and credits that were paid out."
    )
    nothing_open: ClassVar[str] = N_("Choose a line on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 110, "client", stretch=True),
        Column(N_("Day"), lambda row: day(row.dated), 88, "day"),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_fen),
            88,
            "amount",
            right=True,
            tone=lambda row: "quiet" if row.state == "cancelled" else "",
        ),
        Column(N_("Means"), lambda row: _(MEANS[row.means]), 60, "means"),
        state_column("document", 66),
        Column(N_("Number"), lambda row: row.number, 116, "number", extra=True),
    )

    def tools(self) -> Sequence[QWidget]:
        """A credit is paid out seldom: beside the collections."""
        made = button(_("Pay a credit"), self.start_refund, "", "Ctrl+U")
        keep_if(made, self.desk.may("refund.pay"))
        return (made,)

    def make_detail(self) -> "PaymentView":
        return PaymentView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """Their receipts in one go."""
        receipts = by_number(payment_rows)
        return (printing(self.desk, N_("Print their receipts"), "receipt", receipts),)

    def edit_new(self, link: Link) -> Edit:
        """Money comes in; what the client owes stands beside."""
        return Edit(
            title=_("Take money"),
            form=lambda: PaymentForm(self.desk, in_credit=False),
            save=save_collection,
            draft_key="collection.new",
            saved=self.saved,
            done=_("Money taken and posted"),
            values=dict(link.values),
        )

    def go(self, link: Link) -> None:
        if link.do == "refund":
            self.start_refund()
        else:
            super().go(link)

    def start_refund(self) -> None:
        """A client's credit is paid out, at most the credit."""
        self.edit(
            Edit(
                title=_("Pay a credit"),
                form=lambda: PaymentForm(self.desk, in_credit=True),
                save=save_refund,
                draft_key="refund.new",
                saved=self.saved,
                done=_("Credit paid out and posted"),
            )
        )


class PaymentView(Detail[PaymentDetail]):
    """One collection or refund."""

    def blocks(self) -> Sequence[Block[PaymentDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Delivery"), "deliveries", lambda row: row.delivery_id),
                self.paper(
                    N_("Receipt"),
                    "receipt",
                    lambda row: Issue(row.row.number),
                    lambda row: no_receipt(row.row.state),
                ),
            ),
            Figures(_figures),
            Facts(_facts),
        )

    def steps(self) -> Sequence[Action]:
        return (
            mirroring(
                "collection.cancel",
                N_("Cancel this collection"),
                _cancel,
                N_("Collection cancelled: a mirrored entry undoes it"),
            ),
        )

    def load(self, session: "Reading", key: int) -> PaymentDetail:
        return payment_detail(session, key)

    def ask_moves(self, row: PaymentDetail, key: int) -> Sequence["Move"]:
        """A refund is paid: it has no further steps."""
        if row.row.kind != COLLECTION:
            return ()
        from desktop.services.moves import moves

        return moves(self.desk.office, "collection", row.id)


def _head(row: PaymentDetail) -> Heading:
    head = row.row
    chips = [
        (_(ENTRY_KINDS[head.kind]), "accent"),
        cancelled_chip(head.state),
    ]
    return Heading(head.client, chips, head.number)


def _figures(row: PaymentDetail) -> Sequence[Fact]:
    owes = row.standing_fen
    return (
        Fact(_("Amount"), yuan_words(row.row.amount_fen)),
        Fact(_("Owes now") if owes >= 0 else _("Credit now"), yuan_words(abs(owes))),
    )


def _facts(row: PaymentDetail) -> Sequence[Fact]:
    head = row.row
    return (
        Fact(_("Day"), day(head.dated)),
        Fact(_("Means"), _(MEANS[head.means])),
        Fact(_("Recorded"), f"{day(row.recorded_on)} {row.who}"),
        Fact(_("With delivery"), row.delivery),
        Fact(_("Entry"), str(head.key)),
        Fact(_("Cancelled"), day(row.cancelled_on)),
        Fact(_("Why"), row.cancel_reason),
    )


def _cancel(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.payments import cancel_collection

    cancel_collection(office, given.held(PaymentDetail).id, given["reason"])
