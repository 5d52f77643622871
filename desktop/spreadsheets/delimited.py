"""Text files with separators (.csv, .tsv, .txt): their encoding, their separator, their rows."""

import codecs
import csv
import io
import json
import re

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.spreadsheets import refusal
from desktop.spreadsheets.cells import ERROR_WORDS, Cell, ErrorCell, Row, Table, typed_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Sets of places, in each group of bytes, at which NULs stand in plain text of that encoding.
_NUL_PLACES = (
    (4, {1, 2, 3}, "utf-32-le"),
    (4, {0, 1, 2}, "utf-32-be"),
    (2, {1}, "utf-16-le"),
    (2, {0}, "utf-16-be"),
)
_SEPARATORS = (",", "\t", ";", "|", "，")
_LARGEST_CELL = 200_000
_GOOD_WIDE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


def decoded(data: bytes) -> str:
    """The text of a file: Unicode with or without a mark, else GB18030 (which includes GBK).

    Raises Unreadable when it is cut inside a character, holds NUL bytes, or is no text.
    """
    for mark, marked_encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data[len(mark) :], marked_encoding)
    if encoding := _wide_encoding(data[:4096]):
        return _decoded_as(data, encoding)
    if b"\0" in data:
        raise Unreadable(
            _(
                "The file holds NUL bytes at byte {place}: it is damaged or no text. Export it "
                "anew from the program it comes from."
            ).format(place=data.index(b"\0") + 1)
        )
    return _narrow(data)


def _narrow(data: bytes) -> str:
    """UTF-8 if it fits, else GB18030; neither is guessed when UTF-8 is merely damaged."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good, place = len(_GOOD_WIDE.findall(data[: error.start])), error.start
        rest_is_good = len(_GOOD_WIDE.findall(data[place + 1 : place + 4096]))
        cut_at_end = place >= len(data) - 3
        if good > 3 and (cut_at_end or rest_is_good > 20) and not _is_gb18030(data):
            raise _bad_character(place) from error
    return _decoded_as(data, "gb18030")


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad_character(error.start) from error
    if "\0" in text:
        raise refusal.wrong_type(_("a binary file"))
    return text


def _bad_character(place: int) -> Unreadable:
    return Unreadable(
        _(
            "The text of the file breaks off inside a character at byte {place}: it is cut off "
            "or damaged. Export it anew, as .xlsx or as CSV in UTF-8."
        ).format(place=place + 1)
    )


def _wide_encoding(start: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, known by where its NUL bytes stand."""
    for width, places, encoding in _NUL_PLACES:
        groups = len(start) // width
        if groups < 2:
            continue
        nuls = [start[place : groups * width : width].count(0) for place in range(width)]
        inside = min(nuls[place] for place in places)
        outside = max(nuls[place] for place in range(width) if place not in places)
        # Chinese letters fill both bytes; separators, digits and line ends still leave NULs.
        if inside * 20 >= groups and outside * 4 <= inside:
            return encoding
    return None


def read_delimited(text: str) -> Table:
    """The rows of a text with separators; a row's number is the one Excel would give it.

    Raises Unreadable for JSON, for what is no table, and for a quotation that never ends.
    """
    if not text.strip():
        raise refusal.empty_file()
    _refuse_other_text(text)
    separator, text = _separator(text)
    csv.field_size_limit(_LARGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[Row] = []
    count = 0
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            count += len(line)
            if count > refusal.MAX_CELLS:
                raise refusal.too_large()
            if any(line):
                rows.append(Row(number, _cells(line)))
    except csv.Error as error:
        raise _open_quotation(number + 1) from error
    _refuse_open_quotation(rows, text)
    if len(rows) == 1 and len(rows[0].cells) == 1:
        raise refusal.wrong_type(_("a line of text"))
    return Table("", rows)


def _cells(line: list[str]) -> tuple[Cell, ...]:
    if any(cell[:2] == '="' for cell in line):
        line = [typed_text(cell) for cell in line]
    if any(cell[:1] == "#" for cell in line):
        return tuple(ErrorCell(cell) if cell in ERROR_WORDS else cell for cell in line)
    return tuple(line)


def _open_quotation(number: int) -> Unreadable:
    return Unreadable(
        _(
            "In row {row} a quotation mark opens and never closes, so that the rest of the file "
            "would become one cell. Mend the file, or save it as .xlsx."
        ).format(row=number)
    )


def _refuse_open_quotation(rows: list[Row], text: str) -> None:
    """Refuse when the last cell swallowed lines because its quotation never closed."""
    last = rows[-1].cells[-1] if rows else ""
    if isinstance(last, str) and last.count("\n") > 1 and not text.rstrip().endswith('"'):
        raise _open_quotation(rows[-1].number)


def _refuse_other_text(text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")
    line = start[:20_000].splitlines()[0]
    if line[0] in "{[" and (_is_json(line) or _is_json(start)):
        raise refusal.wrong_type(_("JSON data"))
    strange = sum(1 for letter in text[:4096] if letter < " " and letter not in "\t\r\n\x0b\x0c")
    if strange * 20 > len(text[:4096]):
        raise refusal.wrong_type(_("a binary file"))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line ``sep=;`` that Excel knows as a hint."""
    if hint := re.match(r"\ufeff?sep=(.)\r?\n", text):
        return hint[1], text[hint.end() :]
    # What stands in quotation marks separates nothing; doubled marks only end and open it.
    bare = re.sub(r'"[^"]*"', '""', text[:65_536])
    lines = [line for line in bare.splitlines() if line.strip()][:50]
    best = max(_SEPARATORS, key=lambda one: _regularity([line.count(one) for line in lines]))
    return best, text


def _regularity(counts: list[int]) -> tuple[int, int]:
    """How well a separator fits: the lines with its commonest count, then that count."""
    seen = [count for count in counts if count]
    if not seen:
        return (0, 0)
    commonest = max(set(seen), key=lambda count: (seen.count(count), count))
    return (seen.count(commonest), commonest)
