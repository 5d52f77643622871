"""A trial: which half of similar shops is told a thing now, which later, and what it brought.

Shops are paired with the one most like them and a coin is thrown for each pair, so that the halves
are alike and nobody chose. The effect is the difference of the halves' mean differences (G7), with
a 90 % interval by Welch.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from random import Random

from desktop.basics.i18n import _
from desktop.planning.chance import welch
from desktop.planning.effect import Sale, full_on
from desktop.planning.forms import Unfit, need_each_once

LEAST_SHOPS = 6
WEEK_DAYS = 7
HALVES = (1, 2)


@dataclass(frozen=True)
class Alike:
    """A shop that may take part: its kind, and its sales of late in fen."""

    code: str
    segment: str
    sales_fen: int


@dataclass(frozen=True)
class Problem:
    """Which shops are drawn. Raises ``Unfit`` for fewer than six, or for one that stands twice."""

    seed: int
    shops: tuple[Alike, ...]

    def __post_init__(self) -> None:
        need_each_once("shops[{at}].code", (shop.code for shop in self.shops))
        if len(self.shops) < LEAST_SHOPS:
            words = _("A trial needs at least {least} shops; these are {number}.")
            raise Unfit("shops", words.format(least=LEAST_SHOPS, number=len(self.shops)))


@dataclass(frozen=True)
class Place:
    """Where a shop was drawn to: half 1 begins, half 2 follows; who shares a pair was alike."""

    code: str
    pair: int
    half: int


@dataclass(frozen=True)
class Plan:
    """All shops, pair by pair. Of an odd number the last one stands in a pair by itself."""

    places: tuple[Place, ...]

    def half(self, half: int) -> tuple[str, ...]:
        """The shops of one half, by code."""
        return tuple(place.code for place in self.places if place.half == half)


def draw(problem: Problem) -> Plan:
    """The halves: the same for the same seed and shops, in whatever order they are told."""
    luck = Random(problem.seed)
    places: list[Place] = []
    for pair, shops in enumerate(_pairs(problem.shops), 1):
        first = luck.getrandbits(1)
        places += [Place(shop.code, pair, HALVES[first ^ at]) for at, shop in enumerate(shops)]
    return Plan(tuple(places))


def _pairs(shops: Collection[Alike]) -> Iterator[Sequence[Alike]]:
    """Neighbours by sales within a kind of shop; who is left over there, with each other."""
    left: list[Alike] = []
    ranked = sorted(shops, key=lambda shop: (shop.segment, -shop.sales_fen, shop.code))
    for _segment, found in groupby(ranked, lambda shop: shop.segment):
        alike = list(found)
        yield from _twos(alike[: len(alike) // 2 * 2])
        left += alike[len(alike) // 2 * 2 :]
    yield from _twos(sorted(left, key=lambda shop: (-shop.sales_fen, shop.code)))


def _twos(shops: Sequence[Alike]) -> Iterator[Sequence[Alike]]:
    for at in range(0, len(shops), 2):
        yield shops[at : at + 2]


@dataclass(frozen=True)
class TrialEffect:
    """What the half that began sold more than the half that waited, in the same days.

    Each figure is a shop's difference: its sum in fen over ``days`` days after the first half's day
    less ``days`` days before it, the day in neither.
    """

    days: int
    first: tuple[int, ...]
    second: tuple[int, ...]

    @property
    def per_day(self) -> Fraction | None:
        """The difference of the halves' means, fen a day; None where one has no shop left."""
        if not self.first or not self.second:
            return None
        return self._mean(self.first) - self._mean(self.second)

    def _mean(self, half: Sequence[int]) -> Fraction:
        return Fraction(sum(half), len(half) * self.days)

    def interval(self) -> tuple[Fraction, Fraction] | None:
        """Its 90 % interval by Welch, fen a day; None with fewer than two shops in a half."""
        per_day, reach = self.per_day, welch(self.first, self.second)
        if per_day is None or reach is None:
            return None
        return per_day - reach / self.days, per_day + reach / self.days


def trial_effect(
    halves: Mapping[int, int], sales: Collection[Sale], starts_on: date, days: int
) -> TrialEffect:
    """The effect, of each client's half by its id; sales outside the window don't count."""
    differences = dict.fromkeys(halves, 0)
    reach = timedelta(days=days)
    for sale in sales:
        apart = sale.day - starts_on
        if sale.client_id in halves and apart and -reach <= apart <= reach:
            differences[sale.client_id] += (
                sale.supply_fen if sale.day > starts_on else -sale.supply_fen
            )
    first, second = (
        tuple(sorted(differences[one] for one, half in halves.items() if half == wanted))
        for wanted in HALVES
    )
    return TrialEffect(days, first, second)


def is_full(starts_on: date, days: int, today: date) -> bool:
    """Whether the window is over; before that: not yet."""
    return full_on(starts_on, days) <= today


def week_starts(starts_on: date, before: int, after: int) -> list[date]:
    """The first days of weeks around a trial's day, which itself lies in none."""
    back = [starts_on - timedelta(days=WEEK_DAYS * one) for one in range(before, 0, -1)]
    return [*back, *(starts_on + timedelta(days=1 + WEEK_DAYS * one) for one in range(after))]


def weekly_means(
    halves: Mapping[int, int], sales: Collection[Sale], weeks: Sequence[date]
) -> dict[int, tuple[Fraction, ...]]:
    """What a shop of each half was delivered in the mean, week by week, in fen."""
    sums = {half: [0] * len(weeks) for half in HALVES}
    for sale in sales:
        half = halves.get(sale.client_id)
        for at, start in enumerate(weeks):
            if half is not None and start <= sale.day < start + timedelta(days=WEEK_DAYS):
                sums[half][at] += sale.supply_fen
    number = {half: list(halves.values()).count(half) for half in HALVES}
    return {
        half: tuple(Fraction(fen, max(number[half], 1)) for fen in sums[half]) for half in HALVES
    }
