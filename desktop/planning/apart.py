"""A search in a process of its own: whoever asks stays free, and can end it at any moment."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.basics.errors import OfficeError
from desktop.basics.i18n import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PATIENCE_S = 0.1

Task = TypeVar("Task")
Told = TypeVar("Told")
Found = TypeVar("Found")


class SearchLost(OfficeError):
    """The process of a search is gone before it was done: killed, or out of memory."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The computation was broken off from outside: its process was ended, or the "
                "computer ran out of memory. Nothing was changed; begin it again."
            )
        )


@dataclass(frozen=True)
class _Fault:
    """A fault of the program over there, as it is told here."""

    text: str


def apart(
    search: Callable[[Task, Callable[[Told | None], bool]], Found],
    task: Task,
    watch: Callable[[Told | None], bool],
) -> Found:
    """What ``search`` finds there; a function of a module, as the process has to find it.

    It is given the task, and a function to tell how far it is: True ends the search. ``watch`` sees
    the newest of what it told several times a second, or None, and says so. Whatever ``watch``
    raises ends the process at once. Raises SearchLost when the process is gone before.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, search))
    process.start()
    theirs.close()
    try:
        _send(ours, task)
        found = _awaited(ours, watch)
        if isinstance(found, _Fault):
            raise RuntimeError(found.text)
        return cast("Found", found)
    finally:
        ours.close()
        process.terminate()  # its own processes see that it is gone, and go too
        process.join()


def _awaited(ours: "Connection[Any, Any]", watch: Callable[[Any], bool]) -> Any:
    told_to_end = False
    while True:
        newest = None
        while (heard := _heard(ours, 0 if newest is not None else _PATIENCE_S)) is not None:
            done, newest = heard
            if done:
                return newest
        if not told_to_end and watch(newest):
            told_to_end = True
            _send(ours, None)


def _heard(ours: "Connection[Any, Any]", patience: float) -> tuple[bool, Any] | None:
    """What the process told, and whether it is done; None when it told nothing."""
    try:
        return ours.recv() if ours.poll(patience) else None
    except (EOFError, OSError) as error:
        raise SearchLost from error


def _send(ours: "Connection[Any, Any]", what: object) -> None:
    try:
        ours.send(what)
    except OSError as error:
        raise SearchLost from error


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
    except Exception:  # noqa: BLE001 - it is shown where it was asked
        parent.send((True, _Fault(traceback.format_exc())))
