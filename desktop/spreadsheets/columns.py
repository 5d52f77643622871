"""The columns of a file, what each is taken for, and how a person says otherwise.

Nothing here refuses a table: where ``find_header`` gives up, a person may still know.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from desktop.spreadsheets.cells import INVISIBLE, Row, Table, column_letter, is_blank, written
from desktop.spreadsheets.header import Header, headers, plain, with_told_price
from desktop.spreadsheets.list_kind import ListKind

_SAMPLES = 3
_LOOKED_AT = 200  # rows in which samples are looked for
_LONGEST_HEADING = 30
_OFFERED_ROWS = 20
_FIGURES = re.compile(r"[-+\d.,:/%¥￥\s]+")

# What columns hold, by their place from 0; "" for a column that isn't used.
Chosen = Mapping[int, str]
NO_HEADINGS = 0  # the row of the headings of a table that has none


@dataclass(frozen=True)
class FileColumn:
    """A column as it stands in the file; ``field`` is what it is taken for, "" for nothing."""

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str

    @property
    def letter(self) -> str:
        """Excel's letter."""
        return column_letter(self.place)


def guess_header(table: Table, kind: ListKind, row: int | None = None) -> Header:
    """The likeliest header, though it may lack what the kind needs.

    ``row`` is where a person says the headings stand (of two rows the lower one), NO_HEADINGS
    for a list of rows alone.
    """
    if row == NO_HEADINGS:
        return Header(kind, NO_HEADINGS, {}, {})
    found = [one for one in headers(table, kind) if row is None or one[0].row == row]
    if not found:
        return Header(kind, row or NO_HEADINGS, {}, {})
    widest = max((_filled(one) for one in islice(table.rows, _LOOKED_AT)), default=0)
    likely = (_knows(one) or _reads_like_one(one, widest) for one, _alone in found)
    if row is None and not any(likely):
        return Header(kind, NO_HEADINGS, {}, {})

    def likelihood(place: int) -> tuple[bool, int, bool, bool]:
        header, alone = found[place]
        known = len(header.columns)
        return (
            _knows(header),
            known if known > 1 else 0,
            _reads_like_one(header, widest),
            alone,
        )

    likeliest = found[max(range(len(found)), key=likelihood)][0]
    return with_told_price(likeliest, table)


def _knows(header: Header) -> bool:
    """Whether all is there that the kind needs, in a header of more than one word."""
    several = len(header.columns) > 1 or len(header.headings) == 1
    return several and not missing(header)


def _reads_like_one(header: Header, widest: int) -> bool:
    """Short words over most columns, no figures and no word twice: headings, known or not."""
    words = list(header.headings.values())
    return (
        len(words) > 1
        and len(words) >= 0.6 * widest
        and len(set(words)) == len(words)
        and all(len(one) <= _LONGEST_HEADING and not _FIGURES.fullmatch(one) for one in words)
    )


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if not is_blank(cell))


def missing(header: Header) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which the kind needs one, and no column holds any."""
    return tuple(
        group for group in header.kind.needed if not any(name in header.columns for name in group)
    )


def with_columns(header: Header, chosen: Chosen) -> Header:
    """The header with its columns as a person says; a column that isn't named holds nothing."""
    columns: dict[str, int] = {}
    joined: dict[str, tuple[int, ...]] = {}
    for place, name in sorted(chosen.items()):
        if not name:
            continue
        columns.setdefault(name, place)
        if header.kind.is_joined(name):
            joined[name] = (*joined.get(name, ()), place)
    used = {*columns.values(), *(place for places in joined.values() for place in places)}
    unused = tuple(one for place, one in header.headings.items() if place not in used)
    return replace(
        header, columns=columns, joined=joined, not_understood=unused, ignored=(), others={}
    )


def chosen_of(header: Header) -> dict[int, str]:
    """What each used column holds: the opposite of ``with_columns``."""
    found = {place: name for name, place in header.columns.items()}
    found |= {place: name for name, places in header.joined.items() for place in places}
    return found


def choose(header: Header, place: int, name: str) -> Header:
    """The header with one column's field changed; the column that held it holds nothing then."""
    chosen = chosen_of(header)
    if not header.kind.is_joined(name):
        chosen = {other: held for other, held in chosen.items() if held != name}
    chosen[place] = name
    return with_columns(header, chosen)


def columns_of(table: Table, header: Header) -> tuple[FileColumn, ...]:
    """The columns that have a heading or hold anything, with a few of their values."""
    rows = list(islice(header.rows(table), _LOOKED_AT))
    width = max([0, *(len(row.cells) for row in rows), *(one + 1 for one in header.headings)])
    fields = chosen_of(header)
    found = []
    for place in range(width):
        heading, samples = header.headings.get(place, ""), _samples(rows, place)
        if heading or samples or fields.get(place):
            found.append(FileColumn(place, heading, samples, fields.get(place, "")))
    return tuple(found)


def _samples(rows: list[Row], place: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        cell = row.cell(place)
        if cell == "" or is_blank(cell):
            continue
        found[" ".join(written(cell).strip(INVISIBLE).split())[:40]] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def heading_rows(table: Table) -> tuple[tuple[int, str], ...]:
    """The rows at the top that may hold the headings: number, and what stands in them."""
    rows = (row for row in table.rows if not row.is_blank)
    found = []
    for row in islice(rows, _OFFERED_ROWS):
        words = (" ".join(written(cell).split()) for cell in row.cells if not is_blank(cell))
        found.append((row.number, " · ".join(words)[:60]))
    return tuple(found)


def key_of(header: Header) -> str:
    """What two files of a kind with the same headings have in common; "" without headings."""
    if not header.headings:
        return ""
    words = "\n".join(f"{place} {plain(one)}" for place, one in sorted(header.headings.items()))
    return hashlib.sha256(f"{header.kind.name}\n{words}".encode()).hexdigest()[:24]


def known_header(table: Table, kind: ListKind, known: Mapping[str, Chosen]) -> Header | None:
    """The header whose headings somebody explained before (by ``key_of``), explained so again."""
    if not known:
        return None
    for header, _alone in headers(table, kind):
        chosen = known.get(key_of(header))
        if chosen is not None:
            return with_columns(header, chosen)
    return None
