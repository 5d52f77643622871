"""Deliveries: what was posted for each, what came back, and how to put a mistake right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.deliveries import (
    DELIVERIES,
    DeliveredGoods,
    DeliveryDetail,
    DeliveryRow,
    ReturnedGoods,
    delivery_detail,
)
from desktop.queries.words import CONDITIONS, state_word
from desktop.views.deliveries.giving_back import (
    GivingBackForm,
    giving_back_values,
    save_given_back,
)
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, opening
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.lists.print_many import by_key, printing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


def _state(row: DeliveryRow) -> str:
    """The word of a delivery's state; only an order is called off, a delivery is taken back."""
    if row.state == "cancelled":
        return state_word("document", row.state)
    return state_word("order", row.order_state)


class DeliveriesPage(ListPage[DeliveryRow]):
    """Every delivery, the newest first; a new one is recorded at its order."""

    name: ClassVar[str] = "deliveries"
    title: ClassVar[str] = N_("Deliveries")
    records = DELIVERIES
    search_words: ClassVar[str] = N_("client, order or delivery number")
    begun_at: ClassVar[tuple[str, str]] = ("orders", N_("Orders"))
    empty_title: ClassVar[str] = N_("Nothing was delivered yet")
    empty_words: ClassVar[str] = N_(
        "When an order's paper comes back, its delivery is recorded at the order; it then stands "
        "here with all that was posted."
    )
    nothing_open: ClassVar[str] = N_("Choose a delivery on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 130, "client", stretch=True),
        Column(N_("Day"), lambda row: day(row.dated), 88, "day"),
        Column(N_("Due"), lambda row: money(row.due_fen), 84, "due", right=True),
        Column(N_("Fund"), lambda row: money(row.fund_fen), 72, "fund", right=True),
        Column(
            N_("State"),
            _state,
            70,
            "state",
            tone=lambda row: tone_of(row.order_state),
        ),
        Column(N_("Cartons"), lambda row: str(row.cartons), 64, "cartons", right=True, extra=True),
        Column(N_("Number"), lambda row: row.number, 116, "number", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (47, 53)

    def make_detail(self) -> "DeliveryView":
        return DeliveryView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """Their notes in one go."""
        return (printing(self.desk, N_("Print their notes"), "delivery_note", by_key),)

    def count_words(self, number: int) -> str:
        return _("{number} deliveries").format(number=number)


class DeliveryView(Detail[DeliveryDetail]):
    """One delivery by line, with supply, basic profit and fund as posted (M3)."""

    kind: ClassVar[str] = "delivery"

    def blocks(self) -> Sequence[Block[DeliveryDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Order"), "orders", lambda row: row.order_id),
                self.paper(N_("Delivery note"), "delivery_note", _note, _no_note),
                self.paper(
                    N_("Return note"), "return_note", _return_note, there=_has_returns, keys=""
                ),
            ),
            Figures(_figures),
            Facts(_facts, columns=2),
            Lines(_LINES, lambda row: row.lines, name=N_("Delivered goods")),
            Lines(_RETURNS, lambda row: row.returns, title=N_("Came back")),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.deliveries import cancel_delivery

        return (
            Action(
                "delivery.cancel",
                N_("Cancel this delivery"),
                lambda office, key, given: cancel_delivery(office, key, given["reason"]),
                N_("Delivery cancelled: record it anew from its order (button “Order”)"),
                ask=(Field("reason", N_("Why"), needed=True),),
                note=N_("A mirrored entry of today undoes it; then it can be recorded anew."),
            ),
            Action(
                "return.cancel",
                N_("Cancel a return"),
                _cancel_return,
                N_("Return cancelled: a mirrored entry undoes it"),
                ask=(
                    Field(
                        "return", N_("Which return"), "choice", needed=True, choices=self._standing
                    ),
                    Field("reason", N_("Why"), needed=True),
                ),
                note=N_("Of several returns of a line, the last one is cancelled first."),
            ),
            opening("return.record", N_("Take goods back"), self.take_back, "Ctrl+R"),
        )

    def take_back(self, row: DeliveryDetail) -> None:
        """What came back of each line; an exchange leads to its order."""
        key, orders = row.row.id, self.desk.may("order.add")
        self.page.edit(
            Edit(
                title=_("Goods given back of {number}").format(number=row.row.number),
                note=_(
                    "Write how much came back, line by line. Space: all of a line · “Exchange” "
                    "orders as many anew, of the same or of what stands under “Instead”."
                )
                if orders
                else _("Write how much came back, line by line. Space: all of a line."),
                form=lambda: GivingBackForm(self.desk, row.runs_out, orders=orders),
                save=lambda office, given: save_given_back(office, key, given),
                draft_key=f"return.record:{key}",
                saved=lambda order_id: self._after_return(key, order_id),
                done=_("Return recorded"),
                values=giving_back_values(row),
                wide=True,
            )
        )

    def _after_return(self, key: int, order_id: int | None) -> None:
        self.page.saved(key)
        if order_id is not None:
            self.desk.open(Link("orders", order_id))

    def _standing(self) -> dict[str, str]:
        """The returns that can be cancelled, the last one first."""
        returns = reversed(self.item.returns)
        return {
            str(one.id): joined(one.number, one.name, str(one.quantity))
            for one in returns
            if one.state == "recorded"
        }

    def load(self, session: "Reading", key: int) -> DeliveryDetail:
        return delivery_detail(session, key)


def _note(row: DeliveryDetail) -> Issue:
    return Issue(row.order_number, row.row.number)


def _return_note(row: DeliveryDetail) -> Issue:
    return Issue(row.row.number)


def _has_returns(row: DeliveryDetail) -> bool:
    return any(one.state == "recorded" for one in row.returns)


def _head(row: DeliveryDetail) -> Heading:
    head = row.row
    return Heading(
        head.client,
        [(_state(head), tone_of(head.order_state))],
        joined(head.number, day(head.dated), row.arrived),
    )


def _figures(row: DeliveryDetail) -> Sequence[Fact]:
    return (
        Fact(_("Supply"), yuan_words(sum(line.supply_fen for line in row.lines))),
        Fact(_("Basic profit"), yuan_words(sum(line.basic_fen for line in row.lines))),
        Fact(_("Due"), yuan_words(row.row.due_fen)),
        Fact(_("Fund"), yuan_words(row.row.fund_fen)),
    )


def _facts(row: DeliveryDetail) -> Sequence[Fact]:
    return (
        Fact(_("Order"), row.order_number),
        Fact(_("Recorded"), day(row.recorded_on)),
        Fact(_("Money taken"), yuan_words(row.collected_fen) if row.collected_fen else ""),
        Fact(_("Why it differs"), row.difference),
        Fact(_("Refused because"), row.refused_because),
        Fact(_("Free goods, worth"), _worth(row)),
        Fact(_("Cancelled because"), row.cancel_reason),
    )


def _worth(row: DeliveryDetail) -> str:
    given_fen = sum(line.given_fen for line in row.lines)
    return yuan_words(given_fen) if given_fen else ""


def _no_note(row: DeliveryDetail) -> str:
    """Why there is no note of it now; empty when it can be printed."""
    if row.row.state == "cancelled":
        return _("It was cancelled: there is no note of it.")
    if not any(line.accepted for line in row.lines):
        return _("Nothing was accepted: there is no note of it.")
    return ""


def _cancel_return(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.returns import cancel_return

    cancel_return(office, int(given["return"]), given["reason"])


_LINES: tuple[Column[DeliveredGoods], ...] = (
    Column(N_("#"), lambda row: str(row.position), 36, right=True),
    Column(N_("Product"), lambda row: row.named, 130, stretch=True),
    Column(N_("Order"), lambda row: f"{row.ordered} {row.unit}", 64, right=True),
    Column(
        N_("Signed for"),
        lambda row: str(row.accepted),
        56,
        right=True,
        tone=lambda row: "wrong" if row.accepted < row.ordered else "",
    ),
    Column(N_("Came back"), lambda row: str(row.back or ""), 56, right=True),
    Column(N_("Supply"), lambda row: money(row.supply_fen), 76, right=True),
    Column(N_("Basic profit"), lambda row: money(row.basic_fen), 72, right=True),
    Column(N_("Fund"), lambda row: money(row.fund_fen), 64, right=True),
)
_RETURNS: tuple[Column[ReturnedGoods], ...] = (
    Column(N_("Number"), lambda row: row.number, 120),
    Column(N_("Day"), lambda row: day(row.dated), 92),
    Column(N_("Product"), lambda row: row.name, 130, stretch=True),
    Column(N_("Quantity"), lambda row: str(row.quantity), 64, right=True),
    Column(N_("Condition"), lambda row: _(CONDITIONS[row.condition]), 90),
    Column(N_("Supply"), lambda row: money(row.supply_fen), 84, right=True),
    Column(N_("State"), lambda row: state_word("document", row.state), 70),
)
