"""Cells from a sheet into a grid: where each belongs, and what speaks against it. All or nothing.

A block begins at the cell that the keyboard is in, as in a sheet. Under headings of the grid it
goes by these, each row to the one that says the same where nobody types: what was copied from the
grid and filled in elsewhere finds its way back. A cell in which nothing stands says nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from desktop.basics.i18n import _
from desktop.basics.typed import figures, narrow
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.grid.table import GridTable

Written = dict[str, dict[str, str]]  # by row and column
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_Cells = Sequence[Sequence[str]]
_SIGNS = " -–—　"  # what stands where there is nothing


class NotPasted(ValueError):
    """Why a block can't be pasted as it is, in words."""


def laid(table: GridTable, cells: _Cells, row: int, column: int) -> Written:
    """What of a block goes where, from a cell on; raises NotPasted where it doesn't fit.

    What can't be read is given too: it is shown as wrong at its cell.
    """
    headed = _headed(table, cells[0]) if len(cells) > 1 else {}
    placed: Iterator[tuple[int, int, str]]
    if headed:
        placed = _under_headings(table, cells[1:], headed, row)
    else:
        placed = _from(table, cells, row, column)
    found: Written = {}
    for at, place, text in placed:
        said = text.strip()
        if not said.strip(_SIGNS) or _stands(table, at, place, said):
            continue
        if not table.is_open(at, place):
            raise NotPasted(_not_open(table, at, place, said))
        field = table.columns[place]
        choices = table.choices_at(table.index(at, place)) if field.kind == "choice" else {}
        found.setdefault(table.key_at(at), {})[field.name] = _meant(field, choices, said)
    return found


def _from(table: GridTable, cells: _Cells, row: int, column: int) -> Iterator[tuple[int, int, str]]:
    down, across = table.rowCount() - row, table.columnCount() - column
    filled = [line for line, texts in enumerate(cells) if any(one.strip() for one in texts)]
    if filled and filled[-1] >= down:
        words = _("{number} rows were copied, {room} stand from here on: nothing was pasted.")
        raise NotPasted(words.format(number=len(cells), room=down))
    for line, texts in enumerate(cells):
        for at, text in enumerate(texts):
            if at < across:
                yield row + line, column + at, text
            elif text.strip():
                words = _(
                    "{number} columns were copied, {room} stand from here on: nothing was pasted."
                )
                raise NotPasted(words.format(number=len(texts), room=across))


def _headed(table: GridTable, texts: Sequence[str]) -> dict[int, int]:
    """Which column of the grid each of a block is, if its first row has the grid's headings."""
    known = {_plain(_(one.words)): place for place, one in enumerate(table.columns)}
    said = {at: _plain(text) for at, text in enumerate(texts) if text.strip()}
    if not said or any(text not in known for text in said.values()):
        return {}
    return {at: known[text] for at, text in said.items()}


def _under_headings(
    table: GridTable, cells: _Cells, headed: Mapping[int, int], row: int
) -> Iterator[tuple[int, int, str]]:
    """The rows in their order, each from where the one before it was found."""
    first = _first_typed(table)
    naming = [(at, place) for at, place in headed.items() if place < first]
    if not naming:
        for line, texts in enumerate(cells):
            for at, place in headed.items():
                if row + line >= table.rowCount():
                    raise NotPasted(_no_row(texts))
                yield row + line, place, texts[at] if at < len(texts) else ""
        return
    start, named = 0, _Named(table, [place for _at, place in naming])
    for texts in cells:
        own = [(place, texts[at]) for at, place in naming if at < len(texts) and texts[at].strip()]
        if not any(one.strip() for one in texts):
            continue
        found = named.row(own, start)
        if found is None:
            raise NotPasted(_no_row(texts))
        start = found + 1
        for at, place in headed.items():
            if at < len(texts) and (place, texts[at]) not in own:
                yield found, place, texts[at]


def _first_typed(table: GridTable) -> int:
    """The first column that somebody types into: those before it tell the rows apart."""
    open_ = {name for row in table.rows.visible for name in table.rows.row(row).open}
    return next((at for at, one in enumerate(table.columns) if one.name in open_), 0)


class _Named:
    """The rows by what stands in the cells that tell them apart, read once: sheets are sorted."""

    def __init__(self, table: GridTable, places: Sequence[int]) -> None:
        self._table = table
        self._rows: dict[tuple[int, str | Decimal], set[int]] = {}
        for at in range(table.rowCount()):
            for place in places:
                for said in _meanings(str(table.index(at, place).data() or "")):
                    self._rows.setdefault((place, said), set()).add(at)

    def row(self, own: Sequence[tuple[int, str]], start: int) -> int | None:
        """The first row from a place on, then from the beginning, in which all of this stands."""
        if not own:
            return None
        there = [
            set().union(*(self._rows.get((place, said), ()) for said in _meanings(text)))
            for place, text in own
        ]
        found = set.intersection(*there)
        for at in sorted(found, key=lambda at: (at < start, at)):
            if all(_stands(self._table, at, place, text) for place, text in own):
                return at
        return None


def _meanings(text: str) -> Iterator[str | Decimal]:
    """What a cell says, however a sheet writes it: its plain signs, and what it is worth."""
    yield _plain(text)
    worth = _worth(text)
    if worth is not None:
        yield worth


def _stands(table: GridTable, row: int, place: int, text: str) -> bool:
    """Whether this stands in a cell that nobody types into, however a sheet writes it."""
    if table.takes(row, place) and table.columns[place].name in table.rows.typed.get(
        table.key_at(row), {}
    ):
        return False
    shown = str(table.index(row, place).data() or "")
    if _plain(shown) == _plain(text):
        return True
    worth = _worth(shown)
    return worth is not None and worth == _worth(text)


def _worth(text: str) -> Decimal | None:
    try:
        return Decimal(figures(text).removeprefix("¥"))
    except InvalidOperation:
        return None


def _plain(text: str) -> str:
    plain = "".join(narrow(text).split()).casefold()
    if day := _DAY.fullmatch(plain):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    return plain


def _meant(field: Field, choices: Mapping[str, str], said: str) -> str:
    """What a sheet wrote as a person types it; of what is chosen, its value."""
    text, plain = " ".join(said.split()), _plain(said)
    match field.kind:
        case "choice":
            named = (one for one, words in choices.items() if plain in (_plain(_(words)), one))
            return next(named, text)
        case "whole":
            return re.sub(r"\.0+$", "", figures(text))
        case "time" if plain.count(":") > 1:
            return plain.removesuffix(":00")
    return text


def _no_row(texts: Sequence[str]) -> str:
    said = next((one.strip() for one in texts if one.strip()), "")
    words = _("No row here is called “{row}”: nothing was pasted.")
    return words.format(row=" ".join([one.strip() for one in texts[:2] if one.strip()]) or said)


def _not_open(table: GridTable, row: int, place: int, said: str) -> str:
    shown = str(table.index(row, place).data() or "")
    name = str(table.index(row, 1).data() or table.index(row, 0).data() or "").strip()
    words = _("{row}, {column}: “{text}” was copied, and nobody types there: nothing was pasted.")
    if shown.strip(_SIGNS):
        words = _(
            "{row}, {column}: “{text}” was copied where “{shown}” stands: nothing was pasted."
        )
    column = _(table.columns[place].words)
    return words.format(row=name, column=column, text=said, shown=shown)
