"""Cells from a sheet as lines of fields: each cell into the field that it stands under."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.views.kit.forms.fields import Field

_YES = frozenset(("是", "√", "✓", "✔", "1", "y", "yes", "true", "有"))
_NO = frozenset(("", "否", "×", "0", "n", "no", "false", "无"))


class NotLaid(ValueError):
    """Why cells can't become lines, in words."""


def laid(
    fields: Sequence[Field], cells: Sequence[Sequence[str]], first: Field
) -> list[dict[str, Any]]:
    """A row each, by the names of the fields; raises NotLaid where it doesn't fit.

    Under headings that are those of the fields it goes by these, else from ``first`` on.
    """
    open_ = [one for one in fields if not one.locked]
    by_words = {_plain(_(one.words)): one for one in fields}
    heads = [_plain(cell) for cell in cells[0]] if len(cells) > 1 else []
    if any(heads) and all(not head or head in by_words for head in heads):
        columns: Sequence[Field | None] = [by_words.get(head) for head in heads]
        cells = cells[1:]
    else:
        columns = open_[open_.index(first) :]
    return [_row(columns, texts) for texts in cells if any(text.strip() for text in texts)]


def _row(columns: Sequence[Field | None], texts: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, text in enumerate(texts):
        said = " ".join(text.split())
        column = columns[at] if at < len(columns) else None
        if not said or (column is not None and column.locked):
            continue
        if column is None:
            words = _(
                "“{text}” stands in a column for which there is none here: nothing was pasted."
            )
            raise NotLaid(words.format(text=said))
        if (value := _meant(column, said)) is not False:
            found[column.name] = value
    return found


def _meant(column: Field, said: str) -> Any:
    """What a cell says to a field: as it is typed, the value of a choice, whether it is ticked."""
    plain = _plain(said)
    if column.kind == "tick" and plain in _YES | _NO | {_plain(_(column.words))}:
        return plain not in _NO
    choices: Mapping[str, str] = {}
    if column.kind == "choice":
        choices = (column.choices() if callable(column.choices) else column.choices) or {}
        chosen = next((one for one, words in choices.items() if plain == _plain(_(words))), None)
        if chosen is not None:
            return chosen
    if column.kind in ("tick", "choice"):
        listed = _(", ").join(map(_, choices.values())) or _("yes") + _(", ") + _("no")
        words = _("“{text}” is none of: {words}.")
        raise NotLaid(words.format(text=said, words=listed) + _(" Nothing was pasted."))
    return said


def _plain(text: str) -> str:
    return "".join(narrow(text).split()).casefold()
