"""What people may write down of a noun: each field declared once, on the noun's draft.

A draft (``basics/drafts``) is a frozen dataclass; what is annotated with an ``Editable`` says there
all that any room has to know of it. Form, service, file, trail, import, export and replay go by
that. A field that is no more than a part of a form of work (a product's units) has none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeVar, get_type_hints

from desktop.basics import money
from desktop.basics.i18n import N_, _
from desktop.basics.weekdays import weekday_words

Draft = TypeVar("Draft")
# How a field is typed: its editor in a form.
Kind = Literal[
    "text",
    "code",  # plain signs alone
    "phone",  # one number or several
    "word",  # one of a list, or any other
    "long",
    "whole",
    "minutes",  # kept as seconds
    "money",
    "rate",
    "decimal",
    "day",
    "time",
    "closing",  # a time up to 24:00
    "weekdays",  # kept as their figures, 1 is Monday
    "choice",
    "tick",
    "lookup",
]


# More than this nobody types: a page or a file was pasted into the wrong field.
_LONGEST: dict[Kind, int] = {
    "text": 1_000,
    "code": 1_000,
    "phone": 1_000,
    "word": 1_000,
    "long": 20_000,
}


@dataclass(frozen=True)
class Editable:
    """One field that people edit.

    ``words`` and ``hint`` are msgids, ``kind`` is how it is typed. ``called`` is its name in forms,
    files and refusals, where Python can't have it or says its unit. What ``stays`` is given once,
    what comes ``later`` isn't asked of a new one. What is ``first`` stands at a form's top;
    ``wide`` takes a whole line. ``choices`` are values with their msgids. A new form is filled
    with the ``default`` (of a day: how many days from today), else with the draft's own; a needed
    choice that is ``unset`` begins with none, so that nobody overlooks it. ``least``
    is the smallest number (an amount is above 0, a ``balance`` anything), ``limit`` the longest
    text: more is ``too_long``. What is ``masked`` only those see whole who need it (E6).

    ``headings`` are what people write above it in lists that are brought in, the likelier first
    (``joined``: several columns hold it together); ``column`` is the office's own, under which it
    is exported. Both are office data, in no catalog.
    """

    words: str
    kind: Kind = "text"
    called: str = ""
    needed: bool = False
    stays: bool = False
    later: bool = False
    first: bool = False
    wide: bool = False
    hint: str = ""
    choices: Mapping[str, str] | None = None
    default: Any = None
    unset: bool = False
    least: int = 0
    balance: bool = False
    limit: int = 0
    too_long: str = N_("At most {limit} characters.")
    masked: bool = False
    joined: bool = False
    column: str = ""
    headings: tuple[str, ...] = ()
    # The draft's attribute, and whether a draft can do without: filled in by ``editable``.
    name: str = ""
    optional: bool = False

    def begun(self, today: Callable[[], date]) -> object:
        """What stands in a new form; ``today`` is asked for a day only: an office may be new."""
        if self.kind == "day" and self.default is not None:
            return today() + timedelta(days=self.default)
        return self.default

    def said(self, value: Any, masked: Callable[[str], str] = str) -> str:
        """What stands in the field, as people read it; "" for nothing."""
        if value in (None, ""):
            return ""
        if self.choices is not None:
            return _(self.choices[value])
        if isinstance(value, bool):
            return yes_or_no(value)
        if self.masked:
            return masked(value)
        if self.kind == "money":
            return f"¥ {money.grouped(value)}"
        if self.kind == "rate":
            return money.percent(value)
        if self.kind == "minutes":
            return _("{minutes} min").format(minutes=minutes_of(value))
        if self.kind == "weekdays":
            return weekday_words(value)
        return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

    @property
    def longest(self) -> int:
        """The most characters that it takes; 0 for what is no text."""
        return self.limit or _LONGEST.get(self.kind, 0)

    @property
    def known_headings(self) -> tuple[str, ...]:
        """All headings under which it is brought in; none for what no list gives."""
        own = (self.column,) if self.column and self.column not in self.headings else ()
        return (*self.headings, *own)


def minutes_of(span_s: int) -> str:
    """A span of seconds as a figure in minutes: 45, or 1.5; two places tell every second."""
    return format(round(Decimal(span_s) / 60, 2).normalize(), "f")


def yes_or_no(value: bool) -> str:
    """What is so or not, as people read it."""
    return _("yes") if value else _("no")


_KNOWN: dict[type[Any], tuple[Editable, ...]] = {}


def editable(draft: type[Any]) -> tuple[Editable, ...]:
    """The fields that a draft declares, in their order."""
    if draft not in _KNOWN:
        hints = get_type_hints(draft, include_extras=True)
        _KNOWN[draft] = tuple(
            _filled_in(one, field)
            for field in fields(draft)
            for one in getattr(hints[field.name], "__metadata__", ())
            if isinstance(one, Editable)
        )
    return _KNOWN[draft]


def _filled_in(one: Editable, field: Field[Any]) -> Editable:
    optional = field.default is not MISSING
    return replace(
        one,
        name=field.name,
        called=one.called or field.name,
        optional=optional,
        default=(field.default or None) if optional and one.default is None else one.default,
    )


def drafted(draft: type[Draft], given: Mapping[str, Any], **others: Any) -> Draft:
    """The draft of what was typed, by what its fields are called; what is blank is left out."""
    values = {}
    for one in editable(draft):
        value = given.get(one.called)
        if not one.optional or value not in (None, ""):
            values[one.name] = value
    return draft(**values, **others)


def filled(draft: type[Draft], *values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Draft:
    """The draft of all its values, later ones over earlier: as its own call makes it, without
    setting each of them apart.
    """
    made = object.__new__(draft)
    for some in values:
        vars(made).update(some)
    return made


def asked(draft: type[Any], item: object) -> dict[str, Any]:
    """What stands in a row or a draft, by what its fields are called: what a form shows."""
    return {one.called: getattr(item, one.name) for one in editable(draft)}


def stored(draft: type[Any], item: object) -> dict[str, Any]:
    """What stands in a record and in its draft alike, by attribute.

    What is looked up isn't in it: a record holds its id.
    """
    return {one.name: getattr(item, one.name) for one in editable(draft) if one.kind != "lookup"}


def told_of(
    draft: type[Any], row: object, masked: Callable[[str], str] = str
) -> dict[str, tuple[str, str]]:
    """What is known, by field: its label and its words. ``masked`` makes of a number what the
    person who looks may see of it (E6).
    """
    return {
        one.called: (_(one.words), one.said(getattr(row, one.name), masked))
        for one in editable(draft)
    }
