"""The lots of the first count from a list: whole or not at all (D3)."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.basics.codes import same_code
from desktop.basics.i18n import _
from desktop.models import Lot, Product
from desktop.queries.words import no_unit_words
from desktop.services.change import Change
from desktop.services.checks import need_count, need_day, need_text
from desktop.services.imports.kind import EditList, ImportKind
from desktop.services.imports.named_goods import NamedGoods
from desktop.services.imports.outcome import RowSaid, Say, What, said_fields
from desktop.services.imports.taking import Taking
from desktop.services.stock import CountedLot, need_one_expiry, post_first_count, stock_since
from desktop.spreadsheets import lots as lists
from desktop.spreadsheets.lots import LotRow, lot_rows

if TYPE_CHECKING:
    from datetime import date

    from desktop.spreadsheets.listing import Value


def take_lots(session: Change, taking: Taking) -> None:
    """Post the first count; once it is, rows are refused unless they say what lies there."""
    goods = NamedGoods(session, taking)
    known = {(lot.product_id, same_code(lot.code)): lot for lot in session.scalars(select(Lot))}
    since = stock_since(session)
    counted = []
    for row in taking.watched(taking.rows):
        product = goods.meant(row)
        pieces = _pieces(taking, row, product) if product is not None else None
        if product is None or pieces is None:
            continue
        key = product.id, same_code(row.lot)
        lot = known.get(key)
        if not (
            taking.is_first(row.row, "lot", key)
            and taking.fits(row.row, partial(need_text, "lot", row.lot))
            and taking.fits(row.row, partial(need_count, "quantity", pieces, least=0))
            and taking.fits(row.row, partial(need_day, "expires", row.expires))
            and taking.fits(row.row, partial(need_one_expiry, lot, row.expires, "expires"))
        ):
            continue
        said = _said(row, product, pieces)
        if since is None:
            counted.append((product, CountedLot(product.code, row.lot, row.expires, pieces)))
            taking.outcome.add_new(said)
        elif lot is not None and lot.warehouse == pieces:
            taking.outcome.add_known(False, said)
        else:
            taking.reading.refuse(row.row, "quantity", _why_too_late(since, lot))
    if counted and not taking.dry and not taking.reading.bad_rows:
        post_first_count(session, counted)


def _why_too_late(since: "date", lot: Lot | None) -> str:
    if lot is None:
        words = _("the first count was posted on {day}: receive this lot where products are")
        return words.format(day=since)
    words = _("the first count was posted on {day}, and {left} lie there: count this lot by itself")
    return words.format(day=since, left=lot.warehouse)


def _pieces(taking: Taking, row: LotRow, product: Product) -> int | None:
    """How many base units a row counts; None when its unit isn't one of the product's."""
    unit = product.unit(row.unit) if row.unit else product.base_unit
    if unit is None:
        units = [one.name for one in product.units]
        taking.reading.refuse(row.row, "unit", no_unit_words(product.title, row.unit, units))
        return None
    return row.quantity * unit.size


def _said(row: LotRow, product: Product, pieces: int) -> Say:
    def say(what: What) -> RowSaid:
        told = {
            "lot": row.lot,
            "expires": row.expires,
            "quantity": f"{pieces} {product.base_unit.name}",
        }
        differences = {name: ("", value) for name, value in told.items()}
        return RowSaid(row.row.number, what, product.code, product.name, said_fields(differences))

    return say


def _all_rows(session: Change) -> Iterator[Sequence["Value"]]:
    """Every lot that is known; before the first count it is still to be counted what lies there."""
    counted = stock_since(session) is not None
    lots = select(Lot).join(Product).order_by(Product.code_key, Lot.expires, Lot.code)
    for lot in session.scalars(lots):
        product = lot.product
        yield (
            product.code,
            product.barcode,
            product.name,
            lot.code,
            lot.expires,
            lot.warehouse if counted else None,
            product.base_unit.name,
        )


_FORMATS = ("TEXT", "TEXT", "TEXT", "TEXT", "DAY", "NUMBER", "TEXT")
LOTS = ImportKind(
    lists.LOTS,
    lambda reading, _today: lot_rows(reading),
    take_lots,
    EditList("期初盘点批号", list(zip(lists.HEADINGS, _FORMATS, strict=True)), _all_rows),
    whole=True,
)
