"""The catalogue."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.fields import facts_of
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.codes import next_product_code
from desktop.queries.facts.stock import LotLine
from desktop.queries.products import (
    LINE,
    PRODUCTS,
    PriceLine,
    ProductDetail,
    ProductRow,
    lines,
    product_detail,
)
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, short_list
from desktop.views.kit.parts import (
    EmptyState,
    Facts,
    Figures,
    Head,
    button,
    column,
    empty,
    keep_if,
    label,
    line,
)
from desktop.views.kit.words import day, joined, money, yuan_words
from desktop.views.products.form import product_draft, product_form, product_values
from desktop.views.products.pictures import Picture, dropping, many_pictures, picture_steps

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


def _stock_words(row: Any) -> str:
    return "" if row.stock is None else str(row.stock)


def _stock_tone(row: Any) -> str:
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
    )
    shares: ClassVar[tuple[int, int]] = (52, 48)

    def __init__(self, desk: Desk) -> None:
        self._line = ChoiceList()
        self._line.setAccessibleName(_("Line"))
        self._line.addItem(_("All lines"), "")
        super().__init__(desk)
        self._line.activated.connect(lambda _place: self.filter_by(self._line.currentData() or ""))

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

    def make_detail(self) -> Detail:
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


class ProductView(Detail):
    """One product: its prices and what is in stock."""

    kind: ClassVar[str] = "product"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._product: ProductDetail | None = None
        self._edit = button(_("Edit"), self.edit, "", "Ctrl+E")
        keep_if(self._edit, desk.may("product.edit"))
        self._head = Head(self._edit)
        self._figures = Figures()
        self._facts = Facts(2)
        self._holder = QWidget()
        self._lists = QVBoxLayout(self._holder)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._picture = Picture()
        known = line(column(self._figures, self._facts, None), self._picture, spacing=14)
        known.setStretch(0, 1)
        self.body.addWidget(self._head)
        self.body.addLayout(known)
        self.body.addWidget(self._holder)
        self.body.addStretch(1)

    def steps(self) -> Sequence[Action]:
        return (
            Action(
                "stock.receive",
                N_("Receive stock"),
                self._receive,
                done=N_("Stock received"),
                ask=(
                    Field("lot", N_("Lot"), "code", needed=True),
                    Field("expires", N_("Expires on"), "day", needed=True),
                    Field("unit", N_("Unit"), "choice", needed=True, choices=self._units),
                    Field("quantity", N_("Quantity"), "whole", needed=True),
                ),
            ),
            Action(
                "product.price",
                N_("New price"),
                self._price,
                done=N_("Price set"),
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
        units = self._product.units if self._product is not None else ()
        return {unit: unit for unit in units}

    def ask_moves(self, row: Any, key: int) -> Sequence["Move"]:
        """Its picture can be taken away where there is one."""
        found = super().ask_moves(row, key)
        return [*found, *dropping(found)] if row.picture is not None else found

    def load(self, session: "Reading", key: int) -> ProductDetail:
        return product_detail(session, key, self.desk.today)

    def show_row(self, row: ProductDetail) -> None:
        self._product = row
        self._head.show_head(row.name, [(row.line, "accent")], joined(row.code, row.category))
        self._picture.show_picture(row.name, row.picture)
        base = row.unit_prices[0] if row.unit_prices else None
        figures = [
            (_("Supply price per {unit}").format(unit=base.name), yuan_words(base.today_fen))
            if base and base.today_fen is not None
            else (_("Supply price"), "—"),
            (_("Suggested retail price"), yuan_words(row.retail_fen) if row.retail_fen else "—"),
        ]
        if row.margin is not None:
            below = row.trade_margin is not None and row.margin < row.trade_margin
            figures.append((_("Margin"), percent(row.margin), "wrong" if below else ""))  # type: ignore[arg-type]
        self._figures.show_figures(figures)
        size = f"{row.width_mm} × {row.height_mm} mm" if row.width_mm and row.height_mm else ""
        elsewhere = dict.fromkeys(("code", "name", "line", "category", "retail", "height_mm"))
        front = {"width_mm": (_("Front"), size)}
        self._facts.show_facts(
            (
                *facts_of(ProductDraft, row, {**elsewhere, **front}),
                (_("Units"), "、".join(_unit_words(unit, row) for unit in row.unit_prices)),
            )
        )
        empty(self._lists)
        self._lists.addWidget(label(_("Prices by date"), "heading"))
        prices = row.price_lines
        none = EmptyState(_("No price yet: it can't be ordered."))
        self._lists.addWidget(short_list(_PRICES, prices, _("Prices")) if prices else none)
        if row.lots:
            self._lists.addWidget(label(_("Received by lot"), "heading"))
            self._lists.addWidget(short_list(_lots(self.desk.today, row), row.lots, _("Lots")))

    def edit(self) -> None:
        """Change what is known of it; its code and prices stay."""
        from desktop.services.products import edit_product

        key, product, today = self.key, self._product, self.desk.today
        if key is None or product is None:
            return
        self.page.edit(
            Edit(
                title=_("Edit {name}").format(name=product.name),
                note=_("Prices are changed by a new price from a day on, not here."),
                form=lambda: product_form(self.desk, known=True),
                save=lambda office, given: edit_product(
                    office, key, given["version"], product_draft(given.values), given.confirmed
                ),
                draft_key=f"product.edit:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Product saved"),
                load=lambda session: product_values(product_detail(session, key, today)),
            )
        )

    def _price(self, office: "Office", key: int, given: Given) -> None:
        from desktop.services.products import set_price

        set_price(office, key, given["unit"], given["price"], given["from"])

    def _receive(self, office: "Office", key: int, given: Given) -> None:
        from desktop.services.stock import receive_stock

        lot, expires = given["lot"], given["expires"]
        receive_stock(office, key, lot, expires, given["unit"], given["quantity"])


def _unit_words(unit: Any, product: ProductDetail) -> str:
    base = next(iter(product.units))
    return unit.name if unit.size == 1 else f"{unit.name}（{unit.size}{base}）"


_PRICES: tuple[Column[PriceLine], ...] = (
    Column(N_("Unit"), lambda row: row.unit, 80),
    Column(N_("From"), lambda row: day(row.valid_from), 110),
    Column(N_("Supply price"), lambda row: money(row.price_fen), 100, right=True),
    Column(
        "", lambda row: _("in force") if row.now else "", 80, tone=lambda _row: "good", stretch=True
    ),
)


def _lots(today: date, product: ProductDetail) -> Sequence[Column[LotLine]]:
    base = next(iter(product.units), "")

    def is_late(row: LotLine) -> bool:
        return bool(row.left) and row.expires < today

    return (
        Column(N_("Lot"), lambda row: row.lot, 110),
        Column(
            N_("Expires on"),
            lambda row: day(row.expires),
            100,
            tone=lambda row: "wrong" if is_late(row) else "",
        ),
        Column(N_("Received on"), lambda row: day(row.received_on), 100),
        Column(N_("Received"), lambda row: f"{row.quantity} {row.unit}", 80, right=True),
        Column(
            N_("Still there"), lambda row: f"{row.left} {base}" if row.left else "", 90, right=True
        ),
        Column("", lambda row: _("expired") if is_late(row) else "", 60, tone=lambda _row: "wrong"),
    )
