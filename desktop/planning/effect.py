"""What an adopted suggestion or a benefit brought, measured against similar shops (G7, B5).

Everything is exact: sums are whole fen, means are fractions, and ``whole_fen`` rounds once, at
the end. The interval tells how far a shop swings that did nothing (``chance``).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from desktop.basics.money import part
from desktop.planning.chance import reach_of_another

_SPANS = 16  # that are moved on at once: each holds what its shops bought


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried at a shop, as its effect is measured: an adopted suggestion, or a benefit.

    ``key`` is that one's id; without products it is about the whole range.
    """

    key: int
    client_id: int
    segment: str
    products: frozenset[int]
    begun_on: date

    def is_about(self, products: frozenset[int]) -> bool:
        """Whether it is about one of these products; the whole range meets everything."""
        return not self.products or not products or not self.products.isdisjoint(products)


@dataclass(frozen=True, slots=True)
class Shop:
    """A client as a comparison sees it; ``active_from`` is None for a prospect."""

    client_id: int
    segment: str
    active_from: date | None
    closed_on: date | None = None

    def is_active(self, first: date, last: date) -> bool:
        """Whether it was active for the whole time, both days included."""
        if self.active_from is None or self.active_from > first:
            return False
        return self.closed_on is None or self.closed_on >= last


class Sale(NamedTuple):
    """Supply of one product to one client on one day, in fen; goods taken back are negative."""

    client_id: int
    product_id: int
    day: date
    supply_fen: int


@dataclass(frozen=True)
class Effect:
    """One measured effect. ``own_fen`` and ``others_fen`` are sums over ``days`` days after the
    adoption day less ``days`` days before it: the client's own, and each comparison client's.

    With fewer than ``least`` comparison clients the plain difference stands (G7).
    """

    days: int
    own_fen: int
    others_fen: tuple[int, ...]
    least: int

    @property
    def own(self) -> Fraction:
        """The client's own difference, fen a day."""
        return Fraction(self.own_fen, self.days)

    @cached_property
    def comparison(self) -> Fraction | None:
        """The mean difference of the comparison clients, fen a day; None when too few."""
        if len(self.others_fen) < max(self.least, 1):
            return None
        return Fraction(sum(self.others_fen), self.days * len(self.others_fen))

    @cached_property
    def per_day(self) -> Fraction:
        """The effect, fen a day."""
        return self.own - (self.comparison or 0)

    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The 90 % interval of the effect, fen a day; None without a comparison.

        So far does a shop swing by itself: one that did nothing lies within it nine times in ten.
        """
        reach = None if self.comparison is None else _swing(self.others_fen)
        if reach is None:
            return None
        return self.per_day - reach / self.days, self.per_day + reach / self.days


# Trials of one day are compared with the same shops: how far these swing is reckoned once.
_swing = lru_cache(maxsize=1)(reach_of_another)


def whole_fen(value: Fraction) -> int:
    """Round an exact amount half up to the fen, ties away from zero (M2)."""
    return part(value.numerator, 1, value.denominator)


def full_on(begun_on: date, days: int) -> date:
    """The first day on which the window after an adoption is full; before it: not yet (G7)."""
    return begun_on + timedelta(days=days + 1)


class Measurement:
    """All that is needed to measure any adopted suggestion of an office.

    ``shops`` are all of the segments concerned, and ``trials`` all their adopted suggestions,
    also those not measured: a client that adopted something alike at about the same time is no
    comparison. ``sales`` to these shops cover all days that are measured; ``of_all`` are the same
    by shop and day, whatever was bought, if somebody added them up: then ``sales`` need only be
    those of products at which trials aim.
    """

    def __init__(
        self,
        shops: Iterable[Shop],
        trials: Iterable[Trial],
        sales: Iterable[Sale],
        of_all: Iterable[tuple[int, date, int]] | None = None,
        *,
        days: int,
        least: int,
    ) -> None:
        self.days = days
        self.least = least
        self._shops = {shop.client_id: shop for shop in shops}
        self._segments: dict[str, _Segment] = defaultdict(_Segment)
        for shop in sorted(self._shops.values(), key=_begun):
            self._segments[shop.segment].add(shop)
        self._trials: dict[str, list[Trial]] = defaultdict(list)
        for trial in sorted(trials, key=_day_of):
            self._trials[trial.segment].append(trial)
        self._books = self._written(sales, of_all)
        self._spans: dict[tuple[str, tuple[int, ...]], _Span] = {}
        # What the last trial was compared with: each holds its shops.
        self._at: tuple[str, date, tuple[int, ...]] | None = None
        self._compared: _Compared = {}, ()

    def effect(self, trial: Trial) -> Effect:
        """The effect of one adopted suggestion; its window must be full.

        Those that are ``of_one_kind`` are quick one after the other.
        """
        kind = of_one_kind(trial)
        if kind != self._at:
            self._at, self._compared = kind, self._compare(*kind)
        differences, others = self._compared
        return Effect(self.days, differences.get(trial.client_id, 0), others, self.least)

    def _compare(self, segment: str, begun_on: date, products: tuple[int, ...]) -> "_Compared":
        """What each shop bought after a day less before it, and the same of those to compare with.

        Whoever began something alike is none of these, and so is no trial of that day.
        """
        first = begun_on - timedelta(days=self.days)
        last = begun_on + timedelta(days=self.days)
        span = self._span(segment, products)
        differences, alike = span.moved_to(begun_on)
        there = self._segments[segment]
        left_out = there.away(first, last).union(alike)
        bought = [fen for client_id, fen in differences.items() if client_id not in left_out]
        # All the others bought nothing on these days: of many shops most do.
        idle = there.number - len(left_out) - len(bought)
        return differences, tuple(sorted([*bought, *[0] * idle]))

    def _span(self, segment: str, products: tuple[int, ...]) -> "_Span":
        """The time around a day, for those that aim at these products."""
        key = segment, products
        if key not in self._spans:
            if len(self._spans) == _SPANS:
                del self._spans[next(iter(self._spans))]
            books = [self._books.get((segment, product)) for product in products or (None,)]
            about = frozenset(products)
            near = [one for one in self._trials[segment] if one.is_about(about)]
            self._spans[key] = _Span([book for book in books if book], near, self.days)
        return self._spans[key]

    def _written(
        self, sales: Iterable[Sale], of_all: Iterable[tuple[int, date, int]] | None
    ) -> "dict[tuple[str, int | None], _Book]":
        """The sales by segment and product, None for the whole range: as far as trials need them.

        All sales of two years take hundreds of megabytes.
        """
        every = [trial for some in self._trials.values() for trial in some]
        aimed = {product_id for trial in every for product_id in trial.products}
        whole = any(not trial.products for trial in every)
        books: dict[tuple[str, int | None], _Book] = defaultdict(_Book)
        for client_id, product_id, day, supply_fen in sales:
            segment = self._shops[client_id].segment
            if whole and of_all is None:
                books[segment, None].write(day, client_id, supply_fen)
            if product_id in aimed:
                books[segment, product_id].write(day, client_id, supply_fen)
        for client_id, day, supply_fen in (of_all if whole else None) or ():
            books[self._shops[client_id].segment, None].write(day, client_id, supply_fen)
        return books


class _Segment:
    """The shops of a segment, and who of them wasn't active all of a time.

    They are added in the order in which they became active.
    """

    def __init__(self) -> None:
        self.number = 0
        self._begun: list[date] = []
        self._ids: list[int] = []
        self._closed: list[Shop] = []

    def add(self, shop: Shop) -> None:
        """Put one more behind the others."""
        self.number += 1
        self._begun.append(_begun(shop))
        self._ids.append(shop.client_id)
        if shop.closed_on is not None:
            self._closed.append(shop)

    def away(self, first: date, last: date) -> set[int]:
        """Who wasn't: began after the first day, or never, or closed before the last one."""
        away = set(self._ids[bisect_right(self._begun, first) :])
        away.update(one.client_id for one in self._closed if not one.is_active(first, last))
        return away


_Compared = tuple[dict[int, int], tuple[int, ...]]


class _Book:
    """What clients bought, day by day, in fen."""

    def __init__(self) -> None:
        self._fen: dict[date, dict[int, int]] = {}

    def write(self, day: date, client_id: int, fen: int) -> None:
        """Add a sale."""
        on_day = self._fen.setdefault(day, {})
        on_day[client_id] = on_day.get(client_id, 0) + fen

    def of(self, day: date) -> Iterable[tuple[int, int]]:
        """What each client bought on a day."""
        return self._fen.get(day, {}).items()


class _Span:
    """The days around one, moved on from day to day: what comes in is added, what goes taken off.

    So days that two of them share aren't added up twice.
    """

    def __init__(self, books: Sequence[_Book], near: Sequence[Trial], days: int) -> None:
        self._books, self._near, self._days = books, near, days
        self._on: date | None = None
        self._fen: dict[int, int] = {}
        self._alike: Counter[int] = Counter()
        self._first = self._behind = 0  # of those near: begun in a window that overlaps

    def moved_to(self, day: date) -> tuple[dict[int, int], Collection[int]]:
        """What each client bought after a day less before it, in fen; who began something alike.

        Those began it in a window that overlaps, or on that day. Both hold until the next move.
        """
        if self._on is None or not timedelta(0) <= day - self._on <= timedelta(self._days):
            self._begin(day)
        while self._on is not None and self._on < day:
            self._move_on(self._on)
        self._count_alike(day)
        return self._fen, self._alike.keys()

    def _begin(self, day: date) -> None:
        self._on, self._fen = day, {}
        for away in range(1, self._days + 1):
            self._add(day + timedelta(away), 1)
            self._add(day - timedelta(away), -1)

    def _move_on(self, day: date) -> None:
        self._on = day + timedelta(1)
        self._add(self._on, -1)
        self._add(self._on + timedelta(self._days), 1)
        self._add(day, -1)
        self._add(day - timedelta(self._days), 1)

    def _add(self, day: date, sign: int) -> None:
        fen = self._fen
        for book in self._books:
            for client_id, supply_fen in book.of(day):
                fen[client_id] = fen.get(client_id, 0) + sign * supply_fen

    def _count_alike(self, day: date) -> None:
        reach = timedelta(2 * self._days)
        first = bisect_left(self._near, day - reach, key=_day_of)
        behind = bisect_right(self._near, day + reach, key=_day_of)
        if first < self._first or first > self._behind:
            self._alike, self._first, self._behind = Counter(), first, first
        self._alike.update(one.client_id for one in self._near[self._behind : behind])
        for one in self._near[self._first : first]:
            self._alike[one.client_id] -= 1
            if not self._alike[one.client_id]:
                del self._alike[one.client_id]
        self._first, self._behind = first, behind


def _begun(shop: Shop) -> date:
    return shop.active_from or date.max


def _day_of(trial: Trial) -> date:
    return trial.begun_on


def of_one_kind(trial: Trial) -> tuple[str, date, tuple[int, ...]]:
    """What trials are compared by: those alike in it with the same shops."""
    return trial.segment, trial.begun_on, tuple(sorted(trial.products))
