"""Products, their units and prices (M4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.errors import NeedsConfirmation, Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Price, Product, Unit
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_count,
    need_day,
    need_positive,
    need_text,
    need_version,
    no_unit,
)
from desktop.services.doubts import ask_if_price_is_a_slip
from desktop.services.given_together import GivenBefore, give_together, put_back_together
from desktop.services.numbering import need_free_code
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, anytime
from desktop.services.written import need_fields, write_over, written

PRODUCT = Noun("product", Product)


SHARED_BARCODE = "shared_barcode"


def add_product(
    office: Office, draft: ProductDraft, confirmed: frozenset[str] = frozenset()
) -> int:
    """Add a product with its units and first prices, valid from today.

    Raises NeedsConfirmation("shared_barcode") when another product has its barcode.
    """
    check_product(draft)
    with office.transaction("product.add") as session:
        session.allow()
        _need_own_barcode(session, draft, confirmed)
        return write_product(session, draft).id


def check_product(draft: ProductDraft) -> None:
    """Refuse (``invalid``) a draft that can't be a product."""
    need_fields(draft)
    _check_units(draft.units)
    for unit, price_fen in draft.prices.items():
        if unit not in draft.units:
            raise invalid("prices", _("The product has no unit “{unit}”.").format(unit=unit))
        need_positive("prices", price_fen, Spot(unit, "price"))


def _check_units(units: Mapping[str, int]) -> None:
    for place, (unit, size) in enumerate(units.items(), 1):
        need_text("units", unit, Spot(place, "unit"))
        if size < 1 or (place == 1 and size != 1):
            raise _units_in_disorder(Spot(place, "size"))
        need_count("units", size, Spot(place, "size"))
    if not units:
        raise _units_in_disorder(None)


def _units_in_disorder(spot: Spot | None) -> Refused:
    message = _("Name the base unit first, with 1; larger units hold more.")
    return invalid("units", message, spot)


def write_product(session: Change, draft: ProductDraft) -> Product:
    """Write a checked product; refuses ``duplicate`` when the code is taken."""
    product = Product(**written(draft))
    need_free_code(session, Product, product.code)
    product.units = [
        Unit(name=name.strip(), position=place, size=size)
        for place, (name, size) in enumerate(draft.units.items(), 1)
    ]
    session.add(product)
    session.flush()
    for unit in product.units:
        if unit.name in draft.prices:
            price_fen = draft.prices[unit.name]
            session.add(Price(unit_id=unit.id, price_fen=price_fen, valid_from=session.today))
    session.flush()
    return product


EDIT = Step("product.edit", PRODUCT, anytime)


def edit_product(
    office: Office,
    product_id: int,
    version: int,
    changes: ProductDraft,
    confirmed: frozenset[str] = frozenset(),
) -> None:
    """Save what is known of a product; its code stays, units are added, prices aren't touched.

    Refuses (``invalid``) to drop or resize a unit; raises ChangedElsewhere (E2), and
    NeedsConfirmation as ``add_product`` does, when the barcode is a new one.
    """
    check_product(changes)
    with EDIT.begin(office, product_id) as (session, product):
        need_version(product, version)
        _need_same_units(product, changes.units)
        if changes.barcode != product.barcode:
            _need_own_barcode(session, replace(changes, code=product.code), confirmed)
        write_over(product, changes)
        known = {unit.name for unit in product.units}
        for place, (name, size) in enumerate(changes.units.items(), 1):
            if name not in known:
                product.units.append(Unit(name=name.strip(), position=place, size=size))


def end_products(office: Office, keys: Sequence[int], day: date | None) -> GivenBefore:
    """Take several products off sale from a day on, or (None) put them on sale again (P2b).

    Gives how they stood, for ``put_back_products``.
    """
    with office.transaction(EDIT.action) as session:
        return give_together(session, EDIT, keys, "ended_on", day)


def put_back_products(office: Office, before: GivenBefore) -> None:
    """Put products back as they stood, all or none; refuses one that was changed since (E2)."""
    put_back_together(office, EDIT, before)


def _need_own_barcode(session: Change, draft: ProductDraft, confirmed: frozenset[str]) -> None:
    """A scanner takes what the barcode says: two products with one are asked about."""
    barcode = draft.barcode.strip()
    if not barcode or SHARED_BARCODE in confirmed:
        return
    query = select(Product).where(Product.barcode == barcode, Product.code != draft.code.strip())
    other = session.scalars(query.order_by(Product.code).limit(1)).first()
    if other is not None:
        raise NeedsConfirmation(
            SHARED_BARCODE,
            _(
                "The barcode {barcode} is {product}'s already: whoever scans it must choose "
                "between the two then. Give it to this one too?"
            ).format(barcode=barcode, product=other.title),
        )


def _need_same_units(product: Product, units: Mapping[str, int]) -> None:
    for unit in product.units:
        if units.get(unit.name) != unit.size:
            raise invalid(
                "units",
                _("The unit “{unit}” holds {size} and stays: what was sold rests on it.").format(
                    unit=unit.name, size=unit.size
                ),
                Spot(unit.name, "size"),
            )


PRICE = Step("product.price", PRODUCT, anytime)


def set_price(office: Office, product_id: int, unit: str, price_fen: int, valid_from: date) -> None:
    """Give a unit a price from a day on (M4); asks about one that is likely a slip."""
    need_positive("price", price_fen)
    need_day("from", valid_from)
    with office.transaction(PRICE.action) as session:
        product = PRODUCT.find(session, product_id)
        sold = product.unit(unit)
        if sold is None:
            raise no_unit(product, unit, "unit")
        PRICE.need(session, product)
        ask_if_price_is_a_slip(session, sold, price_fen, valid_from)
        session.add(Price(unit_id=sold.id, price_fen=price_fen, valid_from=valid_from))
