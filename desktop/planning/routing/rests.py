"""Stops moved off the rests of shops, such as a break at noon, after runs were planned (D4).

The search knows one time of opening for each shop. What then arrives in a rest is brought elsewhere
on its run or on another, where that costs no more than to wait at the shop until it opens again.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from desktop.planning.routing.board import Board, Tour
from desktop.planning.routing.day import Day, Van
from desktop.planning.routing.form import minute_of
from desktop.planning.routing.plan import Plan
from desktop.planning.routing.planning import insert, leaves_of, plan_of, planned
from desktop.planning.routing.problem import Problem
from desktop.planning.routing.timing import arrivals

# Of a drop, from when to when its shop rests, such as 12:00 and 14:00.
Rests = Mapping[str, tuple[str, str]]
_DAY_S = 24 * 3600


def planned_off(
    problem: Problem, rests: Rests, watch: Callable[[Plan | None], bool] | None
) -> Plan:
    """The best plan that was found, with its stops moved off rests."""
    return planned(problem, watch, partial(keep_off, rests=rests))


def filled_off(problem: Problem, rests: Rests) -> Plan:
    """Fixed runs as they are; what is on none comes where it costs least and off rests."""
    board = Board(Day(problem), problem.fixed)
    board.loosen()
    insert(board)
    keep_off(board, rests)
    return plan_of(board, None)


def keep_off(board: Board, rests: Rests) -> None:
    """Move stops that arrive in a rest where they don't; what finds no such place stays.

    Fixed ones stay, too. What is left over is tried once more: what was moved may have made
    room.
    """
    spans = _spans(board.day, rests)
    if not spans:
        return
    left = None
    while left != board.unserved:
        left = board.unserved
        _move_all(board, spans)
        insert(board)


def _move_all(board: Board, spans: Mapping[int, tuple[int, int]]) -> None:
    moved = True
    while moved:
        moved = False
        for van, tour in list(board.each()):
            for stop in list(tour.stops):
                if stop in spans and stop not in board.fixed:
                    moved = _moved(board, van, tour, stop, spans) or moved


def _spans(day: Day, rests: Rests) -> dict[int, tuple[int, int]]:
    found = {}
    for at, drop in enumerate(day.problem.drops, 1):
        if drop.code in rests:
            first, last = (minute_of(clock) * 60 for clock in rests[drop.code])
            if first < day.hours[at][0]:  # after midnight
                first += _DAY_S
            found[at] = first, last if last > first else last + _DAY_S
    return found


def _moved(
    board: Board, van: Van, tour: Tour, stop: int, spans: Mapping[int, tuple[int, int]]
) -> bool:
    """Whether a stop that arrives in a rest came to a place where fewer do."""
    resting = _resting(board, van, spans)
    before = board.timed(van)
    if stop not in resting or before is None:
        return False
    worth = van.cost_parts(0, spans[stop][1] - resting[stop])
    at = tour.stops.index(stop)
    del tour.stops[at]
    without = board.timed(van)
    places = sorted(board.places(stop), key=lambda place: place.parts)
    for place in places:
        if without is None or place.parts + without - before > worth:
            break
        other = board.day.vans[place.van]
        mine = len(resting)
        if other is not van:
            mine += len(_resting(board, other, spans))
        board.put(stop, place)
        now = {*_resting(board, van, spans), *_resting(board, other, spans)}
        if len(now) < mine:
            return True
        del board.tours[place.van][place.tour].stops[place.at]
    tour.stops.insert(at, stop)
    return False


def _resting(board: Board, van: Van, spans: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """The stops of a vehicle that are reached in a rest, and when, rounded up to the minute."""
    tours: Sequence[Tour] = [tour for tour in board.tours[van.number] if tour.stops]
    found = {}
    for tour, leaves in zip(tours, leaves_of(board, van, tours), strict=True):
        for stop, when in zip(tour.stops, arrivals(board.day, tour.stops, leaves)[0], strict=True):
            minute = -(-when // 60) * 60
            if stop in spans and spans[stop][0] <= minute < spans[stop][1]:
                found[stop] = minute
    return found
