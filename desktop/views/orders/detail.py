"""One order: its goods and sum, its run, and the way to its delivery."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.orders import OrderDetail, OrderedGoods, order_detail
from desktop.queries.words import state_word
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, nothing
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, RecordTable, RecordView
from desktop.views.kit.parts import Facts, Figures, Head, button
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words
from desktop.views.orders.order_form import OrderForm, order_values, save_changed
from desktop.views.shared.delivery_form import DeliveryForm, save_delivery

if TYPE_CHECKING:
    from desktop.services.office import Reading


class OrderView(Detail):
    """What was ordered, and what became of it."""

    kind: ClassVar[str] = "order"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._order: OrderDetail | None = None
        self._delivery = self.way(_("Delivery"), "deliveries", lambda row: row.delivery_id)
        self._note = button(_("Delivery note"), self._show_note, "", "Ctrl+P")
        self._head = Head(
            self.way(_("Client file"), "clients", lambda row: row.client_id),
            self._delivery,
            self._note,
        )
        self._figures = Figures()
        self._facts = Facts(2)
        self._table = RecordTable(_LINES)
        self._view = RecordView(self._table, _("Goods of this order"))
        for part in (self._head, self._figures, self._facts):
            self.body.addWidget(part)
        self.body.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    def steps(self) -> Sequence[Action]:
        from desktop.services.orders import cancel_order
        from desktop.services.runs import put_back

        return (
            Action(
                "order.cancel",
                N_("Cancel this order"),
                lambda office, key, given: cancel_order(office, key, given["reason"]),
                N_("Order cancelled"),
                ask=(Field("reason", N_("Why"), needed=True),),
            ),
            Action(
                "order.change",
                N_("Change"),
                nothing,
                begin=lambda _key: self.change(),
                shortcut="Ctrl+E",
            ),
            Action(
                "order.put_back",
                N_("Came back unserved"),
                lambda office, key, _given: put_back(office, key),
                N_("The order waits for another run"),
            ),
            Action(
                "run.plan",
                N_("Put on a run"),
                nothing,
                begin=lambda _key: self.plan(),
                shortcut="Ctrl+R",
            ),
            Action(
                "delivery.record",
                N_("Record its delivery"),
                nothing,
                begin=lambda _key: self.deliver(),
                shortcut="Ctrl+Return",
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> OrderDetail:
        return order_detail(session, key)

    def show_row(self, row: OrderDetail) -> None:
        self._order = row
        head = row.row
        known = bool(row.run or row.delivery_id)
        self._note.setEnabled(known)
        self._note.setToolTip(
            ""
            if known
            else _("Put the order on a run, or record its delivery: its note names the day.")
        )
        chips = [
            (state_word("order", head.state), tone_of(head.state)),
            (_("under the minimum of a drop") if row.small else "", "careful"),
        ]
        self._head.show_head(head.client, chips, joined(head.number, day(head.ordered_on)))
        self._figures.show_figures(((_("Amount"), yuan_words(head.amount_fen)),))
        self._facts.show_facts(
            (
                (_("Address"), row.address),
                (_("Phone"), self.desk.number(row.phone)),
                (_("Run"), row.run),
                (_("Delivery note"), row.note),
                (_("Why"), row.cancel_reason),
            )
        )
        rows = {line.position: line for line in row.lines}
        self._table.set_ids(list(rows), rows)

    def change(self) -> None:
        """Change the goods; the client stays."""
        key = self.key
        if key is None or self._order is None:
            return
        ordered_on = self._order.row.ordered_on
        self.page.edit(
            Edit(
                title=_("Change {number}").format(number=self._order.row.number),
                form=lambda: OrderForm(self.desk, known=True, day=ordered_on),
                save=lambda office, given: save_changed(office, key, given),
                draft_key=f"order.change:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Order changed"),
                load=lambda session: order_values(order_detail(session, key)),
            )
        )

    def plan(self) -> None:
        """A new run that begins with this order."""
        if self._order is not None:
            row = self._order.row
            pair = (str(row.id), f"{row.client} {row.number}")
            values = (("orders", [{"order": pair}]),)
            self.desk.open(Link("runs", do="new", values=values))

    def deliver(self) -> None:
        """Record from its paper what happened; only this posts (D6)."""
        key, order = self.key, self._order
        if key is None or order is None:
            return
        self.page.edit(
            Edit(
                title=_("Delivery of {number}").format(number=order.row.number),
                note=_("What was accepted stands as ordered; change what came otherwise."),
                form=lambda: DeliveryForm(self.desk, order),
                save=lambda office, given: save_delivery(office, order, given),
                draft_key=f"delivery.record:{key}",
                saved=lambda _delivery: self.page.saved(key),
                done=_("Delivery recorded and posted"),
            )
        )

    def _show_note(self) -> None:
        if self._order is not None:
            number = self._order.row.number
            title = _("Delivery note of {order}").format(order=number)
            self.desk.show_issued(title, "delivery_note", number)


_LINES: tuple[Column[OrderedGoods], ...] = (
    Column(N_("Product"), lambda row: row.name, 160, stretch=True),
    Column(N_("Quantity"), lambda row: f"{row.quantity} {row.unit}", 80, right=True),
    Column(N_("Supply price"), lambda row: money(row.price_fen), 80, right=True),
    Column(N_("Amount"), lambda row: money(row.amount_fen), 90, right=True),
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
