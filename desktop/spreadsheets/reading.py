"""Rows of a table into typed rows of an import, with a Problem for every cell that is wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from desktop.basics import money
from desktop.basics.hours import Hours
from desktop.basics.i18n import _
from desktop.spreadsheets import fields
from desktop.spreadsheets.barcodes import barcode_in, barcode_problem, lost_digits
from desktop.spreadsheets.cells import Cell, ErrorCell, Problem, Row, Table, is_blank, written
from desktop.spreadsheets.header import Header
from desktop.spreadsheets.merged_cells import filled_down
from desktop.spreadsheets.no_records import NoRecords
from desktop.spreadsheets.phones import phone_problem, phones
from desktop.spreadsheets.short_days import has_short_days, short_day
from desktop.spreadsheets.units import BigUnit, read_sizes

Value = TypeVar("Value")
LONGEST_TEXT = 500


class Reading:
    """One table being read: gives values and collects problems.

    A service adds what it finds itself by ``refuse`` and ``warn``, and asks ``is_bad``.
    """

    def __init__(self, table: Table, header: Header) -> None:
        self.table = filled_down(table, header)
        self.header = header
        self.problems: list[Problem] = []
        self._bad: set[int] = set()

    def rows(self) -> Iterator[Row]:
        """The rows with data; totals, signatures and the like are left out with a warning."""
        above = [row for row in self.table.rows if row.number <= self.header.row]
        no_records = NoRecords(self.header, above, self.table.merged)
        for row in self.header.rows(self.table):
            if reason := no_records.reason(row):
                self.warn(row, "", reason)
            elif doubt := no_records.doubt(row):
                self.refuse(row, "", doubt)
            else:
                yield row

    def is_bad(self, row: Row) -> bool:
        """Does any problem that isn't a warning stand against this row?"""
        return row.number in self._bad

    @property
    def bad_rows(self) -> list[Row]:
        """The rows that were refused, in the order of the file."""
        return [row for row in self.table.rows if row.number in self._bad]

    def refuse(self, row: Row, name: str, reason: str) -> None:
        """A problem at a field (or "" for the whole row) that keeps the row out."""
        self._bad.add(row.number)
        self.problems.append(self._problem(row, name, reason))

    def warn(self, row: Row, name: str, reason: str) -> None:
        """Something to look at that leaves the row good."""
        self.problems.append(self._problem(row, name, reason, warning=True))

    def value(self, row: Row, name: str, parse: Callable[[Cell], Value], default: Value) -> Value:
        """The parsed cell of a field; ``default`` when it is blank, or bad and so refused."""
        cell = self.header.cell(row, name)
        if cell == "" or is_blank(cell):
            return default
        try:
            return parse(cell)
        except fields.BadValue as error:
            self.refuse(row, name, error.reason)
            return default

    def text(self, row: Row, name: str) -> str:
        """The text of a field; too long a one is refused, since it is no name or address."""
        found = self.value(row, name, fields.text, "")
        if len(found) > LONGEST_TEXT:
            self.refuse(
                row, name, _("the text has more than {limit} letters").format(limit=LONGEST_TEXT)
            )
        return found

    def require(self, row: Row, *names: str) -> None:
        """Refuse the row when each of these fields is blank; the first one is pointed at."""
        if all(is_blank(self.header.cell(row, name)) for name in names):
            self.refuse(row, names[0], _("this cell must not be blank"))

    def _problem(self, row: Row, name: str, reason: str, warning: bool = False) -> Problem:
        value = written(self.header.cell(row, name)) if name in self.header.columns else ""
        if not name:
            value = next((written(cell) for cell in row.cells if not is_blank(cell)), "")
        column = self.header.column_of(name) if name else ""
        heading = self.header.heading_of(name) if name else ""
        return Problem(row.number, column, heading, value, reason, warning)


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as a file gives it; blank is "" or None, and a service fills in what it must."""

    row: Row
    code: str
    name: str
    segment: str
    rep: str
    client_class: str
    phones: tuple[str, ...]
    address: str
    area: str
    contact: str
    lat: Decimal | None
    lon: Decimal | None
    households: int | None
    opens: str
    closes: str
    break_from: str
    break_to: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as a file gives it; amounts in fen, None where there is none.

    ``size`` is how many base units ``unit`` holds, where the file tells; ``big`` is the larger
    unit that stands in columns of its own.
    """

    row: Row
    code: str
    name: str
    line: str
    category: str
    unit: str
    price_fen: int | None
    retail_fen: int | None
    barcode: str
    spec: str
    size: int | None = None
    big: BigUnit | None = None


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A line of a past delivery; ``quantity`` is negative for a return, ``price`` in yuan."""

    row: Row
    invoice: str
    on: date
    client: str
    client_name: str
    product: str
    product_name: str
    unit: str
    quantity: int
    price: Decimal


def client_rows(reading: Reading) -> Iterator[ClientRow]:
    """The good rows of a client file. A wrong phone or coordinate is a warning."""
    for row in reading.rows():
        reading.require(row, "name")
        lat, lon = _place(reading, row)
        hours = _hours(reading, row)
        client = ClientRow(
            row,
            code=reading.value(row, "code", fields.code, ""),
            name=reading.text(row, "name"),
            segment=reading.text(row, "segment"),
            rep=reading.value(row, "rep", fields.code, ""),
            client_class=reading.value(row, "class", fields.client_class, ""),
            phones=_phones(reading, row),
            address=reading.text(row, "address"),
            area=reading.text(row, "area"),
            contact=reading.text(row, "contact"),
            lat=lat,
            lon=lon,
            households=reading.value(row, "households", fields.count, None),
            opens=hours.opens,
            closes=hours.closes,
            break_from=hours.break_from,
            break_to=hours.break_to,
        )
        if not reading.is_bad(row):
            yield client


def _phones(reading: Reading, row: Row) -> tuple[str, ...]:
    found: list[str] = []
    for cell in reading.header.cells(row, "phone"):
        if is_blank(cell):
            continue
        if isinstance(cell, ErrorCell):
            reading.value(row, "phone", fields.text, "")
            continue
        found += [number for number in phones(cell) if number not in found]
    for number in found:
        if reason := phone_problem(number):
            reading.warn(row, "phone", reason)
    return tuple(found)


def _place(reading: Reading, row: Row) -> tuple[Decimal | None, Decimal | None]:
    both = reading.value(row, "place", fields.place, None)
    lat = reading.value(row, "lat", fields.latitude, both[0] if both else None)
    lon = reading.value(row, "lon", fields.longitude, both[1] if both else None)
    if (lat is None) != (lon is None) and not reading.is_bad(row):
        reading.warn(
            row, "lat" if lat is None else "lon", _("only one of the two coordinates is there")
        )
        return None, None
    if lat is not None and lat == lon == 0:
        return None, None
    return lat, lon


def _hours(reading: Reading, row: Row) -> Hours:
    cell = reading.header.cell(row, "hours")
    found = Hours()
    if not is_blank(cell):
        found = reading.value(row, "hours", fields.hours, found)
        if found == Hours() and not reading.is_bad(row) and not fields.says_nothing(cell):
            reading.warn(row, "hours", _("no opening hours were found in this text"))
    opens = reading.value(row, "opens", fields.opening, found.opens)
    closes = reading.value(row, "closes", fields.clock, found.closes)
    both = Hours(opens, closes, found.break_from, found.break_to)
    return both if both.has_whole_break else Hours(opens, closes)


def product_rows(reading: Reading) -> Iterator[ProductRow]:
    """The good rows of a product file. A wrong check digit and a cost above the retail price
    are warnings, and so is a price that had to be rounded; a price of 0 means there is none.
    """
    for row in reading.rows():
        reading.require(row, "name")
        product = ProductRow(
            row,
            code=reading.value(row, "code", fields.code, ""),
            name=reading.text(row, "name"),
            line=reading.text(row, "line"),
            category=reading.text(row, "category"),
            unit=reading.text(row, "unit"),
            price_fen=_price_fen(reading, row, "price"),
            retail_fen=_price_fen(reading, row, "retail"),
            barcode=_barcode(reading, row),
            spec=reading.text(row, "spec"),
        )
        product = _with_sizes(reading, product)
        if not reading.is_bad(row):
            _warn_of_product(reading, product)
            yield replace(product, barcode=product.barcode or barcode_in(product.code))


def _barcode(reading: Reading, row: Row) -> str:
    """The bar code of a row; further ones are named, since a product has one."""
    first, *others = reading.value(row, "barcode", fields.codes, [""])
    others += reading.value(row, "other_barcode", fields.codes, [])
    for code in dict.fromkeys(one for one in others if one and one != first):
        name = "other_barcode" if "other_barcode" in reading.header.columns else "barcode"
        reading.warn(
            row, name, _("a product has one bar code; {code} is not kept").format(code=code)
        )
    if lost_digits(first):
        reading.refuse(row, "barcode", fields.lost_digits())
    return first


def _with_sizes(reading: Reading, product: ProductRow) -> ProductRow:
    """The product with what the file tells of its units."""
    row, header = product.row, reading.header
    words: dict[str, str] = {
        name: reading.text(row, name)
        for name in ("unit_size", "big_unit", "carton", "spec")
        if name in header.columns
    }
    big_price_fen = _price_fen(reading, row, "big_price")
    try:
        size, big = read_sizes(product.unit, words, big_price_fen, header.heading_of("carton"))
    except fields.BadValue as error:
        name = next((one for one in ("unit_size", "carton", "big_unit") if words.get(one)), "unit")
        reading.refuse(row, name, error.reason)
        return product
    return replace(product, size=size, big=big)


def _price_fen(reading: Reading, row: Row, name: str) -> int | None:
    """A price in fen; one with more places, as tills compute costs, is rounded with a warning."""
    price = reading.value(row, name, fields.number, None)
    if price is None:
        return None
    price_fen = money.share(100, price)
    if price < 0:
        reading.refuse(row, name, _("a price must not be negative"))
    elif price_fen > money.LARGEST_FEN:
        reading.refuse(row, name, _("this amount is too large"))
    elif price_fen != price * 100:
        rounded = money.yuan(price_fen)
        reading.warn(row, name, _("the price was rounded to {price}").format(price=rounded))
    return price_fen or None


def _warn_of_product(reading: Reading, product: ProductRow) -> None:
    column = "barcode" if product.barcode else "code"
    if reason := barcode_problem(product.barcode or product.code):
        reading.warn(product.row, column, reason)
    both = product.price_fen is not None and product.retail_fen is not None
    if both and (product.price_fen or 0) > (product.retail_fen or 0):
        reading.warn(product.row, "price", _("the supply price is above the retail price"))


def _day_reader(cells: Sequence[Cell], today: date | None) -> Callable[[Cell], date]:
    """How the days of a column are read: what one of them leaves open, the others tell."""
    if today is not None and has_short_days(cells, today):
        return short_day
    return partial(fields.day, day_first=fields.puts_day_first(list(cells)))


def sale_rows(reading: Reading, today: date | None = None) -> Iterator[SaleRow]:
    """The good rows of past deliveries. Repeated lines stay; price 0 is free goods.

    A line needs its day, client, product, quantity and price; a quantity of 0 is refused. Days
    written 260105 are read where ``today`` tells which of them lie in the past.
    """
    header = reading.header
    rows = list(reading.rows())
    has_kinds = "document_kind" in header.columns
    read_day = _day_reader([header.cell(row, "on") for row in rows], today)
    for row in rows:
        reading.require(row, "on")
        reading.require(row, *_present(header, "client", "client_name"))
        reading.require(row, *_present(header, "product", "product_name"))
        reading.require(row, "quantity")
        reading.require(row, "price")
        sale = SaleRow(
            row,
            invoice=reading.value(row, "invoice", fields.code, ""),
            on=reading.value(row, "on", read_day, date.min),
            client=reading.value(row, "client", fields.code, ""),
            client_name=reading.text(row, "client_name"),
            product=reading.value(row, "product", fields.code, ""),
            product_name=reading.text(row, "product_name"),
            unit=reading.text(row, "unit"),
            quantity=reading.value(row, "quantity", fields.whole, 1),
            price=reading.value(row, "price", fields.historic_price, Decimal(0)),
        )
        if sale.quantity == 0:
            reading.refuse(row, "quantity", _("a quantity of 0 says nothing"))
        if has_kinds and fields.is_return(_document_kind(reading, row)) and sale.quantity > 0:
            sale = replace(sale, quantity=-sale.quantity)
        if not reading.is_bad(row):
            yield sale


def _document_kind(reading: Reading, row: Row) -> str:
    """What a row's document is called; one that is no sale at all is refused."""
    kind = reading.text(row, "document_kind")
    if kind and fields.is_no_sale(kind):
        reading.refuse(row, "document_kind", _("this document is neither a sale nor a return"))
    return kind


def _present(header: Header, *names: str) -> list[str]:
    return [name for name in names if name in header.columns]
