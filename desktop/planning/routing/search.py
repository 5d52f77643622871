"""A task searched on two cores: two starts, each in a process of its own, the better one taken.

Both search for so many rounds, then both go on from the better one, each by its own chance, or each
by its own half of the routes: the same whichever was first. The clock is only a ceiling.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from random import Random
from time import monotonic
from typing import Any

from desktop.planning.routing.parts import improved, split
from desktop.planning.routing.pool import Pool
from desktop.planning.routing.task import Choice, Found, Parted, Routes, Setting, Task

CORES = 2
ALONE = 30  # with no more visits the search is over before another process is there
_PARTED = 4  # with fewer routes no part is smaller than the whole
_TELL_EACH_S = 0.5
_PATIENCE_S = 0.25

Leg = Setting | Parted | Choice
# Asked several times a second, with better routes or None; True ends the search.
Watch = Callable[[Routes | None], bool]


def search(task: Task, legs: Iterable[Leg], until: float, watch: Watch | None = None) -> Found:
    """The best routes; each leg goes on from the better ones of the leg before.

    The first leg searches the whole; a parted one is left out where routes are few.
    """
    if len(task.visits) <= ALONE:
        return _alone(task, legs, until, watch)
    best: Found | None = None
    pool = Pool(task)
    with _workers(task) as workers:
        for number, leg in enumerate(legs):
            if isinstance(leg, Choice):
                best = None if best is None else pool.best(best, leg.seconds)
                continue
            starts: Sequence[object] = [None if best is None else best.routes] * CORES
            if isinstance(leg, Parted):
                if best is None or len(best.routes) < _PARTED:
                    continue
                starts = [(half, best.strict) for half in split(task, best.routes, Random(number))]
            for core, (worker, start) in enumerate(zip(workers, starts, strict=True)):
                worker.send((leg, 1 + number * CORES + core, until, start))
            parted = isinstance(leg, Parted)
            found, ended = _gathered(workers, None if parted else best, watch)
            pool.remember(found)
            better = _together(found) if parted else _first(found, best)
            if parted and watch is not None and not ended and better != best:
                ended = watch(better.routes)
            best = better
            if ended or best.timed_out:
                break
    assert best is not None
    return best


def _together(halves: Sequence[Found]) -> Found:
    costs = [half.cost for half in halves if half.cost is not None]
    return Found(
        sum(costs) if len(costs) == len(halves) else None,
        tuple(route for half in halves for route in half.routes),
        halves[0].strict,
        any(half.timed_out for half in halves),
    )


def _first(found: Sequence[Found], best: Found | None) -> Found:
    candidates = [*found] if best is None else [best, *found]
    first = min(candidates, key=lambda one: (one.cost is None, one.cost or 0))
    return replace(first, timed_out=any(one.timed_out for one in found))


def _alone(task: Task, legs: Iterable[Leg], until: float, watch: Watch | None) -> Found:
    from desktop.planning.routing.solver import Solver

    def told(cost: int, routes: Routes) -> bool:
        return watch is not None and watch(routes if cost >= 0 else None)

    leg = next(leg for leg in legs if isinstance(leg, Setting))
    return Solver(task).search(leg, 1, until, None, told)


@contextmanager
def _workers(task: Task) -> Iterator[list["Connection[Any, Any]"]]:
    """Processes that wait for a leg; all are gone afterwards, whatever happens."""
    context = get_context("spawn")
    processes, ends = [], []
    try:
        for _core in range(CORES):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            ends.append(ours)
        for end in ends:
            end.send(task)
        yield ends
    finally:
        for process in processes:
            process.terminate()
        for end in ends:
            end.close()
        for process in processes:
            process.join()


def _gathered(
    workers: Sequence["Connection[Any, Any]"], best: Found | None, watch: Watch | None
) -> tuple[list[Found], bool]:
    """What each found in this leg; whether somebody ended it."""
    ended = False
    found: dict[int, Found] = {}
    shown = None if best is None else best.cost
    while len(found) < len(workers):
        waiting = [worker for at, worker in enumerate(workers) if at not in found]
        better: Routes | None = None
        for worker in waiting:
            if worker not in wait(waiting, _PATIENCE_S / len(waiting)):
                continue
            done, told = worker.recv()
            if done:
                found[workers.index(worker)] = told
            elif shown is None or told.cost < shown:
                shown, better = told.cost, told.routes
        if watch is not None and not ended and watch(better):
            ended = True
            for worker in waiting:
                worker.send(None)
    return [found[at] for at in range(len(workers))], ended


def work(parent: "Connection[Any, Any]") -> None:
    """What a process of its own does: takes the task, then searches leg by leg."""
    from desktop.planning.routing.solver import Solver

    try:
        task = parent.recv()
        solver = Solver(task)
        while True:
            leg = parent.recv()
            if leg is None:  # a leg was ended after it was over
                continue
            setting, seed, until, start = leg
            if isinstance(setting, Parted):
                half, strict = start
                learned = replace(task, strict=strict)
                found = improved(learned, half, setting, seed, until, _listener(parent))
            else:
                found = solver.search(setting, seed, until, start, _teller(parent))
            parent.send((True, found))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return


def _listener(parent: "Connection[Any, Any]") -> Callable[[], bool]:
    """Looks whether the parent has enough."""
    ended = False

    def enough() -> bool:
        nonlocal ended
        ended = ended or (parent.poll() and parent.recv() is None)
        return ended

    return enough


def _teller(parent: "Connection[Any, Any]") -> Callable[[int, Routes], bool]:
    """Tells the parent the best now and then, and looks whether it has enough."""
    last = monotonic()
    kept: Found | None = None

    def told(cost: int, routes: Routes) -> bool:
        nonlocal last, kept
        if cost >= 0:
            kept = Found(cost, routes, (0.0, 0.0))
        if monotonic() - last < _TELL_EACH_S:
            return False
        last = monotonic()
        if kept is not None:
            parent.send((False, kept))
            kept = None
        return parent.poll() and parent.recv() is None

    return told
