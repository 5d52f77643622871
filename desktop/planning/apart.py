"""A search in a process of its own: whoever asks stays free, and can end it at any moment."""

from collections.abc import Callable
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE_S = 0.1

Task = TypeVar("Task")
Told = TypeVar("Told")
Found = TypeVar("Found")


def apart(
    search: Callable[[Task, Callable[[Told | None], bool]], Found],
    task: Task,
    watch: Callable[[Told | None], bool],
) -> Found:
    """What ``search`` finds there; a function of a module, as the process has to find it.

    It is given the task, and a function to tell how far it is: True ends the search. ``watch`` sees
    the newest of what it told several times a second, or None, and says so. Whatever ``watch``
    raises ends the process at once.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, search))
    process.start()
    theirs.close()
    try:
        ours.send(task)
        found: Found = _awaited(ours, watch)
        return found
    finally:
        ours.close()
        process.terminate()  # its own processes see that it is gone, and go too
        process.join()


def _awaited(ours: "Connection[Any, Any]", watch: Callable[[Any], bool]) -> Any:
    told_to_end = False
    while True:
        newest = None
        while ours.poll(0 if newest is not None else _PATIENCE_S):
            done, told = ours.recv()
            if done:
                return told
            newest = told
        if not told_to_end and watch(newest):
            told_to_end = True
            ours.send(None)


def _work(parent: "Connection[Any, Any]", search: Callable[..., Any]) -> None:
    """What the process does: takes the task, tells how far it is, and what it found at the end."""
    ended = False

    def watch(told: object) -> bool:
        nonlocal ended
        if told is not None:
            parent.send((False, told))
        if not ended and parent.poll():
            parent.recv()  # raises when whoever asked is gone
            ended = True
        return ended

    try:
        parent.send((True, search(parent.recv(), watch)))
    except (EOFError, OSError, KeyboardInterrupt):
        return
