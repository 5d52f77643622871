"""A board as a task for the search, and back.

Runs of a vehicle that nothing fixes are trips of one slot; each run with something fixed is a slot
of its own, or stands as it is when nothing may come to it or its order binds. What lies between is
shared out by time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import TYPE_CHECKING

from desktop.planning.routing.board import Board, Tour
from desktop.planning.routing.day import NO_LIMIT, Van
from desktop.planning.routing.order import order_fixed
from desktop.planning.routing.task import Routes, Slot, Task, Visit
from desktop.planning.routing.timing import NOTHING

if TYPE_CHECKING:
    from desktop.planning.routing.task import Table

_A_FEN = 180  # units of the search
_DEAR = 3  # by how much leaving a drop out is dearer than any way to serve it
_MINUTE_S = 59  # a later run waits so long at most for the minute at which it leaves


@dataclass(frozen=True)
class Room:
    """Tours of a vehicle that the search may fill, between two moments."""

    van: Van
    tours: tuple[int, ...]
    early: int
    late: int
    departs: int | None
    pinned: frozenset[int]


class Asked:
    """The task of a board: ``task``, and where its routes belong."""

    def __init__(self, board: Board) -> None:
        self._board = board
        rooms = [room for van in board.day.vans for room in _rooms(board, van)]
        standing = {stop for _van, tour in board.each() if _stands(tour) for stop in tour.stops}
        day = board.day
        carried = [
            drop
            for drop in day.drops
            if drop not in standing
            and (drop in board.fixed or (day.placed[drop] and _fits(board, drop)))
        ]
        self._visits = [drop for drop in carried if any(_may(room, drop, board) for room in rooms)]
        self._rooms: list[list[Room]] = _alike(rooms)
        self.task = self._made() if self._visits and self._rooms else None

    def bring_back(self, routes: Routes) -> None:
        """Put what was found onto the board; what breaks a rule comes off again."""
        board = self._board
        for _van, tour in board.each():
            if not _stands(tour):
                tour.stops = []
        used = [0] * len(self._rooms)
        for slot, trips in routes:
            room = self._rooms[slot][used[slot]]
            used[slot] += 1
            tours = board.tours[room.van.number]
            for number, trip in zip(room.tours, trips, strict=False):
                tours[number].stops = [self._visits[visit] for visit in trip]
        _settle(board)

    def _made(self) -> Task:
        import numpy as np

        day = self._board.day
        at = [0, 0, *self._visits]
        metres = np.array(day.metres, dtype=np.int64)[np.ix_(at, at)]
        seconds = np.array(day.seconds, dtype=np.int64)[np.ix_(at, at)]
        np.fill_diagonal(metres, 0)
        np.fill_diagonal(seconds, 0)
        loads, limits = self._loads()
        prize = self._prize(int(metres.max(initial=0)), int(seconds.max(initial=0)))
        visits = []
        for drop, load in zip(self._visits, loads, strict=True):
            opens, closes = day.hours[drop]
            dear = prize * (10 if drop in self._board.fixed else 1)
            visits.append(Visit(load, opens, closes, day.service[drop], dear))
        profiles: dict[object, int] = {}
        costs: list[Table] = []
        lasts: list[Table] = []
        slots = []
        for like, limit in zip(self._rooms, limits, strict=True):
            room = like[0]
            key = room.van.rates, room.van.reload_s, room.pinned and room
            if key not in profiles:
                profiles[key] = len(costs)
                costs.append(self._costs(room, metres, prize))
                lasts.append(_lasts(room, seconds))
            by = room.late if room.departs is None else room.departs
            slots.append(
                Slot(
                    len(like), limit, room.early, room.late, by, len(room.tours), profiles[key],
                    _per_second(room.van),
                )
            )  # fmt: skip
        mean = sum(sum(load) for load in loads) / max(1, len(loads))
        strict = max(1.0, prize / max(mean, 1) / 10), max(1.0, prize / 3_600)
        most = max(100_000.0, float(prize))
        return Task(tuple(visits), tuple(slots), tuple(costs), tuple(lasts), strict, most)

    def _loads(self) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
        """Loads and limits in the largest units that all loads are whole numbers of."""
        day = self._board.day
        units = [
            max(1, reduce(gcd, (day.loads[drop][kind] for drop in self._visits), 0))
            for kind in (0, 1)
        ]
        loads = [
            tuple(load // unit for load, unit in zip(day.loads[drop], units, strict=True))
            for drop in self._visits
        ]
        totals = [sum(load[kind] for load in loads) for kind in (0, 1)]
        limits = [
            tuple(
                min(limit // unit, total)
                for limit, unit, total in zip(like[0].van.loads, units, totals, strict=True)
            )
            for like in self._rooms
        ]
        return loads, limits

    def _prize(self, metres: int, seconds: int) -> int:
        dearest = max(
            _per_run(like[0].van)
            + 2 * metres * like[0].van.rates[1] * _A_FEN // 100_000
            + _per_second(like[0].van) * (2 * seconds + like[0].late - like[0].early)
            for like in self._rooms
        )
        return _DEAR * max(dearest, 1_000)

    def _costs(self, room: Room, metres: "Table", prize: int) -> "Table":
        costs = metres * room.van.rates[1] * _A_FEN // 100_000
        per_run = _per_run(room.van)
        costs[0, 2:] += per_run
        saved = room.van.reload_s * _per_second(room.van)  # a pause isn't paid for
        costs[1, 2:] += max(0, per_run - saved)
        for at, drop in enumerate(self._visits, 2):
            if not _may(room, drop, self._board):
                costs[:at, at] += 20 * prize
                costs[at + 1 :, at] += 20 * prize
        return costs


def _lasts(room: Room, seconds: "Table") -> "Table":
    lasts = seconds.copy()
    lasts[1, 2:] += room.van.reload_s + _MINUTE_S
    return lasts


def _alike(rooms: Sequence[Room]) -> list[list[Room]]:
    """Rooms that differ by nothing but their vehicle, together."""
    found: dict[object, list[Room]] = {}
    for room in rooms:
        van = room.van
        key: object = (van.loads, van.reload_s, van.rates, room.tours, room.early, room.late)
        if room.pinned or room.departs is not None:
            key = van.number, room.tours
        found.setdefault(key, []).append(room)
    return list(found.values())


def _stands(tour: Tour) -> bool:
    """Whether the search leaves a tour as it is."""
    return tour.closed or tour.loose is not None or (tour.ordered and bool(tour.pinned))


def _may(room: Room, drop: int, board: Board) -> bool:
    return drop in room.pinned or drop not in board.fixed


def _fits(board: Board, drop: int) -> bool:
    return any(board.carries(van, [drop]) for van in board.day.vans)


def _rooms(board: Board, van: Van) -> list[Room]:
    """The rooms of a vehicle, each with its share of the day."""
    pieces: list[list[int]] = []  # one tour with something fixed, or several free ones
    tours = board.tours[van.number]
    for at, tour in enumerate(tours):
        if tour.free and pieces and tours[pieces[-1][0]].free:
            pieces[-1].append(at)
        else:
            pieces.append([at])
    shares = _shares(board, van, [[tours[at] for at in piece] for piece in pieces])
    rooms = []
    for piece, (early, late) in zip(pieces, shares, strict=True):
        first = tours[piece[0]]
        if not _stands(first) and early < late:
            rooms.append(Room(van, tuple(piece), early, late, first.departs, first.pinned))
    return rooms


def _shares(board: Board, van: Van, pieces: Sequence[Sequence[Tour]]) -> list[tuple[int, int]]:
    """From when to when each piece may last: what it needs, and what is left over shared."""
    needs = [_needs(board, van, piece) for piece in pieces]
    ends: list[tuple[int, int]] = []
    early = van.starts
    for at, piece in enumerate(pieces):
        departs = piece[0].departs
        if departs is not None:
            early = departs
        anchors = [
            (other, tours[0].departs)
            for other, tours in enumerate(pieces)
            if other > at and tours[0].departs is not None
        ]
        last, until = anchors[0] if anchors else (len(pieces), van.ends + van.reload_s)
        assert until is not None
        later = range(at, last)
        slack = until - early - sum(needs[one] + van.reload_s for one in later)
        growing = [one for one in later if not _stands(pieces[one][0])]
        mine = slack // len(growing) if growing and at in growing else 0
        late = min(early + needs[at] + max(0, mine), until - van.reload_s)
        ends.append((early, late))
        early = late + van.reload_s
    return ends


def _needs(board: Board, van: Van, piece: Sequence[Tour]) -> int:
    """How long a piece lasts with what is fixed of it."""
    tour = piece[0]
    if not tour.stops:
        return 0
    leaving = board.leaving(tour, tour.stops) or board.leaving(tour, ())
    span = NOTHING if leaving is None else leaving.span
    first = max(van.starts, tour.departs or 0)
    return max(0, span.end(first) - first) if span.early > -NO_LIMIT // 2 else span.lasts


def _per_run(van: Van) -> int:
    return van.rates[0] * _A_FEN // 100


def _per_second(van: Van) -> int:
    return van.rates[2] * _A_FEN // 360_000


def _settle(board: Board) -> None:
    """Bring back what is fixed, and take off what no longer fits."""
    for van, tour in board.each():
        tour.stops = [stop for stop in tour.stops if stop in tour.pinned or stop not in board.fixed]
        missing = sorted(stop for stop in tour.pinned if stop not in tour.stops)
        if missing:
            tour.stops += missing
            order_fixed(board, van, tour)
        while tour.stops and not board.carries(van, tour.stops):
            if not _take_off(tour):
                break
    for van in board.day.vans:
        while board.timed(van) is None:
            tours = board.tours[van.number]
            if not any(_take_off(tour) for tour in reversed(tours)):
                break


def _take_off(tour: Tour) -> bool:
    """Take the last drop off that isn't pinned; whether there was one."""
    for at in range(len(tour.stops) - 1, -1, -1):
        if tour.stops[at] not in tour.pinned:
            del tour.stops[at]
            return True
    return False
