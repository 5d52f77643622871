"""How many conflicts can't be avoided, from many cliques at once.

Each clique asks for its conflicts among its pairs, and a pair has no more of them than lines that
both can have. How few conflicts meet all of that is a linear program; its prices prove the bound:
so much each clique's conflicts count for, less what a pair would have to give beyond its most. Any
prices prove one, and as they are rounded to whole numbers first, nothing rests on floats.
"""

from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.floors import Floors
from desktop.planning.staggering.cliques import Clique
from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.net import Part
from desktop.planning.staggering.shares import Shares, unavoidable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_LARGEST = 2_000  # clients of a part: what is near what stands in one table
_PAIR = 2
_UNIT = 2**20  # prices are whole parts of this
_GAIN = 1e-3  # by so much a clique must ask for more than is there
_CROWD = 0.02  # what each neighbour counts for when a clique is grown, beside conflicts
_PAIRS = 25_000  # of which cliques are made, in all rounds
_ROUNDS = (3, 16)  # at least, and at most


class Packing:
    """The cliques of a part, each with its conflicts; ``bound`` is proved."""

    def __init__(self, part: Part, cliques: "Iterable[Clique]") -> None:
        self._part = part
        self.bound = 0
        pairs = np.array(part.pairs)
        one, other = pairs[:, 0], pairs[:, 1]
        number = np.array(part.number)
        common = (part.allowed[one] & part.allowed[other]).sum(axis=1)
        self._most: Whole = np.minimum(np.minimum(number[one], number[other]), common)
        self._pair = np.full((part.size, part.size), -1, dtype=np.int32)
        self._pair[one, other] = self._pair[other, one] = np.arange(len(pairs), dtype=np.int32)
        self._near = self._pair >= 0
        self._floors = Floors(self._most.astype(float))
        self._amounts = np.zeros(len(pairs))
        self._left = min(_ROUNDS[1], max(_ROUNDS[0], _PAIRS // len(pairs)))
        self._asked: list[tuple[NDArray[np.int32], int]] = []
        self._known: dict[Clique, float] = {}
        for clique in cliques:
            self._ask(clique, unavoidable(part, clique))

    @staticmethod
    def fits(part: Part) -> bool:
        """Whether a part is small enough."""
        return part.size <= _LARGEST

    def round(self, clock: Clock) -> bool:
        """Cliques that ask for more, and what they prove; whether another round may prove more."""
        if self._left == 0 or not self._grow(clock) or clock.over():
            self._left = 0
            return False
        self._left -= 1
        self._amounts, prices = self._floors.solved(clock.left)
        self._known.update(zip(self._known, prices.tolist(), strict=True))
        self.bound = max(self.bound, -(-self._proved(prices) // _UNIT))
        return True

    @property
    def dearest(self) -> list[Clique]:
        """The cliques that have a price, those first of which more would be proved."""
        priced = [clique for clique, price in self._known.items() if price]
        return sorted(priced, key=lambda clique: (-self._known[clique], -len(clique), clique))

    def _proved(self, prices: "Floats") -> int:
        """What these prices prove, in parts of ``_UNIT``."""
        load = np.zeros(len(self._most), dtype=np.int64)
        proved = 0
        for (places, conflicts), price in zip(
            self._asked, np.rint(prices * _UNIT).astype(np.int64).tolist(), strict=True
        ):
            if price:
                load[places] += price
                proved += price * conflicts
        return proved - int((np.maximum(load - _UNIT, 0) * self._most).sum())

    def _grow(self, clock: Clock) -> int:
        """Add cliques that ask for more conflicts than their pairs have so far; how many."""
        held = np.zeros(self._near.shape)
        held[self._near] = self._amounts[self._pair[self._near]]
        found = 0
        for start in range(self._part.size):
            if clock.over():
                break
            found += self._grown(start, held)
        return found

    def _grown(self, start: int, held: "Floats") -> bool:
        """A clique grown from a client by who brings the least amounts to it; whether it is new."""
        shares = Shares(self._part)
        shares.add(start)
        clique, inside, best, gained = [start], 0.0, 1, _GAIN
        others = np.flatnonzero(self._near[start])
        near, brings = self._near[np.ix_(others, others)], held[start, others]
        crowd = near.sum(axis=1)
        left = np.ones(len(others), dtype=bool)
        while left.any():
            at = int(np.where(left, brings - _CROWD * crowd, np.inf).argmin())
            inside += float(brings[at])
            clique.append(int(others[at]))
            gain = shares.add(clique[-1]) - inside
            if gain > gained:
                best, gained = len(clique), gain
            gone = left & ~near[at]
            left &= near[at]
            crowd = crowd - near[:, gone].sum(axis=1)
            brings = brings + held[clique[-1], others]
        if best <= _PAIR:
            return False
        asked = clique[:best]
        return self._ask(tuple(sorted(asked)), unavoidable(self._part, asked))

    def _ask(self, clique: Clique, conflicts: int) -> bool:
        if not conflicts or clique in self._known:
            return False
        self._known[clique] = 0
        members = np.array(clique)
        places = self._pair[np.ix_(members, members)][np.triu_indices(len(clique), 1)]
        self._asked.append((places, conflicts))
        self._floors.add(places, conflicts)
        return True
