"""How many good rows a file had, what was done with them, and the first of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

NOTHING_GIVEN = "未分类"  # the segment or line of what no file classifies: office data, not UI
FIRST_ROWS = 200  # of each kind, to look at before anything is written

What = Literal["new", "changed", "unchanged"]
Differences = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A good row: what comes of it, and of what. ``fields`` are (field, before, now) as texts.

    A new record has nothing before, and one that stands already differs in nothing.
    """

    row: int
    what: What
    code: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


# Says what comes of a row; asked for the first rows only, since it takes time.
Say = Callable[[What], RowSaid]


@dataclass
class Outcome:
    """Counts of good rows: written as new, brought up to date, or found to stand already."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    first: dict[What, list[RowSaid]] = field(
        default_factory=lambda: {"new": [], "changed": [], "unchanged": []}
    )

    @property
    def imported(self) -> int:
        """How many rows change anything."""
        return self.new + self.changed

    def add_new(self, say: Say) -> None:
        """One more row that makes a record; ``say`` is asked for the first of them only."""
        self.new += 1
        self._add("new", say)

    def add_known(self, differs: bool, say: Say) -> None:
        """One more row whose record is there, and may differ."""
        if differs:
            self.changed += 1
        else:
            self.unchanged += 1
        self._add("changed" if differs else "unchanged", say)

    def _add(self, what: What, say: Say) -> None:
        self.rows += 1
        if len(self.first[what]) < FIRST_ROWS:
            self.first[what].append(say(what))


def said_fields(
    differences: Differences, write: Callable[[str, Any], str] = lambda _name, value: str(value)
) -> tuple[tuple[str, str, str], ...]:
    """Differences as texts; what isn't there is blank."""

    def text(name: str, value: Any) -> str:
        return "" if value in (None, "") else write(name, value)

    return tuple(
        (name, text(name, before), text(name, now)) for name, (before, now) in differences.items()
    )
