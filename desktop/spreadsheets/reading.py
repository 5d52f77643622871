"""One table being read: cells into values, with a Problem for every cell that is wrong."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from desktop.basics import money
from desktop.basics.fields import Editable, editable
from desktop.basics.i18n import _
from desktop.spreadsheets import clocks, fields, phones, spans
from desktop.spreadsheets.by_column import Asked, Parse
from desktop.spreadsheets.cells import Cell, Problem, Row, Table, is_blank, written
from desktop.spreadsheets.header import Header
from desktop.spreadsheets.merged_cells import filled_down
from desktop.spreadsheets.no_records import NoRecords

Value = TypeVar("Value")
LONGEST_TEXT = 500
# Of cells of other kinds some are equal that don't mean the same: 1 and TRUE.
_PLAIN = (str, float)


class Reading:
    """One table being read: gives values and collects problems.

    A service adds what it finds itself by ``refuse`` and ``warn``, and asks ``is_bad``.
    """

    def __init__(self, table: Table, header: Header) -> None:
        self.table = filled_down(table, header)
        self.header = header
        self.problems: list[Problem] = []
        self._bad: set[int] = set()
        self._declared: dict[type[Any], tuple[dict[str, Any], list[_Field]]] = {}
        self._parsed: defaultdict[Callable[[Cell], Any], dict[Cell, Any]] = defaultdict(dict)

    def rows(self) -> Iterator[Row]:
        """The rows with data; totals, signatures and the like are left out with a warning."""
        above = [row for row in self.table.rows if row.number <= self.header.row]
        no_records = NoRecords(self.header, above, self.table.merged)
        for row in self.header.rows(self.table):
            if not no_records.may_be_none(row):
                yield row
            elif reason := no_records.reason(row):
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
        """The parsed cell of a field; ``default`` when it is blank, or bad and so refused.

        What is the same in many rows is parsed once: nobody changes what ``parse`` gives.
        """
        place = self.header.columns.get(name)
        cell = "" if place is None or place >= len(row.cells) else row.cells[place]
        if cell == "":
            return default
        parsed: dict[Cell, Value] = self._parsed[parse] if cell.__class__ in _PLAIN else {}
        if cell in parsed:
            return parsed[cell]
        if is_blank(cell):
            return default
        try:
            found = parsed[cell] = parse(cell)
        except fields.BadValue as error:
            self.refuse(row, name, error.reason)
            return default
        return found

    def text(self, row: Row, name: str) -> str:
        """The text of a field; too long a one is refused, since it is no name or address."""
        return self.value(row, name, short_text, "")

    def span_s(self, row: Row, name: str) -> int | None:
        """How long something takes, in seconds: minutes, unless its heading or cell says else."""
        found: int | None = self.value(row, name, self._span(name), None)
        return found

    def _span(self, name: str) -> Parse:
        in_seconds = spans.are_seconds(self.header.heading_of(name))
        return spans.seconds if in_seconds else spans.minutes

    def day_reader(self, rows: Iterable[Row], name: str) -> Parse:
        """How the days of a column are read: of 1/2/2010 the others tell which is the month."""
        cells = [self.header.cell(row, name) for row in rows]
        return partial(fields.day, day_first=fields.puts_day_first(cells))

    def price_fen(self, row: Row, name: str) -> int | None:
        """A price in fen; one with more places, as tills compute costs, is rounded with a warning.

        A price of 0 means that there is none.
        """
        price = self.value(row, name, fields.number, None)
        if price is None:
            return None
        price_fen = money.share(100, price)
        if price < 0:
            self.refuse(row, name, _("a price must not be negative"))
        elif price_fen > money.LARGEST_FEN:
            self.refuse(row, name, _("this amount is too large"))
        elif price_fen != price * 100:
            rounded = money.yuan(price_fen)
            self.warn(row, name, _("the price was rounded to {price}").format(price=rounded))
        return price_fen or None

    def says_zero(self, row: Row, name: str) -> bool:
        """Does the cell of a price say 0?"""
        return self.value(row, name, fields.number, None) == 0

    def declared(self, row: Row, draft: type[Any], apart: Mapping[str, Any]) -> dict[str, Any]:
        """What stands under the fields that a draft declares, by attribute.

        ``apart`` has what was read in a way of its own.
        """
        blank, there = self._fields_of(draft)
        found = {**blank, **apart}
        for name, called, how in there:
            if name not in apart:
                found[name] = how.read(self, row, called)
        return found

    def asked(self, draft: type[Any], apart: Collection[str] = ()) -> list[Asked]:
        """The same by their columns; what is read in a way of its own (``apart``) is left out."""
        _blank, there = self._fields_of(draft)
        columns = self.header.columns
        return [
            (name, columns[called], how.parse or self._span(called), how.blank)
            for name, called, how in there
            if name not in apart
        ]

    def _fields_of(self, draft: type[Any]) -> tuple[dict[str, Any], list["_Field"]]:
        """What stands in fields without a column of their own, and the fields that have one."""
        if draft not in self._declared:
            listed = [one for one in editable(draft) if one.known_headings and one.kind in _READ]
            known = [(one.name, one.called, _how(one)) for one in listed]
            there = [one for one in known if one[1] in self.header.columns]
            self._declared[draft] = {name: how.blank for name, _called, how in known}, there
        return self._declared[draft]

    def tell_by_row(self) -> None:
        """Put the problems in the order of the rows, after these were read in parts."""
        self.problems.sort(key=lambda one: one.row)

    def require(self, row: Row, *names: str) -> None:
        """Refuse the row when each of these fields is blank; the first one is pointed at."""
        for name in names:
            if not is_blank(self.header.cell(row, name)):
                return
        self.refuse(row, names[0], _("this cell must not be blank"))

    def _problem(self, row: Row, name: str, reason: str, warning: bool = False) -> Problem:
        value = written(self.header.cell(row, name)) if name in self.header.columns else ""
        if not name:
            value = next((written(cell) for cell in row.cells if not is_blank(cell)), "")
        column = self.header.column_of(name) if name else ""
        heading = self.header.heading_of(name) if name else ""
        return Problem(row.number, column, heading, value, reason, warning)


@dataclass(frozen=True)
class _Read:
    """How the cell of a field is read, and what a blank one says.

    ``parse`` gives the same, or raises BadValue where ``read`` has something to tell; there is
    none for a span, which its heading may mean in seconds.
    """

    read: Callable[[Reading, Row, str], Any]
    blank: object
    parse: Parse | None

    @classmethod
    def by(cls, parse: Parse, blank: object) -> "_Read":
        """Read by a parser alone."""
        return cls(lambda reading, row, name: reading.value(row, name, parse, blank), blank, parse)


# A field that a draft declares: its attribute, what it is called, how it is read.
_Field = tuple[str, str, _Read]


def short_text(cell: Cell) -> str:
    """A text that may be a name or an address."""
    found = fields.text(cell)
    if len(found) > LONGEST_TEXT:
        words = _("the text has more than {limit} letters")
        raise fields.BadValue(words.format(limit=LONGEST_TEXT))
    return found


def exact_fen(cell: Cell) -> int | None:
    """A price in fen of which there is nothing to say; None for none."""
    price = fields.number(cell)
    price_fen = money.share(100, price)
    if price_fen != price * 100 or not 0 <= price_fen <= money.LARGEST_FEN:
        raise fields.BadValue("")
    return price_fen or None


def _whole(least: int, cell: Cell) -> int:
    found = fields.count(cell)
    if found < least:
        raise fields.BadValue(_("this must be more than zero"))
    return found


def _how(one: Editable) -> _Read:
    if one.kind == "whole" and one.least:
        return _Read.by(partial(_whole, one.least), None)
    return _READ[one.kind]


_TEXT = _Read.by(short_text, "")
# How a field that a draft declares is read, by the kind of its editor.
_READ: Mapping[str, _Read] = {
    "closing": _Read.by(clocks.clock, ""),
    "code": _Read.by(fields.code, ""),
    "day": _Read.by(fields.day, None),
    "decimal": _Read.by(fields.number, None),
    "long": _TEXT,
    "lookup": _Read.by(fields.code, ""),
    "minutes": _Read(Reading.span_s, None, None),
    "money": _Read(Reading.price_fen, None, exact_fen),
    "phone": _Read.by(phones.phone, ""),
    "rate": _Read.by(fields.rate, None),
    "text": _TEXT,
    "time": _Read.by(clocks.opening, ""),
    "weekdays": _Read.by(fields.weekdays, ""),
    "whole": _Read.by(fields.count, None),
    "word": _TEXT,
}
