"""Form and facts of a noun, by the fields that its draft declares (``basics/fields``)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.basics.fields import Editable, editable
from desktop.basics.i18n import _
from desktop.basics.money import percent
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field, Words
from desktop.views.kit.words import yuan_words
from desktop.views.kit.words_to_values import typed_text

Find = Callable[..., list[tuple[str, str]]]


def fields_of(
    draft: type[Any],
    desk: Desk,
    *,
    known: bool = False,
    finds: Mapping[str, Find] | None = None,
    hints: Mapping[str, Words] | None = None,
) -> list[Field]:
    """The fields of a form; a ``known`` record keeps what is given once.

    ``finds`` are the questions that offer the words of look-ups, by field; ``hints`` are those
    that say the office's own numbers.
    """
    finds, hints = finds or {}, hints or {}
    return [
        Field(
            one.called,
            one.words,
            one.kind,
            needed=one.needed,
            hint=hints.get(one.called, one.hint),
            choices=one.choices,
            lookup=desk.look_up(finds[one.called]) if one.kind in ("lookup", "word") else None,
            wide=one.wide,
            locked=known and one.stays,
        )
        for one in sorted(editable(draft), key=lambda one: not one.first)
    ]


def facts_of(
    draft: type[Any], row: object, desk: Desk, instead: Mapping[str, Fact | None]
) -> Sequence[Fact]:
    """What is known, in words. ``instead`` says a field otherwise; None: it is said elsewhere."""
    return [
        told
        for one in editable(draft)
        if (told := instead.get(one.called, Fact(_(one.words), _said(one, row, desk)))) is not None
    ]


def _said(one: Editable, row: object, desk: Desk) -> str:
    value = getattr(row, one.name)
    if value in (None, ""):
        return ""
    if one.masked:
        return desk.number(value)
    if one.choices is not None:
        return _(one.choices[value])
    if one.kind == "money":
        return yuan_words(value)
    return percent(value) if one.kind == "rate" else typed_text(one.kind, value)
