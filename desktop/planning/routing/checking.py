"""Runs of one day reckoned again and again as a person moves drops: its ways are measured once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from desktop.planning.routing.board import Board, Tour
from desktop.planning.routing.day import Day, Van
from desktop.planning.routing.form import Fixed
from desktop.planning.routing.plan import Plan, Run, Unserved
from desktop.planning.routing.planning import plan_of, runs_of, summed, why_unserved
from desktop.planning.routing.problem import Problem

_MOST_KNOWN = 2_000
_PARTS_A_YUAN = 3_600_000 * 10_000


class Checker:
    """A problem's day; runs are told as fixed ones, in the order in which they stand.

    What was reckoned of a vehicle's runs is kept as long as they stay so.
    """

    def __init__(self, problem: Problem) -> None:
        self._day = Day(problem)
        self._numbers = {drop.code: at for at, drop in enumerate(problem.drops, 1)}
        self._known: dict[tuple[Fixed, ...], list[Run]] = {}
        _ways = self._day.metres, self._day.seconds  # now, not at the first edit
        nobody = Board(self._day, ())
        self._why = {code: why_unserved(nobody, at) for code, at in self._numbers.items()}

    def checked(self, runs: Sequence[Fixed]) -> Plan:
        """Runs reckoned: times, load, cost, and what they break."""
        served = {code for fixed in runs for code in fixed.drops}
        left = [Unserved(code, why) for code, why in self._why.items() if code not in served]
        known = {}
        for van in self._day.vans:
            vehicle = self._day.problem.vehicles[van.number].code
            own = tuple(fixed for fixed in runs if fixed.vehicle == vehicle)
            known[own] = self._known.get(own) or self._reckoned(van, own)
        self._known = known if len(self._known) > _MOST_KNOWN else self._known | known
        return summed([run for some in known.values() for run in some], left, None)

    def _reckoned(self, van: Van, own: Sequence[Fixed]) -> list[Run]:
        board = Board(self._day, own)
        board.loosen()
        return runs_of(board, van)

    def place_on(self, runs: Sequence[Fixed], drop: str, vehicle: str, number: int) -> int:
        """Before which stop of a run a drop costs least; where none is in time, is nearest."""
        number_of, day = self._numbers[drop], self._day
        board = Board(day, runs)
        van = next(one for one in day.vans if day.problem.vehicles[one.number].code == vehicle)
        tours = board.tours[van.number]
        at = next((at for at, tour in enumerate(tours) if tour.number == number), None)
        if at is None:
            return 0
        place = board.cheapest_on(van, at, number_of)
        return self._nearest(tours[at], number_of) if place is None else place

    def _nearest(self, tour: Tour, drop: int) -> int:
        metres, stops = self._day.metres, tour.stops
        around = [0, *stops, 0]
        longer = [
            metres[before][drop] + metres[drop][after] - metres[before][after]
            for before, after in pairwise(around)
        ]
        return longer.index(min(longer))


@dataclass(frozen=True)
class Familiar:
    """A plan whose drivers were exchanged: ``kept`` of ``known`` drops have the driver they had.

    ``dearer`` is what that costs, in yuan.
    """

    plan: Plan
    kept: int
    known: int
    dearer: Decimal


def familiar(problem: Problem, plan: Plan, drivers: Mapping[str, str], worth: Decimal) -> Familiar:
    """Exchange whole days between vehicles while drops come to the vehicle that they know.

    ``drivers`` is the vehicle that each drop knows; one that comes to it may cost ``worth`` yuan.
    Vehicles of which something is fixed keep what they have.
    """
    board = Board(Day(problem), _as_fixed(plan))
    bound = {fixed.vehicle for fixed in problem.fixed}
    codes = [vehicle.code for vehicle in problem.vehicles]
    free = [van for van in board.day.vans if codes[van.number] not in bound]
    swapping = _Swapping(board, drivers, int(worth * _PARTS_A_YUAN))
    while swapping.best(free):
        pass
    found = plan_of(board, plan.stopped)
    known = [
        (drivers[stop.code], run.vehicle)
        for run in found.runs
        for stop in run.stops
        if stop.code in drivers
    ]
    kept = sum(had == has for had, has in known)
    return Familiar(found, kept, len(known), found.cost - plan.cost)


def _as_fixed(plan: Plan) -> list[Fixed]:
    numbers: dict[str, int] = {}
    found = []
    for run in plan.runs:
        numbers[run.vehicle] = numbers.get(run.vehicle, 0) + 1
        stops = tuple(stop.code for stop in run.stops)
        found.append(Fixed(run.vehicle, numbers[run.vehicle], stops, True, False, None))
    return found


class _Swapping:
    """Exchanges the days of two vehicles where that is worth it."""

    def __init__(self, board: Board, drivers: Mapping[str, str], worth: int) -> None:
        self._board = board
        self._worth = worth
        problem = board.day.problem
        vans = {vehicle.code: at for at, vehicle in enumerate(problem.vehicles)}
        self._van_of = {
            at: vans[drivers[drop.code]]
            for at, drop in enumerate(problem.drops, 1)
            if drivers.get(drop.code) in vans
        }

    def best(self, vans: Sequence[Van]) -> bool:
        """Make the exchange that gains most; whether there was one."""
        gains = [
            (gain, one.number, other.number)
            for one in vans
            for other in vans
            if one.number < other.number and (gain := self._gain(one, other)) > 0
        ]
        if not gains:
            return False
        _gain, one, other = max(gains, key=lambda found: (found[0], -found[1], -found[2]))
        tours = self._board.tours
        tours[one], tours[other] = self._swapped(one, other)
        return True

    def _swapped(self, one: int, other: int) -> tuple[list[Tour], list[Tour]]:
        mine, theirs = self._board.tours[one], self._board.tours[other]
        return _moved(theirs, len(mine)), _moved(mine, len(theirs))

    def _gain(self, one: Van, other: Van) -> int:
        before = self._worth_of(one) + self._worth_of(other)
        tours = self._board.tours
        kept = tours[one.number], tours[other.number]
        new = self._swapped(one.number, other.number)
        tours[one.number], tours[other.number] = new
        fits = all(
            number <= van.runs and self._board.carries(van, tour.stops)
            for van in (one, other)
            for number, tour in enumerate(_used(tours[van.number]), 1)
        )
        after = [self._worth_of(van) for van in (one, other)] if fits else []
        tours[one.number], tours[other.number] = kept
        if not after or _NEVER in after:
            return 0
        return sum(after) - before

    def _worth_of(self, van: Van) -> int:
        """What its drops are worth with it, less what its day costs."""
        cost = self._board.timed(van)
        if cost is None:
            return _NEVER
        stops = (stop for tour in self._board.tours[van.number] for stop in tour.stops)
        known = sum(self._van_of.get(stop) == van.number for stop in stops)
        return known * self._worth - cost


_NEVER = -(2**60)


def _used(tours: Sequence[Tour]) -> list[Tour]:
    return [tour for tour in tours if tour.stops]


def _moved(tours: Sequence[Tour], room: int) -> list[Tour]:
    """A vehicle's runs as another's, with as many places as that one has."""
    stops = [tour.stops for tour in _used(tours)]
    size = max(room, len(stops))
    return [
        Tour(number, list(stops[number - 1]) if number <= len(stops) else [])
        for number in range(1, size + 1)
    ]
