"""Past deliveries as history for effects and sell-through, apart from the ledger."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select

from desktop.basics.codes import FIRST_CODES, codes_from
from desktop.models import Base, Client, HistoryLine, Product
from desktop.queries.audited import history_sum
from desktop.services import audit
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.kind import ImportKind
from desktop.services.imports.named import Named
from desktop.services.imports.outcome import (
    NOTHING_GIVEN,
    RowSaid,
    Say,
    What,
    said_fields,
)
from desktop.services.imports.products import give_units
from desktop.services.imports.taking import Taking
from desktop.spreadsheets import sales as lists
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.sales import SaleRow, sale_rows

_Line = tuple[str, date, int, int, int, Decimal]
_BATCH = 5_000
_NOT_YET = 0  # the number of a client or product that is to be made


def take_sales(session: Change, taking: Taking) -> None:
    """Add every good line that isn't there yet; lines that repeat in a file all stay.

    A line stands already when its invoice has it as often. Who is named without a code is the
    one of exactly this name; several of it are refused, and so are unknown clients and products,
    unless they are made (``create_missing``).
    """
    outcome = taking.outcome
    sales = list(_known(session, taking))
    # In a dry run what is to be made has no number yet; no line of it stands either.
    clients = _ids(session, Client)
    products = _ids(session, Product)
    standing = _standing(session, {sale.invoice for sale in sales})
    rows = []
    for sale in sales:
        line: _Line = (
            sale.invoice,
            sale.on,
            clients.get(sale.client, _NOT_YET),
            products.get(sale.product, _NOT_YET),
            sale.quantity,
            sale.price,
        )
        if standing[line] > 0:
            standing[line] -= 1
            outcome.add_known(False, _said(sale))
        else:
            outcome.add_new(_said(sale))
            rows.append(_row(line, sale))
    if rows and not taking.dry:
        _write(session, taking, rows)


def _write(session: Change, taking: Taking, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), _BATCH):
        taking.look_up(at, len(rows))
        session.execute(insert(HistoryLine), rows[at : at + _BATCH])
    told = {"lines": len(rows), "sum": f"{history_sum(rows):x}"}
    audit.record(session, "history_line", taking.reading.table.sheet, told)


def _said(sale: SaleRow) -> Say:
    def say(what: What) -> RowSaid:
        fields = {
            "on": sale.on,
            "client": _with_name(sale.client, sale.client_name),
            "product": _with_name(sale.product, sale.product_name),
            "quantity": sale.quantity,
            "price": sale.price,
        }
        differences = {name: ("", value) for name, value in fields.items()}
        return RowSaid(sale.row.number, what, sale.invoice, "", said_fields(differences))

    return say


def _with_name(code: str, name: str) -> str:
    return f"{code} {name}" if name else code


def _row(line: _Line, sale: SaleRow) -> dict[str, Any]:
    invoice, sold_on, client_id, product_id, quantity, price = line
    return {
        "source": "import",
        "row": sale.row.number,
        "invoice": invoice,
        "sold_on": sold_on,
        "client_id": client_id,
        "product_id": product_id,
        "quantity": quantity,
        "price": price,
    }


def _ids(session: Change, kind: type[Client] | type[Product]) -> dict[str, int]:
    return dict(session.execute(select(kind.code, kind.id)).all())


def _known(session: Change, taking: Taking) -> Iterable[SaleRow]:
    """The good lines with the codes of who and what they mean; others are made or refused."""
    rows = taking.rows
    shops = _Made(session, taking, "client", [row.client for row in rows])
    goods = _Made(session, taking, "product", [row.product for row in rows])
    clients: list[Base] = []
    products: list[Base] = []
    for sale in taking.watched(rows):
        client = shops.code_of(sale.row, sale.client, sale.client_name)
        product = goods.code_of(sale.row, sale.product, sale.product_name)
        if not client or not product:
            continue
        known = sale
        if (client, product) != (sale.client, sale.product):
            known = replace(sale, client=client, product=product)
        if shops.is_missing(client):
            shops.add(client, known.client_name)
            clients.append(_new_client(session, known))
        if goods.is_missing(product):
            goods.add(product, known.product_name)
            products.append(_new_product(known))
        yield known
    for taking.made in (products, clients):
        taking.write_made(session)


class _Made(Named):
    """Those that lines name; the others are made (``create_missing``), each under a free code."""

    def __init__(self, session: Change, taking: Taking, field: str, given: list[str]) -> None:
        super().__init__(session, taking, field)
        self._free = codes_from(FIRST_CODES[field], [*self.codes, *given])

    def is_missing(self, code: str) -> bool:
        """Is this code still to be made?"""
        return code not in self.codes

    def add(self, code: str, name: str) -> None:
        """This one is made."""
        self.codes.add(code, name)
        self.by_name.add(name or code, code)

    def unknown(self, row: Row, code: str) -> str:
        if self.taking.create_missing:
            return code or next(self._free)
        self.taking.lacks_others = True
        return super().unknown(row, code)


def _new_client(session: Change, sale: SaleRow) -> Client:
    return plain_record(
        Client,
        {
            "code": sale.client,
            "name": sale.client_name or sale.client,
            "segment": NOTHING_GIVEN,
            "added_on": session.today,
            "added_by_id": session.actor_id,
        },
    )


def _new_product(sale: SaleRow) -> Product:
    product = plain_record(
        Product,
        {
            "code": sale.product,
            "name": sale.product_name or sale.product,
            "line": NOTHING_GIVEN,
            "category": NOTHING_GIVEN,
        },
    )
    give_units(product, sale.unit)
    return product


def _standing(session: Change, invoices: set[str]) -> Counter[_Line]:
    """How often each line of these invoices stands already."""
    columns = (
        HistoryLine.invoice,
        HistoryLine.sold_on,
        HistoryLine.client_id,
        HistoryLine.product_id,
        HistoryLine.quantity,
        HistoryLine.price,
    )
    if not session.scalar(select(func.count(HistoryLine.id))):
        return Counter()
    rows = session.execute(select(*columns))
    return Counter(tuple(row) for row in rows if row.invoice in invoices)  # type: ignore[misc]


SALES = ImportKind(lists.SALES, sale_rows, take_sales, makes_others=True)
