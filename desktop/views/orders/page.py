"""The order book: taken, on a run, out, delivered."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.orders import ORDERS, OrderRow
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day, money, short_day
from desktop.views.orders.detail import OrderView
from desktop.views.orders.order_form import OrderForm, save_new
from desktop.views.orders.sheets import OrderSheets, SheetLine, sheet_values

if TYPE_CHECKING:
    from desktop.services.office import Office


class OrdersPage(ListPage[OrderRow]):
    """Every order, the newest first."""

    name: ClassVar[str] = "orders"
    title: ClassVar[str] = N_("Orders")
    records = ORDERS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("New order")
    new_action: ClassVar[str] = "order.add"
    needs: ClassVar[tuple[str, ...]] = ("clients", "products")
    empty_title: ClassVar[str] = N_("No orders yet")
    empty_words: ClassVar[str] = N_(
        "What a client orders by phone or at a visit is entered here: the client's initials, then "
        "a line a product."
    )
    nothing_open: ClassVar[str] = N_("Choose an order on the left.")
    shares: ClassVar[tuple[int, int]] = (44, 56)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns(desk.today)
        self.sheets = OrderSheets(desk)
        super().__init__(desk)
        self.add_side(self.sheets)
        self.sheets.opened.connect(self._open_sheet)

    def tools(self) -> Sequence[QWidget]:
        """The sheets that clients send, with how many wait."""
        made = button("", self._show_sheets, tip=_("Orders that clients sent as Excel files"))
        keep_if(made, self.desk.may("order.add"))

        def say(number: int) -> None:
            words = _("Sheets of clients")
            made.setText(f"{words}  {number}" if number else words)
            made.setAccessibleName(made.text())

        say(len(self.sheets.waiting))
        self.sheets.number_changed.connect(say)
        return (made,)

    def _show_sheets(self) -> None:
        self.flush()
        self.show_side(self.sheets)
        self.sheets.come()

    def _open_sheet(self, chosen: SheetLine) -> None:
        """Its order as a form, to be looked at and confirmed: only then is it taken."""

        def saved(order_id: int) -> None:
            following = self.sheets.taken(chosen)
            self.saved(order_id)
            if following is not None:
                self._open_sheet(following)
            elif self.sheets.waiting:
                self.show_side(self.sheets)

        self.edit(
            Edit(
                title=_("Order of {file}").format(file=chosen.path.name),
                note=chosen.doubts or _("As the sheet says it; Ctrl+Enter takes it as it stands."),
                form=lambda: OrderForm(self.desk),
                save=save_new,
                draft_key=self._draft_of(chosen),
                saved=saved,
                done=_("Order taken"),
                values=sheet_values(chosen.order),
                wide=True,
            )
        )

    def _draft_of(self, chosen: SheetLine) -> str:
        """Of one order in one state of one file: another sheet of its name isn't typed over."""
        same = [one for one in self.sheets.waiting if one.path == chosen.path]
        place = same.index(chosen) if chosen in same else 0
        return f"order.sheet:{chosen.path.name}:{chosen.stamp}:{chosen.order.client}:{place}"

    def make_detail(self) -> OrderView:
        return OrderView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """Brought on another day together."""
        return (
            ManyAct(
                "move",
                "order.change",
                N_("Deliver them on another day"),
                _move,
                N_("{number} orders have another day"),
                ask=(Field("wanted", N_("Wished for"), "day", needed=True),),
                note=N_("Each is due on its area's first delivery day from then on."),
            ),
        )

    def count_words(self, number: int) -> str:
        return _("{number} orders").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new order, at the prices in force today (M4)."""
        return Edit(
            title=_("New order"),
            note=_("Enter goes on to the next field and line; Ctrl+S takes the order."),
            form=lambda: OrderForm(self.desk),
            save=save_new,
            draft_key="order.new",
            saved=self.saved,
            done=_("Order taken"),
            values=dict(link.values),
            wide=True,
        )


def _move(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.orders import move_orders

    return Done(move_orders(office, keys, given["wanted"]))


def _columns(today: date) -> Sequence[Column[OrderRow]]:
    return (
        Column(N_("Client"), lambda row: row.client, 120, "client", stretch=True),
        Column(N_("Area"), lambda row: row.area, 80, "area"),
        Column(
            N_("Day"),
            lambda row: short_day(row.ordered_on, today),
            60,
            "day",
            whole=((N_("Day"), lambda row: day(row.ordered_on)),),
        ),
        Column(
            N_("To be delivered by"),
            lambda row: short_day(row.due, today),
            64,
            "due",
            whole=((N_("To be delivered by"), lambda row: day(row.due)),),
        ),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_fen),
            82,
            "amount",
            right=True,
            tone=lambda row: "careful" if row.small else "",
            tip=lambda row: _("under the minimum of a drop") if row.small else "",
        ),
        state_column("order", 70),
        Column(N_("Cartons"), lambda row: str(row.cartons), 64, "cartons", right=True, extra=True),
        Column(N_("Number"), lambda row: row.number, 116, "number", extra=True),
    )
