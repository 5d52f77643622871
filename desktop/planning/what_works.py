"""What worked where, and what to suggest next (G8).

Small numbers are shrunk towards the whole: a figure is taken as if ``WHOLE_COUNTS_AS`` shops
that did like the whole office stood beside the shops seen. Each shop counts once, and the
luckiest shop of a group only as much as the next best, so that one shop leads no list.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add

from desktop.planning.chance import reach_of_mean

WHOLE_COUNTS_AS = 5

Topic = tuple[str, int | None]  # a category, and the product it is about
Cell = tuple[str, str]  # a category, and the segment of the shops


@dataclass(frozen=True, slots=True)
class Brought:
    """What an adopted suggestion brought, as measured: fen a day."""

    suggestion_id: int
    client_id: int
    effect: Fraction


@dataclass(frozen=True, slots=True)
class Experience:
    """What became of some presented suggestions: counted, and of the measured what they brought.

    ``shops`` were told, ``adopters`` of them adopted something; ``newest_id`` is the newest that
    was adopted. Experiences of different segments can be added: no shop is of two.
    """

    presented: int = 0
    adopted: int = 0
    shops: int = 0
    adopters: int = 0
    newest_id: int = 0
    brought: tuple[Brought, ...] = ()

    def __add__(self, other: "Experience") -> "Experience":
        return Experience(
            self.presented + other.presented,
            self.adopted + other.adopted,
            self.shops + other.shops,
            self.adopters + other.adopters,
            max(self.newest_id, other.newest_id),
            (*self.brought, *other.brought),
        )

    @property
    def example_id(self) -> int:
        """The adopted suggestion that brought most; the newest where none is measured."""
        best = max(self.brought, key=lambda one: (one.effect, one.suggestion_id), default=None)
        return self.newest_id if best is None else best.suggestion_id


@dataclass(frozen=True)
class Figures:
    """What a group of suggestions brought. ``mean``, ``reach`` and ``shrunk`` are fen a day.

    Rates go from 0 to 1; ``shops`` were told, ``adopters`` of them adopted something. The mean
    of many more would lie within ``reach`` of this one, nine times in ten (None: too few shops).
    """

    presented: int
    adopted: int
    shops: int
    adopters: int
    measured: int
    mean: Fraction | None
    reach: Fraction | None
    shrunk: Fraction
    shrunk_rate: Fraction

    @property
    def by_chance(self) -> bool:
        """Whether what was measured can't be told from what shops swing by themselves."""
        return self.mean is not None and (self.reach is None or abs(self.mean) <= self.reach)

    @property
    def rate(self) -> Fraction:
        """How many of those presented were adopted."""
        return Fraction(self.adopted, self.presented)

    @property
    def worth(self) -> Fraction:
        """What presenting such a suggestion once more may bring, fen a day."""
        return self.shrunk * self.shrunk_rate


@dataclass(frozen=True)
class Whole:
    """What all suggestions brought: towards this the small numbers are shrunk."""

    effect: Fraction
    rate: Fraction


@dataclass(frozen=True)
class Proposed:
    """A suggestion worth making: the figures are its category's, at the shops looked at.

    ``elsewhere``: no shop of the client's segment was told such a thing yet. ``example_id`` is
    the adopted suggestion about this topic that brought most.
    """

    category: str
    product_id: int | None
    figures: Figures
    elsewhere: bool
    example_id: int


def whole_of(cells: Mapping[Cell, Experience]) -> Whole:
    """The office as a whole; without lucky shops, else they would lift everybody."""
    effects = [effect for cell in cells.values() for effect in cautious(cell.brought)]
    adopted = sum(one.adopted for one in cells.values())
    presented = sum(one.presented for one in cells.values())
    return Whole(_mean(effects) or Fraction(0), Fraction(adopted, max(presented, 1)))


def cautious(brought: Iterable[Brought]) -> list[Fraction]:
    """One effect a shop, best first; the best counts as the next best, a lone one not at all."""
    effects = sorted(_by_shop(brought), reverse=True)
    return [effects[1], *effects[1:]] if len(effects) > 1 else []


def _by_shop(brought: Iterable[Brought]) -> list[Fraction]:
    """Each shop once, with the mean of its effects."""
    found: dict[int, list[Fraction]] = defaultdict(list)
    for one in brought:
        found[one.client_id].append(one.effect)
    return [sum(several, Fraction(0)) / len(several) for several in found.values()]


def figures(group: Experience, whole: Whole) -> Figures:
    """The figures of a group, shrunk towards the whole."""
    return Figures(
        presented=group.presented,
        adopted=group.adopted,
        shops=group.shops,
        adopters=group.adopters,
        measured=len(group.brought),
        mean=_mean([one.effect for one in group.brought]),
        reach=reach_of_mean(_by_shop(group.brought)),
        shrunk=_shrunk(cautious(group.brought), whole.effect),
        shrunk_rate=Fraction(
            group.adopted + WHOLE_COUNTS_AS * whole.rate, group.presented + WHOLE_COUNTS_AS
        ),
    )


def what_works(cells: Mapping[Cell, Experience]) -> list[tuple[Cell, Figures]]:
    """Category and segment with their figures, what brought most first."""
    whole = whole_of(cells)
    found = [(key, figures(group, whole)) for key, group in cells.items()]
    return sorted(found, key=lambda row: (-row[1].shrunk, -row[1].presented, row[0]))


def next_for(
    cells: Mapping[Cell, Experience],
    topics: Mapping[Cell, Mapping[int | None, Experience]],
    segment: str,
    taken: Collection[Topic],
) -> list[Proposed]:
    """What to suggest to a shop of a segment, the most promising first.

    ``topics`` are the experiences of each cell by what they were about. One for each category that
    may bring anything; nothing about a topic already ``taken``.
    """
    whole = whole_of(cells)
    found = []
    for category in dict.fromkeys(category for category, _segment in cells):
        anywhere = [cell for cell in cells if cell[0] == category]
        here = [cell for cell in anywhere if cell[1] == segment]
        group = here or anywhere
        shown = figures(reduce(add, (cells[cell] for cell in group)), whole)
        open_topics = {
            product_id: about
            for product_id, about in _together([topics.get(cell, {}) for cell in group]).items()
            if (category, product_id) not in taken and about.adopted
        }
        if open_topics:
            product_id, example_id = _best_topic(open_topics, shown)
            found.append(Proposed(category, product_id, shown, not here, example_id))
    promising = [one for one in found if one.figures.worth > 0]
    return sorted(promising, key=lambda one: (one.elsewhere, -one.figures.worth, one.category))


def _together(
    some: Iterable[Mapping[int | None, Experience]],
) -> dict[int | None, Experience]:
    """The experiences of several cells, by what they were about."""
    found: dict[int | None, Experience] = {}
    for topics in some:
        for product_id, about in topics.items():
            found[product_id] = found.get(product_id, Experience()) + about
    return found


def _best_topic(
    open_topics: Mapping[int | None, Experience], category: Figures
) -> tuple[int | None, int]:
    """The product that promises most within a category, and an adopted suggestion about it."""
    towards = Whole(category.shrunk, category.shrunk_rate)
    product_id, about = max(
        open_topics.items(), key=lambda row: (figures(row[1], towards).worth, -(row[0] or 0))
    )
    return product_id, about.example_id


def _shrunk(effects: list[Fraction], towards: Fraction) -> Fraction:
    return (sum(effects) + WHOLE_COUNTS_AS * towards) / (len(effects) + WHOLE_COUNTS_AS)


def _mean(effects: list[Fraction]) -> Fraction | None:
    return sum(effects, Fraction(0)) / len(effects) if effects else None
