"""Lines of a form as a sheet takes them: as they are seen, also those that nobody looked at."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenColumn
from desktop.views.kit.forms.fields import Field, LookUp
from desktop.views.kit.forms.raw import cell_words
from desktop.views.kit.tables.copying import Copied, copied

Names = Mapping[tuple[str, str], str]  # by column and code


def unnamed(
    columns: Sequence[Field], rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], LookUp]:
    """The codes of which nobody asked yet how they are called, and what tells it."""
    return {
        (one.name, held["value"]): one.lookup
        for one in columns
        if one.kind == "lookup" and one.lookup is not None
        for row in rows
        if (held := row.get(one.name)) and held["value"] and held["text"] in ("", held["value"])
    }


def names_of(codes: Mapping[tuple[str, str], LookUp]) -> Names:
    """How they are called; to be asked off the GUI thread."""
    found = {}
    for (column, code), lookup in codes.items():
        found[column, code] = next((words for own, words in lookup(code) if own == code), code)
    return found


def copied_lines(
    columns: Sequence[Field], rows: Sequence[Mapping[str, Any]], names: Names
) -> Copied:
    """The lines under their headings."""
    seen = [SeenColumn(_(one.words), one.at_right) for one in columns]
    return copied(
        seen, ([_words(one, row.get(one.name), names) for one in columns] for row in rows)
    )


def _words(column: Field, raw: Any, names: Names) -> str:
    code = raw.get("value") if isinstance(raw, dict) else None
    return names.get((column.name, code or ""), cell_words(column, raw))
