"""The one door to paper: every string goes through it before it is measured or drawn.

What no font has prints as 〓, and is named, so that a person hears of it before he prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from desktop.printing.fonts import printable, unprintable

# Pictures are data in letters, not words.
_NO_WORDS = frozenset({"picture"})


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
        return "\n".join(map(printable, value.splitlines()))
    if isinstance(value, tuple):
        return tuple(map(through, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{name: through(text) for name, text in _words(value)})
    return value


def missing_in(title: str, paper: Any) -> tuple[Missing, ...]:
    """The texts of a paper that can't be printed whole, each once, in their order."""
    found: dict[str, Missing] = {}
    for field, text in _strings(paper, ""):
        if text not in found and (characters := unprintable(text)):
            found[text] = Missing(title, field, text, characters)
    return tuple(found.values())


def _words(value: Any) -> Iterator[tuple[str, Any]]:
    return (
        (field.name, getattr(value, field.name))
        for field in fields(value)
        if field.name not in _NO_WORDS
    )


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each, where)
    elif is_dataclass(value) and not isinstance(value, type):
        for name, each in _words(value):
            yield from _strings(each, f"{where}.{name}".lstrip("."))
