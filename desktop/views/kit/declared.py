"""Form and facts of a noun, by the fields that its draft declares (``basics/fields``)."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop.basics.fields import editable, told_of
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field, Words

Find = Callable[..., list[tuple[str, str]]]


def fields_of(
    draft: type[Any],
    desk: Desk,
    *,
    known: bool = False,
    finds: Mapping[str, Find] | None = None,
    hints: Mapping[str, Words] | None = None,
) -> list[Field]:
    """The fields of a form; a ``known`` record keeps what is given once, and has what comes later.

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
            limit=one.limit,
            lookup=desk.look_up(finds[one.called]) if one.kind in ("lookup", "word") else None,
            default=one.begun(lambda: desk.today),
            wide=one.wide,
            locked=known and one.stays,
            unset=one.unset,
        )
        for one in sorted(editable(draft), key=lambda one: not one.first)
        if known or not one.later
    ]


def facts_of(
    draft: type[Any], row: object, desk: Desk, instead: Mapping[str, Fact | str | None]
) -> list[Fact]:
    """What is known, in words.

    ``instead`` are other words of a field, or another fact; None: it is said elsewhere.
    """
    facts = []
    for name, (words, told) in told_of(draft, row, desk.number).items():
        said = instead.get(name, told)
        if said is not None:
            facts.append(Fact(words, said) if isinstance(said, str) else said)
    return facts
