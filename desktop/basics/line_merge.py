"""Two people changed one list of lines: what both did, line by line and cell by cell (E2).

A line is a mapping of cells; its first column tells which line it is (the product of an order's
line). Of several with the same there, those that are most alike are taken for one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Line = Mapping[str, Any]
Told = Callable[[Any], Any]
What = Literal[
    "clash",  # both changed a cell: mine stands, ``theirs`` is what was saved
    "gone",  # they took out what I changed: it stands as I have it
    "back",  # I took out what they changed: it stands as they have it
    "changed",  # they changed a cell that I left; ``before`` is what stood there
    "added",  # they put it in
    "both",  # both put it in alike: it stands once
    "removed",  # they took out what I left
]
ASKS: frozenset[What] = frozenset(("clash", "gone", "back"))


@dataclass(frozen=True)
class Happened:
    """What is worth saying of one line; ``place`` counts from 0, None for one that is gone."""

    what: What
    line: Line
    place: int | None = None
    column: str = ""
    theirs: Any = None
    before: Any = None


@dataclass(frozen=True)
class Merged:
    """The lines as they stand now, and what is to be said of them."""

    lines: list[dict[str, Any]]
    happened: list[Happened]

    @property
    def asks(self) -> bool:
        """Whether somebody has to look at it: both had a hand in the same."""
        return any(one.what in ASKS for one in self.happened)


@dataclass(eq=False)
class _One:
    """One line as it was read, as I have it and as they saved it; None where it isn't there."""

    base: Line | None = None
    mine: Line | None = None
    theirs: Line | None = None
    said: list[tuple[What, str, Any, Any]] = field(default_factory=list)


def merge_lines(
    base: Sequence[Line],
    mine: Sequence[Line],
    theirs: Sequence[Line],
    columns: Sequence[str],
    told: Told = lambda cell: cell,
) -> Merged:
    """``theirs`` with what made ``mine`` of ``base``.

    ``columns`` are those that people type into; ``told`` gives what counts of a cell. The order is
    theirs, unless I changed it.
    """
    merging = _Merging(columns, told)
    order = merging.laid(base, mine, theirs)
    lines: list[dict[str, Any]] = []
    happened: list[Happened] = []
    for one in order:
        line = merging.line(one)
        place = None if line is None else len(lines)
        if line is not None:
            lines.append(line)
        shown = line if line is not None else (one.mine or {})
        happened += [
            Happened(what, shown, place, column, said, before)
            for what, column, said, before in one.said
        ]
    return Merged(lines, happened)


class _Merging:
    def __init__(self, columns: Sequence[str], told: Told) -> None:
        self._columns, self._told = columns, told

    def laid(
        self, base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line]
    ) -> list[_One]:
        """All lines of the three, each once, in the order in which they stand."""
        ones = [_One(base=line) for line in base]
        own, saved = self._found(ones, base, mine), self._found(ones, base, theirs)
        new = [at for at, one in enumerate(own) if one is None]
        added = [at for at, one in enumerate(saved) if one is None]
        both = self._pairs([mine[at] for at in new], [theirs[at] for at in added])
        pairs = {added[theirs_at]: new[mine_at] for theirs_at, mine_at in both.items()}
        of_mine = [one or _One() for one in own]
        of_theirs = [
            one or (of_mine[pairs[at]] if at in pairs else _One()) for at, one in enumerate(saved)
        ]
        for one, line in zip(of_mine, mine, strict=True):
            one.mine = line
        for one, line in zip(of_theirs, theirs, strict=True):
            one.theirs = line
        place = {id(one): at for at, one in enumerate(ones)}
        seen = [place[id(one)] for one in of_mine if id(one) in place]
        if seen == sorted(seen):
            return _with(of_theirs, of_mine)
        return _with(of_mine, of_theirs)

    def _found(
        self, ones: Sequence[_One], base: Sequence[Line], other: Sequence[Line]
    ) -> list[_One | None]:
        pairs = self._pairs(base, other)
        return [ones[pairs[at]] if at in pairs else None for at in range(len(other))]

    def _pairs(self, base: Sequence[Line], other: Sequence[Line]) -> dict[int, int]:
        """Which line of ``other`` is which of ``base``; the most alike of the same name first."""
        named: dict[Any, list[int]] = {}
        for at, line in enumerate(base):
            named.setdefault(self._name(line), []).append(at)
        near = sorted(
            (-self._alike(base[before], line), at, before)
            for at, line in enumerate(other)
            for before in named.get(self._name(line), ())
        )
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _alike, at, before in near:
            if at not in pairs and before not in taken:
                pairs[at] = before
                taken.add(before)
        return pairs

    def _cell(self, line: Line | None, column: str) -> Any:
        return self._told((line or {}).get(column)) or ""

    def _name(self, line: Line) -> str:
        return repr(self._cell(line, self._columns[0]))

    def _alike(self, one: Line, other: Line) -> int:
        return sum(self._cell(one, name) == self._cell(other, name) for name in self._columns)

    def _is_like(self, one: Line | None, other: Line | None) -> bool:
        return self._alike(one or {}, other or {}) == len(self._columns)

    def line(self, one: _One) -> dict[str, Any] | None:
        """What becomes of a line; None when it goes. What is to be said is noted with it."""
        if one.mine is None:
            return self._without_mine(one)
        if one.theirs is None:
            return self._without_theirs(one)
        if one.base is None and self._is_like(one.mine, one.theirs):
            one.said.append(("both", "", None, None))
        line = dict(one.mine)
        for name in self._columns:
            before, own, saved = (self._cell(at, name) for at in (one.base, one.mine, one.theirs))
            if own == before and saved != before:
                line[name] = one.theirs.get(name)
                one.said.append(("changed", name, one.theirs.get(name), one.mine.get(name)))
            elif saved not in (before, own):
                one.said.append(("clash", name, one.theirs.get(name), None))
        return line

    def _without_mine(self, one: _One) -> dict[str, Any] | None:
        if one.theirs is None or (one.base is not None and self._is_like(one.theirs, one.base)):
            return None
        one.said.append(("added" if one.base is None else "back", "", None, None))
        return dict(one.theirs)

    def _without_theirs(self, one: _One) -> dict[str, Any] | None:
        assert one.mine is not None
        if one.base is None:
            return dict(one.mine)
        if self._is_like(one.mine, one.base):
            one.said.append(("removed", "", None, None))
            return None
        one.said.append(("gone", "", None, None))
        return dict(one.mine)


def _with(order: Iterable[_One], others: Sequence[_One]) -> list[_One]:
    """An order, and the others each behind the one that it stands behind."""
    laid = list(order)
    known = {id(one) for one in laid}
    before: _One | None = None
    for one in others:
        if id(one) not in known:
            laid.insert(0 if before is None else laid.index(before) + 1, one)
        before = one
    return laid


def merge_ticks(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Of things that are ticked or not: theirs, with what I ticked and without what I cleared."""
    kept = [one for one in theirs if one in mine or one not in base]
    return [*kept, *(one for one in mine if one not in base and one not in kept)]
