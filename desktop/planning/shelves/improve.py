"""Good shelves: filled level by level at prices, then bettered by exchanging items.

What each exchange brings is known exactly, for all of a kind at once: a level's worth less one
item, more one, or with one in another's place stands in its table (``levels``).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.levels import Items, Levels
from desktop.planning.shelves.prices import Prices
from desktop.planning.shelves.rack import Filling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.planning.shelves.prices import Floats

    Whole = NDArray[np.intp]
    Ways = tuple[Floats, Callable[[tuple[int, ...]], "Way"]]  # what each brings, and what it is

Change = tuple[int, int | None, int | None]  # a level, what goes, what comes
Way = tuple[Change, ...]
_LEAST = -np.inf
_WORK = 30_000  # of an exchange, in cells
_MOST_ROUND = 48  # of placed items, of which three change places in a ring


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

    def __init__(self, levels: Levels, rows: Sequence[Items]) -> None:
        self.levels = levels
        self.rows = list(rows)

    @property
    def worth(self) -> float:
        """−∞ where something stands over an edge."""
        return sum(self.levels.standing(at, row).worth for at, row in enumerate(self.rows))

    @property
    def filling(self) -> Filling:
        return tuple(self.levels.row(level, items) for level, items in enumerate(self.rows))

    def run(self) -> None:
        """Until no exchange makes it better."""
        while (way := _best_way(_Exchanges(self.levels, self.rows))) is not None:
            self._go(way)

    def firm(self, over: float) -> float:
        """What all is worth when nothing may stand over an edge; −∞ where something does.

        The rows are known at this price.
        """
        return sum(self.levels.standing(at, row, over).firm for at, row in enumerate(self.rows))

    def stepped(self, over: float, barred: Collection[int]) -> Way | None:
        """Make the best exchange, even a bad one, that leaves the barred items where they are."""
        way = _best_way(_Exchanges(self.levels, self.rows, over, barred), _LEAST)
        if way is not None:
            self._go(way)
        return way

    def _go(self, way: Way) -> None:
        for level, gone, come in way:
            row = set(self.rows[level])
            if gone is not None:
                row.remove(gone)
            if come is not None:
                row.add(come)
            self.rows[level] = tuple(sorted(row))


def _best_way(exchanges: "_Exchanges", least: float = 0.0) -> Way | None:
    """The exchange that brings most, of one or two levels, else of three; None: none brings any."""
    for kinds in exchanges.kinds():
        best, found = least, None
        for kind in kinds:
            brings, way_at = kind()
            if brings.size and (most := float(brings.max())) > best:
                at = np.unravel_index(int(brings.argmax()), brings.shape)
                best, found = most, way_at(tuple(int(one) for one in at))
        if found is not None:
            return found
    return None


class _Exchanges:
    """All exchanges of items on these rows, with what each brings."""

    def __init__(
        self,
        levels: Levels,
        rows: Sequence[Items],
        over: float | None = None,
        barred: Collection[int] = (),
    ) -> None:
        levels.work += _WORK
        musts, rack = levels.scale.musts, levels.rack
        standing = [levels.standing(level, row, over) for level, row in enumerate(rows)]
        self._items = np.array([at for row in rows for at in row], dtype=np.intp)
        self._on = np.array([lv for lv, row in enumerate(rows) for _at in row], dtype=np.intp)
        self._every = np.arange(len(rows))
        self._must = musts[self._items]
        gone = np.ones(len(rack.items), dtype=bool)
        gone[self._items] = False
        self._new: Whole = np.flatnonzero(gone)
        self._room = int((~self._must).sum()) < rack.others
        # what a level gains with one more, loses without one, gains with one in one's place
        self._more = np.array([one.more[0] for one in standing])
        self._less = np.concatenate([one.less for one in standing])
        self._instead = np.concatenate([one.more[1:] for one in standing])
        if barred:
            self._bar(list(barred))
        self._among: Floats = self._instead[:, self._items]  # placed instead of placed
        self._new_must = musts[self._new]
        self._same = np.where(self._must[:, None] == self._new_must, 0.0, _LEAST)
        self._away = np.where(self._on[:, None] == self._every, _LEAST, 0.0)

    def _bar(self, barred: list[int]) -> None:
        self._more[:, barred] = _LEAST
        self._instead[:, barred] = _LEAST
        stay = np.zeros(self._more.shape[1], dtype=bool)
        stay[barred] = True
        stay = stay[self._items]
        self._instead[stay] = _LEAST
        self._less[stay] = _LEAST

    def kinds(self) -> "Iterator[tuple[Callable[[], Ways], ...]]":
        """The kinds of exchanges, the simple ones first."""
        yield (
            self._inserted,
            self._dropped,
            self._replaced,
            self._ejected,
            self._moved,
            self._swapped,
        )
        yield (self._pushed, self._pushed_on, self._followed)
        if len(self._items) <= _MOST_ROUND:
            yield (self._round,)

    def _inserted(self) -> "Ways":
        """One more that isn't a must."""
        new = self._new[~self._new_must] if self._room else self._new[:0]

        def way(at: tuple[int, ...]) -> Way:
            return ((at[0], None, int(new[at[1]])),)

        return self._more[:, new], way

    def _dropped(self) -> "Ways":
        """One that isn't a must is gone."""

        def way(at: tuple[int, ...]) -> Way:
            return (self._change(at[0], None),)

        return np.where(self._must, _LEAST, self._less), way

    def _replaced(self) -> "Ways":
        """One by one that isn't there, on its level."""

        def way(at: tuple[int, ...]) -> Way:
            return (self._change(at[0], int(self._new[at[1]])),)

        return self._instead[:, self._new] + self._same, way

    def _ejected(self) -> "Ways":
        """One by one that isn't there, on another level."""
        come = self._more[:, self._new]
        best = come.argmax(axis=0)
        every = np.arange(len(self._new))
        most = come[best, every]
        come[best, every] = _LEAST
        second = come.argmax(axis=0)
        elsewhere = self._on[:, None] != best
        brings = np.where(elsewhere, most, come[second, every]) + self._less[:, None] + self._same
        levels = np.where(elsewhere, best, second)

        def way(at: tuple[int, ...]) -> Way:
            level = int(levels[at])
            return (self._change(at[0], None), (level, None, int(self._new[at[1]])))

        return brings, way

    def _moved(self) -> "Ways":
        """One to another level."""
        brings = self._less[:, None] + self._more[:, self._items].T + self._away

        def way(at: tuple[int, ...]) -> Way:
            return (self._change(at[0], None), (at[1], None, int(self._items[at[0]])))

        return brings, way

    def _swapped(self) -> "Ways":
        """Two of different levels change places."""

        def way(at: tuple[int, ...]) -> Way:
            one, other = at
            return (
                self._change(one, int(self._items[other])),
                self._change(other, int(self._items[one])),
            )

        return self._among + self._among.T, way

    def _pushed(self) -> "Ways":
        """A new one for one, which goes to another's place; that one is gone."""
        best, which = self._best_new()
        must = self._must.astype(np.intp)
        brings = self._among + best[must].reshape(len(must), -1)

        def way(at: tuple[int, ...]) -> Way:
            last, one = at
            return (
                self._change(one, int(self._new[which[must[last], one]])),
                self._change(last, int(self._items[one])),
            )

        return brings, way

    def _best_new(self) -> "tuple[Floats, Whole]":
        """For others and musts, by placed item: what the best new one brings there, and which."""
        brings = self._instead[:, self._new]
        if not brings.size:
            return np.full((2, len(self._items)), _LEAST), np.zeros((2, len(self._items)), np.intp)
        both = np.array([np.where(self._new_must == must, brings, _LEAST) for must in (0, 1)])
        return both.max(axis=2), both.argmax(axis=2)

    def _pushed_on(self) -> "Ways":
        """A new one for one, which goes to another level besides."""
        best, which = self._best_new()
        brings = best[0][:, None] + self._more[:, self._items].T + self._away
        if not self._room:
            brings = brings[:0]

        def way(at: tuple[int, ...]) -> Way:
            one, level = at
            return (
                self._change(one, int(self._new[which[0, one]])),
                (level, None, int(self._items[one])),
            )

        return brings, way

    def _followed(self) -> "Ways":
        """One to another's place, and that to a third level."""
        brings = (self._among + self._less)[:, :, None] + self._more[:, self._items].T[:, None, :]
        brings += self._away[:, None, :] + self._away[None]

        def way(at: tuple[int, ...]) -> Way:
            second, first, level = at
            return (
                self._change(first, None),
                self._change(second, int(self._items[first])),
                (level, None, int(self._items[second])),
            )

        return brings, way

    def _round(self) -> "Ways":
        """Three of three levels change places in a ring."""
        brings = self._among[:, :, None] + self._among[None] + self._among.T[:, None, :]

        def way(at: tuple[int, ...]) -> Way:
            one, two, three = at
            return (
                self._change(one, int(self._items[two])),
                self._change(two, int(self._items[three])),
                self._change(three, int(self._items[one])),
            )

        return brings, way

    def _change(self, placed: int, come: int | None) -> Change:
        return int(self._on[placed]), int(self._items[placed]), come
