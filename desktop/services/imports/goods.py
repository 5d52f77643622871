"""Which product a row of a list means: by its code, else by name, barcode and specification."""

from collections import defaultdict
from collections.abc import Sequence

from desktop.basics.i18n import _
from desktop.models import Product
from desktop.services.imports.alike import ByCode, codes_of, same_name
from desktop.spreadsheets.products import ProductRow

_Key = tuple[str, str, str]
# Where a row is wrong, and why.
WhyNot = tuple[str, str] | None


class Goods:
    """The products of the office and of the rows so far."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.by_code = ByCode((product.code, product) for product in products)
        self._by_name: defaultdict[_Key, list[Product]] = defaultdict(list)
        self._by_barcode: dict[str, Product] = {}
        for product in products:
            self._by_name[_key(product)].append(product)
            self._by_barcode.setdefault(product.barcode, product)
        # The rows of the file that mean a product, by the unit they name.
        self._rows: defaultdict[Product, dict[str, ProductRow]] = defaultdict(dict)

    def add(self, product: Product, row: ProductRow) -> None:
        """A product that this row makes."""
        self.by_code.add(product.code, product)
        self._by_name[_key(product)].append(product)
        self.is_of(product, row)

    def is_of(self, product: Product, row: ProductRow) -> None:
        """This row means this product."""
        self._rows[product].setdefault(row.unit, row)

    def find(self, row: ProductRow) -> Product | None:
        """The product that a row means; None for a new one."""
        if row.code:
            return self.by_code.get(row.code)
        alike = self._by_name.get(_key(row), ())
        return alike[0] if alike else None

    def shares_barcode(self, product: Product) -> Product | None:
        """Another product with this one's barcode: whoever scans it has to choose."""
        if not product.barcode:
            return None
        owner = self._by_barcode.setdefault(product.barcode, product)
        return owner if owner is not product else None

    def why_not_told(self, row: ProductRow) -> WhyNot:
        """Why it can't be told which of several products a row means, by its code or its name."""
        why_not = self.by_code.why_not(row.code)
        if why_not:
            return "code", why_not
        alike = self._by_name.get(_key(row), ()) if not row.code else ()
        if len(alike) < 2:
            return None
        codes = codes_of(one.code for one in alike)
        return "name", _("several products have this name: {codes}; write the code").format(
            codes=codes
        )

    def why_twice(self, row: ProductRow) -> WhyNot:
        """Why a row can't stand beside an earlier one of the same product."""
        product = self.find(row)
        rows = self._rows.get(product, {}) if product is not None else {}
        if not rows:
            return None
        before, same_unit = next(iter(rows.values())), rows.get(row.unit)
        number = (same_unit or before).row.number
        if row.code and (same_unit or not row.unit or not before.unit):
            return "code", _("the code stands in row {row} too").format(row=number)
        if row.code and same_name(row.name) != same_name(before.name):
            return "code", _("row {row} gives this code to {name}").format(
                row=number, name=before.name
            )
        if same_unit and _says(same_unit) != _says(row):
            return "name", _(
                "row {row} has this name and no code either, and says otherwise; write codes"
            ).format(row=number)
        return None


def smallest_first(rows: Sequence[ProductRow]) -> list[ProductRow]:
    """The rows in their order, but of one product those of its smallest unit first."""
    groups: defaultdict[object, list[ProductRow]] = defaultdict(list)
    for row in rows:
        groups[row.code or _key(row)].append(row)
    return [
        row for group in groups.values() for row in sorted(group, key=lambda one: one.size or 1)
    ]


def _key(one: Product | ProductRow) -> _Key:
    return same_name(one.name), one.barcode or "", one.spec or ""


def _says(row: ProductRow) -> tuple[object, ...]:
    return row.line, row.category, row.price_fen, row.retail_fen, row.size, row.big
