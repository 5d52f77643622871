"""What becomes of a field when somebody else saved its record meanwhile, and what is said (E2)."""

from dataclasses import dataclass
from typing import Any

from desktop.basics.i18n import N_, _
from desktop.basics.line_merge import ASKS, Happened, merge_lines, merge_ticks
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.raw import chosen, open_part, plain

_MOST = 8  # lines of which it is said; of more it is said how many
_NOBODY = {"value": None, "text": ""}
_SAYS = {
    "clash": N_("{line}, {column}: now saved: {theirs}. Saving keeps {mine}."),
    "gone": N_(
        "{line}: somebody else took it out, you changed it. It stands as you typed it: take it out "
        "if it shall go."
    ),
    "back": N_(
        "{line}: you took it out, somebody else changed it. It stands as they saved it: take it "
        "out once more if it shall go."
    ),
    "changed": N_("{line}, {column}: somebody else changed it; before: {before}"),
    "added": N_("{line}: somebody else put it in."),
    "both": N_("{line}: somebody else put in the same; it stands here once."),
    "removed": N_("{line}: somebody else took it out."),
}


@dataclass(frozen=True)
class Together:
    """What stands in an editor then, and what is said below it ("" for nothing)."""

    raw: Any
    words: str


def together(field: Field, before: Any, mine: Any, theirs: Any) -> Together:
    """A field of two: ``mine`` and ``theirs`` as an editor holds them, ``before`` what was typed
    of what both read. Where both changed the same, mine stays and theirs is said.
    """
    typed, saved = open_part(field, mine), open_part(field, theirs)
    if saved in (before, typed):
        return Together(mine, "")
    if field.kind == "rows":
        return _lines(field, before or [], mine, theirs)
    if typed == before:
        said = _("Somebody else changed it; before: {words}")
        return Together(theirs, said.format(words=plain(field, mine)))
    if field.kind == "ticks":
        raw = merge_ticks(before or (), mine, theirs)
        said = _("Now saved: {words}")
        return Together(raw, said.format(words=plain(field, theirs)))
    return Together(mine, _("Now saved: {words}").format(words=plain(field, theirs)))


def _lines(field: Field, before: Any, mine: Any, theirs: Any) -> Together:
    columns = [column.name for column in field.rows if not column.locked]
    merged = merge_lines(before, mine, theirs, columns, _cell)
    # What has to be looked at stands first.
    said = sorted(merged.happened, key=lambda one: one.what not in ASKS)
    words = [_said(field, one) for one in said[:_MOST]]
    if len(said) > _MOST:
        words.append(_("… and {number} more").format(number=len(said) - _MOST))
    return Together(merged.lines, "\n".join(words))


def _cell(raw: Any) -> Any:
    """What counts of a cell; a look-up into which nothing was typed counts for nothing."""
    return "" if raw == _NOBODY else chosen(raw)


def _said(field: Field, one: Happened) -> str:
    column = next((own for own in field.rows if own.name == one.column), field.rows[0])
    name = plain(field.rows[0], one.line.get(field.rows[0].name))
    if one.place is not None:
        name = _("Line {number} ({name})").format(number=one.place + 1, name=name)
    return _(_SAYS[one.what]).format(
        line=name,
        column=_(column.words),
        theirs=plain(column, one.theirs),
        mine=plain(column, one.line.get(column.name)),
        before=plain(column, one.before),
    )
