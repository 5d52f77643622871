"""What an adopted suggestion or a benefit brought, measured against similar shops (G7, B5).

Everything is exact: sums are whole fen, means are fractions, and ``whole_fen`` rounds once, at
the end. The interval tells how far a shop swings that did nothing (``chance``).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from desktop.basics.money import part
from desktop.planning.chance import reach_of_another


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

    @property
    def comparison(self) -> Fraction | None:
        """The mean difference of the comparison clients, fen a day; None when too few."""
        if len(self.others_fen) < max(self.least, 1):
            return None
        return Fraction(sum(self.others_fen), self.days * len(self.others_fen))

    @property
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
    comparison. ``sales`` to these shops cover all days that are measured.
    """

    def __init__(
        self,
        shops: Iterable[Shop],
        trials: Iterable[Trial],
        sales: Iterable[Sale],
        days: int,
        least: int,
    ) -> None:
        self.days = days
        self.least = least
        self._shops = {shop.client_id: shop for shop in shops}
        self._begun: dict[str, list[date]] = defaultdict(list)  # in order
        self._closed: dict[str, list[Shop]] = defaultdict(list)
        for shop in self._shops.values():
            if shop.active_from is not None:
                self._begun[shop.segment].append(shop.active_from)
                if shop.closed_on is not None:
                    self._closed[shop.segment].append(shop)
        for days_begun in self._begun.values():
            days_begun.sort()
        self._trials: dict[str, list[Trial]] = defaultdict(list)
        for trial in sorted(trials, key=_day_of):
            self._trials[trial.segment].append(trial)
        self._books = self._written(sales)
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
        differences = self._differences(segment, begun_on, products)
        alike = self._alike(segment, begun_on, frozenset(products))
        left_out = {one for one in alike if self._shops[one].is_active(first, last)}
        bought = [
            fen
            for client_id, fen in differences.items()
            if client_id not in left_out and self._shops[client_id].is_active(first, last)
        ]
        # All the others bought nothing on these days: of many shops most do.
        idle = self._active(segment, first, last) - len(left_out) - len(bought)
        return differences, tuple(sorted([*bought, *[0] * idle]))

    def _active(self, segment: str, first: date, last: date) -> int:
        """How many shops of a segment were active for the whole time."""
        begun = bisect_right(self._begun[segment], first)
        gone = sum(
            shop.closed_on is not None and shop.closed_on < last
            for shop in self._closed[segment]
            if shop.active_from is not None and shop.active_from <= first
        )
        return begun - gone

    def _alike(self, segment: str, begun_on: date, products: frozenset[int]) -> set[int]:
        """Who adopted something alike in a window that overlaps; so also who did on that day."""
        reach = timedelta(days=2 * self.days)
        near = self._trials[segment]
        start = bisect_left(near, begun_on - reach, key=_day_of)
        end = bisect_right(near, begun_on + reach, key=_day_of)
        return {one.client_id for one in near[start:end] if one.is_about(products)}

    def _differences(
        self, segment: str, begun_on: date, products: tuple[int, ...]
    ) -> dict[int, int]:
        """Net supply after a day less before it, by client, in fen."""
        reach = timedelta(days=self.days)
        found: dict[int, int] = defaultdict(int)
        for product_id in products or (None,):
            book = self._books.get((segment, product_id))
            if book is None:
                continue
            for day in book.between(begun_on - reach, begun_on + reach):
                if day == begun_on:
                    continue
                for client_id, supply_fen in book.of(day):
                    found[client_id] += supply_fen if day > begun_on else -supply_fen
        return dict(found)

    def _written(self, sales: Iterable[Sale]) -> "dict[tuple[str, int | None], _Book]":
        """The sales by segment and product, None for the whole range: as far as trials need them.

        All sales of two years take hundreds of megabytes.
        """
        every = [trial for some in self._trials.values() for trial in some]
        aimed = {product_id for trial in every for product_id in trial.products}
        whole = any(not trial.products for trial in every)
        books: dict[tuple[str, int | None], _Book] = defaultdict(_Book)
        for client_id, product_id, day, supply_fen in sales:
            segment = self._shops[client_id].segment
            if whole:
                books[segment, None].write(day, client_id, supply_fen)
            if product_id in aimed:
                books[segment, product_id].write(day, client_id, supply_fen)
        for book in books.values():
            book.close()
        return books


_Compared = tuple[dict[int, int], tuple[int, ...]]


class _Book:
    """What clients bought, day by day, in fen."""

    def __init__(self) -> None:
        self._fen: dict[date, dict[int, int]] = {}
        self._days: list[date] = []

    def write(self, day: date, client_id: int, fen: int) -> None:
        """Add a sale."""
        on_day = self._fen.setdefault(day, {})
        on_day[client_id] = on_day.get(client_id, 0) + fen

    def close(self) -> None:
        """Put the days in order: nothing is added any more."""
        self._days = sorted(self._fen)

    def between(self, first: date, last: date) -> list[date]:
        """The days of a time on which anything was bought."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def of(self, day: date) -> Iterable[tuple[int, int]]:
        """What each client bought on one of these days."""
        return self._fen[day].items()


def _day_of(trial: Trial) -> date:
    return trial.begun_on


def of_one_kind(trial: Trial) -> tuple[str, date, tuple[int, ...]]:
    """What trials are compared by: those alike in it with the same shops."""
    return trial.segment, trial.begun_on, tuple(sorted(trial.products))
