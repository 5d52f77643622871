"""What stands in an editor as it is kept in a draft, and what of it a person typed."""

from typing import Any

from desktop.basics.i18n import _
from desktop.views.kit.forms.fields import Field


def open_part(field: Field, raw: Any) -> Any:
    """What a person may type of what stands in an editor, without what its lines reckon."""
    if field.kind != "rows" or not isinstance(raw, list):
        return chosen(raw)
    open_ = [column.name for column in field.rows if not column.locked]
    return [{name: chosen(row.get(name)) for name in open_} for row in raw]


def chosen(raw: Any) -> Any:
    """What counts of a cell: of what was looked up its code alone, how it is called comes later."""
    if isinstance(raw, dict) and raw.get("value") is not None:
        return {"value": raw["value"]}
    return raw


def told(field: Field, value: Any) -> Any:
    """A field's value without what isn't kept of its rows."""
    if field.kind != "rows" or not isinstance(value, list):
        return value
    kept = [column.name for column in field.rows if column.kept]
    return [{name: row.get(name) for name in kept} for row in value]


def plain(field: Field, raw: Any) -> str:
    """What stands in an editor, in words; of its lines what a person may type."""
    if isinstance(raw, list) and field.rows:
        words = "；".join(_line(field, row) for row in raw)
    elif isinstance(raw, list):
        words = "、".join(_one(field, one) for one in raw)
    else:
        words = _one(field, raw)
    return words or _("(nothing)")


def cell_words(column: Field, raw: Any) -> str:
    """What stands in a field of a line, as a table shows it: nothing where nothing stands."""
    if column.kind == "tick":
        return _("yes") if raw else ""
    return _one(column, raw) if raw else ""


def _line(field: Field, row: Any) -> str:
    """One line, as its columns stand; a tick by the words above it."""
    typed = [column for column in field.rows if not column.locked and row.get(column.name)]
    return " ".join(
        _(column.words) if row[column.name] is True else plain(column, row[column.name])
        for column in typed
    )


def _one(field: Field, raw: Any) -> str:
    if isinstance(raw, dict):
        return str(raw.get("text") or "")
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    choices = field.choices() if callable(field.choices) else field.choices
    return _(choices[raw]) if choices and raw in choices else str(raw or "")
