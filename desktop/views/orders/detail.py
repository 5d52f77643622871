"""One order: its goods and sum, its run, and the way to its delivery."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.orders import OrderDetail, OrderedGoods, order_detail
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, opening
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words
from desktop.views.orders.notices import words_at, words_of
from desktop.views.orders.order_form import OrderForm, order_values, save_changed
from desktop.views.shared.delivery_form import (
    DeliveryForm,
    on_its_paper,
    save_delivery,
    says_of_it,
)

if TYPE_CHECKING:
    from desktop.services.office import Reading


class OrderView(Detail[OrderDetail]):
    """What was ordered, and what became of it."""

    kind: ClassVar[str] = "order"

    def blocks(self) -> Sequence[Block[OrderDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Delivery"), "deliveries", lambda row: row.delivery_id),
                Tool(N_("Delivery note"), self._show_note, "Ctrl+P", _no_note),
            ),
            Figures(lambda row: (Fact(_("Amount"), yuan_words(row.row.amount_fen)),)),
            Facts(self._facts, columns=2),
            Lines(
                _LINES,
                lambda row: row.lines,
                name=N_("Goods of this order"),
                also=_NOTICES,
                fills=True,
            ),
        )

    def _facts(self, row: OrderDetail) -> Sequence[Fact]:
        return (
            Fact(_("To be delivered by"), day(row.due)),
            Fact(_("Notice"), words_of(row.notices), "careful"),
            Fact(_("Wished for"), day(row.wanted)),
            Fact(_("Address"), row.address),
            Fact(_("Phone"), self.desk.number(row.phone)),
            Fact(_("Run"), row.run),
            Fact(_("Delivery note"), row.note),
            Fact(_("Why"), row.cancel_reason),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.orders import cancel_order
        from desktop.services.runs import leave_unserved

        return (
            Action(
                "order.cancel",
                N_("Cancel this order"),
                lambda office, key, given: cancel_order(office, key, given["reason"]),
                N_("Order cancelled"),
                ask=(Field("reason", N_("Why"), needed=True),),
            ),
            opening("order.change", N_("Change"), self.change, "Ctrl+E"),
            Action(
                "run.unserved",
                N_("Came back unserved"),
                lambda office, key, given: leave_unserved(
                    office, self.item.run_out or 0, key, given["reason"]
                ),
                N_("The order waits for another run"),
                ask=(Field("reason", N_("Why"), hint=N_("the shop was shut, for instance")),),
            ),
            opening("run.plan", N_("Put on a run"), self.plan, "Ctrl+R"),
            opening("delivery.record", N_("Record its delivery"), self.deliver, primary=True),
        )

    def load(self, session: "Reading", key: int) -> OrderDetail:
        return order_detail(session, key, self.desk.today)

    def change(self, row: OrderDetail) -> None:
        """Change the goods; the client stays."""
        self.open_form(
            "order.change",
            _("Change {number}").format(number=row.row.number),
            lambda: OrderForm(self.desk, row),
            save_changed,
            _("Order changed"),
            values=order_values,
            wide=True,
        )

    def plan(self, row: OrderDetail) -> None:
        """A new run that begins with this order."""
        pair = (str(row.row.id), f"{row.row.client} {row.row.number}")
        values = (("orders", [{"order": pair}]),)
        self.desk.open(Link("runs", do="new", values=values))

    def deliver(self, row: OrderDetail) -> None:
        """Record from its paper what happened; only this posts (D6)."""
        self.open_form(
            "delivery.record",
            _("Delivery of {number}").format(number=row.row.number),
            lambda: DeliveryForm(self.desk, row),
            lambda office, _key, given: save_delivery(office, row, given),
            _("Delivery recorded and posted"),
            note=says_of_it(row),
            values=lambda order: on_its_paper(order, self.desk.today),
        )

    def _show_note(self, row: OrderDetail) -> None:
        number = row.row.number
        title = _("Delivery note of {order}").format(order=number)
        self.desk.show_issued(title, "delivery_note", number)


def _head(row: OrderDetail) -> Heading:
    head = row.row
    chips = [(state_word("order", head.state), tone_of(head.state))]
    return Heading(head.client, chips, joined(head.number, day(head.ordered_on)))


def _no_note(row: OrderDetail) -> str:
    """Why there is none yet; empty when it can be printed."""
    if row.run or row.delivery_id:
        return ""
    return _("Put the order on a run, or record its delivery: its note names the day.")


_LINES: tuple[Column[OrderedGoods], ...] = (
    Column(N_("Product"), lambda row: row.named, 160, stretch=True),
    Column(N_("Quantity"), lambda row: f"{row.quantity} {row.unit}", 80, right=True),
    Column(N_("Supply price"), lambda row: money(row.price_fen), 80, right=True),
    Column(N_("Amount"), lambda row: money(row.comes_to(row.quantity)), 90, right=True),
    Column(
        N_("Signed for"),
        lambda row: "" if row.accepted is None else str(row.accepted),
        70,
        right=True,
        tone=lambda row: (
            "wrong" if row.accepted is not None and row.accepted < row.quantity else ""
        ),
    ),
)
_NOTICES: tuple[Column[OrderedGoods], ...] = (
    Column(
        N_("Notice"),
        lambda row: words_at(row.notices, row.product),
        150,
        tone=lambda _row: "careful",
    ),
)
