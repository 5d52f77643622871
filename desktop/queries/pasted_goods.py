"""Rows of goods copied from a sheet: which column is the product, the unit, the quantity."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.pasted import cells_of
from desktop.basics.typed import figure_and_word
from desktop.models import Product, Unit
from desktop.models.product import offered_words
from desktop.queries.listing import plain
from desktop.spreadsheets import fields, header
from desktop.spreadsheets.no_records import is_total_word
from desktop.spreadsheets.orders import ORDERS, says_yes
from desktop.spreadsheets.sales import SALES

_LARGEST = 99_999  # what is larger is a code, or a slip
_BARE = 2  # a product and its quantity
_ENDS = re.compile("[，；;、]")  # between the goods of a message
_PARTS = re.compile(r"\s*[*×:：]\s*|\s+")  # what stands between the words of a message
_Cells = Sequence[str]


@dataclass(frozen=True)
class PastedGoods:
    """A row as far as it was understood; ``code`` is "" where ``product`` names none for sure."""

    product: str
    code: str
    unit: str
    quantity: str
    free: bool = False


@dataclass(frozen=True)
class GoodsColumns:
    """Where the goods of a row stand; of the ``products`` the likelier column first.

    ``units`` are those that may stand behind a quantity, such as 3箱.
    """

    products: tuple[int, ...]
    unit: int | None
    quantity: int | None
    units: frozenset[str] = frozenset()
    free: int | None = None

    def quantity_in(self, row: _Cells) -> tuple[str, str]:
        """What a row says how much of, and the unit behind it, if one stands there."""
        return _apart(_cell(row, self.quantity), self.units)


def read_goods(session: Session, text: str) -> list[PastedGoods]:
    """The rows of goods in cells that were copied, in order; none when nothing looks like goods.

    The columns may stand in any order, with headings above them or without; in a message they
    stand apart by blanks.
    """
    known, units = catalogue(session), unit_names(session)
    rows = _rows(text)
    found = _goods(rows, known, units)
    if not found and all(len(row) == 1 for row in rows):
        return _in_message([row[0] for row in rows], known, units)
    return found


def _in_message(
    lines: Iterable[str], known: dict[str, str], units: frozenset[str]
) -> list[PastedGoods]:
    """The goods of a message: a product and how much of it, maybe a unit or a price behind.

    All of them or none: of a line that says more, who knows what is meant.
    """
    said = [part for line in lines for part in _ENDS.split(line) if part.strip()]
    rows = [[one for one in _PARTS.split(part.strip()) if one] for part in said]
    if not all(
        len(row) == _BARE or (len(row) == _BARE + 1 and _is_behind(row[-1], units)) for row in rows
    ):
        return []
    found = _goods(_as_wide(rows), known, units)
    return found if all(is_quantity(one.quantity) for one in found) else []


def _is_behind(word: str, units: frozenset[str]) -> bool:
    return plain(word) in units or _is_number(plain(word).removeprefix("¥").removesuffix("元"))


def _goods(
    rows: list[list[str]], known: dict[str, str], units: frozenset[str]
) -> list[PastedGoods]:
    rows, columns = _headed(rows, units) or (rows, guessed_columns(rows, known, units))
    if not columns.products:
        return []
    return [goods_of(row, columns, known) for row in rows if not is_total(row)]


def unit_names(session: Session) -> frozenset[str]:
    """What units are called here."""
    return frozenset(plain(name) for name in session.scalars(select(Unit.name).distinct()))


def _rows(text: str) -> list[list[str]]:
    rows = [[one_spaced(cell) for cell in row] for row in cells_of(text)]
    return _as_wide(row for row in rows if any(row))


def _as_wide(rows: Iterable[list[str]]) -> list[list[str]]:
    there = list(rows)
    width = max(map(len, there), default=0)
    return [row + [""] * (width - len(row)) for row in there]


def one_spaced(text: str) -> str:
    """A text on one line, its words apart by a space."""
    return " ".join(text.split())


def catalogue(session: Session) -> dict[str, str]:
    """The code by everything that names one product for sure.

    That is its code, its barcode, its name, also with its spec, and what a look-up calls it.
    """
    rows = session.execute(select(Product.code, Product.barcode, Product.name, Product.spec)).all()
    known: dict[str, str] = {}
    # What is set later wins: a code over a barcode over a name.
    for words in (
        [(f"{name} {spec}", code) for code, _barcode, name, spec in rows],
        [(name, code) for code, _barcode, name, _spec in rows],
        [(one_spaced(offered_words(name, spec, code)), code) for code, _bar, name, spec in rows],
        [(barcode, code) for code, barcode, _name, _spec in rows],
        [(code, code) for code, _barcode, _name, _spec in rows],
    ):
        times = Counter(plain(one) for one, _code in words)
        known |= {plain(one): code for one, code in words if times[plain(one)] == 1}
    known.pop("", None)
    return known


def _headed(
    rows: list[list[str]], units: frozenset[str]
) -> tuple[list[list[str]], GoodsColumns] | None:
    """The rows under the headings and their columns; None where no headings stand."""
    for place, row in enumerate(rows[:3]):
        codes, names = columns_under("product", row), columns_under("product_name", row)
        quantity, unit = columns_under("quantity", row), columns_under("unit", row)
        if (codes or names) and quantity:
            free = next(iter(columns_under("free", row)), None)
            columns = GoodsColumns(
                (*codes, *names), next(iter(unit), None), quantity[0], units, free
            )
            return rows[place + 1 :], columns
    return None


def columns_under(name: str, row: _Cells) -> list[int]:
    """The columns that are headed as lists of sales, or of orders, head this field."""
    field = SALES.by_name.get(name) or ORDERS.by_name[name]
    words = {header.plain(one) for one in field.headings}
    return [place for place, cell in enumerate(row) if cell and header.plain(cell) in words]


def guessed_columns(
    rows: list[list[str]], known: dict[str, str], units: frozenset[str]
) -> GoodsColumns:
    """The columns by what stands in them."""
    places = range(len(rows[0])) if rows else range(0)

    def number_of(fits: Callable[[str], bool], place: int) -> int:
        return sum(fits(row[place]) for row in rows if row[place])

    hits = {place: number_of(lambda cell: plain(cell) in known, place) for place in places}
    product = max(places, key=lambda place: hits[place], default=None)
    if product is None or not hits[product]:
        product = next((one for one in places if not number_of(_is_number, one)), None)
    others = [place for place in places if place != product and not _counts_rows(rows, place)]
    # A slip in one row doesn't make another column the quantity, unless that one is whole.
    counted = {
        place: number_of(lambda cell: is_quantity(_apart(cell, units)[0]), place)
        for place in others
    }
    said = {place: sum(bool(row[place]) for row in rows) for place in others}
    quantity = next(
        (one for one in others if 0 < counted[one] == said[one]),
        next((one for one in others if 0 < counted[one] * 2 >= said[one]), None),
    )
    unit = next(
        (
            one
            for one in places
            if one not in (product, quantity)
            and number_of(lambda cell: plain(cell) in units, one) * 2 >= len(rows)
        ),
        None,
    )
    if product is None or (quantity is None and not hits[product]):
        return GoodsColumns((), None, None)
    return GoodsColumns((product,), unit, quantity, units)


def _counts_rows(rows: list[list[str]], place: int) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    counted = [str(number) for number in range(1, len(rows) + 1)]
    return place == 0 and len(rows) > 1 and [row[place] for row in rows] == counted


def goods_of(row: _Cells, columns: GoodsColumns, known: dict[str, str]) -> PastedGoods:
    """A row as far as it is understood; ``known`` is the catalogue."""
    said = [row[place] for place in columns.products if row[place]]
    named = next((one for one in said if plain(one) in known), next(iter(said), ""))
    quantity, unit = columns.quantity_in(row)
    if is_quantity(quantity):
        quantity = str(fields.whole(quantity))  # 12.00 as Excel shows it
    unit = _cell(row, columns.unit) or unit
    free = says_yes(_cell(row, columns.free))
    return PastedGoods(named, known.get(plain(named), ""), unit, quantity, free)


def _apart(cell: str, units: frozenset[str]) -> tuple[str, str]:
    """A quantity and the unit behind it; the cell as it is where no known unit stands there."""
    figure, word = figure_and_word(cell)
    return (figure, word) if plain(word) in units else (cell, "")


def _cell(row: _Cells, place: int | None) -> str:
    return "" if place is None else row[place]


def _is_number(cell: str) -> bool:
    try:
        fields.number(cell)
    except fields.BadValue:
        return False
    return True


def is_quantity(cell: str) -> bool:
    """Whether a cell can be how much is ordered."""
    try:
        return 0 < fields.whole(cell) <= _LARGEST
    except fields.BadValue:
        return False


def is_total(row: Iterable[str]) -> bool:
    """Whether a row begins like one of totals."""
    first = next((cell for cell in row if cell), "")
    return is_total_word(header.plain(first))
