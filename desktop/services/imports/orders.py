"""Orders of several clients from a list: an order a client and wished day, whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.models import Client, Order, OrderLine, Product, Unit
from desktop.queries.facts.clock import now_taken
from desktop.queries.words import no_price_words, no_unit_words
from desktop.services.change import Change
from desktop.services.checks import need_count, need_open_client
from desktop.services.imports.kind import ImportKind
from desktop.services.imports.named import Named, plain_clients
from desktop.services.imports.named_goods import NamedGoods
from desktop.services.imports.outcome import RowSaid, Say, What, said_fields
from desktop.services.imports.products import prices_today
from desktop.services.imports.taking import Taking
from desktop.services.orders import need_no_past, new_orders
from desktop.spreadsheets import orders as lists
from desktop.spreadsheets.orders import OrderRow, order_rows

_Key = tuple[str, date | None]  # whose, wished for when
_Line = tuple[str, str, bool]  # product, unit, free


def take_orders(session: Change, taking: Taking) -> None:
    """Take the orders; a product that stands twice in one is ordered once, with the sum.

    An order of today with just these goods stands already: the list was brought in before.
    """
    goods, clients = NamedGoods(session, taking), plain_clients(session)
    shops = Named(session, taking, "client", clients)
    prices = prices_today(session)
    orders: defaultdict[_Key, dict[_Line, OrderedLine]] = defaultdict(dict)
    told: defaultdict[_Key, list[tuple[OrderRow, Product]]] = defaultdict(list)
    for row in taking.watched(taking.rows):
        code = shops.code_of(row.row, row.client, row.client_name)
        product = goods.meant(row)
        client = clients[code] if code else None
        if client is None or product is None or not _fits(session, taking, row, client):
            continue
        unit = _unit(session, taking, row, product, prices)
        if not unit:
            continue
        line = OrderedLine(product.code, unit, row.quantity, row.free)
        lines, key = orders[code, row.wanted], (product.code, unit, row.free)
        before = lines.get(key)
        lines[key] = replace(line, quantity=line.quantity + before.quantity) if before else line
        told[code, row.wanted].append((row, product))
    standing, fresh = _standing(session), []
    for (code, wanted), lines in orders.items():
        is_known = (code, frozenset(lines.values())) in standing
        for row, product in told[code, wanted]:
            said = _said(row, clients[code], product)
            if is_known:
                taking.outcome.add_known(False, said)
            else:
                taking.outcome.add_new(said)
        if not is_known:
            fresh.append((clients[code], OrderDraft(code, list(lines.values()), wanted)))
    if not (taking.dry or taking.reading.bad_rows):
        taking.made += new_orders(session, fresh, goods.products, prices, now_taken())
        taking.write_made(session)


def _fits(session: Change, taking: Taking, row: OrderRow, client: Client) -> bool:
    checks = (
        partial(need_no_past, session, row.wanted),
        partial(need_open_client, client),
        partial(need_count, "quantity", row.quantity),
    )
    return all(taking.fits(row.row, check) for check in checks)


def _unit(
    session: Change, taking: Taking, row: OrderRow, product: Product, prices: Mapping[int, int]
) -> str:
    """The unit that a row means, if it has a price today (M4); "" when it was refused."""
    unit = product.unit(row.unit) if row.unit else product.base_unit
    if unit is None:
        words = no_unit_words(product.title, row.unit, [one.name for one in product.units])
    elif unit.id not in prices:
        words = no_price_words(product.title, unit.name, session.today)
    else:
        return unit.name
    taking.reading.refuse(row.row, "unit", words)
    return ""


def _standing(session: Change) -> set[tuple[str, frozenset[OrderedLine]]]:
    """Whose orders of today stand, with their goods."""
    rows = session.execute(
        select(
            Order.id,
            Client.code,
            Product.code,
            Unit.name,
            OrderLine.quantity,
            OrderLine.free,
        )
        .join(Client, Client.id == Order.client_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Product, Product.id == OrderLine.product_id)
        .join(Unit, Unit.id == OrderLine.unit_id)
        .where(Order.ordered_on == session.today, Order.state != "cancelled")
    )
    found: defaultdict[tuple[int, str], list[OrderedLine]] = defaultdict(list)
    for order, client, *line in rows:
        found[order, client].append(OrderedLine(*line))  # type: ignore[arg-type]
    return {(client, frozenset(lines)) for (_order, client), lines in found.items()}


def _said(row: OrderRow, client: Client, product: Product) -> Say:
    def say(what: What) -> RowSaid:
        unit = row.unit or product.base_unit.name
        told = {"product": product.title, "quantity": f"{row.quantity} {unit}"}
        if row.wanted is not None:
            told["wanted"] = str(row.wanted)
        differences = {name: ("", value) for name, value in told.items()}
        return RowSaid(row.row.number, what, client.code, client.name, said_fields(differences))

    return say


ORDERS = ImportKind(
    lists.ORDERS, lambda reading, _today: order_rows(reading), take_orders, whole=True
)
