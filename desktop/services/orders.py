"""Orders: taken, changed and cancelled before they are delivered (M4, L2a)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.due import due_day
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Area, Client, Holiday, Order, OrderLine, Product, Unit
from desktop.queries.facts.areas import delivery_days, holidays_from
from desktop.queries.products import prices_on
from desktop.queries.words import no_price_words, no_unit_words
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_count,
    need_day,
    need_not_too_large,
    need_open_client,
    need_version,
)
from desktop.services.doubts import ask_if_far_too_much, ask_if_ordered_today
from desktop.services.find import find_client, find_products
from desktop.services.flushing import plain_record
from desktop.services.numbering import next_number, next_numbers
from desktop.services.office import Office
from desktop.services.several import for_each
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields, written

ORDER = Noun("order", Order)
USUAL_TIME = "09:00"  # at which an order was taken of which nobody said when


def add_order(
    office: Office,
    client: str,
    lines: Sequence[OrderedLine],
    *,
    taken_at: str = USUAL_TIME,
    **others: Any,
) -> int:
    """Take an order, confirmed and dated today, at the prices in force today (M4).

    It is due by its client's area, the hour and the wished day (D2). ``others`` is what else an
    OrderDraft holds.
    """
    draft = OrderDraft(client, lines, **others)
    need_fields(draft)
    _check(lines)
    with office.transaction("order.add") as session:
        need_no_past(session, draft.wanted)
        buyer = find_client(session, client)
        products = find_products(session, [line.product for line in lines], "lines")
        session.allow()
        return take_order(session, buyer, draft, products, taken_at)


def take_order(
    session: Change,
    buyer: Client,
    draft: OrderDraft,
    products: Mapping[str, Product],
    taken_at: str = USUAL_TIME,
) -> int:
    """Write an order whose products were found; refuses one of a closed client (C2)."""
    need_open_client(buyer)
    lines = draft.lines
    order = Order(**_facts(session, buyer, draft, taken_at), number=next_number(session, "DD", 5))
    order.lines = _priced(session, order, lines, products)
    goods = _pieces(lines, products)
    ask_if_far_too_much(session, goods, buyer.id)
    ask_if_ordered_today(session, buyer.id, {one.id: number for one, number in goods.items()})
    session.add(order)
    session.flush()
    return order.id


def new_orders(
    session: Change,
    drafts: Sequence[tuple[Client, OrderDraft]],
    products: Mapping[str, Product],
    prices: Mapping[int, int],
    taken_at: str,
) -> Iterator[Order]:
    """Very many orders as ``take_order`` makes them, for ``write_documents``: nobody is asked.

    ``prices`` are those in force today, by unit.
    """
    numbers = next_numbers(session, "DD", 5, len(drafts))
    for number, (buyer, draft) in zip(numbers, drafts, strict=True):
        need_open_client(buyer)
        order = plain_record(Order, _facts(session, buyer, draft, taken_at), {"number": number})
        told = _priced_facts(draft.lines, products, prices, session.today)
        vars(order)["lines"] = [plain_record(OrderLine, one) for one in told]
        yield order


def _facts(session: Change, buyer: Client, draft: OrderDraft, taken_at: str) -> dict[str, Any]:
    """What a new order holds besides its number and its lines."""
    return {
        **written(draft),
        "client_id": buyer.id,
        "ordered_on": session.today,
        "ordered_by_id": session.actor_id,
        "taken_at": taken_at,
        "due": _due(session, buyer.area, taken_at, draft.wanted),
    }


def _due(session: Change, area: str, taken_at: str, wanted: date | None) -> date:
    """When an order that is taken today is due; the days are asked once in a change (D2)."""
    today = session.today
    days = session.known(("days", area), (Area,), lambda: delivery_days(session, area))
    off = session.known(("off", today), (Holiday,), lambda: holidays_from(session, today))
    return due_day(today, taken_at, days, off, wanted)


CHANGE = Step("order.change", ORDER, to("cancelled"))  # what can be cancelled can be changed


def change_order(office: Office, order_id: int, version: int, lines: Sequence[OrderedLine]) -> None:
    """Replace the lines of an order not yet on a run (L2a).

    Prices are those of its date as known now (M4); its due day stays (D2).
    """
    _check(lines)
    with office.transaction(CHANGE.action) as session:
        order = ORDER.find(session, order_id)
        products = find_products(session, [line.product for line in lines], "lines")
        CHANGE.need(session, order)
        need_version(order, version)
        ask_if_far_too_much(session, _pieces(lines, products), order.client_id, order.id)
        flag_modified(order, "state")  # the lines alone would leave its version as it was
        order.lines = []
        session.flush()
        order.lines = _priced(session, order, lines, products)


def move_orders(office: Office, keys: Sequence[int], wanted: date) -> int:
    """Let several orders that are on no run be delivered on a day wished for, all or none (D2).

    Each is due on the first delivery day of its client's area from then on; how many they are.
    """
    with office.transaction(CHANGE.action) as session:
        session.allow()
        need_no_past(session, wanted)

        def move(change: Change, order: Order) -> None:
            area = change.get_one(Client, order.client_id).area
            days = change.known(("days", area), (Area,), lambda: delivery_days(change, area))
            off = holidays_from(change, order.ordered_on)
            order.wanted = wanted
            order.due = due_day(order.ordered_on, order.taken_at, days, off, wanted)

        return for_each(session, CHANGE, keys, move)


CANCEL = Step("order.cancel", ORDER, to("cancelled"))


def cancel_order(office: Office, order_id: int, reason: str = "") -> None:
    """Cancel an order that is not on a run and not delivered (L2a)."""
    with CANCEL.begin(office, order_id) as (session, order):
        order.move("cancelled")
        order.cancelled_on = session.today
        order.cancelled_by_id = session.actor_id
        order.cancel_reason = reason


def need_no_past(session: Change, wanted: date | None) -> None:
    """Refuse (``invalid``) a day wished for that is over, or that nobody can mean (D1)."""
    if wanted is None:
        return
    need_day("wanted", wanted)
    if wanted < session.today:
        raise invalid("wanted", _("The wished day cannot be before the order's day."))


def _check(lines: Sequence[OrderedLine]) -> None:
    if not lines:
        raise invalid("lines", _("An order needs at least one line."))
    for place, line in enumerate(lines, 1):
        need_count("lines", line.quantity, Spot(place, "quantity"))


def _pieces(lines: Sequence[OrderedLine], products: Mapping[str, Product]) -> dict[Product, int]:
    """How many base units of each product are ordered; a unit that it lacks is refused apart."""
    found: dict[Product, int] = {}
    for line in lines:
        product = products[line.product]
        unit = product.unit(line.unit)
        found[product] = found.get(product, 0) + line.quantity * (unit.size if unit else 0)
    return found


def _priced(
    session: Change,
    order: Order,
    lines: Sequence[OrderedLine],
    products: Mapping[str, Product],
) -> list[OrderLine]:
    """The lines with the prices of the order's date; refuses ``no_price`` without (M4)."""
    units = [products[line.product].unit(line.unit) for line in lines]
    asked = [unit.product_id for unit in units if unit is not None]
    prices = prices_on(session, asked, order.ordered_on)
    return [OrderLine(**one) for one in _priced_facts(lines, products, prices, order.ordered_on)]


def _priced_facts(
    lines: Sequence[OrderedLine],
    products: Mapping[str, Product],
    prices: Mapping[int, int],
    day: date,
) -> list[dict[str, Any]]:
    for place, line in enumerate(lines, 1):
        unit = products[line.product].unit(line.unit)
        price_fen = prices.get(unit.id, 0) if unit else 0
        need_not_too_large("lines", price_fen * line.quantity, Spot(place, "quantity"))
    return [
        _priced_line(products[line.product], line, place, prices, day)
        for place, line in enumerate(lines, 1)
    ]


def _priced_line(
    product: Product, line: OrderedLine, place: int, prices: Mapping[int, int], day: date
) -> dict[str, Any]:
    unit = _unit(product, line, place)
    if unit.id not in prices:
        words = no_price_words(product.title, line.unit, day)
        raise Refused("no_price", words, "lines", Spot(place, "unit"))
    return {
        "position": place,
        "product_id": product.id,
        "unit_id": unit.id,
        "quantity": line.quantity,
        "price_fen": prices[unit.id],
        "free": line.free,
    }


def _unit(product: Product, line: OrderedLine, place: int) -> Unit:
    unit = product.unit(line.unit)
    if unit is None:
        words = no_unit_words(product.title, line.unit, [one.name for one in product.units])
        raise Refused("no_price", words, "lines", Spot(place, "unit"))
    return unit
