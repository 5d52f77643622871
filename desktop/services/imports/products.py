"""Product lists of tills and other programs; codes are text and stay as they are."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.basics import money
from desktop.basics.codes import FIRST_CODES, codes_from
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.fields import editable, stored
from desktop.basics.i18n import _
from desktop.models import Price, Product, Unit
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.alike import says_the_same
from desktop.services.imports.goods import Goods, smallest_first
from desktop.services.imports.kind import EditList, ImportKind, columns_of, exported
from desktop.services.imports.outcome import (
    NOTHING_GIVEN,
    Differences,
    RowSaid,
    Say,
    What,
    said_fields,
)
from desktop.services.imports.taking import Taking
from desktop.spreadsheets import products as lists
from desktop.spreadsheets.products import ProductRow, product_rows
from desktop.spreadsheets.units import CARTON, BigUnit

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

# What a list calls the attributes of a record, and those that are amounts.
_CALLED = {one.name: one.called for one in editable(ProductDraft)}
_IN_FEN = {"price", "big_price"} | {
    one.name for one in editable(ProductDraft) if one.kind == "money"
}
BASE_UNIT = "个"  # of what no file names a unit for: office data, not UI


def take_products(session: Change, taking: Taking) -> None:
    """Write every good row: a known code is brought up to date, others are new products.

    A row without a code is the product of the same name, barcode and specification, or new. Rows
    of one product that name different units are its units: the smallest first, each with its
    price.
    """
    goods = Goods(list(session.scalars(select(Product))))
    rows = taking.rows
    codes = codes_from(FIRST_CODES["product"], [*goods.by_code, *(row.code for row in rows)])
    prices = _Prices(session, taking)
    for row in taking.watched(smallest_first(rows), session):
        why_not = goods.why_twice(row) or goods.why_not_told(row)
        product = None if why_not else goods.find(row)
        if product is not None and not why_not:
            why_not = _why_no_unit(product, row) or prices.why_not(product, row)
        if why_not:
            taking.reading.refuse(row.row, why_not[0], why_not[1])
        elif product is None:
            product = _new(taking, row, row.code or next(codes))
            taking.made.append(product)
            goods.add(product, row)
            _warn_of_shared_barcode(taking, goods, product, row)
            taking.outcome.add_new(_said_new(row, product, prices.take(product, row)))
        else:
            goods.is_of(product, row)
            differences = _bring_up_to_date(taking, product, row)
            if "barcode" in differences:
                _warn_of_shared_barcode(taking, goods, product, row)
            differences |= _add_units(product, row) | prices.take(product, row)
            taking.outcome.add_known(bool(differences), _said(row, product, differences))
    taking.write(session)
    taking.write_made(session)
    prices.write(session)


def _new(taking: Taking, row: ProductRow, code: str) -> Product:
    named = {
        "code": code,
        "line": row.line or NOTHING_GIVEN,
        "category": row.category or NOTHING_GIVEN,
    }
    product = plain_record(Product, stored(ProductDraft, row), named)
    if row.size is not None and row.size > 1:
        taking.reading.warn(
            row.row,
            "unit",
            _("no smaller unit is told; {unit} is the product's smallest").format(unit=row.unit),
        )
    give_units(product, row.unit, row.big)
    return product


def give_units(product: Product, unit: str, big: BigUnit | None = None) -> None:
    """The units of a new product, which is written beside the session."""
    units = [{"name": unit or BASE_UNIT, "position": 1, "size": 1}]
    if big is not None:
        units.append({"name": big.name, "position": 2, "size": big.size})
    vars(product)["units"] = [plain_record(Unit, one) for one in units]


def _warn_of_shared_barcode(
    taking: Taking, goods: Goods, product: Product, row: ProductRow
) -> None:
    other = goods.shares_barcode(product)
    if other is not None:
        words = _("the barcode is {product}'s too: whoever scans it must choose between the two")
        taking.reading.warn(row.row, "barcode", words.format(product=other.title))


def _units_of(product: Product) -> Differences:
    """The units of a new product, where there are several."""
    several = len(product.units) > 1
    return {"unit": ("", _unit_words(product.units))} if several else {}


def _unit_words(units: list[Unit]) -> str:
    return _(", ").join(f"{unit.name} {unit.size}" for unit in units)


def _why_no_unit(product: Product, row: ProductRow) -> tuple[str, str] | None:
    """Why the units of a row can't be those of the product: the field and the reason."""
    wanted = [(row.unit, row.size, "unit")] if row.unit else []
    if row.big is not None:
        name = "big_unit" if row.big.name != CARTON else "carton"
        wanted.append((row.big.name, row.big.size, name))
    base = product.base_unit.name
    for name, size, field in wanted:
        unit = product.unit(name)
        if unit is None and (size is None or size == 1):
            return field, _(
                "the product has no unit {unit}, and nothing tells how many {base} it holds; write "
                "it into a column 换算率, or into 规格 like 24{base}/{unit}"
            ).format(unit=name, base=base)
        is_base = unit is product.base_unit
        if unit is not None and size is not None and unit.size != size and not is_base:
            return field, _("{unit} holds {size} {base} here, not {number}").format(
                unit=name, size=unit.size, base=base, number=size
            )
    return None


def _add_units(product: Product, row: ProductRow) -> Differences:
    """Give the product the units of a row that it lacks; what differs."""
    before = _unit_words(product.units)
    wanted = [(row.unit, row.size or 1)] if row.unit else []
    if row.big is not None:
        wanted.append((row.big.name, row.big.size))
    missing = [(name, size) for name, size in wanted if product.unit(name) is None]
    for name, size in missing:
        product.units.append(Unit(name=name, position=len(product.units) + 1, size=size))
    return {"unit": (before, _unit_words(product.units))} if missing else {}


class _Prices:
    """The prices of a file; a new one is valid from today."""

    def __init__(self, session: Change, taking: Taking) -> None:
        self._dry = taking.dry
        self._reading = taking.reading
        self._standing = prices_today(session)
        self._taken: dict[Unit, int] = {}
        self._new: list[tuple[Unit, int]] = []

    def write(self, session: Change) -> None:
        """Write those that were taken, once their units are written."""
        if not self._dry:
            said = {"valid_from": session.today}
            session.write_facts(
                Price,
                ({**said, "unit_id": unit.id, "price_fen": fen} for unit, fen in self._new),
            )

    def take(self, product: Product, row: ProductRow) -> Differences:
        """Add the row's prices that are new ones; what differs."""
        unit = product.unit(row.unit) if row.unit else product.base_unit
        found = self._take(unit, row.price_fen, "price")
        if row.big is not None:
            found |= self._take(product.unit(row.big.name), row.big.price_fen, "big_price")
        return found

    def why_not(self, product: Product, row: ProductRow) -> tuple[str, str] | None:
        """Why a price of the row can't be: where one is known, 0 doesn't say that there is none."""
        if row.price_fen and (row.big is None or row.big.price_fen) and row.retail_fen:
            return None  # nothing of it says 0
        unit = product.unit(row.unit) if row.unit else product.base_unit
        big = product.unit(row.big.name) if row.big is not None else None
        prices = ("price", "big_price", "retail")
        noughts = [name for name in prices if self._reading.says_zero(row.row, name)]
        if not noughts:
            return None
        known = {
            "price": self._known(unit),
            "big_price": self._known(big),
            "retail": product.retail_fen if unit is product.base_unit else None,
        }
        reason = _("a price must be more than zero; leave the cell blank to keep what is known")
        return next(((name, reason) for name in noughts if known[name]), None)

    def _known(self, unit: Unit | None) -> int | None:
        """The price of a unit: this file's, or the one in force today."""
        if unit is None:
            return None
        return self._taken.get(unit) or self._standing.get(unit.id)

    def _take(self, unit: Unit | None, price_fen: int | None, name: str) -> Differences:
        if price_fen is None or unit is None:
            return {}
        before = self._known(unit)
        if before == price_fen:
            return {}
        self._taken[unit] = price_fen
        self._new.append((unit, price_fen))
        return {name: (before, price_fen)}


def _given(row: ProductRow, product: Product) -> dict[str, Any]:
    """What the row says of the product; blank cells say nothing.

    The row of a larger unit says only that unit and its price: its retail price and bar code are
    that unit's, and a product has those of its smallest.
    """
    if row.unit not in ("", product.base_unit.name):
        return {"name": row.name}
    given = {**stored(ProductDraft, row), "code": None}
    return {name: value for name, value in given.items() if value not in (None, "")}


def _bring_up_to_date(taking: Taking, product: Product, row: ProductRow) -> Differences:
    """What differed, and what it is now."""
    given = _given(row, product)
    if row.barcode == product.code and not product.barcode:
        # The code was taken for a bar code; who gave the product none meant none.
        given.pop("barcode", None)
    _warn_of_larger(taking, product, row)
    changed = {
        name: (getattr(product, name), value)
        for name, value in given.items()
        if not says_the_same(getattr(product, name), value)
    }
    for name, (_before, value) in changed.items():
        setattr(product, name, value)
    return changed


def _warn_of_larger(taking: Taking, product: Product, row: ProductRow) -> None:
    """Name what the row of a larger unit says and the product keeps of its smallest only."""
    if row.unit in ("", product.base_unit.name):
        return
    left = (("barcode", row.barcode), ("retail", row.retail_fen))
    for name, value in left:
        kept = product.barcode if name == "barcode" else None
        if value and value not in (kept, product.code):
            taking.reading.warn(
                row.row,
                name,
                _("only {base}'s is kept, not that of {unit}").format(
                    base=product.base_unit.name, unit=row.unit
                ),
            )


def _said_new(row: ProductRow, product: Product, prices: Differences) -> Say:
    def say(what: What) -> RowSaid:
        fresh = {name: ("", value) for name, value in _given(row, product).items()}
        return _said(row, product, fresh | _units_of(product) | prices)(what)

    return say


def _said(row: ProductRow, product: Product, differences: Differences) -> Say:
    def write(name: str, value: Any) -> str:
        return money.yuan(value) if name in _IN_FEN else str(value)

    def say(what: What) -> RowSaid:
        fields = said_fields(differences, write)
        named = tuple((_CALLED.get(name, name), before, now) for name, before, now in fields)
        return RowSaid(row.row.number, what, product.code, product.name, named)

    return say


_OF_EACH_UNIT = (("单位", "TEXT"), ("换算率", "NUMBER"), ("供价", "AMOUNT"))
_NAMED, _ONCE = exported(ProductDraft)[:2], exported(ProductDraft)[2:]


def _all_rows(session: Change) -> Iterator[Sequence["Value"]]:
    """A row a unit; what a product has once stands in the row of its smallest unit."""
    prices = prices_today(session)
    for product in session.scalars(select(Product).order_by(Product.code_key)):
        found = stored(ProductDraft, product)
        for unit in product.units:
            is_base = unit is product.base_unit
            yield (
                *(found[one.name] for one in _NAMED),
                unit.name,
                unit.size,
                prices.get(unit.id),
                *(found[one.name] if is_base else None for one in _ONCE),
            )


def prices_today(session: Change) -> dict[int, int]:
    """Each unit's price in force today, in fen: the latest, the last entered (M4)."""
    rows = session.execute(
        select(Price.unit_id, Price.price_fen)
        .where(Price.valid_from <= session.today)
        .order_by(Price.valid_from, Price.id)
    )
    return dict(rows.all())


PRODUCTS = ImportKind(
    lists.PRODUCTS,
    lambda reading, _today: product_rows(reading),
    take_products,
    EditList("产品", (*columns_of(_NAMED), *_OF_EACH_UNIT, *columns_of(_ONCE)), _all_rows),
)
