"""Goods that come back, of several lines at once, and exchange (换货): all of it or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from desktop.basics.drafts.order import OrderedLine
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Client, Delivery, Product
from desktop.services.checks import invalid
from desktop.services.office import Office
from desktop.services.orders import add_order
from desktop.services.returns import record_return


@dataclass(frozen=True)
class GivenBack:
    """Units of a delivery's line that came back, in its unit.

    Without ``lot`` they are of the lots that the line took last. In an exchange ``instead`` is
    another product's code; "" for the same one.
    """

    line: int
    quantity: int
    condition: str = "good"
    lot: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Exchanged:
    """The returns that were made, by id, and the order of what comes instead, if any does."""

    returns: tuple[int, ...]
    order: int | None


def row_of(line: int) -> str:
    """What a refusal names a line of the delivery by."""
    return str(line)


def give_back(
    office: Office,
    delivery_id: int,
    goods: Sequence[GivenBack],
    dated: date | None = None,
    *,
    run_id: int | None = None,
    anew: bool = False,
    taken_at: str = "",
) -> Exchanged:
    """Take units of a delivery's lines back and, ``anew``, order as many again, in one change.

    Each return reverses what was posted (M5), the order is at today's prices (M4), and a free line
    is free again (M3a). What is refused of a line is refused at its row (``row_of``). Who may take
    goods back and orders may exchange.
    """
    if not goods:
        raise invalid("back", _("Write at one line at least how much came back."))
    with office.batch() as together:
        returns = []
        for one in goods:
            with _at_its_row(one.line):
                made = record_return(
                    together,
                    delivery_id,
                    one.line,
                    one.quantity,
                    dated,
                    lot=one.lot,
                    condition=one.condition,
                    run_id=run_id,
                )
                returns.append(made)
        order = _order_anew(together, delivery_id, goods, taken_at) if anew else None
        return Exchanged(tuple(returns), order)


def _order_anew(office: Office, delivery_id: int, goods: Sequence[GivenBack], taken_at: str) -> int:
    with office.reading() as session:
        delivery = session.get_one(Delivery, delivery_id)
        client = session.get_one(Client, delivery.client_id).code
        sold = {line.position: line for line in delivery.lines}
        products = {
            key: session.get_one(Product, line.product_id).code for key, line in sold.items()
        }
    wanted = [
        OrderedLine(
            one.instead or products[one.line],
            sold[one.line].unit_name,
            one.quantity,
            sold[one.line].free,
        )
        for one in goods
    ]
    when = {"taken_at": taken_at} if taken_at else {}
    try:
        return add_order(office, client, wanted, **when)
    except Refused as refusal:
        row = _row_meant(goods, refusal)
        if row is None:
            raise
        raise Refused(refusal.code, refusal.message, "back", Spot(row, "instead")) from refusal


def _row_meant(goods: Sequence[GivenBack], refusal: Refused) -> str | None:
    """The row of the line that an order refuses: by its place, or by its product."""
    spot = refusal.spot
    if refusal.field != "lines" or spot is None:
        return None
    named = [
        one.line
        for place, one in enumerate(goods, 1)
        if spot.line in (place, str(place)) or (one.instead and one.instead == spot.line)
    ]
    return row_of(named[0]) if named else None


@contextmanager
def _at_its_row(line: int) -> Iterator[None]:
    """What is refused of a line of goods stands at its row; the rest where it was typed."""
    try:
        yield
    except Refused as refusal:
        if refusal.field not in ("line", "quantity", "condition", "lot"):
            raise
        column = "quantity" if refusal.field == "line" else refusal.field
        spot = Spot(row_of(line), column)
        raise Refused(refusal.code, refusal.message, "back", spot) from refusal
