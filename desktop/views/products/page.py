"""The catalogue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent, side_by_side
from desktop.queries.codes import next_product_code
from desktop.queries.facts.stock import LotLine
from desktop.queries.products import (
    LINE,
    PRODUCTS,
    PriceLine,
    ProductDetail,
    ProductRow,
    UnitPrices,
    lines,
    product_detail,
)
from desktop.views.kit.blocks.beside import Beside
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import facts_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, listed, money, yuan_words
from desktop.views.products.form import product_draft, product_form, product_values
from desktop.views.products.pictures import Picture, dropping, many_pictures, picture_steps
from desktop.views.products.stock import ask_lot_moves, stock_steps

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


def _stock_words(row: ProductRow) -> str:
    return "" if row.stock is None else str(row.stock)


def _stock_tone(row: ProductRow) -> str:
    return "wrong" if (row.stock or 0) < 0 else ""


class ProductsPage(ListPage[ProductRow]):
    """Everything that the office sells."""

    name: ClassVar[str] = "products"
    title: ClassVar[str] = N_("Products and prices")
    records = PRODUCTS
    search_words: ClassVar[str] = N_("name, initials, code, barcode")
    edit_kind: ClassVar[str] = "products"
    new_words: ClassVar[str] = N_("New product")
    new_action: ClassVar[str] = "product.add"
    empty_title: ClassVar[str] = N_("No products yet")
    empty_words: ClassVar[str] = N_(
        "What the office sells stands here, with its units and prices by date."
    )
    nothing_open: ClassVar[str] = N_("Choose a product on the left.")
    columns = (
        Column(N_("Code"), lambda row: row.code, 80, "code"),
        Column(
            N_("Product"),
            lambda row: joined(row.name, row.spec),
            150,
            "name",
            stretch=True,
            tone=lambda row: "quiet" if row.ended else "",
            whole=(
                (N_("Product"), lambda row: row.name),
                (N_("Specification"), lambda row: row.spec),
            ),
        ),
        Column(N_("Line"), lambda row: row.line, 76, "line"),
        Column(
            N_("Supply price"),
            lambda row: money(row.price_fen),
            76,
            "price",
            right=True,
            price=True,
            whole=(
                (N_("Supply price"), lambda row: money(row.price_fen)),
                (N_("Unit"), lambda row: row.unit),
            ),
        ),
        Column(
            N_("Retail"), lambda row: money(row.retail_fen), 70, "retail", right=True, price=True
        ),
        Column(N_("Stock"), _stock_words, 56, "stock", right=True, tone=_stock_tone),
        Column(N_("Category"), lambda row: row.category, 80, "category", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (52, 48)

    def __init__(self, desk: Desk) -> None:
        self._line = ChoiceList()
        self._line.setAccessibleName(_("Line"))
        self._line.addItem(_("All lines"), "")
        super().__init__(desk)
        self._line.activated.connect(lambda _place: self.filter_by(self._line.currentData() or ""))

    def acts(self) -> Sequence[ManyAct]:
        """Taken off sale together, or put on sale again."""
        return (
            ManyAct(
                "end",
                "product.edit",
                N_("Take them off sale"),
                _end,
                N_("{number} products go off sale"),
                ask=(Field("day", N_("From"), "day", needed=True, default=self.desk.today),),
            ),
            ManyAct(
                "sell",
                "product.edit",
                N_("Put them on sale again"),
                _sell,
                N_("{number} products are on sale again"),
            ),
        )

    def filter_by(self, name: str) -> None:
        """Filter the list: by a line, or by what asks to be looked at."""
        self._line.setCurrentIndex(max(0, self._line.findData(name)))
        super().filter_by(name)

    def tools(self) -> Sequence[QWidget]:
        """The line that is shown; the pictures of many products."""
        pictures = button(
            _("Pictures …"),
            lambda: self.edit(many_pictures(self.desk)),
            tip=_("Give many products their pictures at once"),
        )
        keep_if(pictures, self.desk.may("product.picture"))
        return self._line, pictures

    def refresh(self) -> None:
        """Also the choice of lines."""
        self.desk.ask(self, lines, self._show_lines, slot="lines")
        super().refresh()

    def _show_lines(self, names: list[str]) -> None:
        known = [self._line.itemData(place) for place in range(self._line.count())]
        for name in names:
            if LINE + name not in known:
                self._line.addItem(name, LINE + name)

    def make_detail(self) -> "ProductView":
        return ProductView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} products").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new product with its units; prices hold from today."""
        from desktop.services.products import add_product

        return Edit(
            title=_("New product"),
            note=_("The base unit stands first and holds 1; each larger unit has its own price."),
            form=lambda: product_form(self.desk),
            save=lambda office, given: add_product(
                office, product_draft(given.values), given.confirmed
            ),
            draft_key="product.new",
            saved=self.saved,
            done=_("Product added"),
            values=dict(link.values),
            offer=lambda session: {"code": next_product_code(session)},
        )


class ProductView(Detail[ProductDetail]):
    """One product: its prices and what is in stock."""

    kind: ClassVar[str] = "product"

    def blocks(self) -> Sequence[Block[ProductDetail]]:
        edit = Tool(N_("Edit"), self.edit, "Ctrl+E", there=self.may("product.edit"))
        return (
            Head(_head, edit),
            Figures(_figures),
            Beside([Facts(self._facts, columns=2)], Picture()),
            Lines(
                _PRICES,
                lambda row: row.price_lines,
                title=N_("Prices by date"),
                none=N_("No price yet: it can't be ordered."),
            ),
            Lines(
                _lot_columns(self.desk.today),
                lambda product: product.lots,
                title=N_("Lots, in base units"),
                also=_OFF_LOTS,
            ),
        )

    def _facts(self, row: ProductDetail) -> Sequence[Fact]:
        elsewhere = ("code", "name", "line", "category", "retail", "height_mm", "depth_mm")
        apart: dict[str, Fact | str | None] = dict.fromkeys(elsewhere)
        apart |= {"width_mm": Fact(_("Pack"), _pack_words(row)), "trade_margin": _trade_words(row)}
        apart |= {"weight_g": Fact(_("Weighs"), _weight_words(row))}
        return (
            *facts_of(ProductDraft, row, self.desk, apart),
            Fact(_("Units"), listed(_unit_words(unit, row) for unit in row.unit_prices)),
        )

    def steps(self) -> Sequence[Action]:
        return (
            *stock_steps(lambda: self.item),
            Action(
                "product.price",
                N_("New price"),
                self._price,
                then=self._say_price,
                ask=(
                    Field("unit", N_("Unit"), "choice", needed=True, choices=self._units),
                    Field("price", N_("Supply price"), "money", needed=True),
                    Field("from", N_("From"), "day", needed=True, default=self.desk.today),
                ),
                shortcut="Ctrl+R",
            ),
            *picture_steps(),
        )

    def _units(self) -> Mapping[str, str]:
        """The units of the product that is open, the base unit first."""
        return {unit: unit for unit in self.item.units}

    def ask_moves(self, row: ProductDetail, key: int) -> Sequence["Move"]:
        """Also those of its lots; its picture can be taken away where there is one."""
        found = [*super().ask_moves(row, key), *ask_lot_moves(self.desk.office, row)]
        return [*found, *dropping(found)] if row.picture is not None else found

    def load(self, session: "Reading", key: int) -> ProductDetail:
        return product_detail(session, key, self.desk.today)

    def edit(self, product: ProductDetail) -> None:
        """Change what is known of it; its code and prices stay."""
        self.open_form(
            "product.edit",
            _("Edit {name}").format(name=product.name),
            lambda: product_form(self.desk, known=True),
            _save_edited,
            _("Product saved"),
            note=_("Prices are changed by a new price from a day on, not here."),
            values=product_values,
        )

    def _price(self, office: "Office", key: int, given: Given) -> tuple[str, date]:
        from desktop.services.products import set_price

        set_price(office, key, given["unit"], given["price"], given["from"])
        return given["unit"], given["from"]

    def _say_price(self, priced: tuple[str, date]) -> None:
        """Each unit has its own price (M4): say what the others cost from that day on."""
        unit, day_from = priced
        others = [
            f"{one.name} {money(fen)}"
            for one in self.item.unit_prices
            if one.name != unit
            for fen in [fen for start, fen in one.prices if start <= day_from][:1]
        ]
        words = _("Price set. Not changed with it: {others}")
        self.desk.say(words.format(others=listed(others)) if others else _("Price set"))


def _head(product: ProductDetail) -> Heading:
    ended = [(_("ended"), "careful")] if product.ended else []
    badges = [(product.line, "accent"), *ended]
    return Heading(product.name, badges, joined(product.code, product.category))


def _pack_words(product: ProductDetail) -> str:
    """The measures of a pack as far as they are known: width, height and depth."""
    sides = (product.width_mm, product.height_mm, product.depth_mm)
    if not any(sides):
        return ""
    known = sides if product.depth_mm else sides[:2]
    return _("{sides} mm").format(sides="×".join(str(side or "?") for side in known))


def _weight_words(product: ProductDetail) -> str:
    return _("{grams} g").format(grams=product.weight_g) if product.weight_g else ""


def _trade_words(product: ProductDetail) -> str:
    """The trade's margin, and where it comes from."""
    if product.trade_margin is None and product.trade is not None:
        return _("{rate}, as its category").format(rate=percent(product.trade))
    return percent(product.trade_margin) if product.trade_margin is not None else ""


def _figures(product: ProductDetail) -> Sequence[Fact]:
    base, retail = next(iter(product.unit_prices), None), product.retail_fen
    supply = Fact(_("Supply price"), "—")
    if base is not None and base.today_fen is not None:
        supply = Fact(
            _("Supply price per {unit}").format(unit=base.name), yuan_words(base.today_fen)
        )
    figures = [supply, Fact(_("Suggested retail price"), yuan_words(retail) if retail else "—")]
    if product.margin is not None:
        below = product.trade is not None and product.margin < product.trade
        figures.append(Fact(_("Margin"), _margin_words(product), "wrong" if below else ""))
    return figures


def _margin_words(product: ProductDetail) -> str:
    """The margin, and the trade's where it is below that: told apart to the basis point."""
    if product.margin is None or product.trade is None:
        return "" if product.margin is None else percent(product.margin)
    own, trade = side_by_side(product.margin, product.trade)
    return f"{own} < {trade}" if product.margin < product.trade else own


def _unit_words(unit: UnitPrices, product: ProductDetail) -> str:
    base = next(iter(product.units))
    return unit.name if unit.size == 1 else f"{unit.name}（{unit.size}{base}）"


def _save_edited(office: "Office", key: int, given: Given) -> None:
    from desktop.services.products import edit_product

    edit_product(office, key, given["version"], product_draft(given.values), given.confirmed)


_PRICES: tuple[Column[PriceLine], ...] = (
    Column(N_("Unit"), lambda row: row.unit, 80),
    Column(N_("From"), lambda row: day(row.valid_from), 110),
    Column(N_("Supply price"), lambda row: money(row.price_fen), 100, right=True),
    Column(
        N_("State"),
        lambda row: _("in force") if row.now else "",
        80,
        tone=lambda _row: "good",
        stretch=True,
    ),
)


def _lot_columns(today: date) -> Sequence[Column[LotLine]]:
    def is_late(lot: LotLine) -> bool:
        return bool(lot.left) and lot.expires < today

    def expires(lot: LotLine) -> str:
        words = _("{day} expired") if is_late(lot) else "{day}"
        return words.format(day=day(lot.expires))

    return (
        Column(N_("Lot"), lambda lot: lot.lot, 110, stretch=True),
        Column(N_("Expires on"), expires, 124, tone=lambda lot: "wrong" if is_late(lot) else ""),
        _pieces(N_("Received"), lambda lot: lot.received),
        _pieces(N_("Still there"), lambda lot: lot.left),
        _pieces(N_("On runs"), lambda lot: lot.on_runs),
        _pieces(N_("With clients"), lambda lot: lot.with_clients, 68),
    )


def _pieces(words: str, number: Callable[[LotLine], int], width: int = 56) -> Column[LotLine]:
    """A figure of a lot in base units, where there is any."""
    return Column(words, lambda lot: str(number(lot) or ""), width, right=True)


# What makes a lot's figures add up, where there is any.
_OFF_LOTS = (
    _pieces(N_("Difference"), lambda lot: lot.difference),
    _pieces(N_("Written off"), lambda lot: lot.written_off),
)


def _end(office: "Office", keys: Sequence[int], given: Given) -> Done:
    return _ended(office, keys, given["day"])


def _sell(office: "Office", keys: Sequence[int], _given: Given) -> Done:
    return _ended(office, keys, None)


def _ended(office: "Office", keys: Sequence[int], day: date | None) -> Done:
    from desktop.services.products import end_products, put_back_products

    before = end_products(office, keys, day)
    return Done(len(before.values), lambda office: put_back_products(office, before))
