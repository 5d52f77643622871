"""Good shelves: filled level by level at prices, then bettered by exchanging items."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.prices import Prices, Row, Scale
from desktop.planning.shelves.rack import Filling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.planning.shelves.prices import Floats

    Whole = NDArray[np.intp]

Items = tuple[int, ...]  # of one level, rising
Way = tuple[tuple[int, Items], ...]  # levels with what would stand there
_OPEN = 48  # as many that aren't there yet are tried
_STEEPER = (0.5, 0.8, 1.0, 1.25, 2.0)  # prices of a millimetre by which exchanges are judged
_AS_IT_IS = 2  # of them


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
    """Levels with their items, bettered step by step.

    What an exchange can bring is first judged by prices of a millimetre, all exchanges of a kind at
    once; the hopeful ones are reckoned, the most hopeful first.
    """

    def __init__(self, levels: Levels, rows: Sequence[Items], mm: float) -> None:
        self.levels = levels
        self.rows = list(rows)
        self.worths = [levels.worth(level, items) for level, items in enumerate(rows)]
        scale = levels.scale
        steep = mm * np.array(_STEEPER)
        self._earned = np.array(
            [np.max(scale.worths - one * scale.widths, axis=1) for one in steep]
        )
        self._room = steep[:, None] * np.array(scale.rack.widths, dtype=float)
        self._takes = np.array(scale.rack.takes)

    @property
    def worth(self) -> float:
        return sum(self.worths)

    @property
    def filling(self) -> Filling:
        return tuple(self.levels.row(level, items) for level, items in enumerate(self.rows))

    def run(self) -> None:
        """Until no exchange makes it better."""
        ways = (self._inserted, self._replaced, self._ejected, self._moved, self._swapped)
        turn = still = 0
        while still < len(ways):
            still = 0 if self._better(ways[turn]()) else still + 1
            turn = turn if not still else (turn + 1) % len(ways)

    def kicked(self, chance: Random) -> "Search":
        """The same with some items gone by chance, and one that wasn't there."""
        other = copy(self)
        other.rows, other.worths = list(self.rows), list(self.worths)
        musts = self.levels.scale.musts
        free = [(level, at) for level, at in self._placed() if not musts[at]]
        new = [int(at) for at in self._new(must=False)]
        for level, at in chance.sample(free, min(len(free), chance.randint(1, 4))):
            other._set(level, _without(other.rows[level], at))
        level = chance.randrange(len(self.rows))
        if new and len(free) > 0:
            row = _with(other.rows[level], chance.choice(new))
            if self.levels.worth(level, row) > -np.inf:
                other._set(level, row)
        return other

    def _set(self, level: int, items: Items) -> None:
        self.rows[level], self.worths[level] = items, self.levels.worth(level, items)

    def _better(self, ways: "tuple[Floats, Callable[[int], Way]]") -> bool:
        """Make the first exchange that brings something."""
        hopes, way_at = ways
        flat = hopes.ravel()
        for at in np.argsort(-flat, kind="stable").tolist():
            if flat[at] <= 0:
                break
            way = way_at(at)
            new = [self.levels.worth(level, items) for level, items in way]
            if sum(new) > sum(self.worths[level] for level, _items in way):
                for (level, items), worth in zip(way, new, strict=True):
                    self.rows[level], self.worths[level] = items, worth
                return True
        return False

    def _placed(self) -> list[tuple[int, int]]:
        return [(level, at) for level, row in enumerate(self.rows) for at in row]

    def _now(self) -> "Floats":
        """At each price what each level earns with its items, if width were bought by it."""
        sums = [self._earned[:, list(row)].sum(axis=1) for row in self.rows]
        return np.asarray(self._room + np.array(sums).T)

    def _new(self, must: bool | None = None) -> "Whole":
        """The most hopeful items that aren't there."""
        there = np.ones(len(self.levels.rack.items), dtype=bool)
        there[[at for _level, at in self._placed()]] = False
        if must is not None:
            there &= self.levels.scale.musts == must
        open_to = np.flatnonzero(there)
        best = np.argsort(-self._earned[_AS_IT_IS, open_to], kind="stable")
        return open_to[best[:_OPEN]]

    def _fit(self, items: "Whole", levels: "Whole") -> "Floats":
        """0 where an item (by row) may stand on a level (by column) by its height, else −∞."""
        return np.where(items[:, None] < self._takes[levels], 0.0, -np.inf)

    def _inserted(self) -> "tuple[Floats, Callable[[int], Way]]":
        """One more."""
        others = sum(not self.levels.rack.items[at].must for _level, at in self._placed())
        new = self._new(must=False) if others < self.levels.rack.others else np.array([], dtype=int)
        every = np.arange(len(self.rows))
        with_it = (self._now()[:, None, :] + self._earned[:, new, None]).min(axis=0)
        hopes = with_it - np.array(self.worths) + self._fit(new, every)

        def way(at: int) -> Way:
            place, level = divmod(at, len(self.rows))
            return ((level, _with(self.rows[level], int(new[place]))),)

        return hopes, way

    def _replaced(self) -> "tuple[Floats, Callable[[int], Way]]":
        """One by one that isn't there, on its level."""
        new, old, levels, same = self._pairs()
        now = self._now()[:, levels] - self._earned[:, old]
        hopes = (now[:, None, :] + self._earned[:, new, None]).min(axis=0)
        hopes += same + self._fit(new, levels) - np.array(self.worths)[levels]

        def way(at: int) -> Way:
            place, gone = divmod(at, len(old))
            level = int(levels[gone])
            return ((level, _with(_without(self.rows[level], old[gone]), int(new[place]))),)

        return hopes, way

    def _ejected(self) -> "tuple[Floats, Callable[[int], Way]]":
        """One by one that isn't there, on another level."""
        new, old, levels, same = self._pairs()
        every, worths = np.arange(len(self.rows)), np.array(self.worths)
        lost = (self._now()[:, levels] - self._earned[:, old]).min(axis=0) - worths[levels]
        won = (self._now()[:, None, :] + self._earned[:, new, None]).min(axis=0)
        won += self._fit(new, every) - worths
        hopes = won[:, None, :] + (same + lost)[:, :, None]
        hopes[:, np.arange(len(old)), levels] = -np.inf

        def way(at: int) -> Way:
            rest, level = divmod(at, len(self.rows))
            place, gone = divmod(rest, len(old))
            here = int(levels[gone])
            return (
                (here, _without(self.rows[here], old[gone])),
                (level, _with(self.rows[level], int(new[place]))),
            )

        return hopes, way

    def _pairs(self) -> "tuple[Whole, list[int], Whole, Floats]":
        """What could come and what could go, from which level; −∞ where a must meets another."""
        new = self._new()
        placed = self._placed()
        old = [at for _level, at in placed]
        levels = np.array([level for level, _at in placed], dtype=int)
        musts = self.levels.scale.musts
        same = np.where(musts[new][:, None] == musts[old], 0.0, -np.inf)
        return new, old, levels, same

    def _moved(self) -> "tuple[Floats, Callable[[int], Way]]":
        """One to another level."""
        placed = self._placed()
        items = np.array([at for _level, at in placed], dtype=int)
        levels = np.array([level for level, _at in placed], dtype=int)
        every, worths = np.arange(len(self.rows)), np.array(self.worths)
        lost = (self._now()[:, levels] - self._earned[:, items]).min(axis=0) - worths[levels]
        won = (self._now()[:, None, :] + self._earned[:, items, None]).min(axis=0) - worths
        hopes = lost[:, None] + won + self._fit(items, every)
        hopes[np.arange(len(items)), levels] = -np.inf

        def way(at: int) -> Way:
            place, level = divmod(at, len(self.rows))
            here, item = placed[place]
            return ((here, _without(self.rows[here], item)), (level, _with(self.rows[level], item)))

        return hopes, way

    def _swapped(self) -> "tuple[Floats, Callable[[int], Way]]":
        """Two change places."""
        placed = self._placed()
        items = np.array([at for _level, at in placed], dtype=int)
        levels = np.array([level for level, _at in placed], dtype=int)
        worths = np.array(self.worths)[levels]
        rest = self._now()[:, levels] - self._earned[:, items]
        there = (rest[:, None, :] + self._earned[:, items, None]).min(axis=0) - worths
        there += self._fit(items, levels)
        hopes = np.where(levels[:, None] < levels, there + there.T, -np.inf)

        def way(at: int) -> Way:
            (one, item), (other, beside) = (placed[place] for place in divmod(at, len(placed)))
            return (
                (one, _with(_without(self.rows[one], item), beside)),
                (other, _with(_without(self.rows[other], beside), item)),
            )

        return hopes, way


def _with(items: Items, at: int) -> Items:
    return tuple(sorted((*items, at)))


def _without(items: Items, at: int) -> Items:
    return tuple(one for one in items if one != at)
