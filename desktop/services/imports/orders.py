"""Orders of several clients from a list: an order a client and wished day, whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.i18n import _
from desktop.models import Client, Order, Product
from desktop.queries.facts.clock import now_taken
from desktop.queries.products import prices_on
from desktop.queries.words import no_price_words, no_unit_words
from desktop.services.change import Change
from desktop.services.checks import need_count, need_open_client
from desktop.services.imports.kind import ImportKind
from desktop.services.imports.named import Named
from desktop.services.imports.named_goods import NamedGoods
from desktop.services.imports.outcome import RowSaid, Say, What, said_fields
from desktop.services.imports.taking import Taking
from desktop.services.orders import take_order
from desktop.spreadsheets import orders as lists
from desktop.spreadsheets.orders import OrderRow, order_rows

_Key = tuple[str, date | None]  # whose, wished for when
_Line = tuple[str, str, bool]  # product, unit, free


def take_orders(session: Change, taking: Taking) -> None:
    """Take the orders; a product that stands twice in one is ordered once, with the sum.

    An order of today with just these goods stands already: the list was brought in before.
    """
    goods, shops = NamedGoods(session, taking), Named(session, taking, "client")
    clients = {one.code: one for one in session.scalars(select(Client))}
    prices: dict[int, int] = {}
    orders: defaultdict[_Key, dict[_Line, OrderedLine]] = defaultdict(dict)
    rows: defaultdict[_Key, list[tuple[OrderRow, Product]]] = defaultdict(list)
    products: dict[str, Product] = {}
    for row in taking.watched(order_rows(taking.reading)):
        code = shops.code_of(row.row, row.client, row.client_name)
        product = goods.meant(row)
        if not code or product is None or not _fits(session, taking, row, clients[code]):
            continue
        if product.code not in products:
            prices |= prices_on(session, [product.id], session.today)
            products[product.code] = product
        unit = _unit(session, taking, row, product, prices)
        if not unit:
            continue
        line = OrderedLine(product.code, unit, row.quantity, row.free)
        lines, key = orders[code, row.wanted], (product.code, unit, row.free)
        before = lines.get(key)
        lines[key] = replace(line, quantity=line.quantity + before.quantity) if before else line
        rows[code, row.wanted].append((row, product))
    standing = _standing(session)
    for (code, wanted), lines in orders.items():
        is_known = (code, frozenset(lines.values())) in standing
        for row, product in rows[code, wanted]:
            said = _said(row, clients[code], product)
            if is_known:
                taking.outcome.add_known(False, said)
            else:
                taking.outcome.add_new(said)
        if not (is_known or taking.dry or taking.reading.bad_rows):
            draft = OrderDraft(code, list(lines.values()), wanted)
            take_order(session, clients[code], draft, products, now_taken())


def _fits(session: Change, taking: Taking, row: OrderRow, client: Client) -> bool:
    if row.wanted is not None and row.wanted < session.today:
        words = _("The wished day cannot be before the order's day.")
        taking.reading.refuse(row.row, "wanted", words)
        return False
    return taking.fits(row.row, partial(need_open_client, client)) and taking.fits(
        row.row, partial(need_count, "quantity", row.quantity)
    )


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
        select(Order, Client.code)
        .join(Client, Client.id == Order.client_id)
        .where(Order.ordered_on == session.today, Order.state != "cancelled")
    )
    return {
        (
            code,
            frozenset(
                OrderedLine(one.product.code, one.unit.name, one.quantity, one.free)
                for one in order.lines
            ),
        )
        for order, code in rows
    }


def _said(row: OrderRow, client: Client, product: Product) -> Say:
    def say(what: What) -> RowSaid:
        unit = row.unit or product.base_unit.name
        told = {"product": product.title, "quantity": f"{row.quantity} {unit}"}
        if row.wanted is not None:
            told["wanted"] = str(row.wanted)
        differences = {name: ("", value) for name, value in told.items()}
        return RowSaid(row.row.number, what, client.code, client.name, said_fields(differences))

    return say


ORDERS = ImportKind(lists.ORDERS, take_orders, whole=True)
