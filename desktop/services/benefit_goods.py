"""Goods of a benefit: out of the warehouse as it is delivered, back as it is cancelled (B2a)."""

from collections.abc import Mapping

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Product, StockMove
from desktop.planning.lots import good_on, take, total
from desktop.queries.facts.lots import in_warehouse
from desktop.services.change import Change
from desktop.services.goods import TO_CLIENT, short_of
from desktop.services.stock import move_goods, stock_since


def take_benefit_goods(session: Change, benefit_id: int, goods: Mapping[Product, int]) -> None:
    """Take a benefit's goods (base units) out of the warehouse; refuses ``short`` (B2a)."""
    if stock_since(session) is None:
        return
    there = in_warehouse(session, [product.id for product in goods])
    good = {product: good_on(there.get(product.id, ()), session.today) for product in goods}
    lacking = {one.id: wanted - total(good[one]) for one, wanted in goods.items()}
    missing = {key: pieces for key, pieces in lacking.items() if pieces > 0}
    if missing:
        message = _("Not enough in the warehouse: {what} are missing.")
        raise Refused("short", message.format(what=short_of(missing, session)), "goods")
    for product, wanted in goods.items():
        for one in take(good[product], wanted):
            move_goods(session, one.lot, one.quantity, TO_CLIENT, "benefit", benefit_id=benefit_id)


def put_benefit_goods_back(session: Change, benefit_id: int) -> None:
    """Put the goods of a cancelled benefit back into the warehouse."""
    for one in session.scalars(
        select(StockMove).where(StockMove.benefit_id == benefit_id, StockMove.kind == "benefit")
    ).all():
        places = ("clients", "warehouse")
        kind = "benefit-cancelled"
        move_goods(session, one.lot_id, one.quantity, places, kind, benefit_id=benefit_id)
