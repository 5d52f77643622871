"""The form of an order: a line a product, its price and the order's total in sight."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.facts.clock import now_taken
from desktop.queries.facts.stock import ShortGoods, free_stock_of
from desktop.queries.order_desk import GoodsOffered, OrderDesk, order_desk
from desktop.queries.orders import JudgedOrder, OrderDetail, TypedOrder, judge_typed
from desktop.queries.pasted_goods import read_goods
from desktop.queries.products import UnitPricesNow, unit_prices
from desktop.queries.search import find_clients, find_products
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.parts import Remark, label, line
from desktop.views.kit.words import joined, money, yuan_words
from desktop.views.kit.words_to_values import read_whole
from desktop.views.orders.beside import OrderAside
from desktop.views.orders.notices import words_at, words_of

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading

_Known = tuple[dict[str, UnitPricesNow], dict[str, int]]  # and what is there


class OrderForm(LiveForm):
    """Client, then a line a product: initials or barcode, unit, quantity, Enter.

    ``order`` is one that is changed: the prices of its day hold (M4). What is worth knowing is
    said as it is typed (D1), at a line if it is about its product; beside it stands what is known
    of the client, from which goods are put in by a key.
    """

    def __init__(self, desk: Desk, order: OrderDetail | None = None) -> None:
        product = desk.look_up(find_products)
        finds = {"client": find_clients}
        client, wanted = fields_of(OrderDraft, desk, known=order is not None, finds=finds)
        super().__init__(
            desk,
            (
                client,
                Field(
                    "lines",
                    N_("Goods"),
                    "rows",
                    needed=True,
                    paste=lambda text: _pasted(desk, text),
                    rows=(
                        Field("product", N_("Product"), "lookup", True, lookup=product),
                        Field(
                            "unit",
                            N_("Unit"),
                            "unit",
                            width=52,
                            units=desk.look_up(
                                lambda session, code: unit_prices(session, [code], self._day).get(
                                    code
                                )
                            ),
                            hint=N_("empty: the base unit, such as 瓶; initials do, x for 箱"),
                        ),
                        Field("quantity", N_("Quantity"), "whole", True, width=52),
                        Field("free", N_("Free"), "tick", width=28),
                        Field("there", N_("Stock"), width=62, locked=True, right=True),
                        Field("price", N_("Supply price"), width=72, locked=True, right=True),
                        Field("amount", N_("Amount"), width=70, locked=True, right=True),
                    ),
                ),
                wanted,
            ),
        )
        self._order = order
        self._ordered: list[OrderedLine] = []  # as it was looked at last
        self._prices: dict[str, UnitPricesNow] = {}
        self._there: dict[str, int] = {}
        self._asked: TypedOrder | None = None  # of which it is judged, or was asked
        self._judged = JudgedOrder(None, (), {})
        self._beside_of = ""  # the client of whom it is told beside the form
        self.warning = Remark()
        self.total = label(kind="heading")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        foot = line(self.warning, self.total)
        foot.setStretch(0, 1)
        self._grid.addLayout(foot, self._grid.rowCount(), 0, 1, 2)
        self.aside = OrderAside(desk.today)
        self.aside.chosen.connect(self.put_in)
        last = self._grid.rowCount()
        self._grid.setRowStretch(last, 1)
        self._grid.setColumnMinimumWidth(2, 8)
        self._grid.addWidget(self.aside, 0, 3, last + 1, 1, Qt.AlignmentFlag.AlignTop)

    @property
    def _day(self) -> date:
        """The day whose prices hold."""
        return self._order.row.ordered_on if self._order else self.desk.today

    @property
    def _lines(self) -> RowsEditor:
        editor = self.editor("lines")
        assert isinstance(editor, RowsEditor)
        return editor

    def look(self) -> None:
        """Ask for prices that aren't known yet, then add up."""
        self._ask_beside()
        self._ordered = self._typed_lines()
        codes = {line.product for line in self._ordered if line.product}
        missing = sorted(codes - self._prices.keys())
        if not missing:
            self._add_up()
            return
        day = self._day

        def question(session: "Reading") -> _Known:
            return unit_prices(session, missing, day), free_stock_of(session, missing)

        self.desk.ask(self, question, self._take, slot="prices")

    def _ask_beside(self) -> None:
        client = self.typed("client") or ""
        if client == self._beside_of:
            return
        self._beside_of = client
        today, but = self.desk.today, self._order.row.id if self._order else None
        self.desk.ask(
            self,
            lambda session: order_desk(session, client, today, but) if client else None,
            self._show_beside,
            slot="beside",
        )

    def _show_beside(self, desk: OrderDesk | None) -> None:
        self.aside.show_desk(desk)

    def put_in(self, goods: Sequence[GoodsOffered]) -> None:
        """Put goods into the order, a line each; what stands in it already isn't put in again."""
        there = {typed.product for typed in self._typed_lines()}
        self._lines.put_in(
            [
                {"product": one.product, "unit": one.unit, "quantity": str(one.quantity)}
                for one in goods
                if one.product not in there
            ]
        )

    def _take(self, answer: _Known) -> None:
        prices, there = answer
        self._prices |= prices
        self._there |= there
        self._add_up()

    def _typed_lines(self) -> list[OrderedLine]:
        """The lines as far as they are typed."""
        found = []
        for row in self._lines.raw():
            quantity = 0
            with suppress(ValueError):
                quantity = read_whole(row["quantity"]) or 0
            product = (row["product"] or {}).get("value") or ""
            found.append(OrderedLine(product, row["unit"], quantity, bool(row["free"])))
        return found

    def _add_up(self) -> None:
        amounts_fen: list[int] = []
        wanted: dict[str, int] = {}
        told: list[dict[str, str]] = []
        for typed in self._ordered:
            code = typed.product
            known = self._prices.get(code)
            price_fen = known.fen.get(known.unit(typed.unit)) if known else None
            amount_fen = _amount(typed, price_fen)
            if amount_fen is not None:
                amounts_fen.append(amount_fen)
            if known is not None:
                size = known.sizes.get(known.unit(typed.unit), 0)
                wanted[code] = wanted.get(code, 0) + size * typed.quantity
            there = self._there.get(code)
            shown = {
                "there": "" if there is None or known is None else f"{there} {known.unit('')}",
                "price": money(price_fen),
                "amount": money(amount_fen),
            }
            told.append(shown)
        self._lines.show_in_lines(told)
        total_fen = sum(amounts_fen)
        self.total.setText(_("Total {amount}").format(amount=yuan_words(total_fen)))
        self._judge(tuple(wanted.items()), total_fen if amounts_fen else None)
        self._say_judged()

    def _judge(self, goods: tuple[tuple[str, int], ...], amount_fen: int | None) -> None:
        """Ask what follows from the order as it stands now, if anything of it changed."""
        client, wished = self.typed("client") or "", self.typed("wanted")
        typed = TypedOrder(client, now_taken(), wished, goods, amount_fen, self._order)
        today = self.desk.today
        if typed != self._asked:
            self._asked = typed
            self.desk.ask(
                self,
                lambda session: judge_typed(session, typed, today),
                self._take_judged,
                slot="judged",
            )

    def _take_judged(self, judged: JudgedOrder) -> None:
        self._judged = judged
        self._say_judged()

    def _say_judged(self) -> None:
        judged = self._judged
        self._lines.say_in_lines(
            joined(
                _short_words(judged.short.get(typed.product)),
                words_at(judged.notices, typed.product),
            )
            for typed in self._ordered
        )
        self.warning.say(words_of(judged.notices))
        self.aside.show_due(judged.due)


def _short_words(short: ShortGoods | None) -> str:
    """What is there of goods that don't go round, and this order's fair share (D3a)."""
    if short is None:
        return ""
    words = _("not enough: {there} {unit} there, its fair share {share}")
    return words.format(there=short.there, unit=short.unit, share=short.share)


def _amount(typed: OrderedLine, price_fen: int | None) -> int | None:
    """What a line comes to, in fen; None while it can't be said."""
    if price_fen is None or typed.quantity < 1:
        return None
    return 0 if typed.free else price_fen * typed.quantity


def _pasted(desk: Desk, text: str) -> list[dict[str, Any]]:
    """Lines of an order from cells that were copied; a product is looked for by what stood there.

    What is sure is given as a pair, its code for its words.
    """
    with desk.office.reading() as session:
        return [
            {
                "product": (one.code, one.code) if one.code else one.product,
                "unit": one.unit,
                "quantity": one.quantity,
                "free": one.free,
            }
            for one in read_goods(session, text)
        ]


def order_values(order: OrderDetail) -> dict[str, Any]:
    """What stands in an order, as the form shows it."""
    return {
        **asked(OrderDraft, order),
        "version": order.version,
        "lines": [
            {name: getattr(line, name) for name in ("product", "unit", "quantity", "free")}
            for line in order.lines
        ],
    }


def save_new(office: "Office", given: Given) -> int:
    """Take the order."""
    from desktop.services.orders import add_order

    lines = ordered_lines(office, given["lines"])
    draft = drafted(OrderDraft, given.values, lines=lines)
    return add_order(office, taken_at=now_taken(), **vars(draft))


def save_changed(office: "Office", key: int, given: Given) -> None:
    """Change an order that is not on a run yet."""
    from desktop.services.orders import change_order

    change_order(office, key, given["version"], ordered_lines(office, given["lines"]))


def ordered_lines(office: "Office", rows: Sequence[dict[str, Any]]) -> list[OrderedLine]:
    """The lines that were typed; no unit means the base unit, initials a unit's name."""
    with office.reading() as session:
        known = unit_prices(session, [row["product"] for row in rows], office.today)
    return [
        OrderedLine(
            row["product"],
            known[row["product"]].unit(row["unit"]) if row["product"] in known else row["unit"],
            row["quantity"],
            row["free"],
        )
        for row in rows
    ]
