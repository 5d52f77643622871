"""A problem from its drops to its plan: what is fixed first, the search, then what it left over."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from time import monotonic

from desktop.planning.routing.board import Board, Tour
from desktop.planning.routing.day import Day, Van
from desktop.planning.routing.form import Fixed, clock_of
from desktop.planning.routing.order import order_exactly, order_fixed
from desktop.planning.routing.plan import Arrival, Plan, Run, Unserved
from desktop.planning.routing.problem import Problem
from desktop.planning.routing.search import ALONE, search
from desktop.planning.routing.slots import Asked
from desktop.planning.routing.task import Heat, Routes, Setting
from desktop.planning.routing.timing import arrivals, departures

Watching = Callable[[Plan | None], bool]
_OF_IT = 0.9  # of the seconds, for the search; the rest is for what comes after it
_NEAR = 30  # places near each that a search looks at; fewer make long runs dear
_ROUNDS_EACH = 36  # by the number of drops
_ROUNDS_FEW = 100  # where they are few
_MOST = 300_000
_WARM, _COOL = Heat(0.1, 0.01), Heat(0.03, 0.003)


def planned(
    problem: Problem,
    watch: Watching | None = None,
    after: Callable[[Board], None] | None = None,
) -> Plan:
    """The best plan that was found; ``after`` may better its runs before it is told."""
    until = monotonic() + problem.seconds * _OF_IT
    board = Board(Day(problem), problem.fixed)
    for van, tour in board.each():
        order_fixed(board, van, tour)
    board.loosen()
    stopped = _search(board, until, watch)
    _finish(board)
    if after is not None:
        after(board)
    return plan_of(board, stopped)


def as_given(problem: Problem, runs: Sequence[Fixed]) -> Plan:
    """Runs reckoned in the order in which they are told, with what they break."""
    board = Board(Day(problem), runs)
    board.loosen()
    return plan_of(board, None)


def _search(board: Board, until: float, watch: Watching | None) -> str | None:
    asked = Asked(board)
    if asked.task is None:
        return None
    ended = False

    def told(routes: Routes | None) -> bool:
        nonlocal ended
        if watch is None:
            return False
        if routes is not None:
            asked.bring_back(routes)
        ended = watch(plan_of(board, None) if routes is not None else None) or ended
        return ended

    found = search(asked.task, legs(len(asked.task.visits)), until, told)
    asked.bring_back(found.routes)
    if ended:
        return "person"
    return "time" if found.timed_out else None


def legs(size: int) -> tuple[Setting, ...]:
    """Two legs of so many rounds, the second from the better end of the first."""
    rounds = min(_MOST, size * (_ROUNDS_EACH if size > ALONE else _ROUNDS_FEW))
    return (Setting(rounds, _NEAR, _WARM), Setting(rounds // 2, _NEAR, _COOL))


def _finish(board: Board) -> None:
    """Order short runs exactly, and try each place of each run for what is left over."""
    for van, tours in zip(board.day.vans, board.tours, strict=True):
        for number in range(len(tours)):
            order_exactly(board, van, number)
    insert(board)


def insert(board: Board) -> None:
    """Bring unserved drops where they cost least, until no place of any run takes one."""
    day = board.day
    left = [drop for drop in board.unserved if day.placed[drop]]
    added = True
    while added and left:
        added = False
        for drop in list(left):
            place = board.cheapest(drop)
            if place is not None:
                board.put(drop, place)
                left.remove(drop)
                added = True


def plan_of(board: Board, stopped: str | None) -> Plan:
    """A board as a plan."""
    runs = [run for van in board.day.vans for run in runs_of(board, van)]
    unserved = [
        Unserved(board.day.problem.drops[drop - 1].code, why_unserved(board, drop))
        for drop in board.unserved
    ]
    return summed(runs, unserved, stopped)


def summed(runs: Sequence[Run], unserved: Sequence[Unserved], stopped: str | None) -> Plan:
    """Runs and what they leave over as a plan."""
    return Plan(
        tuple(runs),
        tuple(unserved),
        sum(run.metres for run in runs),
        sum((run.cost for run in runs), Decimal("0.00")),
        stopped,
    )


def why_unserved(board: Board, drop: int) -> str:
    """Why a drop is on no run, as if every place of every run had been tried."""
    vans = board.day.vans
    if not board.day.placed[drop]:
        return "no_place"
    able = [van for van in vans if board.carries(van, [drop])]
    if vans and not able:
        return "too_large"
    if able and not any(board.alone(van, drop) for van in able):
        return "hours"
    return "day_full"


def runs_of(board: Board, van: Van) -> list[Run]:
    """A vehicle's runs reckoned."""
    tours = [tour for tour in board.tours[van.number] if tour.stops]
    leaves = leaves_of(board, van, tours)
    found = []
    free = van.starts
    for tour, when in zip(tours, leaves, strict=True):
        run, back = _run(board, van, tour, when, free)
        found.append(run)
        free = back + van.reload_s
    return found


def leaves_of(board: Board, van: Van, tours: Sequence[Tour]) -> list[int]:
    """When runs leave; when not all can keep the rules, each as early as it can or when it must."""
    chain = [leaving for tour in tours if (leaving := board.leaving(tour, tour.stops)) is not None]
    whole = departures(van, chain) if len(chain) == len(tours) else None
    if whole is not None:
        return whole
    free = van.starts
    found = []
    for tour in tours:
        leaves = tour.departs if tour.departs is not None else -(-free // 60) * 60
        found.append(leaves)
        leaving = board.leaving(tour, tour.stops)
        own = departures(van, [leaving]) if leaving is not None and tour.loose is None else None
        if own is not None and tour.departs is None:
            found[-1] = max(leaves, own[0]) if leaves <= own[0] else leaves
        free = arrivals(board.day, tour.stops, found[-1])[1] + van.reload_s
    return found


def _run(board: Board, van: Van, tour: Tour, leaves: int, free: int) -> tuple[Run, int]:
    day, stops = board.day, tour.stops
    reached, back = arrivals(day, stops, leaves)
    metres = day.metres_of(stops)
    drops = day.problem.drops
    broken = _broken(board, van, tour, reached)
    if leaves < van.starts or back > van.ends:
        broken.append("day")
    if leaves < free and free > van.starts:
        broken.append("reload")
    run = Run(
        day.problem.vehicles[van.number].code,
        clock_of(leaves),
        clock_of(back),
        tuple(
            Arrival(drops[stop - 1].code, clock_of(when))
            for stop, when in zip(stops, reached, strict=True)
        ),
        metres,
        back - leaves,
        day.cartons_of(stops),
        Decimal(van.cost_fen(metres, back - leaves)).scaleb(-2),
        tuple(broken),
    )
    return run, back


def _broken(board: Board, van: Van, tour: Tour, reached: Sequence[int]) -> list[str]:
    day = board.day
    load = day.load_of(tour.stops)
    broken = [
        word
        for word, carried, limit in zip(("cartons", "kg"), load, van.loads, strict=True)
        if carried > limit
    ]
    late = (when > day.hours[at][1] for at, when in zip(tour.stops, reached, strict=True))
    if any(late):
        broken.append("hours")
    if tour.number > van.runs:
        broken.append("runs")
    if not all(day.placed[stop] for stop in tour.stops):
        broken.append("no_place")
    return broken
