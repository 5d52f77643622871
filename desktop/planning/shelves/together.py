"""Which rows of the levels go together best: all that could, tried many at once.

At prices every row lacks something of its level's best, and what a shelf lacks in all is what the
bound lies above its worth. So rows are joined level by level as long as they together lack little
enough, have no item in common, and the musts and the others still come out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.prices import Priced, Row, Rows, Scale
from desktop.planning.shelves.rack import Filling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bits = NDArray[np.uint64]
    Whole = NDArray[np.intp]

_BLOCK = 200_000  # pairs that are looked at in one step
_EACH = 5_000  # pairs that a step costs by itself
_WORD = 64


@dataclass(frozen=True)
class Proved:
    """The best filling that is better than one known, if there is one, and the bound."""

    filling: Filling | None
    bound: float


@dataclass(frozen=True)
class _Joined:
    """Rows of the levels so far, each with what it lacks, its items and its worth in all."""

    lack: "Floats"
    items: "Bits"
    musts: "Whole"
    others: "Whole"
    worth: "Floats"
    rows: "Whole"  # by level so far: the number of its row

    def at(self, which: "Whole | slice") -> "_Joined":
        return _Joined(
            self.lack[which],
            self.items[which],
            self.musts[which],
            self.others[which],
            self.worth[which],
            self.rows[which],
        )


def best_of(scale: Scale, priced: Priced, rows: Rows, least: float, steps: int) -> Proved:
    """The best shelf of these rows that is worth more, and what none of them is better than.

    ``rows`` stand by kind of level, those first that lack least. After so many ``steps``: the best
    so far.
    """
    chosen = _Together(scale, priced, rows, least, steps)
    return chosen.proved(chosen.tried(chosen.none()))


class _Together:
    def __init__(self, scale: Scale, priced: Priced, rows: Rows, least: float, steps: int) -> None:
        self._scale = scale
        self._bound = priced.bound
        self._best = least
        self._found: list[Row] | None = None
        self._steps = steps
        self._order = sorted(
            range(len(scale.kinds)), key=lambda level: (len(rows[scale.kinds[level]]), level)
        )
        kinds = [scale.kinds[level] for level in self._order]
        self._rows = [rows[kind] for kind in kinds]
        tables = {kind: self._table(rows[kind]) for kind in set(kinds)}
        self._tables = [tables[kind] for kind in kinds]
        self._same = [bool(at) and kinds[at - 1] == kind for at, kind in enumerate(kinds)]
        self._least = [0.0]  # that the levels from each on lack, the musts they have at most
        self._most = [0]
        for table in reversed(self._tables):
            self._least.insert(0, self._least[0] + float(table.lack.min(initial=np.inf)))
            self._most.insert(0, self._most[0] + int(table.musts.max(initial=0)))

    def _table(self, rows: list[tuple[float, Row]]) -> _Joined:
        words = -(-len(self._scale.rack.items) // _WORD)
        items = np.zeros((len(rows), words), dtype=np.uint64)
        musts = np.zeros(len(rows), dtype=np.intp)
        for number, (_lack, row) in enumerate(rows):
            for at, _many in row:
                items[number, at // _WORD] |= np.uint64(1 << at % _WORD)
                musts[number] += self._scale.musts[at]
        size = np.array([len(row) for _lack, row in rows], dtype=np.intp)
        return _Joined(
            np.array([lack for lack, _row in rows]),
            items,
            musts,
            size - musts,
            np.array([self._scale.worth((row,)) for _lack, row in rows]),
            np.arange(len(rows))[:, None],
        )

    def none(self) -> _Joined:
        """No level filled yet."""
        words, nothing = self._tables[0].items.shape[1], np.zeros(1, dtype=np.intp)
        return _Joined(
            np.zeros(1),
            np.zeros((1, words), dtype=np.uint64),
            nothing,
            nothing,
            np.zeros(1),
            np.zeros((1, 0), dtype=np.intp),
        )

    def tried(self, joined: _Joined) -> bool:
        """Try all rows of the levels that are left; whether it came to an end."""
        turn = joined.rows.shape[1]
        table, start = self._tables[turn], 0
        while start < len(joined.lack):
            room = self._bound - self._best - self._least[turn + 1]
            many = int(np.searchsorted(table.lack, room - joined.lack[start], side="right"))
            if not many:
                return True  # those behind lack more
            size = max(1, _BLOCK // many)
            block = joined.at(slice(start, start + size))
            start += size
            self._steps -= len(block.lack) * many + _EACH
            if self._steps < 0:
                return False
            further = self._further(block, turn, many, room)
            if turn + 1 == len(self._tables):
                self._keep(further)
            elif len(further.lack) and not self.tried(further):
                return False
        return True

    def _further(self, block: _Joined, turn: int, many: int, room: float) -> _Joined:
        """These with each of the next level's first rows that goes with them."""
        table, rack = self._tables[turn].at(slice(many)), self._scale.rack
        fits = block.lack[:, None] + table.lack <= room
        for word in range(block.items.shape[1]):
            fits &= block.items[:, word, None] & table.items[:, word] == 0
        fits &= block.musts[:, None] + table.musts >= rack.musts - self._most[turn + 1]
        fits &= block.others[:, None] + table.others <= rack.others
        if self._same[turn]:
            fits &= table.rows[:, 0] >= block.rows[:, -1, None]
        one, other = np.nonzero(fits)
        lack = block.lack[one] + table.lack[other]
        order = np.argsort(lack, kind="stable")
        one, other = one[order], other[order]
        return _Joined(
            lack[order],
            block.items[one] | table.items[other],
            block.musts[one] + table.musts[other],
            block.others[one] + table.others[other],
            block.worth[one] + table.worth[other],
            np.concatenate([block.rows[one], table.rows[other]], axis=1),
        )

    def _keep(self, whole: _Joined) -> None:
        """The best of these, if it is better."""
        if len(whole.worth) and whole.worth.max() > self._best:
            at = int(whole.worth.argmax())
            self._best = float(whole.worth[at])
            self._found = [
                rows[number][1]
                for rows, number in zip(self._rows, whole.rows[at].tolist(), strict=True)
            ]

    def proved(self, all_tried: bool) -> Proved:
        """The best, if there is one, and what nothing is better than."""
        bound = self._best if all_tried else self._bound
        if self._found is None:
            return Proved(None, bound)
        by_level = dict(zip(self._order, self._found, strict=True))
        return Proved(tuple(by_level[level] for level in range(len(by_level))), bound)
