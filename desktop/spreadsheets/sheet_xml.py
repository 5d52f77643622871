"""One sheet of an .xlsx as XML: how large it is and where its error cells are.

calamine shows an error cell as a blank one, and takes memory for every cell between the corners
of a sheet, however far apart these are; so both are looked up here before and beside it.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from desktop.spreadsheets import refusal
from desktop.spreadsheets.cells import UNCALCULATED, ErrorCell, Hidden, column_index
from desktop.spreadsheets.package import safe_parser

_ERROR = re.compile(rb"""\bt\s*=\s*(["'])e\1""")
_ERROR_SIGNS = (b'"e"', b"'e'")  # one of them stands wherever ``_ERROR`` is met: found far quicker
# Patterns that begin with plain bytes are searched ten times faster.
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,})[0-9]')
_FAR_ROW = re.compile(rb' r="[A-Z]+([0-9]{6,})"')
_UNUSUAL = re.compile(rb"r(?: =|= |=')")
_UNUSUAL_BLANKS = (b"\t", b"\n", b"\r")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d+)""")
# A formula without a result: written by a program that doesn't calculate.
_BARE_FORMULAS = tuple(
    re.compile(start + rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
    for start in (rb"</f>", rb"<f [^>]*/>")
)
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")

_CONSTANT = re.compile(r'"((?:[^"]|"")*)"')

# What stands at places where calamine sees a blank.
Errors = dict[tuple[int, int], ErrorCell | str]


@dataclass
class _Walk:
    """Follows the cells of a sheet; keeps the far corner and the cells with errors."""

    errors: Errors = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    row: int = 0
    column: int = -1
    kind: str = ""
    has_formula: bool = False
    value: str = ""
    formula: str = ""
    is_in_value: bool = False
    is_in_formula: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = -1
            case "c":
                self._start_cell(attributes)
            case "v" | "t" | "f" as name:
                self.rows = max(self.rows, self.row)
                self.columns = max(self.columns, self.column + 1)
                if self.rows * self.columns > refusal.MAX_CELLS:
                    raise refusal.too_large()
                self.has_formula = self.has_formula or name == "f"
                self.is_in_value, self.is_in_formula = name == "v", name == "f"

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.value, self.has_formula = attributes.get("t", ""), "", False
        self.formula = ""
        self.column += 1
        if found := _REFERENCE.fullmatch(attributes.get("r", "")):
            self.column, self.row = column_index(found[1]), int(found[2])

    def characters(self, text: str) -> None:
        if self.is_in_value:
            self.value += text
        elif self.is_in_formula:
            self.formula += text

    def end(self, tag: str) -> None:
        self.is_in_value = self.is_in_formula = False
        if tag.rpartition(":")[2] != "c":
            return
        if self.kind == "e":
            self.errors[self.row, self.column] = ErrorCell(self.value.strip() or "#N/A")
        elif self.has_formula and not self.value and self.kind != "str":
            # ="0690" needs no calculating: programs write codes so, to keep them text.
            constant = _CONSTANT.fullmatch(self.formula)
            text = constant[1].replace('""', '"') if constant else UNCALCULATED
            self.errors[self.row, self.column] = text


# The only errors that calamine knows; one of Excel's newer ones and it refuses the workbook.
_KNOWN_TO_CALAMINE = (
    b"#NULL!", b"#DIV/0!", b"#VALUE!", b"#REF!", b"#NAME?", b"#NUM!", b"#N/A", b"#DATA!"
)  # fmt: skip
_ERROR_VALUE = re.compile(rb"(<(?:\w+:)?v>)\s*(#[^<]{1,40})(?=</)")


def has_new_errors(errors: Errors) -> bool:
    """Is any of these an error that calamine doesn't know?"""
    known = {*_KNOWN_TO_CALAMINE, UNCALCULATED.text.encode()}
    found = (error.text for error in errors.values() if isinstance(error, ErrorCell))
    return any(text.encode() not in known for text in found)


def without_new_errors(xml: bytes) -> bytes:
    """The sheet with #N/A in place of #SPILL!, #CALC! and whatever Excel invents next."""

    def usual(match: re.Match[bytes]) -> bytes:
        return match[0] if match[2] in _KNOWN_TO_CALAMINE else match[1] + b"#N/A"

    return _ERROR_VALUE.sub(usual, xml)


def read_errors(xml: bytes, shared: bytes) -> Errors:
    """The error cells of a sheet by (row from 1, column from 0).

    ``shared`` are the texts to which the workbook's sheets refer. Raises Unreadable when the sheet
    or its texts would grow beyond what one import takes.
    """
    _refuse_amplified_texts(xml, shared)
    is_far = _rough_size(xml) > refusal.MAX_CELLS
    if is_far or _may_have_errors(xml) or any(one.search(xml) for one in _BARE_FORMULAS):
        return _walked(xml).errors
    return {}


def _may_have_errors(xml: bytes) -> bool:
    return any(signs in xml for signs in _ERROR_SIGNS) and _ERROR.search(xml) is not None


_HIDDEN = b' hidden="'
_ELEMENT = re.compile(rb"<(?:\w+:)?(row|col)\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"\b(r|min|max|hidden)\s*=\s*[\"']([^\"']*)[\"']")
_WIDEST = 16_384


def read_hidden(xml: bytes) -> Hidden:
    """The rows and columns that a sheet doesn't show."""
    if _HIDDEN not in xml:
        return Hidden()
    rows: list[int] = []
    columns: list[int] = []
    for element in _ELEMENT.finditer(xml):
        if b"hidden" not in element[2]:
            continue
        said = {name: value.decode() for name, value in _ATTRIBUTE.findall(element[2])}
        if said.get(b"hidden") not in {"1", "true"}:
            continue
        if element[1] == b"row" and said.get(b"r", "").isdigit():
            rows.append(int(said[b"r"]))
        elif said.get(b"min", "").isdigit() and said.get(b"max", "").isdigit():
            last = min(int(said[b"max"]), _WIDEST)
            columns += range(int(said[b"min"]) - 1, last)
    return Hidden(tuple(rows), tuple(columns))


def _walked(xml: bytes) -> _Walk:
    walk = _Walk()
    parser = safe_parser()
    parser.StartElementHandler = walk.start
    parser.CharacterDataHandler = walk.characters
    parser.EndElementHandler = walk.end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal.damaged() from error
    return walk


_USUAL_ROWS = 100_000
_LETTERS = 26  # columns that are called by one letter


def _is_unusual(xml: bytes) -> bool:
    """Whether a reference may be spelled in another way than programs that write sheets do."""
    if _UNUSUAL.search(xml):
        return True
    return any(blank in xml and blank + b"r=" in xml for blank in _UNUSUAL_BLANKS)


def _rough_size(xml: bytes) -> int:
    """At least the number of cells between the corners; quick, empty cells counted too."""
    if _is_unusual(xml):
        return refusal.MAX_CELLS + 1
    rows = max((int(found[1][:9]) for found in _FAR_ROW.finditer(xml)), default=_USUAL_ROWS)
    columns = _LETTERS
    if columns * rows > refusal.MAX_CELLS:
        columns = next((n for n in range(columns, 0, -1) if b' r="%c' % (64 + n) in xml), columns)
    for found in _FAR_COLUMN.finditer(xml):
        if len(found[1]) > 3:
            return refusal.MAX_CELLS + 1
        columns = max(columns, column_index(found[1].decode()) + 1)
        if columns * rows > refusal.MAX_CELLS:
            return refusal.MAX_CELLS + 1
    return rows * columns


def _refuse_amplified_texts(xml: bytes, shared: bytes) -> None:
    """Refuse a long text that very many cells refer to: each would become a copy."""
    lengths = [len(text) for text in re.split(rb"</(?:\w+:)?si>", shared)]
    if max(lengths) * xml.count(b"<") // 2 <= refusal.MAX_UNPACKED_BYTES:
        return
    total = 0
    for found in _SHARED.finditer(xml):
        number = int(found[1][:9])
        total += lengths[number] if number < len(lengths) else 0
        if total > refusal.MAX_UNPACKED_BYTES:
            raise refusal.too_large()
