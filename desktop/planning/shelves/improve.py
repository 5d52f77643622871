"""Good shelves: filled level by level at prices, then bettered by exchanging items."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.prices import Prices, Row, Scale
from desktop.planning.shelves.rack import Filling

if TYPE_CHECKING:
    from desktop.planning.shelves.prices import Floats

Items = tuple[int, ...]  # of one level, rising
Way = tuple[tuple[int, Items], ...]  # levels with what would stand there
_OPEN = 48  # as many that aren't there yet are tried
_STEEPER = (0.5, 0.8, 1.0, 1.25, 2.0)  # prices of a millimetre by which exchanges are judged first


class Levels:
    """What levels are worth with just these items, each with the best facings; remembered."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.rack = scale.rack
        self.worths = [[worth for worth in row if worth > -np.inf] for row in scale.worths.tolist()]
        self._room = max(self.rack.widths, default=0) // scale.step
        self._known: dict[Items, Floats] = {(): np.zeros(self._room + 1)}

    def worth(self, level: int, items: Items) -> float:
        """−∞ where they don't all fit."""
        if items and items[-1] >= self.rack.takes[level]:
            return -np.inf
        return float(self._curve(items)[self.rack.widths[level] // self.scale.step])

    def row(self, level: int, items: Items) -> Row:
        """The items with their best facings."""
        cell = self.rack.widths[level] // self.scale.step
        row = []
        for end in range(len(items), 0, -1):
            at, before, now = (
                items[end - 1],
                self._curve(items[: end - 1]),
                self._curve(items[:end]),
            )
            for many, worth in enumerate(self.worths[at], start=1):
                cells = self._cells(at, many)
                if cells <= cell and before[cell - cells] + worth == now[cell]:
                    row.append((at, many))
                    cell -= cells
                    break
        return tuple(reversed(row))

    def best(self, level: int, forced: Items, open_to: Iterable[int], gains: "Floats") -> Items:
        """Which items earn a level most at these gains, those that are forced among them."""
        cell = self.rack.widths[level] // self.scale.step
        kept = set(forced)
        order = [at for at in sorted({*forced, *open_to}) if at < self.rack.takes[level]]
        tables = [np.zeros(cell + 1)]
        for at in order:
            before = tables[-1]
            now = np.full(cell + 1, -np.inf) if at in kept else before.copy()
            for many, gain in enumerate(gains[at].tolist(), start=1):
                cells = self._cells(at, many)
                if cells <= cell and gain > -np.inf:
                    np.maximum(now[cells:], before[: cell + 1 - cells] + gain, out=now[cells:])
            tables.append(now)
        taken = []
        for place in range(len(order) - 1, -1, -1):
            at, before, now = order[place], tables[place], tables[place + 1]
            if at not in kept and before[cell] == now[cell]:
                continue
            for many, gain in enumerate(gains[at].tolist(), start=1):
                cells = self._cells(at, many)
                if cells <= cell and before[cell - cells] + gain == now[cell] > -np.inf:
                    taken.append(at)
                    cell -= cells
                    break
        return tuple(reversed(taken))

    def _curve(self, items: Items) -> "Floats":
        known = self._known.get(items)
        if known is None:
            before = self._curve(items[:-1])
            known = np.full(self._room + 1, -np.inf)
            for many, worth in enumerate(self.worths[items[-1]], start=1):
                cells = self._cells(items[-1], many)
                if cells <= self._room:
                    np.maximum(
                        known[cells:], before[: self._room + 1 - cells] + worth, out=known[cells:]
                    )
            self._known[items] = known
        return known

    def _cells(self, at: int, many: int) -> int:
        return -(-many * self.rack.items[at].width // self.scale.step)


def filled(levels: Levels, musts: Sequence[Items], prices: Prices) -> list[Items]:
    """The levels one after the other, those first that take least, beside the musts there."""
    rack, scale = levels.rack, levels.scale
    gains = scale.worths - (prices.own + np.where(scale.musts, 0.0, prices.other))[:, None]
    useful = (gains > 0).any(axis=1) & ~scale.musts
    free = set(np.flatnonzero(useful).tolist())
    order = sorted(range(len(rack.widths)), key=lambda at: (rack.takes[at], rack.widths[at], at))
    rows: list[Items] = list(musts)
    left = rack.others
    for level in order:
        items = levels.best(level, musts[level], free, gains)
        new = sorted(set(items) - set(musts[level]), key=lambda at: (-float(gains[at].max()), at))
        rows[level] = tuple(sorted({*musts[level], *new[:left]}))
        free -= set(new[:left])
        left -= len(new[:left])
    return rows


class Search:
    """Levels with their items, bettered step by step."""

    def __init__(
        self, levels: Levels, rows: Sequence[Items], mm: float, wanted: Sequence[int]
    ) -> None:
        self.levels = levels
        self.rows = list(rows)
        self.worths = [levels.worth(level, items) for level, items in enumerate(rows)]
        self._wanted = wanted
        worths, widths = levels.scale.worths, levels.scale.widths
        earned = [np.max(worths - mm * steep * widths, axis=1) for steep in _STEEPER]
        self._earned = np.array(earned).T.tolist()
        self._room = [[mm * steep * width for steep in _STEEPER] for width in levels.rack.widths]

    @property
    def worth(self) -> float:
        return sum(self.worths)

    @property
    def filling(self) -> Filling:
        return tuple(self.levels.row(level, items) for level, items in enumerate(self.rows))

    def run(self) -> None:
        """Until no exchange makes it better."""
        better = True
        while better:
            better = self._step(self._inserted) | self._step(self._replaced)
            better |= self._step(self._swapped)

    def _step(self, ways: Callable[[], Iterator[Way]]) -> bool:
        better = False
        while self._first_better(ways()):
            better = True
        return better

    def _first_better(self, ways: Iterator[Way]) -> bool:
        for way in ways:
            now = sum(self.worths[level] for level, _items in way)
            if sum(self._at_most(level, items) for level, items in way) <= now:
                continue
            new = [self.levels.worth(level, items) for level, items in way]
            if sum(new) > now:
                for (level, items), worth in zip(way, new, strict=True):
                    self.rows[level], self.worths[level] = items, worth
                return True
        return False

    def _at_most(self, level: int, items: Items) -> float:
        if items and items[-1] >= self.levels.rack.takes[level]:
            return -np.inf
        most = self._room[level]
        for at in items:
            most = [one + other for one, other in zip(most, self._earned[at], strict=True)]
        return min(most)

    def _unplaced(self) -> list[int]:
        there = {at for row in self.rows for at in row}
        return [at for at in self._wanted if at not in there][:_OPEN]

    def _inserted(self) -> Iterator[Way]:
        items = self.levels.rack.items
        others = sum(not items[at].must for row in self.rows for at in row)
        if others < self.levels.rack.others:
            for at in self._unplaced():
                if not items[at].must:
                    for level, row in enumerate(self.rows):
                        yield ((level, _with(row, at)),)

    def _replaced(self) -> Iterator[Way]:
        """One by one that isn't there, on its level or on another."""
        items = self.levels.rack.items
        for new in self._unplaced():
            for level, row in enumerate(self.rows):
                for old in row:
                    if items[new].must == items[old].must:
                        rest = _without(row, old)
                        yield ((level, _with(rest, new)),)
                        for other, beside in enumerate(self.rows):
                            if other != level:
                                yield ((level, rest), (other, _with(beside, new)))

    def _swapped(self) -> Iterator[Way]:
        """One moves to another level, or two change places."""
        for one, other in combinations(range(len(self.rows)), 2):
            here, there = self.rows[one], self.rows[other]
            for at in here:
                yield ((one, _without(here, at)), (other, _with(there, at)))
            for at in there:
                yield ((one, _with(here, at)), (other, _without(there, at)))
            for at in here:
                for beside in there:
                    yield (
                        (one, _with(_without(here, at), beside)),
                        (other, _with(_without(there, beside), at)),
                    )


def _with(items: Items, at: int) -> Items:
    return tuple(sorted((*items, at)))


def _without(items: Items, at: int) -> Items:
    return tuple(one for one in items if one != at)
