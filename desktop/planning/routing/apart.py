"""A search in a process of its own: whoever asks stays free, and can end it at any moment."""

from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from desktop.planning.routing.plan import Plan
from desktop.planning.routing.planning import filled, planned
from desktop.planning.routing.problem import Problem
from desktop.planning.routing.rests import Rests, keep_off

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE_S = 0.1

Watching = Callable[[Plan | None], bool]


def planned_apart(problem: Problem, watch: Watching, *, fill: bool, rests: Rests) -> Plan:
    """The best plan found there; ``watch`` sees better ones, and ends the search by True.

    ``fill``: runs stay as they are and only what is on none is brought to them; else stops come off
    the ``rests`` of shops. Whatever ``watch`` raises ends the process at once.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,))
    process.start()
    theirs.close()
    try:
        ours.send((problem, fill, rests))
        return _awaited(ours, watch)
    finally:
        ours.close()
        process.terminate()  # its own processes see that it is gone, and go too
        process.join()


def _awaited(ours: "Connection[Any, Any]", watch: Watching) -> Plan:
    told_to_end = False
    while True:
        better: Plan | None = None
        while ours.poll(0 if better else _PATIENCE_S):
            done, plan = ours.recv()
            if done:
                found: Plan = plan
                return found
            better = plan
        if not told_to_end and watch(better):
            told_to_end = True
            ours.send(None)


def _work(parent: "Connection[Any, Any]") -> None:
    """What the process does: takes the problem, tells better plans, and the best at the end."""
    ended = False

    def watch(plan: Plan | None) -> bool:
        nonlocal ended
        if plan is not None:
            parent.send((False, plan))
        if not ended and parent.poll():
            parent.recv()  # raises when whoever asked is gone
            ended = True
        return ended

    try:
        problem, fill, rests = parent.recv()
        keeping = partial(keep_off, rests=rests)
        parent.send((True, filled(problem) if fill else planned(problem, watch, keeping)))
    except (EOFError, OSError, KeyboardInterrupt):
        return
