"""What a sheet shows shortened on the clipboard, written out by what it put there beside its text.

Excel, WPS and LibreOffice give as text what their cells show: 6.90103E+12 of a barcode, ##### of
a column that is too narrow. What stands in the cells is told by Excel's XML and by the pages of
WPS and LibreOffice.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from xml.parsers import expat

from desktop.basics.pasted import cells_of, text_of

_SHORTENED = re.compile(r"-?\d(?:[.,]\d+)?E\+\d+|#{2,}", re.IGNORECASE)
_EXACT_DIGITS = 15  # a sheet itself knows no more of a number
_MOST_SPANNED = 1_000
_SHEETS = ("office:excel", "sdval=", "x:num", "x:str")  # what pages of sheets hold
_MOST_CELLS, _MOST_SIGNS = 1_200, 500_000  # of a document's table, which is read while one waits
_Cells = dict[tuple[int, int], str]


def written_out(text: str, page: str = "", xml: str = "") -> str:
    """The text of cells with what was shortened as it stands in the sheet, where that is told.

    ``page`` is the HTML beside it, ``xml`` Excel's "XML Spreadsheet"; where they are of other rows
    nothing is taken from them. Without a text it is what the page shows; so it is where the text
    of a table holds line ends within its cells, which only sheets put in quotes.
    """
    if page and not text.strip():
        text = text_of(_Page(page).rows)
    elif apart := _kept_apart(text, page):
        text = text_of(apart)
    rows = cells_of(text)
    places = [
        (line, at)
        for line, row in enumerate(rows)
        for at, cell in enumerate(row)
        if _SHORTENED.fullmatch(cell.strip())
    ]
    if not places:
        return text
    exact = _exact_in_xml(xml) or _Page(page).exact_of(rows)
    for line, at in places:
        rows[line][at] = exact.get((line, at), rows[line][at])
    return text_of(rows)


def _kept_apart(text: str, page: str) -> list[list[str]]:
    """The cells of a table from a document or a browser, where its text has other rows."""
    if not page or len(page) > _MOST_SIGNS or any(sign in page for sign in _SHEETS):
        return []
    said, tags = cells_of(text), page.casefold()
    if tags.count("<tr") == len(said) or tags.count("<td") + tags.count("<th") > _MOST_CELLS:
        return []
    shown = _Page(page).rows
    while shown and not any(shown[-1]):
        shown.pop()
    columns = sum(any(column) for column in zip(*shown, strict=True))
    is_same = _bare("".join(map("".join, shown))) == _bare("".join(map("".join, said)))
    return shown if columns > 1 and is_same and len(shown) != len(said) else []


def _plain(number: str) -> str:
    """A number as a person types it; "" for one that a sheet doesn't know to the last digit."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return ""
    if not value.is_finite() or len(value.as_tuple().digits) > _EXACT_DIGITS:
        return ""
    return f"{int(value)}" if value == value.to_integral_value() else f"{value:f}"


class _Page(HTMLParser):
    """The first table of a page: what its cells show, and the numbers that they stand for."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._shown: _Cells = {}
        self._numbers: _Cells = {}
        self._free_from: dict[int, int] = {}  # by column the row above which cells reach down
        self._row, self._column, self._open = -1, -1, False
        self._over = False
        self.feed(page)
        self.close()

    @property
    def rows(self) -> list[list[str]]:
        """What is shown, row by row."""
        wide = max((at for _line, at in self._shown), default=-1) + 1
        return [
            [self._shown.get((line, at), "").strip() for at in range(wide)]
            for line in range(self._row + 1)
        ]

    def exact_of(self, rows: list[list[str]]) -> _Cells:
        """The numbers of its cells by place; none where it shows others than these rows."""
        shown = [[_bare(cell) for cell in row] for row in self.rows]
        wanted = [[_bare(cell) for cell in row] for row in rows]
        while shown and not any(shown[-1]):
            shown.pop()
        wide = max(map(len, [*shown, *wanted]), default=0)
        if _padded(shown, wide) != _padded(wanted, wide):
            return {}
        found = {place: _plain(number) for place, number in self._numbers.items()}
        return {place: number for place, number in found.items() if number}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._over:
            return
        if tag == "tr":
            self._row, self._column, self._open = self._row + 1, -1, False
        elif tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag in ("br", "p", "div"):
            self.handle_data("\n")

    def _start_cell(self, said: Mapping[str, str | None]) -> None:
        self._row = max(self._row, 0)
        self._column += 1
        while self._free_from.get(self._column, 0) > self._row:
            self._column += 1
        across, down = _span(said.get("colspan")), _span(said.get("rowspan"))
        for column in range(self._column, min(self._column + across, _MOST_SPANNED)):
            self._free_from[column] = max(self._row + down, self._free_from.get(column, 0))
        self._open = True
        self._shown[self._row, self._column] = ""
        if number := said.get("sdval") or said.get("x:num"):
            self._numbers[self._row, self._column] = number

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._open = False
        elif tag == "table" and self._shown:
            self._over = True

    def handle_data(self, data: str) -> None:
        if self._open and not self._over:
            said = data if data == "\n" else re.sub(r"[ \t\r\n]+", " ", data)
            self._shown[self._row, self._column] += said


def _bare(cell: str) -> str:
    return "".join(cell.split())


def _padded(rows: list[list[str]], wide: int) -> list[list[str]]:
    return [row + [""] * (wide - len(row)) for row in rows]


def _span(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() else 1
    return min(max(number, 1), _MOST_SPANNED)


def _exact_in_xml(xml: str) -> _Cells:
    """The numbers and days of Excel's "XML Spreadsheet" by place; none of what is no such XML."""
    found: _Cells = {}
    here = {"row": 0, "column": 0, "skip": 0}
    kind, said = "", [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal kind
        own = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        match tag.rpartition(":")[2]:
            case "Row":
                here.update(row=int(own.get("Index", here["row"] + 1)), column=0, skip=0)
            case "Cell":
                here["column"] = int(own.get("Index", here["column"] + here["skip"] + 1))
                here["skip"] = int(own.get("MergeAcross", 0))
            case "Data":
                kind, said[0] = own.get("Type", ""), ""

    def characters(text: str) -> None:
        said[0] += text

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "Data":
            exact = _plain(said[0]) if kind == "Number" else _day(said[0]) * (kind == "DateTime")
            if exact:
                found[here["row"] - 1, here["column"] - 1] = exact

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    with suppress(expat.ExpatError, ValueError):
        parser.Parse(xml.rstrip("\0"), True)
    return found


def _day(moment: str) -> str:
    """The day of a moment such as 2026-01-05T00:00:00.000; with its time where it has one."""
    day, _t, time = moment.partition("T")
    time = time.removesuffix(".000").removesuffix(":00")
    return day if time in ("", "00:00") else f"{day} {time}"
