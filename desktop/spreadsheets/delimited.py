"""Text files with separators (.csv, .tsv, .txt): their encoding, their separator, their rows."""

import codecs
import csv
import io
import json
import re
from dataclasses import dataclass

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
_HEAD_BYTES = 262_144
_TAIL_BYTES = 4096
_CHUNK_BYTES = 1_048_576
_LARGEST_JSON = 20_000_000
_GOOD_WIDE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of a text, whole and in this encoding; the text itself begins at ``start``."""

    data: bytes
    encoding: str
    start: int = 0

    @property
    def head(self) -> str:
        """The first letters of the text, enough to know what it is."""
        some = self.data[self.start : self.start + _HEAD_BYTES]
        return some.decode(self.encoding, "ignore")

    @property
    def tail(self) -> str:
        """The last letters of the text."""
        # Whole characters of four bytes at most: those before it are cut where one begins.
        start = max(self.start, len(self.data) - _TAIL_BYTES)
        start -= (start - self.start) % 4
        return self.data[start:].decode(self.encoding, "ignore")

    @property
    def text(self) -> str:
        """All of the text at once."""
        return self.data[self.start :].decode(self.encoding)


def encoded(data: bytes) -> Encoded:
    """How a text is encoded: Unicode with or without a mark, else GB18030 (which includes GBK).

    Raises Unreadable when it is cut inside a character, holds NUL bytes, or is no text. The text
    isn't kept: it may be large.
    """
    for mark, marked_encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data, marked_encoding, len(mark))
    if encoding := _wide_encoding(data[:4096]):
        return _checked(data, encoding)
    if b"\0" in data:
        raise Unreadable(
            _(
                "The file holds NUL bytes at byte {place}: it is damaged or no text. Export it "
                "anew from the program it comes from."
            ).format(place=data.index(b"\0") + 1)
        )
    return _narrow(data)


def _narrow(data: bytes) -> Encoded:
    """UTF-8 if it fits, else GB18030; neither is guessed when UTF-8 is merely damaged."""
    place = _first_fault(data, "utf-8")
    if place is None:
        return Encoded(data, "utf-8")
    good = len(_GOOD_WIDE.findall(data[:place]))
    rest_is_good = len(_GOOD_WIDE.findall(data[place + 1 : place + 4096]))
    cut_at_end = place >= len(data) - 3
    if good > 3 and (cut_at_end or rest_is_good > 20) and _first_fault(data, "gb18030") is not None:
        raise _bad_character(place)
    return _checked(data, "gb18030")


def _checked(data: bytes, encoding: str, start: int = 0) -> Encoded:
    place = _first_fault(data, encoding, start)
    if place is not None:
        raise _bad_character(place - start)
    return Encoded(data, encoding, start)


def _first_fault(data: bytes, encoding: str, start: int = 0) -> int | None:
    """The byte at which the data stops being text of this encoding; None when it is, all of it.

    Raises Unreadable for a text with NULs in it, as binary files decode to.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done, waiting = start, 0
    try:
        while done < len(data):
            waiting = len(decoder.getstate()[0])
            text = decoder.decode(
                data[done : done + _CHUNK_BYTES], done + _CHUNK_BYTES >= len(data)
            )
            if "\0" in text:
                raise refusal.wrong_type(_("a binary file"))
            done += _CHUNK_BYTES
    except UnicodeDecodeError as error:
        return done - waiting + error.start
    return None


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


def read_delimited(text: Encoded) -> Table:
    """The rows of a text with separators; a row's number is the one Excel would give it.

    It is read record by record: a large file takes no more memory than its rows. Raises
    Unreadable for JSON, for what is no table, for a quotation that never ends, and for lines,
    cells or numbers of them that no list has.
    """
    head = text.head
    if not head.strip():
        raise refusal.empty_file()
    _refuse_other_text(text, head)
    separator, hint = _separator(head)
    csv.field_size_limit(_LARGEST_CELL)
    _refuse_long_lines(text)
    lines = csv.reader(_lines(text, skip=hint), delimiter=separator)
    rows: list[Row] = []
    count = 0
    number = lines_done = 0
    try:
        for number, line in enumerate(lines, 1):
            lines_done = lines.line_num
            count += len(line)
            if count > refusal.MAX_TEXT_CELLS or number > refusal.MAX_ROWS:
                raise refusal.too_large()
            if any(line):
                rows.append(Row(number, _cells(line)))
    except csv.Error as error:
        if lines.line_num <= lines_done + 1:
            raise refusal.long_cell(number + 1, _LARGEST_CELL) from error
        raise _open_quotation(number + 1) from error
    _refuse_open_quotation(rows, text.tail)
    if len(rows) == 1 and len(rows[0].cells) == 1:
        raise refusal.wrong_type(_("a line of text"))
    return Table("", rows)


def _lines(text: Encoded, skip: int) -> io.TextIOWrapper:
    """The lines of a text after its first ``skip`` letters, ends and all."""
    source = io.BytesIO(text.data)
    source.seek(text.start)
    lines = io.TextIOWrapper(source, text.encoding, newline="")
    lines.read(skip)
    return lines


def _refuse_long_lines(text: Encoded) -> None:
    """Refuse a line longer than a record of any list, or more lines than lists have, at once."""
    data, place = text.data, text.start
    if data.count(b"\n") > 4 * refusal.MAX_ROWS:
        raise refusal.too_large()
    while len(data) - place > refusal.LONGEST_LINE:
        end = place + refusal.LONGEST_LINE
        last = max(data.rfind(b"\n", place, end), data.rfind(b"\r", place, end))
        if last < place:
            raise refusal.long_line(data.count(b"\n", 0, place) + 1)
        place = last + 1


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


def _refuse_open_quotation(rows: list[Row], tail: str) -> None:
    """Refuse when the last cell swallowed lines because its quotation never closed."""
    last = rows[-1].cells[-1] if rows else ""
    if isinstance(last, str) and last.count("\n") > 1 and not tail.rstrip().endswith('"'):
        raise _open_quotation(rows[-1].number)


def _refuse_other_text(text: Encoded, head: str) -> None:
    start = head.lstrip("\ufeff \t\r\n")
    line = start[:20_000].splitlines()[0]
    if line[0] in "{[" and (_is_json(line) or _is_all_json(text)):
        raise refusal.wrong_type(_("JSON data"))
    strange = sum(1 for letter in head[:4096] if letter < " " and letter not in "\t\r\n\x0b\x0c")
    if strange * 20 > len(head[:4096]):
        raise refusal.wrong_type(_("a binary file"))


def _is_all_json(text: Encoded) -> bool:
    return len(text.data) <= _LARGEST_JSON and _is_json(text.text.lstrip("\ufeff \t\r\n"))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _separator(text: str) -> tuple[str, int]:
    """The separator, and the length of the line ``sep=;`` that Excel knows as a hint."""
    if hint := re.match(r"\ufeff?sep=(.)\r?\n", text):
        return hint[1], hint.end()
    # What stands in quotation marks separates nothing; doubled marks only end and open it.
    bare = re.sub(r'"[^"]*"', '""', text[:65_536])
    lines = [line for line in bare.splitlines() if line.strip()][:50]
    best = max(_SEPARATORS, key=lambda one: _regularity([line.count(one) for line in lines]))
    return best, 0


def _regularity(counts: list[int]) -> tuple[int, int]:
    """How well a separator fits: the lines with its commonest count, then that count."""
    seen = [count for count in counts if count]
    if not seen:
        return (0, 0)
    commonest = max(set(seen), key=lambda count: (seen.count(count), count))
    return (seen.count(commonest), commonest)
