"""The one door to paper: every string goes through it before it is measured or drawn.

What no font has prints as 〓, and is named, so that a person hears of it before he prints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from operator import is_not
from typing import Any

from desktop.basics.i18n import _
from desktop.printing.fonts import MISSING, printable, unprintable

# Pictures are data in letters, not words.
_NO_WORDS = frozenset({"picture"})
_TOLD = 3  # texts that are named; of more only their number is told
_AROUND = 12  # characters shown at each side of what can't be printed


@dataclass(frozen=True)
class Missing:
    """A text of a paper with characters that no font has, each once.

    ``paper`` is what its PDF is called, ``field`` where the text stands (``client.name``).
    """

    paper: str
    field: str
    text: str
    characters: tuple[str, ...]


def through(value: Any) -> Any:
    """The paper with every string as paper can show it; the ends of lines in it are kept."""
    if isinstance(value, str):
        shown = "\n".join(map(printable, value.splitlines()))
        return value if shown == value else shown
    if isinstance(value, tuple):
        parts = tuple(map(through, value))
        return parts if any(map(is_not, parts, value)) else value
    names = _names(value.__class__)
    if not names:
        return value
    changed = {
        name: clean for name in names if (clean := through(one := getattr(value, name))) is not one
    }
    return replace(value, **changed) if changed else value


def missing_in(title: str, paper: Any) -> tuple[Missing, ...]:
    """The texts of a paper that can't be printed whole, each once, in their order."""
    found: dict[str, Missing] = {}
    for field, text in _strings(paper, ""):
        if text not in found and (characters := unprintable(text)):
            found[text] = Missing(title, field, text, characters)
    return tuple(found.values())


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a kind of dataclass that may hold words; none of anything else."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in _NO_WORDS)


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each, where)
    else:
        for name in _names(value.__class__):
            each = getattr(value, name)
            if each.__class__ is str:
                yield f"{where}.{name}" if where else name, each
            elif each.__class__ is tuple or _names(each.__class__):
                yield from _strings(each, f"{where}.{name}" if where else name)


def told(missing: Sequence[Missing]) -> str:
    """What can't be printed, in words for whoever is about to print it; "" for nothing."""
    if not missing:
        return ""
    named = [
        _("{paper}: {characters} in “{text}”").format(
            paper=one.paper, characters=_named(one.characters), text=_around(one)
        )
        for one in missing[:_TOLD]
    ]
    if len(missing) > _TOLD:
        named.append(_("{number} more").format(number=len(missing) - _TOLD))
    words = _(
        "No font has these characters: {mark} stands for them on the paper. Write them in by "
        "hand, or correct the text first."
    )
    return "\n".join([words.format(mark=MISSING), *named])


def _named(characters: tuple[str, ...]) -> str:
    return " ".join(f"{one} (U+{ord(one):04X})" for one in characters)


def _around(one: Missing) -> str:
    """The text, or what is around the first character of a long one."""
    place = one.text.find(one.characters[0])
    start, end = max(place - _AROUND, 0), place + _AROUND + 1
    words = " ".join(one.text[start:end].split())
    return "…" * (start > 0) + words + "…" * (end < len(one.text))
