"""What worked where, and what to suggest next (G8).

Small numbers are shrunk towards the whole: a figure is taken as if ``WHOLE_COUNTS_AS`` shops
that did like the whole office stood beside the shops seen. Each shop counts once, and the
luckiest shop of a group only as much as the next best, so that one shop leads no list.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from desktop.planning.chance import reach_of_mean

WHOLE_COUNTS_AS = 5

Topic = tuple[str, int | None]  # a category, and the product it is about


@dataclass(frozen=True, slots=True)
class Experience:
    """What became of a presented suggestion; ``effect`` is fen a day, None when not measured."""

    suggestion_id: int
    client_id: int
    segment: str
    category: str
    products: frozenset[int]
    adopted: bool
    effect: Fraction | None = None

    @property
    def topics(self) -> set[Topic]:
        """What it was about."""
        return {(self.category, product_id) for product_id in self.products or (None,)}


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


def cells(experiences: Iterable[Experience]) -> dict[tuple[str, str], list[Experience]]:
    """Experiences by category and segment."""
    found: dict[tuple[str, str], list[Experience]] = defaultdict(list)
    for one in experiences:
        found[one.category, one.segment].append(one)
    return dict(found)


def whole_of(experiences: Collection[Experience]) -> Whole:
    """The office as a whole; without lucky shops, else they would lift everybody."""
    effects = [effect for cell in cells(experiences).values() for effect in cautious(cell)]
    adopted = sum(one.adopted for one in experiences)
    return Whole(_mean(effects) or Fraction(0), Fraction(adopted, max(len(experiences), 1)))


def cautious(group: Iterable[Experience]) -> list[Fraction]:
    """One effect a shop, best first; the best counts as the next best, a lone one not at all."""
    effects = sorted(_by_shop(group), reverse=True)
    return [effects[1], *effects[1:]] if len(effects) > 1 else []


def _by_shop(group: Iterable[Experience]) -> list[Fraction]:
    """Each shop once, with the mean of its effects."""
    found: dict[int, list[Fraction]] = defaultdict(list)
    for one in group:
        if one.effect is not None:
            found[one.client_id].append(one.effect)
    return [sum(several, Fraction(0)) / len(several) for several in found.values()]


def figures(group: Collection[Experience], whole: Whole) -> Figures:
    """The figures of a group, shrunk towards the whole."""
    effects = [one.effect for one in group if one.effect is not None]
    adopted = sum(one.adopted for one in group)
    return Figures(
        presented=len(group),
        adopted=adopted,
        shops=len({one.client_id for one in group}),
        adopters=len({one.client_id for one in group if one.adopted}),
        measured=len(effects),
        mean=_mean(effects),
        reach=reach_of_mean(_by_shop(group)),
        shrunk=_shrunk(cautious(group), whole.effect),
        shrunk_rate=Fraction(adopted + WHOLE_COUNTS_AS * whole.rate, len(group) + WHOLE_COUNTS_AS),
    )


def what_works(experiences: Collection[Experience]) -> list[tuple[tuple[str, str], Figures]]:
    """Category and segment with their figures, what brought most first."""
    whole = whole_of(experiences)
    found = [(key, figures(group, whole)) for key, group in cells(experiences).items()]
    return sorted(found, key=lambda row: (-row[1].shrunk, -row[1].presented, row[0]))


def next_for(
    experiences: Collection[Experience], segment: str, taken: Collection[Topic]
) -> list[Proposed]:
    """What to suggest to a shop of a segment, the most promising first.

    One for each category that may bring anything; nothing about a topic already ``taken``.
    """
    whole = whole_of(experiences)
    by_category: dict[str, list[Experience]] = defaultdict(list)
    for one in experiences:
        by_category[one.category].append(one)
    found = []
    for category, anywhere in by_category.items():
        here = [one for one in anywhere if one.segment == segment]
        group = here or anywhere
        best = _best_topic(group, taken, whole)
        if best is not None:
            product_id, example_id = best
            shown = figures(group, whole)
            found.append(Proposed(category, product_id, shown, not here, example_id))
    promising = [one for one in found if one.figures.worth > 0]
    return sorted(promising, key=lambda one: (one.elsewhere, -one.figures.worth, one.category))


def _best_topic(
    group: Collection[Experience], taken: Collection[Topic], whole: Whole
) -> tuple[int | None, int] | None:
    """The product that promises most within a category, and an adopted suggestion about it."""
    towards = Whole(figures(group, whole).shrunk, figures(group, whole).shrunk_rate)
    by_topic: dict[Topic, list[Experience]] = defaultdict(list)
    for one in group:
        for topic in one.topics:
            by_topic[topic].append(one)
    open_topics = [
        (topic, ones)
        for topic, ones in by_topic.items()
        if topic not in taken and any(one.adopted for one in ones)
    ]
    if not open_topics:
        return None
    (_category, product_id), ones = max(
        open_topics, key=lambda row: (figures(row[1], towards).worth, -(row[0][1] or 0))
    )
    example = max(
        (one for one in ones if one.adopted),
        key=lambda one: (one.effect is not None, one.effect or 0, one.suggestion_id),
    )
    return product_id, example.suggestion_id


def _shrunk(effects: list[Fraction], towards: Fraction) -> Fraction:
    return (sum(effects) + WHOLE_COUNTS_AS * towards) / (len(effects) + WHOLE_COUNTS_AS)


def _mean(effects: list[Fraction]) -> Fraction | None:
    return sum(effects, Fraction(0)) / len(effects) if effects else None
