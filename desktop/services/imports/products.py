"""Product lists of tills and other programs; codes are text and stay as they are."""

from typing import Any

from sqlalchemy import select

from desktop.basics import money
from desktop.basics.i18n import _
from desktop.models import Price, Product, Unit
from desktop.services.imports.outcome import (
    NOTHING_GIVEN,
    Differences,
    RowSaid,
    Say,
    What,
    free_codes,
    said_fields,
)
from desktop.services.imports.taking import Taking
from desktop.services.office import Change
from desktop.services.products import price_on
from desktop.spreadsheets.reading import ProductRow, product_rows

BASE_UNIT = "个"  # of what no file names a unit for: office data, not UI


def take_products(session: Change, taking: Taking) -> None:
    """Write every good row: a known code is brought up to date, others are new products.

    A row without a code is the product of the same name, barcode and specification, or new.
    """
    reading, outcome = taking.reading, taking.outcome
    products = list(session.scalars(select(Product)))
    by_code = {product.code: product for product in products}
    by_name = {(one.name, one.barcode, one.spec): one for one in products}
    rows = list(taking.watched(product_rows(reading)))
    codes = free_codes("P", [*by_code, *(row.code for row in rows)])
    prices = _Prices(session, taking)
    first_row: dict[str, int] = {}
    for row in taking.watched(rows):
        if row.code in first_row:
            reading.refuse(
                row.row,
                "code",
                _("the code stands in row {row} too").format(row=first_row[row.code]),
            )
            continue
        if row.code:
            first_row[row.code] = row.row.number
        name = row.name, row.barcode, row.spec
        product = by_code.get(row.code) if row.code else by_name.get(name)
        if product is None:
            product = _new(row, row.code or next(codes))
            session.add(product)
            taking.write(session)
            fresh = {name: ("", value) for name, value in _given(row).items()}
            outcome.add_new(_said(row, product, fresh | prices.take(product, row)))
            by_code[product.code] = by_name[name] = product
        else:
            differences = _bring_up_to_date(product, row) | prices.take(product, row)
            outcome.add_known(bool(differences), _said(row, product, differences))
    taking.write(session)


def _new(row: ProductRow, code: str) -> Product:
    product = Product(
        code=code,
        name=row.name,
        line=row.line or NOTHING_GIVEN,
        category=row.category or NOTHING_GIVEN,
        barcode=row.barcode,
        spec=row.spec,
        retail_fen=row.retail_fen,
    )
    product.units = [Unit(name=row.unit or BASE_UNIT, position=1, size=1)]
    return product


class _Prices:
    """The prices of a file; a new one is valid from today."""

    def __init__(self, session: Change, taking: Taking) -> None:
        self._session = session
        self._dry = taking.dry
        self._taken: dict[Unit, int] = {}

    def take(self, product: Product, row: ProductRow) -> Differences:
        """Add the row's price if it is a new one; what differs."""
        session = self._session
        unit = product.unit(row.unit) if row.unit else product.base_unit
        if row.price_fen is None or unit is None:
            return {}
        before = self._taken.get(unit)
        if before is None and unit.id is not None:
            before = price_on(session, unit.id, session.today)
        if before == row.price_fen:
            return {}
        self._taken[unit] = row.price_fen
        if not self._dry:
            day = session.today
            session.add(Price(unit_id=unit.id, price_fen=row.price_fen, valid_from=day))
        return {"price": (before, row.price_fen)}


def _given(row: ProductRow) -> dict[str, Any]:
    """What the row says; blank cells say nothing."""
    given = {
        "name": row.name,
        "line": row.line,
        "category": row.category,
        "barcode": row.barcode,
        "spec": row.spec,
        "retail_fen": row.retail_fen,
    }
    return {name: value for name, value in given.items() if value not in (None, "")}


def _bring_up_to_date(product: Product, row: ProductRow) -> Differences:
    """What differed, and what it is now."""
    changed = {
        name: (getattr(product, name), value)
        for name, value in _given(row).items()
        if getattr(product, name) != value
    }
    for name, (_before, value) in changed.items():
        setattr(product, name, value)
    return changed


def _said(row: ProductRow, product: Product, differences: Differences) -> Say:
    def write(name: str, value: Any) -> str:
        return money.yuan(value) if name in {"price", "retail_fen"} else str(value)

    def say(what: What) -> RowSaid:
        fields = said_fields(differences, write)
        named = tuple((name.removesuffix("_fen"), before, now) for name, before, now in fields)
        return RowSaid(row.row.number, what, product.code, product.name, named)

    return say
