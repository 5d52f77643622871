"""A line of fields that isn't looked at: what stands in it, without anything on screen.

Each line on screen is a handful of widgets; of hundreds of lines only those in sight are made.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.line_editor import read_typed
from desktop.views.kit.words_to_values import typed_text

# What of a kind stands in an editor follows from its value without asking anybody.
_TYPED = frozenset(
    {"text", "code", "phone", "whole", "money", "rate", "decimal", "minutes", "unit", "word"}
    | {"day", "time", "closing", "weekdays"}
)
_OTHERS = frozenset(("lookup", "choice", "tick"))
NOBODY = {"value": None, "text": ""}


def folds(fields: Sequence[Field]) -> bool:
    """Whether a line of such fields can be held without its editors."""
    return all(one.kind in _TYPED or one.kind in _OTHERS for one in fields)


def is_blank(field: Field, raw: Any) -> bool:
    """Whether nothing was typed into a field."""
    return (
        field.kind == "choice"
        or field.locked
        or raw in ("", None, False, NOBODY)
        or raw == typed_text(field.kind, field.default)
    )


def raw_of(field: Field, value: Any) -> Any:
    """What stands in an editor that shows this value: for a look-up a code, or one with words."""
    if field.kind == "lookup":
        code, words = value if isinstance(value, tuple) else (value, value)
        return {"value": code or None, "text": str(words or "")}
    if field.kind == "tick":
        return bool(value)
    return value if field.kind == "choice" else typed_text(field.kind, value)


def raw_line(fields: Sequence[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft keeps of a pasted line before it stands in its editors: words as they came."""
    return {one.name: _raw_pasted(one, row.get(one.name)) for one in fields}


def raw_given(fields: Sequence[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    """The same of what was pasted alone: the other fields of its line keep what stands there."""
    given = (one for one in fields if row.get(one.name) is not None and not one.locked)
    return {one.name: _raw_pasted(one, row[one.name]) for one in given}


def _raw_pasted(field: Field, said: Any) -> Any:
    if said is None:
        return raw_of(field, field.default)
    if field.kind == "lookup" and not isinstance(said, tuple):
        return {"value": None, "text": str(said)}
    return said if isinstance(said, str) and field.kind in _TYPED else raw_of(field, said)


def read(
    fields: Sequence[Field],
    raw: Mapping[str, Any],
    today: Callable[[], date],
    *,
    unfinished: bool = False,
) -> Any:
    """What a line that is held so comes to; None for one that its editors have to read.

    That is one in which something can't be read, isn't known for sure, or is missing, unless it
    may be ``unfinished``.
    """
    values: dict[str, Any] = {}
    with suppress(ValueError):
        for one in fields:
            held = raw.get(one.name)
            if one.kind == "lookup":
                value = (held or NOBODY)["value"]
                if value is None and (held or NOBODY)["text"]:
                    return None
            elif one.kind in _OTHERS:
                value = held
            else:
                value = read_typed(one.kind, str(held or ""), today)
            if one.needed and value in (None, "") and not unfinished:
                return None
            values[one.name] = value
        return values
    return None


def is_sure(fields: Sequence[Field], row: Mapping[str, Any], today: Callable[[], date]) -> bool:
    """Whether nothing has to be said of what was pasted: look-ups are known, all can be read."""
    raw = raw_line(fields, row)
    known = all(isinstance(row.get(one.name), tuple) for one in fields if one.kind == "lookup")
    return known and read(fields, raw, today, unfinished=True) is not None
