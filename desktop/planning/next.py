"""What to push: the products that a client is likeliest to take up next (G11).

Learned from which clients buy which products together. Two products are near when the same
baskets hold both; a large basket says less about each of its products than a small one, and a
product that is everywhere says less than a rare one. What a client buys votes for what is near
it. How the numbers were chosen: docs/plans.md.

All that is added up is whole, so that no order of adding and no machine changes a plan; products
that are equally near come by how many clients buy them, then by code.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.planning.forms import need_least

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Votes = NDArray[np.int32]
    Places = NDArray[np.intp]

# Products beyond the best sold are not learned about, only offered: their table grows squarely.
MOST_LEARNED = 4_000
_SMALL_BASKET = 0.85  # the power of its size by which a basket counts less
_COMMON = 1 / 3  # the power of both products' weights by which being bought counts less
_NEAR_MANY = 0.25  # the power of both products' whole nearness by which being near many does
_WHOLE = 2**20  # a basket of one product weighs this much
_EXACT = 2**52  # sums of whole numbers up to this are exact, in whatever order they are added
_SHORT = 2**30  # sums up to this fit into 32 bits, which are added twice as fast


@dataclass(frozen=True)
class Problem:
    """Who buys what, what may be offered, and how many to each."""

    baskets: Mapping[str, tuple[str, ...]]
    offered: tuple[str, ...]
    number: int

    def __post_init__(self) -> None:
        need_least(1, number=self.number)


@dataclass(frozen=True)
class Plan:
    """For each client the offered products that it doesn't buy, the likeliest first."""

    next: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Because:
    """Why a product is offered: of ``buyers`` of a product that this client buys too, ``both``
    buy the one that is offered.
    """

    product: str
    both: int
    buyers: int


def solve(problem: Problem) -> Plan:
    """The plan; each client gets as many as asked for, or all that there are."""
    shops = sorted(problem.baskets)
    if not shops or not problem.offered:
        return Plan(dict.fromkeys(shops, ()))
    market = _Market([frozenset(problem.baskets[shop]) for shop in shops], problem.offered)
    return Plan(dict(zip(shops, market.likeliest(problem.number), strict=True)))


def because(problem: Problem, basket: Iterable[str], product: str) -> Because | None:
    """What in a basket speaks most for a product; None when nothing does."""
    theirs = set(basket) - {product}
    both: Counter[str] = Counter()
    buyers: Counter[str] = Counter()
    for other in problem.baskets.values():
        shared = theirs.intersection(other)
        buyers.update(shared)
        if product in other:
            both.update(shared)
    if not both:
        return None
    best = min(both, key=lambda code: (-(both[code] ** 2) / buyers[code], code))
    return Because(best, both[best], buyers[best])


class _Market:
    """Baskets as places of known products: the best sold first, then by code."""

    def __init__(self, baskets: Sequence[frozenset[str]], offered: Iterable[str]) -> None:
        self._sold = Counter(code for basket in baskets for code in basket)
        known = sorted(self._sold, key=self._rank)[:MOST_LEARNED]
        self._number = len(known)
        self._place = {code: place for place, code in enumerate(known)}
        self._baskets = baskets
        self._offered = sorted(set(offered), key=self._rank)

    def _rank(self, code: str) -> tuple[int, str]:
        return -self._sold[code], code

    @cached_property
    def _rows(self) -> "list[Places]":
        """The known products in each basket."""
        import numpy as np

        place = self._place
        return [
            np.array(sorted(place[code] for code in basket if code in place), dtype=np.intp)
            for basket in self._baskets
        ]

    def likeliest(self, number: int) -> Iterator[tuple[str, ...]]:
        """For each basket the offered products that aren't in it."""
        import numpy as np

        column = {code: at for at, code in enumerate(self._offered)}
        for basket, score in zip(self._baskets, self._scores(), strict=True):
            score[[column[code] for code in basket if code in column]] = -1
            fewest = np.partition(score, -number)[-number] if number < len(score) else 0
            found = np.flatnonzero(score >= max(fewest, 0))
            best = found[np.argsort(-score[found], kind="stable")][:number]
            yield tuple(self._offered[at] for at in best)

    def _scores(self) -> "Iterator[Votes]":
        """For each basket how much it speaks for each offered product; nothing for unknown ones."""
        import numpy as np

        near = self._nearness()
        at = np.array([self._place.get(code, self._number) for code in self._offered])
        said = np.zeros(self._number + 1, np.int32)
        of_known = said[:-1]  # the last stays 0: what an unknown product gets
        for row in self._rows:
            of_known[:] = 0
            for place in row.tolist():  # quicker than gathering the lines first
                of_known += near[place]
            yield said[at]

    def _nearness(self) -> "Votes":
        """How much each known product speaks for each other one, whole numbers."""
        import numpy as np

        near = self._together()
        weight = near.diagonal().copy()
        np.fill_diagonal(near, 0)
        common = weight**_COMMON
        near /= np.maximum(common, 1)[:, None]
        near /= np.maximum(common, 1)
        near *= near
        _whole(near, _EXACT // max(len(near), 1))
        many = np.maximum(near.sum(axis=0), 1) ** _NEAR_MANY
        near /= many[:, None]
        near /= many
        largest = max((len(row) for row in self._rows), default=1)
        return _whole(near, _SHORT // max(largest, 1)).astype(np.int32)

    def _together(self) -> "Floats":
        """The weight of the baskets that hold two products, on the diagonal that hold one."""
        import numpy as np

        holders: list[list[int]] = [[] for _ in range(self._number)]
        for basket, row in enumerate(self._rows):
            for place in row.tolist():
                holders[place].append(basket)
        weights = np.array([_weight(len(basket)) for basket in self._baskets])
        sizes = np.array([len(row) for row in self._rows])
        near = np.empty((self._number, self._number))
        for place, held_by in enumerate(holders):
            beside = np.concatenate([self._rows[basket] for basket in held_by])
            each = np.repeat(weights[held_by], sizes[held_by])
            near[place] = np.bincount(beside, weights=each, minlength=self._number)
        return near


def _weight(size: int) -> int:
    """What a basket of this size says about each of its products."""
    return max(round(_WHOLE * size**-_SMALL_BASKET), 1) if size else 0


def _whole(near: "Floats", largest: int) -> "Floats":
    """Scale to whole numbers up to ``largest``, in place."""
    import numpy as np

    most = near.max(initial=0)
    if most > 0:
        near *= largest / most
        np.rint(near, out=near)
    return near
