"""What deliveries that are recorded together rest on, read at once for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, select

from desktop.models import Agreement, Delivery, Order, Stop
from desktop.queries.facts.agreements import agreements_on
from desktop.queries.facts.held import held
from desktop.queries.facts.lots import stops_out
from desktop.queries.facts.stock import on_hand_by_lot
from desktop.services.change import Change
from desktop.services.checks import oldest_paper_day
from desktop.services.notes import notes_of_deliveries
from desktop.services.stock import stock_since

# Built once, as every delivery asks it.
_ORDERS: BindParameter[int] = bindparam("orders", expanding=True)
_WANTED = select(Order).where(Order.id.in_(_ORDERS))
_STANDING = select(Delivery).where(Delivery.order_id.in_(_ORDERS), Delivery.state == "recorded")


@dataclass(frozen=True)
class Ground:
    """Of several orders their standing deliveries, the stops that are out, and their next notes.

    ``agreements`` are those in force, by client and paper's day; ``there`` is what lies in the
    warehouse by product, where somebody can be asked. ``oldest`` is the oldest paper's day (L5),
    ``since`` the day of the first count.
    """

    standing: Mapping[int, Delivery]
    stops: Mapping[int, Stop]
    notes: Mapping[int, str]
    agreements: Mapping[tuple[int, date], Agreement]
    there: Mapping[int, int] | None
    oldest: date
    since: date | None


def standing_deliveries(session: Change, order_ids: Iterable[int]) -> dict[int, Delivery]:
    """The deliveries that stand, by order."""
    found = session.scalars(_STANDING, {"orders": list(order_ids)})
    return {one.order_id: one for one in found}


def read_ground(session: Change, paper_days: Mapping[int, date]) -> Ground:
    """What deliveries of these orders rest on, by the papers' days that are said of them."""
    orders = _orders(session, list(paper_days))
    by_day: dict[date, list[int]] = {}
    for order in orders:
        by_day.setdefault(paper_days[order.id], []).append(order.client_id)
    asked = session.confirmed is not None
    products = {line.product_id for order in orders for line in order.lines} if asked else ()
    # Only what was delivered has a delivery that stands, only what is loaded a stop that is out.
    done = [order.id for order in orders if order.state in Order.DONE]
    out = [order.id for order in orders if order.state == "loaded"]
    return Ground(
        standing_deliveries(session, done) if done else {},
        stops_out(session, out) if out else {},
        notes_of_deliveries(session, orders),
        {
            (client_id, day): agreement
            for day, clients in by_day.items()
            for client_id, agreement in agreements_on(session, clients, day).items()
        },
        on_hand_by_lot(session, sorted(products)) if asked else None,
        oldest_paper_day(session),
        stock_since(session),
    )


def _orders(session: Change, order_ids: Sequence[int]) -> Sequence[Order]:
    """The orders that are there; what this change holds already isn't read again."""
    known = held(session, Order, order_ids)
    if len(known) == len(order_ids):
        return [known[one] for one in order_ids]
    return session.scalars(_WANTED, {"orders": list(order_ids)}).all()
