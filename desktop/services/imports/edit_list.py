"""Clients or products with every field, to be changed in Excel and brought in again."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.models import Client, Price, Product, Staff, Unit
from desktop.services.change import Change
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

_Rows = Iterator[Sequence["Value"]]
# Headings that an import knows in every language of the window: office data, not UI. Each with
# the name of the column's format.
_CLIENT_COLUMNS = (
    ("客户编号", "TEXT"),
    ("客户名称", "TEXT"),
    ("类型", "TEXT"),
    ("等级", "TEXT"),
    ("业务员编号", "TEXT"),
    ("联系人", "TEXT"),
    ("电话", "TEXT"),
    ("地址", "TEXT"),
    ("片区", "TEXT"),
    ("纬度", "DECIMAL"),
    ("经度", "DECIMAL"),
    ("户数", "NUMBER"),
    ("开门时间", "TEXT"),
    ("关门时间", "TEXT"),
)
_PRODUCT_COLUMNS = (
    ("商品编号", "TEXT"),
    ("商品名称", "TEXT"),
    ("单位", "TEXT"),
    ("换算率", "NUMBER"),
    ("供价", "AMOUNT"),
    ("建议零售价", "AMOUNT"),
    ("系列", "TEXT"),
    ("类别", "TEXT"),
    ("规格", "TEXT"),
    ("条码", "TEXT"),
)


def edit_list(office: Office, kind: str) -> bytes:
    """An .xlsx of all ``clients`` or ``products`` (one row a unit, with today's price).

    Brought in as it is it changes nothing; phones stand in it whole, so only who may
    import may take it (Refused).
    """
    from desktop.spreadsheets.listing import Format, write_rows

    title, columns, rows = _KINDS[kind]
    with office.looking("import") as session:
        session.allow()
        lines = list(rows(session))
    headings = [heading for heading, _form in columns]
    return write_rows(title, headings, lines, [Format[form] for _heading, form in columns])


def _client_rows(session: Change) -> _Rows:
    reps = dict(session.execute(select(Staff.id, Staff.code)).all())
    for one in session.scalars(select(Client).order_by(Client.code_key)):
        yield (
            one.code,
            one.name,
            one.segment,
            one.client_class,
            reps.get(one.rep_id, "") if one.rep_id else "",
            one.contact,
            one.phone,
            one.address,
            one.area,
            one.lat,
            one.lon,
            one.households,
            one.opens,
            one.closes,
        )


def _product_rows(session: Change) -> _Rows:
    prices = _prices(session)
    for one in session.scalars(select(Product).order_by(Product.code_key)):
        for unit in one.units:
            yield (one.code, one.name, unit.name, unit.size, prices.get(unit.id), *_rest(one, unit))


def _rest(product: Product, unit: Unit) -> tuple["Value", ...]:
    """What a product has once: it stands in the row of its smallest unit."""
    if unit is not product.base_unit:
        return (None,) * 5
    return (product.retail_fen, product.line, product.category, product.spec, product.barcode)


def _prices(session: Change) -> dict[int, int]:
    """Each unit's price in force today, in fen: the latest, the last entered (M4)."""
    rows = session.execute(
        select(Price.unit_id, Price.price_fen)
        .where(Price.valid_from <= session.today)
        .order_by(Price.valid_from, Price.id)
    )
    return dict(rows.all())


_KINDS: dict[str, tuple[str, Sequence[tuple[str, str]], Callable[[Change], _Rows]]] = {
    "clients": ("客户", _CLIENT_COLUMNS, _client_rows),
    "products": ("产品", _PRODUCT_COLUMNS, _product_rows),
}
EDITABLE_KINDS = tuple(_KINDS)
