"""Which product a row of goods means: by code, by barcode, else by its name alone."""

from typing import Protocol

from desktop.basics.i18n import _
from desktop.models import Product
from desktop.services.change import Change
from desktop.services.imports.alike import codes_of
from desktop.services.imports.named import Named, PlainProducts
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.cells import Row


class GoodsRow(Protocol):
    """A row that names a product."""

    @property
    def row(self) -> Row: ...
    @property
    def product(self) -> str: ...
    @property
    def barcode(self) -> str: ...
    @property
    def product_name(self) -> str: ...


class NamedGoods(Named):
    """The products of the office, as rows name them: also by a barcode."""

    def __init__(self, session: Change, taking: Taking) -> None:
        self.products = PlainProducts(session)
        super().__init__(session, taking, "product", self.products)
        self._barcodes: dict[str, list[str]] = {}
        for code, _key, _name, barcode in self.products.rows.values():
            if barcode:
                self._barcodes.setdefault(barcode, []).append(code)

    def meant(self, row: GoodsRow) -> Product | None:
        """The product that a row means; None when it was refused."""
        at = "product" if row.product else "barcode"
        code = row.product or row.barcode
        if code and code not in self.codes:
            owners = self._barcodes.get(code, ())
            if len(owners) > 1:
                words = _("several products have this barcode: {codes}; write the code")
                self.refuse(row.row, at, words.format(codes=codes_of(owners)))
                return None
            if owners:
                code = owners[0]
            elif at == "barcode" and row.product_name:
                code = ""  # nobody wrote this barcode down yet: the name tells
            elif at == "barcode":
                self.refuse(row.row, at, _("there is no product with this barcode"))
                return None
        return self.products.get(self.code_of(row.row, code, row.product_name))
