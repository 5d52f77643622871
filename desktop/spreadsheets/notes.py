"""What a file holds that an import doesn't use or that nobody sees in Excel, in words."""

from collections.abc import Iterable, Sequence

from desktop.basics.i18n import _
from desktop.spreadsheets.cells import Table, column_letter
from desktop.spreadsheets.header import Header

_MOST_NAMED = 12


def notes_of(table: Table, header: Header) -> tuple[str, ...]:
    """Columns not used, further sheets, hidden rows and columns; nothing of it is an error."""
    notes = []
    used = {*header.columns.values(), *(place for many in header.joined.values() for place in many)}
    for name, places in header.others.items():
        if name in header.columns:
            notes.append(
                _("Column {used} was taken; {left} was left out.").format(
                    used=_column(header, header.columns[name]),
                    left=_list(_column(header, place) for place in places),
                )
            )
    second = {place for places in header.others.values() for place in places}
    unused = [place for place in sorted(header.headings) if place not in used | second]
    if unused:
        names = _list(_column(header, place) for place in unused)
        notes.append(_("Columns not used: {columns}.").format(columns=names))
    others = [sheet for sheet in table.sheets if sheet != table.sheet]
    if others:
        notes.append(
            _("Only sheet {sheet} was read; the file also has {others}.").format(
                sheet=table.sheet, others=_list(others)
            )
        )
    there = {row.number for row in table.rows if row.number > header.row}
    rows = [number for number in table.hidden.rows if number in there]
    if rows:
        notes.append(
            _("Rows hidden in Excel are read too: {rows}.").format(rows=_list(_runs(rows)))
        )
    columns = [place for place in table.hidden.columns if place in used]
    if columns:
        names = _list(_column(header, place) for place in columns)
        notes.append(_("Columns hidden in Excel are read too: {columns}.").format(columns=names))
    return tuple(notes)


def _column(header: Header, place: int) -> str:
    return f"{column_letter(place)} {header.headings.get(place, '')}".strip()


def _list(words: Iterable[str]) -> str:
    found = list(words)
    more = " …" if len(found) > _MOST_NAMED else ""
    return _(", ").join(found[:_MOST_NAMED]) + more


def _runs(numbers: Sequence[int]) -> list[str]:
    """Numbers as people write them: 3–7, 12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]
