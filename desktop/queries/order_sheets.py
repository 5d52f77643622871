"""The sheets in which clients order: whose each is, what they want, what is doubtful (D1)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client
from desktop.queries.listing import plain
from desktop.queries.pasted_goods import (
    GoodsColumns,
    PastedGoods,
    catalogue,
    columns_under,
    goods_of,
    is_quantity,
    is_total,
    unit_names,
)
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Table, written
from desktop.spreadsheets.header import plain as plain_heading
from desktop.spreadsheets.table import read_tables

_DEEPEST = 30  # rows above the headings: titles, addresses, instructions
_SHORTEST_NAME = 3  # of a client, to be found inside a longer text
# What a client calls what it orders, where another quantity stands beside it (stock, last month).
_WANTED = (
    *("订货数量", "订货量", "订货数", "要货数量", "要货量", "订购数量", "下单数量", "补货数量"),
    *("需求数量", "本次订货", "订单数量", "进货数量", "orderqty", "orderquantity"),
)
_CODES = ("编号", "编码", "代码", "货号", "code")  # alone they are a product's, in an order
_DAY_LABELS = ("送货日期", "希望送达", "要货日期", "到货日期", "交货日期", "送达日期")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_Cells = list[str]


@dataclass(frozen=True)
class SheetOrder:
    """What one client orders by a sheet; ``client`` and its ``name`` are "" where nobody is sure.

    Of a product without a ``code`` it isn't known which is meant. ``doubts`` are words for who
    looks at it: nothing is taken without that.
    """

    file: str
    client: str
    name: str
    wanted: date | None
    lines: tuple[PastedGoods, ...]
    doubts: tuple[str, ...]


def read_order_sheet(
    session: Session, content: bytes, file: str, today: date
) -> tuple[SheetOrder, ...]:
    """The orders in a file, one a client and sheet; none where nothing is ordered.

    The headings may stand under titles; rows without a quantity aren't ordered; a product that
    stands there twice is ordered once, with the sum; a total is held against the rows above it.
    Of several sheets each that orders something counts. Raises Unreadable for what is no sheet.
    """
    shops, known, units = _Shops(session), catalogue(session), unit_names(session)
    tables = read_tables(content, file)
    read = [_orders_of(table, file, shops, known, units, today) for table in tables]
    ordered = [
        (table.sheet, order)
        for table, some in zip(tables, read, strict=True)
        for order in some or ()
    ]
    if not ordered and any(some is not None for some in read):
        return ()
    if not ordered:
        words = _("no headings such as 条码, 品名 and 数量 stand in it")
        return (SheetOrder(file, "", "", None, (), (words,)),)
    filled = [(sheet, order) for sheet, order in ordered if order.lines] or ordered[:1]
    if len({sheet for sheet, _order in filled}) == 1:
        return tuple(order for _sheet, order in filled)
    words = _("on the sheet “{sheet}”: the file has several")
    return tuple(
        replace(order, doubts=(*order.doubts, words.format(sheet=sheet))) for sheet, order in filled
    )


def _orders_of(
    table: Table,
    file: str,
    shops: "_Shops",
    known: dict[str, str],
    units: frozenset[str],
    today: date,
) -> list[SheetOrder] | None:
    """What one sheet orders; None where no headings of goods stand in it."""
    rows = [[" ".join(written(cell).split()) for cell in row.cells] for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
    found = _headed(rows)
    if found is None:
        return None
    above, below, columns = found[0], found[1], replace(found[2], units=units)
    headings = rows[len(above)]
    heads = [*_named_by(file), table.sheet, *(cell for row in above for cell in row if cell)]
    own = shops.in_words([*heads, *(cell for row in _foot(below, columns) for cell in row if cell)])
    wanted = _wanted_day(above, today)
    below = [row for row in below if row != headings]  # printed again on the next page
    whole = sum(_units_of(row, columns) for row in below)
    return [
        _order(file, shops, named or own, wanted, some, columns, known, whole)
        for named, some in _by_client(below, shops, headings)
    ]


def _units_of(row: _Cells, columns: GoodsColumns) -> int:
    """How much of a product a row orders; 0 where it names none, such as a total."""
    cell, _unit = columns.quantity_in(row)
    named = any(row[at] for at in columns.products) and not is_total(row)
    return fields.whole(cell) if named and is_quantity(cell) else 0


def file_words(file: str) -> str:
    """A file's name without its ending."""
    return PurePath(file).stem


def _named_by(file: str) -> list[str]:
    """A file's name and the words in it, as C12 in “C12 订单(1)”; a number alone names nobody."""
    words = file_words(file)
    parts = re.split(r"[\s_()（）.+-]+", words)
    return [words, *(one for one in parts if len(one) > 1 and not one.isdecimal())]


def _headed(rows: Sequence[_Cells]) -> tuple[list[_Cells], list[_Cells], GoodsColumns] | None:
    """The rows above the headings and below them, and which columns hold goods."""
    for place, row in enumerate(rows[:_DEEPEST]):
        codes, names = columns_under("product", row), columns_under("product_name", row)
        codes = codes or [at for at, cell in enumerate(row) if plain_heading(cell) in _CODES]
        wanted = [at for at, cell in enumerate(row) if plain_heading(cell) in _WANTED]
        quantity = wanted or columns_under("quantity", row)
        if (codes or names) and quantity:
            unit = next(iter(columns_under("unit", row)), None)
            columns = GoodsColumns((*codes, *names), unit, quantity[0])
            return list(rows[:place]), list(rows[place + 1 :]), columns
    return None


def _foot(rows: Sequence[_Cells], columns: GoodsColumns) -> list[_Cells]:
    """What stands below the last row with a quantity, such as who signed."""
    ordered = (place for place, row in enumerate(rows) if is_quantity(columns.quantity_in(row)[0]))
    last = max(ordered, default=-1)
    return list(rows[last + 1 :])


def _by_client(
    rows: Sequence[_Cells], shops: "_Shops", headings: _Cells
) -> Iterator[tuple[str, list[_Cells]]]:
    """The rows by the client that a column of theirs names, in order; all of them without one."""
    columns = [*columns_under("client", headings), *columns_under("client_name", headings)]
    if not columns:
        yield "", list(rows)
        return
    found: defaultdict[str, list[_Cells]] = defaultdict(list)
    before = ""
    for row in rows:
        named = next((row[at] for at in columns if row[at]), "")
        before = before if not named or is_total(row) else named
        found[before].append(row)
    for named, some in found.items():
        yield shops.exactly([named]) or shops.in_words([named]), some


def _order(
    file: str,
    shops: "_Shops",
    client: str,
    wanted: date | None,
    rows: Iterable[_Cells],
    columns: GoodsColumns,
    known: dict[str, str],
    whole: int,
) -> SheetOrder:
    """What one client orders; ``whole`` is what all rows of the sheet come to."""
    lines: dict[tuple[str, str], PastedGoods] = {}
    doubts: list[str] = []
    sum_units = part = 0  # of all rows by now, and since the last total
    for row in rows:
        cell, _unit = columns.quantity_in(row)
        named = any(row[at] for at in columns.products)
        if not cell or fields.says_nothing(cell):
            continue
        if not named or is_total(row):
            if is_quantity(cell):
                doubts += _total_doubt(fields.whole(cell), (sum_units, part, whole))
                part = 0
            continue
        if not is_quantity(cell):
            if _is_zero(cell):
                continue
            said = [row[at] for at in columns.products if row[at]][-1]
            words = _("{product}: “{quantity}” is no quantity")
            doubts.append(words.format(product=said, quantity=cell))
            continue
        one = goods_of(row, columns, known)
        sum_units, part = sum_units + int(one.quantity), part + int(one.quantity)
        _add(lines, one)
    unknown = [one.product for one in lines.values() if not one.code]
    doubts += [_("unknown: {product}").format(product=product) for product in unknown]
    if not client:
        doubts.insert(0, _("it isn't clear which client it is of"))
    return SheetOrder(
        file, client, shops.names.get(client, ""), wanted, tuple(lines.values()), tuple(doubts)
    )


def _add(lines: dict[tuple[str, str], PastedGoods], one: PastedGoods) -> None:
    """One line a product and unit: what stands there again is added."""
    key = (one.code or plain(one.product), one.unit)
    before = lines.get(key)
    units = int(one.quantity) + (int(before.quantity) if before else 0)
    first = before or one
    lines[key] = PastedGoods(first.product, first.code, first.unit, str(units))


def _total_doubt(said: int, sums: tuple[int, int, int]) -> list[str]:
    """What to say of a total: of all rows above, since the last one, or of the whole is right."""
    if said in sums:
        return []
    words = _("the total says {said}, the rows come to {units}")
    return [words.format(said=said, units=sums[0])]


def _is_zero(cell: str) -> bool:
    try:
        return fields.whole(cell) == 0
    except fields.BadValue:
        return False


def _wanted_day(above: Iterable[_Cells], today: date) -> date | None:
    """The day for which it is wished, where a label above says one that is still to come."""
    for row in above:
        for place, cell in enumerate(row):
            label = next((one for one in _DAY_LABELS if plain_heading(cell).startswith(one)), "")
            if not label:
                continue
            rest = re.sub(r"^[^:：]*[:：]?", "", cell).strip()
            said = rest or next((one for one in row[place + 1 :] if one), "")
            try:
                day = fields.day(said)
            except fields.BadValue:
                continue
            return day if day >= today else None
    return None


class _Shops:
    """The clients that may order, by what a sheet may call them."""

    def __init__(self, session: Session) -> None:
        query = select(Client.code, Client.name, Client.phone).where(Client.state != "closed")
        self.names: dict[str, str] = {}
        by_name: defaultdict[str, list[str]] = defaultdict(list)
        by_phone: defaultdict[str, list[str]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        for code, name, phone in session.execute(query):
            self.names[code] = name
            self._codes[plain(code)] = code
            by_name[plain(name)].append(code)
            for number in _PHONE.findall(phone):
                by_phone[number].append(code)
        self._by_name = {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}
        self._by_phone = {name: codes[0] for name, codes in by_phone.items() if len(codes) == 1}

    def exactly(self, texts: Iterable[str]) -> str:
        """The client that one of these is the code or name of, or the only name behind a label."""
        for text in texts:
            for said in (text, re.sub(r"^[^:：]*[:：]", "", text)):
                word = plain(said)
                if found := self._codes.get(word) or self._by_name.get(word):
                    return found
        return ""

    def in_words(self, texts: Sequence[str]) -> str:
        """The client that these name for sure: exactly, by a phone, or as part of a text."""
        if found := self.exactly(texts):
            return found
        phones = {number for text in texts for number in _PHONE.findall(plain(text))}
        meant = {self._by_phone[one] for one in phones if one in self._by_phone}
        if len(meant) == 1:
            return meant.pop()
        whole = [plain(text) for text in texts]
        inside = [
            (name, code)
            for name, code in self._by_name.items()
            if len(name) >= _SHORTEST_NAME and any(name in text for text in whole)
        ]
        longest = max((len(name) for name, _code in inside), default=0)
        named = {code for name, code in inside if len(name) == longest}
        return named.pop() if len(named) == 1 else ""
