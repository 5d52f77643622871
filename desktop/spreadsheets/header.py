"""Finding the headings of a table, under titles and instructions, and what each one means."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.spreadsheets.cells import (
    Cell,
    ErrorCell,
    Row,
    Table,
    column_letter,
    is_blank,
    written,
)
from desktop.spreadsheets.list_kind import ListField, ListKind

# Between the two halves of a heading that stands in two rows.
_UNDER = "\x1f"
# How far down a header is looked for: longer instructions than this have not been seen.
_SEARCHED_ROWS = 40
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_LEFT_OUT = re.compile(r"[\s\x1f*※★☆●#:._\-/\\()\[\]【】〔〕<>\"'“”‘’、,;·|=?!&+\u200b\ufeff]+")
_REQUIRED = re.compile(r"^(?:必填|选填|必录)|(?:必填|选填|必录)项?$")


@dataclass(frozen=True)
class Header:
    """Which column holds which field, and what was made of every other heading.

    ``columns`` counts from 0. ``not_understood`` are headings that mean no field to this kind of
    import, ``ignored`` are those that mean a field another column holds already; ``others`` are
    the columns of these by field, the likelier first.
    """

    kind: ListKind
    row: int
    headings: dict[int, str]
    columns: dict[str, int]
    joined: dict[str, tuple[int, ...]] = field(default_factory=dict)
    not_understood: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def column_of(self, name: str) -> str:
        """Excel's letter of a field's column; "" when the table has none."""
        return column_letter(self.columns[name]) if name in self.columns else ""

    def heading_of(self, name: str) -> str:
        """The heading of a field's column as it stands in the file; "" when there is none."""
        return self.headings.get(self.columns[name], "") if name in self.columns else ""

    def cell(self, row: Row, name: str) -> Cell:
        """The cell of a field; blank when the table has no such column."""
        return row.cell(self.columns[name]) if name in self.columns else ""

    def cells(self, row: Row, name: str) -> list[Cell]:
        """The cells of a field that several columns hold together (two phones)."""
        return [row.cell(column) for column in self.joined.get(name, ())]

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows under the header that hold anything, totals and signatures among them."""
        return (row for row in table.rows if row.number > self.row and not row.is_blank)


def find_header(table: Table, kind: ListKind, explicit: Mapping[str, str] | None = None) -> Header:
    """The header of a table that is of this kind.

    ``explicit`` maps headings, or column letters, to fields and wins over the kind's own (an
    empty field means: leave this column out). Raises Unreadable when no row holds the headings
    that the kind can't do without, naming what was found and what is needed; and when
    ``explicit`` names a field or a heading that there isn't.
    """
    wanted = _explicit(explicit or {}, kind.by_name)
    found = [
        (len(header.columns), alone, header)
        for header, alone in headers(table, kind, wanted)
        if _is_sufficient(header, wanted)
    ]
    if not found:
        raise _no_header(table, kind, [row for row in table.rows if not row.is_blank])
    best = max(found, key=lambda one: one[:2])[2]
    _check_explicit(best, wanted)
    return best if "price" in wanted.values() else with_told_price(best, table)


def with_told_price(header: Header, table: Table) -> Header:
    """The header with the price's column changed when hardly a row says a price in it.

    Tills export a wholesale price of 0.00 for everything, and mean the one they buy at.
    """
    places = (header.columns.get("price", -1), *header.others.get("price", ()))
    if len(places) < 2:
        return header
    rows = list(header.rows(table))
    told = [sum(1 for row in rows if _tells(row.cell(place))) for place in places]
    best = next(
        place for place, number in zip(places, told, strict=True) if 2 * number >= max(told)
    )
    if best == places[0]:
        return header
    headings = {place: heading for place, heading in header.headings.items() if place in places}
    ignored = tuple(one for one in header.ignored if one != headings[best])
    others = tuple(place for place in places if place != best)
    return replace(
        header,
        columns={**header.columns, "price": best},
        ignored=(*ignored, headings[places[0]]),
        others={**header.others, "price": others},
    )


def _tells(cell: Cell) -> bool:
    return not is_blank(cell) and written(cell).strip(" 0.,¥￥-") != ""


def headers(
    table: Table, kind: ListKind, wanted: dict[str, str] | None = None
) -> Iterator[tuple[Header, bool]]:
    """Every way to read a header near the top of a table, and whether it is one row alone.

    Of two readings that find as much, the one from a single row is right, then the upper one.
    """
    candidates = [row for row in table.rows if not row.is_blank][: _SEARCHED_ROWS + 1]
    for place, row in enumerate(candidates[:_SEARCHED_ROWS]):
        yield _header(row, None, kind, wanted or {}), True
        below = candidates[place + 1] if place + 1 < len(candidates) else None
        if below is not None and _can_be_lower(row, below):
            yield _header(row, below, kind, wanted or {}), False


def _header(upper: Row, lower: Row | None, kind: ListKind, wanted: dict[str, str]) -> Header:
    headings = _headings(upper, lower)
    meanings = _meanings(kind.fields)
    found: dict[str, list[tuple[int, int]]] = {}
    unknown = []
    for column, heading in headings.items():
        name, rank = _meaning(heading, column, meanings, wanted)
        if name:
            found.setdefault(name, []).append((rank, column))
        elif heading:
            unknown.append(_one_line(heading))
    columns = {name: min(places)[1] for name, places in found.items()}
    joined = {
        name: (columns[name], *sorted(c for _r, c in places if c != columns[name]))
        for name, places in found.items()
        if kind.is_joined(name)
    }
    others = {
        name: tuple(column for _rank, column in sorted(places)[1:])
        for name, places in found.items()
        if not kind.is_joined(name) and len(places) > 1
    }
    ignored = [_one_line(headings[place]) for places in others.values() for place in sorted(places)]
    row = lower.number if lower is not None else upper.number
    return Header(
        kind, row, {c: _one_line(h) for c, h in headings.items()}, columns, joined,
        tuple(unknown), tuple(ignored), others,
    )  # fmt: skip


def _headings(upper: Row, lower: Row | None) -> dict[int, str]:
    """The headings by column; of two rows the lower one, under the merged one above it."""
    headings: dict[int, str] = {}
    group = ""
    for column in range(max(len(row.cells) for row in (upper, lower) if row)):
        above = _heading_text(upper.cell(column))
        below = _heading_text(lower.cell(column)) if lower else ""
        group = above or (group if below else "")
        text = f"{group}{_UNDER}{below}" if group and below else above or below
        if text:
            headings[column] = text
    return headings


def _heading_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _can_be_lower(upper: Row, lower: Row) -> bool:
    """Can this row be the lower half of a header: close below, short texts only, with gaps?"""
    cells = [cell for row in (upper, lower) for cell in row.cells if not is_blank(cell)]
    is_title = sum(1 for cell in upper.cells if not is_blank(cell)) < 2
    return (
        lower.number == upper.number + 1
        and not is_title
        and all(isinstance(cell, str) and len(cell) <= 30 for cell in cells)
    )


def _meaning(
    heading: str,
    column: int,
    meanings: dict[str, tuple[str, int]],
    wanted: dict[str, str],
) -> tuple[str, int]:
    """The field a heading means and how likely (less is likelier); "" for none."""
    forms = _forms(heading)
    for form in (*forms, f"column {column_letter(column).lower()}"):
        if form in wanted:
            return wanted[form], -1
    for form in forms:
        if form in meanings:
            return meanings[form]
    return "", 0


def _forms(heading: str) -> list[str]:
    """A heading's plain forms, exact first: whole, without brackets, of two rows the lower."""
    folded = unicodedata.normalize("NFKC", heading)
    lower_half = folded.rpartition(_UNDER)[2]
    texts = (folded, _BRACKETS.sub("", folded), lower_half, _BRACKETS.sub("", lower_half))
    forms = [_REQUIRED.sub("", _LEFT_OUT.sub("", text.lower())) for text in texts]
    return [form for form in dict.fromkeys(forms) if form]


def plain(cell: Cell) -> str:
    """A cell as it is compared: half-width, without blanks, marks and letter case."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", written(cell)).lower())


@lru_cache(maxsize=8)
def _meanings(fields: tuple[ListField, ...]) -> dict[str, tuple[str, int]]:
    """Every known heading in plain form → its field and its place in that field's list."""
    meanings: dict[str, tuple[str, int]] = {}
    for one in fields:
        for rank, heading in enumerate((one.name, *one.headings)):
            form = _forms(heading)[0]
            if form not in meanings or rank < meanings[form][1]:
                meanings[form] = (one.name, rank)
    return meanings


def _explicit(explicit: Mapping[str, str], fields: Mapping[str, object]) -> dict[str, str]:
    wanted = {}
    for heading, name in explicit.items():
        if name and name not in fields:
            raise Unreadable(
                _("There is no field {field}. Fields are: {fields}.").format(
                    field=name, fields=", ".join(fields)
                )
            )
        is_letter = re.fullmatch(r"[A-Z]{1,3}", heading)
        forms = _forms(heading)[:1]
        wanted.update(dict.fromkeys(forms, name))
        if is_letter:
            wanted[f"column {heading.lower()}"] = name
    return wanted


def _check_explicit(header: Header, wanted: dict[str, str]) -> None:
    forms = {form for heading in header.headings.values() for form in _forms(heading)}
    letters = {column_letter(column).lower() for column in header.headings}
    for heading in wanted:
        bare = heading.removeprefix("column ")
        if heading not in forms and bare not in letters:
            raise Unreadable(
                _("There is no heading {heading}. Headings are: {headings}.").format(
                    heading=heading, headings=_(", ").join(header.headings.values())
                )
            )


def _is_sufficient(header: Header, wanted: dict[str, str]) -> bool:
    has_needed = all(any(name in header.columns for name in one) for one in header.kind.needed)
    # A lone column called 名称 is a header only if somebody said so, or if nothing else is there.
    return has_needed and (len(header.columns) > 1 or bool(wanted) or len(header.headings) == 1)


def _no_header(table: Table, kind: ListKind, candidates: list[Row]) -> Unreadable:
    known = kind.by_name
    needed = " + ".join("/".join(known[name].headings[0] for name in one) for one in kind.needed)
    seen = next(
        ([_one_line(written(c)) for c in row.cells if not is_blank(c)] for row in candidates
         if sum(1 for cell in row.cells if not is_blank(cell)) > 1),
        [],
    )  # fmt: skip
    message = _(
        "No heading row was found. Needed are headings like {needed}; the first row with several "
        "cells holds: {seen}. Put a heading over each column, or say what each means."
    ).format(needed=needed, seen=_(", ").join(seen[:12]) or "–")
    errors = [
        f"{column_letter(column)}{row.number} {cell.text}"
        for row in table.rows
        for column, cell in enumerate(row.cells)
        if isinstance(cell, ErrorCell)
    ]
    if errors:
        message += " " + _("The sheet holds error cells: {cells}.").format(
            cells=_(", ").join(errors[:10])
        )
    return Unreadable(message)


def _one_line(text: str) -> str:
    return " ".join(text.replace(_UNDER, " ").split())[:60]
