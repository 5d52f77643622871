"""A task searched on two cores: two starts, each in a process of its own, the better one taken.

Both search for so many rounds, then both go on from the better one, each by its own chance: the
same whichever was first. The clock is only a ceiling.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from desktop.planning.routing.task import Found, Routes, Setting, Task

CORES = 2
ALONE = 30  # with no more visits the search is over before another process is there
_TELL_EACH_S = 0.5
_PATIENCE_S = 0.25

# Asked several times a second, with better routes or None; True ends the search.
Watch = Callable[[Routes | None], bool]


def search(task: Task, legs: Sequence[Setting], until: float, watch: Watch | None = None) -> Found:
    """The best routes; each leg goes on from the better ones of the leg before."""
    if len(task.visits) <= ALONE:
        return _alone(task, legs, until, watch)
    best: Found | None = None
    with _workers(task) as workers:
        for leg, setting in enumerate(legs):
            start = None if best is None else best.routes
            for core, worker in enumerate(workers):
                worker.send((setting, 1 + leg * CORES + core, until, start))
            best, ended = _gathered(workers, best, watch)
            if ended or best.timed_out:
                break
    assert best is not None
    return best


def _alone(task: Task, legs: Sequence[Setting], until: float, watch: Watch | None) -> Found:
    from desktop.planning.routing.solver import Solver

    def told(cost: int, routes: Routes) -> bool:
        return watch is not None and watch(routes if cost >= 0 else None)

    return Solver(task).search(legs[0], 1, until, None, told)


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
) -> tuple[Found, bool]:
    """What all found in this leg, the best before it too; whether somebody ended it."""
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
    candidates = [found[at] for at in range(len(workers))]
    timed_out = any(one.timed_out for one in candidates)
    if best is not None:
        candidates.insert(0, best)
    first = min(candidates, key=lambda one: (one.cost is None, one.cost or 0))
    return replace(first, timed_out=timed_out), ended


def work(parent: "Connection[Any, Any]") -> None:
    """What a process of its own does: takes the task, then searches leg by leg."""
    from desktop.planning.routing.solver import Solver

    try:
        solver = Solver(parent.recv())
        while True:
            leg = parent.recv()
            if leg is None:  # a leg was ended after it was over
                continue
            setting, seed, until, start = leg
            found = solver.search(setting, seed, until, start, _teller(parent))
            parent.send((True, found))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return


def _teller(parent: "Connection[Any, Any]") -> Callable[[int, Routes], bool]:
    """Tells the parent the best now and then, and looks whether it has enough."""
    last = monotonic()
    kept: Found | None = None

    def told(cost: int, routes: Routes) -> bool:
        nonlocal last, kept
        if cost >= 0:
            kept = Found(cost, routes)
        if monotonic() - last < _TELL_EACH_S:
            return False
        last = monotonic()
        if kept is not None:
            parent.send((False, kept))
            kept = None
        return parent.poll() and parent.recv() is None

    return told
