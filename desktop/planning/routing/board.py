"""The runs of a day as they stand: what fits where, what it costs, when they leave.

Each vehicle has a place for each run that it may make, most of them empty. What was fixed of a run
binds it here; what it breaks by itself is kept, and lets the vehicle's other runs be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from desktop.planning.routing.day import Day, Van
from desktop.planning.routing.form import Fixed, minute_of
from desktop.planning.routing.timing import (
    NOTHING,
    Leaving,
    Span,
    arrivals,
    departures,
    joined,
    run_span,
    stop_span,
)


@dataclass
class Tour:
    """A run, its ``number`` counted from 1; ``pinned`` drops stay, ``ordered`` ones in order.

    ``loose``: it can't keep its hours; it leaves and returns then, whatever else happens.
    """

    number: int
    stops: list[int] = field(default_factory=list)
    pinned: frozenset[int] = frozenset()
    ordered: bool = False
    closed: bool = False
    departs: int | None = None
    loose: tuple[int, int] | None = None

    @property
    def free(self) -> bool:
        """Whether nothing was fixed of it."""
        return not (self.pinned or self.closed or self.departs is not None)


@dataclass(frozen=True)
class Place:
    """Where a drop may come: before the stop ``at`` of a vehicle's tour; and what it costs.

    ``order`` is how the vehicle's tours stand then, where a new one comes before others.
    """

    van: int
    tour: int
    at: int
    parts: int
    order: tuple[int, ...] = ()


class Board:
    """All tours by vehicle; every change keeps what the rules ask."""

    def __init__(self, day: Day, fixed: Sequence[Fixed]) -> None:
        self.day = day
        numbers = {drop.code: at for at, drop in enumerate(day.problem.drops, 1)}
        self.tours = [_tours(day, van, fixed, numbers) for van in day.vans]
        self.fixed = {at for tours in self.tours for tour in tours for at in tour.pinned}

    def each(self) -> Iterator[tuple[Van, Tour]]:
        for van, tours in zip(self.day.vans, self.tours, strict=True):
            for tour in tours:
                yield van, tour

    @property
    def served(self) -> set[int]:
        """The drops that are on a run."""
        return {stop for _van, tour in self.each() for stop in tour.stops}

    @property
    def unserved(self) -> list[int]:
        """The drops that are on none."""
        served = self.served
        return [drop for drop in self.day.drops if drop not in served]

    def clear(self) -> None:
        """Take off what isn't fixed."""
        for _van, tour in self.each():
            tour.stops = [stop for stop in tour.stops if stop in tour.pinned]

    def leaving(self, tour: Tour, stops: Sequence[int]) -> Leaving | None:
        """A tour to be timed with these stops; None when it can't keep their hours."""
        if tour.loose is not None:
            leaves, returns = tour.loose
            return Leaving(Span(returns, returns - leaves, leaves), leaves)
        span = run_span(self.day, stops)
        return None if span is None else Leaving(span, tour.departs)

    def timed(self, van: Van, changed: int | None = None, stops: Sequence[int] = ()) -> int | None:
        """What a vehicle's runs cost in parts of a fen, one of them with other stops.

        None when they don't fit its day, or the changed one its load.
        """
        if changed is not None and not self.carries(van, stops):
            return None
        chain = []
        driven = []
        for at, tour in enumerate(self.tours[van.number]):
            which = stops if at == changed else tour.stops
            if which:
                leaving = self.leaving(tour, which)
                if leaving is None:
                    return None
                chain.append(leaving)
                driven.append(which)
        return self._cost(van, chain, [self.day.metres_of(which) for which in driven])

    def _cost(self, van: Van, chain: Sequence[Leaving], metres: Sequence[int]) -> int | None:
        leaves = departures(van, chain)
        if leaves is None:
            return None
        return sum(
            van.cost_parts(way, run.span.end(when) - when)
            for run, way, when in zip(chain, metres, leaves, strict=True)
        )

    def carries(self, van: Van, stops: Sequence[int]) -> bool:
        cartons, kg = self.day.load_of(stops)
        return cartons <= van.loads[0] and kg <= van.loads[1]

    def cheapest(self, drop: int) -> Place | None:
        """The place that costs least for a drop; None when no place of any run takes it."""
        return min(self.places(drop), key=lambda place: place.parts, default=None)

    def places(self, drop: int) -> Iterator[Place]:
        """Every place of every run that takes a drop."""
        for van in self.day.vans:
            if self.carries(van, [drop]):
                yield from self._places(van, drop)

    def cheapest_on(self, van: Van, number: int, drop: int) -> int | None:
        """Before which stop of one tour a drop costs least; None when it has no place there."""
        now, tour = self.timed(van), self.tours[van.number][number]
        if now is None or not self.carries(van, [*tour.stops, drop]):
            return None
        places = list(self._places_in(van, number, tour, drop, now))
        return min(places, key=lambda place: place.parts).at if places else None

    def _places(self, van: Van, drop: int) -> Iterator[Place]:
        now = self.timed(van)
        if now is None:
            return
        tours = self.tours[van.number]
        for number, tour in enumerate(tours):
            open_one = not tour.closed and tour.loose is None and (tour.stops or not tour.free)
            if open_one and self.carries(van, [*tour.stops, drop]):
                yield from self._places_in(van, number, tour, drop, now)
        for order, number in _with_a_new_one(tours):
            self.tours[van.number] = [tours[at] for at in order]
            found = list(self._places_in(van, number, tours[order[number]], drop, now))
            self.tours[van.number] = tours
            yield from (replace(place, order=order) for place in found)

    def _places_in(self, van: Van, number: int, tour: Tour, drop: int, now: int) -> Iterator[Place]:
        day, stops = self.day, tour.stops
        others = [
            (run, day.metres_of(one.stops), at < number)
            for at, one in enumerate(self.tours[van.number])
            if at != number and one.stops and (run := self.leaving(one, one.stops)) is not None
        ]
        before = sum(earlier for _run, _way, earlier in others)
        whole = day.metres_of(stops)
        tails = self._tails(stops)
        head: Span | None = NOTHING
        own = stop_span(day, drop)
        for at in range(len(stops) + 1):
            last, following = ([0, *stops][at], [*stops, 0][at])
            span = joined(
                joined(head, day.seconds[last][drop], own), day.seconds[drop][following], tails[at]
            )
            if span is not None and span.latest >= van.starts and span.early <= van.ends:
                way = whole + day.metres[last][drop] + day.metres[drop][following]
                way -= day.metres[last][following] if stops else 0
                chain = [run for run, _way, _earlier in others]
                chain.insert(before, Leaving(span, tour.departs))
                metres = [other for _run, other, _earlier in others]
                metres.insert(before, way)
                cost = self._cost(van, chain, metres)
                if cost is not None:
                    yield Place(van.number, number, at, cost - now)
            if at < len(stops):
                head = joined(head, day.seconds[last][stops[at]], stop_span(day, stops[at]))

    def _tails(self, stops: Sequence[int]) -> list[Span | None]:
        """What remains of a run from each stop on, and from none."""
        day = self.day
        tails: list[Span | None] = [NOTHING]
        after = 0
        for stop in reversed(stops):
            tails.append(joined(stop_span(day, stop), day.seconds[stop][after], tails[-1]))
            after = stop
        return tails[::-1]

    def put(self, drop: int, place: Place) -> None:
        """Bring a drop to a place."""
        tours = self.tours[place.van]
        if place.order:
            numbers = [tour.number for tour in tours]
            tours[:] = [tours[at] for at in place.order]
            for number, tour in zip(numbers, tours, strict=True):
                tour.number = number
        self.tours[place.van][place.tour].stops.insert(place.at, drop)

    def alone(self, van: Van, drop: int) -> bool:
        """Whether a vehicle that does nothing else brings it in time."""
        span = run_span(self.day, [drop])
        return span is not None and departures(van, [Leaving(span)]) is not None

    def loosen(self) -> None:
        """Let runs that can't keep their hours whatever is done leave when they can."""
        for van, tours in zip(self.day.vans, self.tours, strict=True):
            free = van.starts
            for tour in tours:
                if not tour.stops:
                    continue
                leaving = self.leaving(tour, tour.stops)
                if leaving is None or departures(replace(van, starts=free), [leaving]) is None:
                    leaves = tour.departs if tour.departs is not None else -(-free // 60) * 60
                    tour.loose = leaves, arrivals(self.day, tour.stops, leaves)[1]
                    free = tour.loose[1] + van.reload_s
                else:
                    first = tour.departs if tour.departs is not None else -(-free // 60) * 60
                    free = leaving.span.end(first) + van.reload_s


def _with_a_new_one(tours: Sequence[Tour]) -> Iterator[tuple[tuple[int, ...], int]]:
    """The orders in which an empty tour stands between others that nothing binds, and where."""
    for bound, piece in groupby(range(len(tours)), key=lambda at: not tours[at].free):
        if bound:
            continue
        places = list(piece)
        used = [at for at in places if tours[at].stops]
        empty = [at for at in places if not tours[at].stops]
        for at in range(len(used) + 1) if empty else ():
            own = [*used[:at], empty[0], *used[at:], *empty[1:]]
            order = (*range(places[0]), *own, *range(places[-1] + 1, len(tours)))
            yield order, places[0] + at


def _tours(day: Day, van: Van, fixed: Sequence[Fixed], numbers: dict[str, int]) -> list[Tour]:
    vehicle = day.problem.vehicles[van.number].code
    tours = {}
    for one in fixed:
        if one.vehicle == vehicle:
            stops = [numbers[code] for code in one.drops]
            departs = None if one.departs is None else minute_of(one.departs) * 60
            tours[one.run] = Tour(one.run, stops, frozenset(stops), one.order, one.closed, departs)
    free = min(van.runs, len(day.loads) + len(tours))
    for number in range(1, free + 1):
        tours.setdefault(number, Tour(number))
    return [tours[number] for number in sorted(tours)]
