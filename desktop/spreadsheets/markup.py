"""Tables saved as a web page or as XML 2003, often named .xls: what many a till exports."""

import codecs
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.parsers import expat

from desktop.basics.i18n import _
from desktop.spreadsheets import delimited, refusal
from desktop.spreadsheets.cells import ERROR_WORDS, Cell, ErrorCell, Row, Table
from desktop.spreadsheets.package import safe_parser

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|meta|table|style|div)\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_LARGEST_SPAN = 1000


def is_markup(data: bytes) -> bool:
    """Does a file begin with an element, as a web page or XML does?"""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] == b"<" and b"\0" not in data[:1024]


def decoded(data: bytes) -> str:
    """The text of a page in the encoding it names; Chinese ones as GB18030. Raises Unreadable."""
    found = _CHARSET.search(data[:2048])
    if data.startswith(codecs.BOM_UTF8) or found is None:
        return delimited.encoded(data).text
    name = found[1].decode("ascii", "replace").lower()
    if name in {"utf-8", "utf8", "gbk", "gb2312", "gb_2312-80", "x-gbk", "gb18030"}:
        return delimited.encoded(data).text
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return delimited.encoded(data).text


def read_markup(text: str, sheet: str | None) -> Table:
    """The rows of the largest table of a page, or of a sheet of an XML 2003 workbook.

    Raises Unreadable for a page without a table and for any other XML.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if _XML_2003 in text[:20_000]:
        return _read_xml_2003(text, sheet)
    if not _PAGE.search(text[:20_000]):
        raise refusal.wrong_type(_("XML data"))
    if sum(1 for _cell in _CELL.finditer(text)) > refusal.MAX_MARKUP_CELLS:
        raise refusal.too_large()
    page = _Page()
    page.feed(text)
    page.close()
    if not page.tables:
        raise refusal.wrong_type(_("a web page (HTML) without a table"))
    if sheet is not None:
        raise refusal.no_such_sheet(sheet, [_("(the file has no sheets)")])
    return Table("", max(page.tables, key=len))


class _Page(HTMLParser):
    """Collects the tables of a page; a cell inside a table inside a cell belongs to the inner."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._open: list[_OpenTable] = []
        self._silent = 0
        self._left = refusal.MAX_MARKUP_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._open.append(_OpenTable())
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].start_row()
        elif tag in {"td", "th"}:
            self._left -= self._open[-1].start_cell(dict(attrs))
            if self._left < 0:
                raise refusal.too_large()
        elif tag in {"br", "p", "div"}:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._finish(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].add(data)

    def close(self) -> None:
        """End the page; tables left open end with it."""
        super().close()
        while self._open:
            self._finish(self._open.pop())

    def _finish(self, table: "_OpenTable") -> None:
        rows = table.rows()
        if rows:
            self.tables.append(rows)


@dataclass
class _OpenTable:
    lines: list[dict[int, list[str]]] = field(default_factory=list)
    taken: dict[tuple[int, int], bool] = field(default_factory=dict)
    cell: list[str] | None = None
    column: int = -1

    def start_row(self) -> None:
        self.lines.append({})
        self.cell, self.column = None, -1

    def start_cell(self, attributes: dict[str, str | None]) -> int:
        """Begin a cell right of the last; returns the number of places it covers."""
        if not self.lines:
            self.start_row()
        across, down = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        self.column += 1
        row = len(self.lines) - 1
        while (row, self.column) in self.taken:
            self.column += 1
        for below in range(1, down):
            for right in range(across):
                self.taken[row + below, self.column + right] = True
        self.cell = self.lines[-1].setdefault(self.column, [])
        self.column += across - 1
        return across * down

    def add(self, text: str) -> None:
        if self.cell is not None:
            self.cell.append(text)

    def rows(self) -> list[Row]:
        found = []
        for number, line in enumerate(self.lines, 1):
            texts = {column: _tidy("".join(parts)) for column, parts in line.items()}
            if any(texts.values()):
                cells = (texts.get(column, "") for column in range(max(texts) + 1))
                found.append(Row(number, tuple(_with_error(text) for text in cells)))
        return found


def _span(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() else 1
    return min(max(number, 1), _LARGEST_SPAN)


def _tidy(text: str) -> str:
    """Blanks and breaks as a browser shows them: many are one, none at the ends of a line."""
    lines = (" ".join(line.split()) for line in text.strip().split("\n"))
    return "\n".join(line for line in lines if line)


def _with_error(text: str) -> Cell:
    return ErrorCell(text) if text in ERROR_WORDS else text


def _read_xml_2003(text: str, sheet: str | None) -> Table:
    walk = _Workbook2003()
    parser = safe_parser()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    try:
        # The text is decoded already, whatever encoding its first line names.
        parser.Parse(re.sub(r"^<\?xml[^>]*\?>", "", text).encode(), True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal.damaged() from error
    if sheet is not None and sheet not in walk.sheets:
        raise refusal.no_such_sheet(sheet, list(walk.sheets))
    visible = [name for name in walk.sheets if name not in walk.hidden]
    if not visible and sheet is None:
        raise refusal.no_visible_sheet(list(walk.sheets))
    name = sheet if sheet is not None else visible[0]
    lines = sorted(walk.sheets[name].items())
    rows = [Row(number, _filled(line)) for number, line in lines if line]
    return Table(name, rows, tuple(walk.sheets))


def _filled(line: dict[int, Cell]) -> tuple[Cell, ...]:
    return tuple(line.get(column, "") for column in range(max(line) + 1))


@dataclass
class _Workbook2003:
    """Follows an XML 2003 workbook; numbers of rows and columns may jump by ``ss:Index``."""

    sheets: dict[str, dict[int, dict[int, Cell]]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    _name: str = ""
    _row: int = 0
    _column: int = -1
    _skip: int = 0
    _kind: str = ""
    _text: list[str] | None = None
    _visible: list[str] | None = None
    _left: int = refusal.MAX_MARKUP_CELLS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match tag.rpartition(":")[2]:
            case "Worksheet":
                self._name = bare.get("Name", "")
                self.sheets[self._name] = {}
                self._row = 0
            case "Row":
                self._row = int(bare.get("Index", self._row + 1))
                self._column, self._skip = -1, 0
            case "Cell":
                self._column = int(bare.get("Index", self._column + self._skip + 2)) - 1
                self._skip = int(bare.get("MergeAcross", 0))
            case "Data":
                self._kind, self._text = bare.get("Type", "String"), []
            case "Visible":
                self._visible = []

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
        elif self._visible is not None:
            self._visible.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "Data" and self._text is not None and self._name in self.sheets:
            self._left -= self._column + 1
            if self._left < 0 or self._column < 0:
                raise refusal.too_large()
            line = self.sheets[self._name].setdefault(self._row, {})
            line[self._column] = _typed_2003(self._kind, "".join(self._text))
            self._text = None
        elif name == "Visible" and self._visible is not None:
            if "".join(self._visible).strip() != "SheetVisible":
                self.hidden.add(self._name)
            self._visible = None


def _typed_2003(kind: str, text: str) -> Cell:
    """A cell of XML 2003; numbers stay text, since they are written exactly there."""
    if kind == "Error":
        return ErrorCell(text.strip() or "#N/A")
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
    return text
