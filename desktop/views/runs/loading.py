"""A run loaded as it was picked: by product its lots, and whom the goods go to (D3, D3a)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import N_, _
from desktop.queries.run_loading import LineToLoad, ProductToLoad, RunLoading
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import button, line
from desktop.views.kit.words import day

if TYPE_CHECKING:
    from desktop.services.office import Office

_COLUMNS = (
    Field("code", N_("Code"), width=90),
    Field("name", N_("Product, lot, order"), wide=True),
    Field("expires", N_("Expires"), width=96),
    Field("there", N_("In the warehouse"), width=110, right=True),
    Field("wanted", N_("To be loaded"), width=110, right=True),
    Field("picked", N_("Picked"), "whole", width=90),
    Field("share", N_("Fair share"), width=90, right=True),
    Field("given", N_("Gets"), "whole", width=80),
)
_OF_LOT = frozenset({"picked"})
_OF_LINE = frozenset({"given"})


class LoadingForm(Form):
    """What was picked by exception; short goods stand open, with a fair share for each order.

    ``Space`` on a product takes its fair shares, a button those of all.
    """

    def __init__(self, desk: Desk, loading: RunLoading) -> None:
        field = Field("lots", N_("Goods of this run"), "grid", rows=_COLUMNS)
        super().__init__(desk, (field,))
        self._loading = loading
        editor = self.editor("lots")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        shares = button(_("Fair shares for all"), self._share, "", "Ctrl+Shift+A")
        lines = button(_("Its orders"), self.grid.open_apart, "", "Ctrl+R")
        self.grid.wrote.connect(self._say_lacking)
        self._grid.addLayout(line(None, lines, shares), self.row_of("lots") - 1, 0, 1, -1)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        rows = [row for product in self._loading.products for row in _rows(product)]
        self.grid.show_value(rows)
        lacking_keys = [_key(one) for one in self._loading.products if one.missing]
        self.grid.open(lacking_keys)
        if lacking_keys and not self.grid.rows.typed:
            self.grid.grid.pick(lacking_keys[0])  # what needs a word from the picker
        self._say_lacking("")

    def _say_lacking(self, _row: str) -> None:
        """Say what is lacking of each product as it was picked, and of how many."""
        lacking = 0
        for product in self._loading.products:
            missing = max(product.missing, product.wanted - self._picked(product))
            lacking += missing > 0
            tone = {"share": "wrong" if missing > 0 else ""}
            self.grid.show_in_row(_key(product), {"share": _lacking(missing)}, tone)
        words = _("{number} products, {lacking} of them lacking")
        number = len(self._loading.products)
        self.grid.say(words.format(number=number, lacking=lacking))

    def _picked(self, product: ProductToLoad) -> int:
        """What is taken of its lots: as typed, else as planned; all while there is no figure."""
        from desktop.services.picking import row_of_lot

        if not product.lots:
            return product.wanted - product.missing
        taken = 0
        for one in product.lots:
            text = self.grid.rows.typed.get(row_of_lot(one.lot_id), {}).get("picked", "")
            taken += int(text) if text.isdecimal() else one.planned
        return taken

    def _share(self) -> None:
        self.grid.take_usual_for_the_rest()
        self.grid.setFocus()


def _key(product: ProductToLoad) -> str:
    return f"product {product.product_id}"


def _lacking(missing: int) -> str:
    return _("{number} lacking").format(number=missing) if missing > 0 else ""


def _rows(product: ProductToLoad) -> Iterable[GridRow]:
    from desktop.services.picking import row_of_lot

    there = sum(one.there for one in product.lots)
    key = _key(product)
    yield GridRow(
        key,
        {
            "code": product.code,
            "name": product.name,
            "there": f"{there} {product.unit}",
            "wanted": f"{product.wanted} {product.unit}",
            "share": _lacking(product.missing),
        },
        found=(product.code, *(one.code for one in product.lots)),
        tones={"share": "wrong", "there": "wrong"} if product.missing else {},
    )
    for one in product.lots:
        shown = {
            "name": one.code,
            "expires": day(one.expires),
            "there": str(one.there),
            "wanted": str(one.planned),
        }
        yield GridRow(row_of_lot(one.lot_id), shown, _OF_LOT, under=key)
    for line_ in product.lines:
        yield _line_row(key, line_, apart=not product.missing)


def _line_row(key: str, one: LineToLoad, *, apart: bool) -> GridRow:
    from desktop.services.picking import row_of_line

    short = one.share < one.wanted
    return GridRow(
        row_of_line(one.order_id, one.position),
        {
            "name": f"{one.client} {one.number}",
            "wanted": f"{one.wanted} {one.unit}",
            "share": f"{one.share} {one.unit}" if short else "",
        },
        _OF_LINE,
        {"given": str(one.share)} if short else {},
        under=key,
        apart=apart,
        tones={"share": "careful"},
    )


def save_loading(office: "Office", loading: RunLoading, given: Given) -> None:
    """Load the run with what was typed, and everything else as planned."""
    from desktop.services.picking import load_as_picked, row_of_line, row_of_lot

    typed: Mapping[str, Mapping[str, Any]] = given["lots"]

    def of(row: str, column: str) -> int | None:
        return typed.get(row, {}).get(column)

    lots = {
        one.lot_id: pieces
        for product in loading.products
        for one in product.lots
        if (pieces := of(row_of_lot(one.lot_id), "picked")) is not None
    }
    lines = {
        (one.order_id, one.position): units
        for product in loading.products
        for one in product.lines
        if (units := of(row_of_line(one.order_id, one.position), "given")) is not None
    }
    load_as_picked(office, loading.run_id, lots, lines)
