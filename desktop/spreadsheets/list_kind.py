"""A kind of list that can be brought in: its fields, and the headings that they stand under."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desktop.basics.fields import editable


@dataclass(frozen=True)
class ListField:
    """A field of a list. ``words`` (a msgid) say on screen what it is; of the ``headings`` the
    likelier stand first. Further columns of what is ``joined`` add to the first.
    """

    name: str
    words: str
    headings: tuple[str, ...]
    joined: bool = False


@dataclass(frozen=True)
class ListKind:
    """``words`` (a msgid) say what such a list holds; of each ``needed`` group one field must have
    a column.
    """

    name: str
    words: str
    fields: tuple[ListField, ...]
    needed: tuple[tuple[str, ...], ...]

    @cached_property
    def by_name(self) -> Mapping[str, ListField]:
        """The fields in their order, by name."""
        return {one.name: one for one in self.fields}

    def is_joined(self, name: str) -> bool:
        """Whether several columns may hold a field together."""
        return name in self.by_name and self.by_name[name].joined


def declared_fields(draft: type[Any]) -> Iterator[ListField]:
    """The fields of a list that a draft declares: those with headings."""
    for one in editable(draft):
        if one.known_headings:
            yield ListField(one.called, one.words, one.known_headings, one.joined)
