"""Product lists of tills and other programs; codes are text and stay as they are."""

from typing import Any

from sqlalchemy import select

from desktop.basics.i18n import _
from desktop.models import Price, Product, Unit
from desktop.services.imports.outcome import NOTHING_GIVEN, Outcome, free_codes
from desktop.services.office import Change
from desktop.services.products import price_on
from desktop.spreadsheets.reading import ProductRow, Reading, product_rows

BASE_UNIT = "个"  # of what no file names a unit for: office data, not UI


def take_products(session: Change, reading: Reading, _create_missing: bool) -> Outcome:
    """Write every good row: a known code is brought up to date, others are new products.

    A row without a code is the product of the same name, barcode and specification, or new.
    """
    outcome = Outcome()
    products = list(session.scalars(select(Product)))
    by_code = {product.code: product for product in products}
    by_name = {(one.name, one.barcode, one.spec): one for one in products}
    codes = free_codes("P", by_code)
    first_row: dict[str, int] = {}
    for row in product_rows(reading):
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
            session.flush()
            _price(session, product, row)
            by_code[product.code] = by_name[name] = product
            outcome.count(changed=True)
        else:
            outcome.count(changed=_bring_up_to_date(session, product, row))
    session.flush()
    return outcome


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


def _price(session: Change, product: Product, row: ProductRow) -> bool:
    """Whether the row's price is a new one; it is valid from today."""
    unit = product.unit(row.unit) if row.unit else product.base_unit
    if row.price_fen is None or unit is None:
        return False
    if price_on(session, unit.id, session.today) == row.price_fen:
        return False
    session.add(Price(unit_id=unit.id, price_fen=row.price_fen, valid_from=session.today))
    return True


def _bring_up_to_date(session: Change, product: Product, row: ProductRow) -> bool:
    given: dict[str, Any] = {
        "name": row.name,
        "line": row.line,
        "category": row.category,
        "barcode": row.barcode,
        "spec": row.spec,
        "retail_fen": row.retail_fen,
    }
    changed = {
        name: value
        for name, value in given.items()
        if value not in (None, "") and getattr(product, name) != value
    }
    for name, value in changed.items():
        setattr(product, name, value)
    return _price(session, product, row) or bool(changed)
